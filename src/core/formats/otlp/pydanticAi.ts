import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import { textMessage } from '../content/parts.ts';
import { readResult } from '../content/readPart.ts';
import { readToolDefinitions } from '../content/toolDefinitions.ts';
import { readArguments, setKey, textOf, unwrapJson } from '../jsonText.ts';
import { listOf } from '../values/fields.ts';
import type { AttributeReaders } from './attributeReaders.ts';
import { cost, count, keepText, rawCount, readEach } from './attributeReaders.ts';
import type { Dialect, Draft } from './draft.ts';
import { readInputOutput } from './inputOutput.ts';
import { messagesOfEvents } from './messageEvents.ts';
import { readList } from './messageMemory.ts';
import { fillFrom } from './secondReading.ts';

/** Version 1 wrote messages as a list of events, later ones as messages. The whole conversation stands on the span of the run. */
function readConversation(value: Json, draft: Draft, key: string): void {
  const list = unwrapJson(value);
  const events = Array.isArray(list) && list.some((each) => isJsonMap(each) && 'event.name' in each);
  const messages = events ? messagesOfEvents(list as readonly Json[]) : { input: readList(list)?.messages ?? [], output: [] };
  const all = [...messages.input, ...messages.output];
  if (all.length === 0) {
    if (value !== null && !(Array.isArray(list) && list.length === 0)) setKey(draft.attributes, key, value);
    return;
  }
  const answered = all.at(-1)?.role === 'assistant' ? all.length - 1 : all.length;
  draft.input = all.slice(0, answered);
  draft.output = all.slice(answered);
}

const readers: AttributeReaders = {
  'pydantic_ai.all_messages': (value, draft, _context, key) => { readConversation(value, draft, key); },
  all_messages: (value, draft, _context, key) => { readConversation(value, draft, key); },
  all_messages_events: (value, draft, _context, key) => { readConversation(value, draft, key); },
  events: (value, draft, _context, key) => {
    const list = unwrapJson(value);
    const { input, output } = messagesOfEvents(listOf(list));
    if (input.length + output.length === 0) setKey(draft.attributes, key, value);
    draft.input = input;
    draft.output = output;
  },
  tool_arguments: (value, draft) => { Object.assign(draft.tool, readArguments(value)); },
  tool_response: (value, draft) => { draft.tool.result = readResult(value); },
  agent_name: keepText((draft, name) => { draft.agent ??= name; }),
  'gen_ai.agent.name': keepText((draft, name) => { draft.agent = name; }),
  model_name: keepText((draft, model) => { draft.model ??= model; }),
  model_request_parameters: (value, draft, _context, key) => {
    const parameters = unwrapJson(value);
    draft.attributes[key] = parameters;
    if (!isJsonMap(parameters)) return;
    const offered = [parameters['function_tools'], parameters['output_tools']].filter(Array.isArray).flat() as readonly Json[];
    if (Array.isArray(parameters['function_tools'])) draft.toolDefinitions = offered.flatMap(readToolDefinitions);
  },
  'operation.cost': cost,
};

const details = 'gen_ai.usage.details.';

const keys = { input: 'request_data', output: 'response_data' } as const;

/** Pydantic AI in all versions of its format, and Logfire's own instrumentations of model clients. */
export const pydanticAi: Dialect = {
  id: 'pydantic-ai',
  read(attributes, draft, context) {
    const io: { input?: Json; output?: Json } = {};
    const counts: [string, Json][] = [];
    let result: Json = null;
    const rest = readEach(attributes, draft, context, readers, (key, value) => {
      if (key === 'request_data') io.input = value;
      else if (key === 'response_data') io.output = value;
      else if (key === 'final_result') result = unwrapJson(value);
      else if (key.startsWith(details)) counts.push([key, value]);
      else return false;
      return true;
    });
    if (rest.size > 0) {
      // The definitions that were sent say more than the parameters they were made of.
      const parameters = draft.toolDefinitions;
      draft.toolDefinitions = null;
      fillFrom(rest, draft, context);
      draft.toolDefinitions ??= parameters;
    }
    for (const [key, value] of counts) (/^(?:reasoning|thoughts)_tokens$/.test(key.slice(details.length)) ? count('reasoning') : rawCount)(value, draft, context, key);
    draft.kind = kindByName(draft) ?? (io.input !== undefined && io.output !== undefined ? (draft.kind ?? 'llm') : draft.kind);
    if (io.input !== undefined || io.output !== undefined) readInputOutput({ ...io, ...(io.output === undefined ? {} : { output: responseOf(io.output) }) }, draft, keys);
    if (result !== null) readFinal(result, draft);
  },
};

function kindByName({ spanName }: Draft): Draft['kind'] {
  if (spanName === 'agent run' || spanName.startsWith('invoke_agent ')) return 'agent';
  if (/^running \d+ tools?$/.test(spanName)) return 'other';
  return spanName === 'running tool' || /^running (?:tool|output function): /.test(spanName) ? 'tool' : null;
}

/** Logfire's own instrumentations write `{message, usage}`. */
function responseOf(output: Json): Json {
  const response = unwrapJson(output);
  if (!isJsonMap(response) || !isJsonMap(response['message'])) return output;
  const { message, ...rest } = response;
  return { ...rest, choices: [{ message: message ?? null }] };
}

/** What the run gave its caller; text is the answer, where the messages end in none. */
function readFinal(result: Json, draft: Draft): void {
  const text = textOf(result) ?? JSON.stringify(result);
  const says = draft.output.some(({ parts }) => parts.some((part) => part.type === 'text' && part.text.trim() !== ''));
  if (!says && draft.kind === 'agent') draft.output = [...draft.output, textMessage('assistant', text)];
  else if (!draft.output.some(({ parts }) => parts.some((part) => part.type === 'text' && part.text === text))) draft.attributes['final_result'] = result;
}
