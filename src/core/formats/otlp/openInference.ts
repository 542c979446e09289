import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Message } from '../../model/message.ts';
import type { SpanKind } from '../../model/span.ts';
import { readDocument } from '../content/documents.ts';
import { textMessage } from '../content/parts.ts';
import { readMessage } from '../content/readMessage.ts';
import { readToolDefinitions } from '../content/toolDefinitions.ts';
import { lookUp, readArguments, setKey, textOf, unwrapJson, wordOf } from '../jsonText.ts';
import { textsIn } from '../values/fields.ts';
import { readAnnotations } from './annotations.ts';
import type { AttributeReaders } from './attributeReaders.ts';
import { cost, count, rawCount, readEach } from './attributeReaders.ts';
import type { Dialect, Draft } from './draft.ts';
import { includeCached } from './draft.ts';
import { readInputOutput } from './inputOutput.ts';
import { fillFrom } from './secondReading.ts';
import { listAt, unflatten } from './unflatten.ts';

const kinds: Readonly<Record<string, SpanKind>> = {
  LLM: 'llm', TOOL: 'tool', AGENT: 'agent', RETRIEVER: 'retrieval', RERANKER: 'retrieval', GUARDRAIL: 'guardrail',
  CHAIN: 'other', EMBEDDING: 'other', EVALUATOR: 'other', PROMPT: 'other', UNKNOWN: 'other',
};

/** Attributes that stand by themselves; a line each. The prompt count includes cached tokens. */
const readers: AttributeReaders = {
  'llm.model_name': (value, draft) => { draft.model = textOf(value) ?? draft.model; },
  'embedding.model_name': (value, draft) => { draft.model ??= textOf(value); },
  'llm.provider': (value, draft) => { draft.provider = textOf(value) ?? draft.provider; },
  'llm.system': (value, draft) => { draft.provider ??= textOf(value); },
  'llm.token_count.prompt': count('input'),
  'llm.token_count.completion': count('output'),
  'llm.token_count.prompt_details.cache_read': count('cachedRead'),
  'llm.token_count.prompt_details.cache_write': count('cacheWrite'),
  'llm.token_count.completion_details.reasoning': count('reasoning'),
  'llm.token_count.total': rawCount,
  'llm.token_count.prompt_details.audio': rawCount,
  'llm.token_count.completion_details.audio': rawCount,
  'llm.cost.total': cost,
  'llm.finish_reason': (value, draft) => { draft.finishReason = textOf(value); },
  'tool.name': (value, draft) => { draft.tool.name = textOf(value); },
  'tool.id': (value, draft) => { draft.tool.callId = textOf(value); },
  'tool_call.id': (value, draft) => { draft.tool.callId ??= textOf(value); },
  'tool.description': (value, draft) => { draft.tool.description = textOf(value); },
  'agent.name': (value, draft) => { draft.agent = textOf(value); },
  'tag.tags': (value, draft) => {
    const tags = unwrapJson(value);
    draft.tags = textsIn(tags);
  },
};

/** For LangChain whatever has "agent" in its name is an agent; its plumbing is not, whose name says what it works on. */
const langChainPart = /^Runnable[A-Z]|OutputParser$|PromptTemplate$/;

/** Written as one list where an exporter did not flatten it. */
const whole = new Set(['llm.input_messages', 'llm.output_messages', 'llm.tools', 'llm.prompts', 'llm.choices', 'retrieval.documents', 'reranker.input_documents', 'reranker.output_documents']);
const indexed = /^(?:llm\.(?:input_messages|output_messages|tools|prompts|choices)|retrieval\.documents|reranker\.(?:input|output)_documents)\.\d+\./;
const vector = /^embedding\.embeddings\.\d+\.embedding\.vector$/;
const annotation = /^(?:(?:trace\.|session\.)?annotations?|evaluations?)(?:\.|$)/;

const keys = { input: 'input.value', output: 'output.value' } as const;

export const openInference: Dialect = {
  id: 'openinference',
  read(attributes, draft, context) {
    const flat: [string, Json][] = [];
    const annotations: [string, Json][] = [];
    const io: { input?: Json; output?: Json } = {};
    const rest = readEach(attributes, draft, context, readers, (key, value) => {
      if (key === 'openinference.span.kind') {
        draft.kind = langChainPart.test(draft.spanName) ? 'other' : (lookUp(kinds, wordOf(value).toUpperCase()) ?? 'other');
        if (draft.kind === 'other') draft.attributes[key] = value;
      } else if (key === keys.input) io.input = value;
      else if (key === keys.output) io.output = value;
      else if (key === 'metadata') readMetadata(value, draft);
      else if (indexed.test(key) || (whole.has(key) && Array.isArray(unwrapJson(value)))) flat.push([key, unwrapText(key, value)]);
      else if (vector.test(key)) draft.attributes[key] = Array.isArray(value) ? `(${value.length} numbers, not kept)` : '(a vector, not kept)';
      else if (annotation.test(key)) annotations.push([key, value]);
      else return false;
      return true;
    });
    const tree = unflatten(flat);
    draft.input = readMessages(listAt(tree, 'llm', 'input_messages'));
    draft.output = readMessages(listAt(tree, 'llm', 'output_messages'));
    if (draft.input.length === 0) draft.input = readTexts(listAt(tree, 'llm', 'prompts'), 'prompt', 'user');
    if (draft.output.length === 0) draft.output = readTexts(listAt(tree, 'llm', 'choices'), 'completion', 'assistant');
    const tools = listAt(tree, 'llm', 'tools');
    if (tools !== undefined) draft.toolDefinitions = tools.flatMap((each) => readToolDefinitions(isJsonMap(each) && isJsonMap(each['tool']) ? (each['tool']['json_schema'] ?? each['tool']) : isJsonMap(each) && 'tool.json_schema' in each ? (each['tool.json_schema'] ?? null) : each));
    draft.toolDefinitions ??= toolsOfRequest(draft.attributes['llm.invocation_parameters']);
    const documents = listAt(tree, 'retrieval', 'documents') ?? listAt(tree, 'reranker', 'output_documents');
    draft.documents = (documents ?? []).flatMap((each) => readDocument(nested(each)) ?? []);
    const candidates = listAt(tree, 'reranker', 'input_documents');
    if (candidates !== undefined) draft.attributes['reranker.input_documents'] = candidates;
    draft.scores = readAnnotations(annotations, draft);
    includeCached(draft);
    if (rest.size > 0) fillFrom(rest, draft, context);
    draft.kind ??= draft.input.length > 0 || draft.output.length > 0 ? 'llm' : 'other';
    if (draft.kind === 'tool') {
      io.input = namedArguments(io.input, draft);
      readParameters(io, draft);
    }
    readInputOutput(io, draft, keys);
  },
};

/** What a person or a model said is text, also where it is JSON; the rest may be JSON text around a value. */
function unwrapText(key: string, value: Json): Json {
  return typeof value === 'string' && /\.(?:content|text)$/.test(key) ? value : unwrapJson(value);
}

/** Lists that were not flattened keep dots in the names of their fields: `message.role`. */
function nested(value: Json): Json {
  if (!isJsonMap(value) || !Object.keys(value).some((key) => key.includes('.'))) return value;
  return unflatten(Object.entries(value));
}

/** A completion model's prompts and choices. */
function readTexts(list: readonly Json[] | undefined, name: string, role: 'user' | 'assistant'): readonly Message[] {
  return (list ?? []).flatMap((each) => {
    const held = isJsonMap(each) ? (each[name] ?? each) : each;
    const text = isJsonMap(held) ? textOf(held['text']) : textOf(held);
    return text === null ? [] : [textMessage(role, text)];
  });
}

/** A tool's own parameters are its schema in some instrumentations, and the call's arguments in others. */
function readParameters(io: { input?: Json }, draft: Draft): void {
  const parameters = draft.attributes['tool.parameters'];
  if (io.input !== undefined || parameters === undefined || isSchema(unwrapJson(parameters))) return;
  Object.assign(draft.tool, readArguments(parameters));
  delete draft.attributes['tool.parameters'];
}

const callForm = new Set(['args', 'kwargs', 'sanitize_inputs_outputs']);

/** Smolagents records how the tool's function was called; arguments without a name have that of the parameter in their place. */
function namedArguments(input: Json | undefined, draft: Draft): Json | undefined {
  const call = input === undefined ? null : unwrapJson(input);
  if (!isJsonMap(call) || !Array.isArray(call['args']) || !isJsonMap(call['kwargs']) || !Object.keys(call).every((key) => callForm.has(key))) return input;
  const parameters = unwrapJson(draft.attributes['tool.parameters'] ?? null);
  const names = isJsonMap(parameters) ? Object.keys(parameters) : [];
  const named: Record<string, Json> = {};
  for (const [at, value] of (call['args'] as readonly Json[]).entries()) setKey(named, names[at] ?? String(at), value);
  for (const [name, value] of Object.entries(call['kwargs'])) setKey(named, name, value);
  return named;
}

/** Some instrumentations leave the tools among the parameters of the request. */
function toolsOfRequest(parameters: Json | undefined): Draft['toolDefinitions'] {
  const request = parameters === undefined ? null : unwrapJson(parameters);
  return isJsonMap(request) && Array.isArray(request['tools']) ? readToolDefinitions(request['tools'] as Json) : null;
}

/** `message` holds the fields; contents are `message_content` maps whose type says which field counts. */
function readMessages(list: readonly Json[] | undefined): readonly Message[] {
  return (list ?? []).flatMap((listed) => {
    const each = nested(listed);
    const raw = isJsonMap(each) && isJsonMap(each['message']) ? each['message'] : each;
    if (!isJsonMap(raw)) return readMessage(raw)?.message ?? [];
    const contents = raw['contents'];
    const calls = raw['tool_calls'];
    const content = Array.isArray(contents) ? (contents as readonly Json[]).map(readContent) : raw['content'];
    const tool_calls = Array.isArray(calls) ? (calls as readonly Json[]).map((call) => (isJsonMap(call) && isJsonMap(call['tool_call']) ? call['tool_call'] : call)) : undefined;
    return readMessage({ role: 'assistant', ...raw, content: content ?? null, ...(tool_calls === undefined ? {} : { tool_calls }) })?.message ?? [];
  });
}

function readContent(value: Json): Json {
  const content = isJsonMap(value) && isJsonMap(value['message_content']) ? value['message_content'] : value;
  if (!isJsonMap(content)) return content;
  const image = content['image'];
  if (isJsonMap(image)) return { type: 'image_url', image_url: isJsonMap(image['image']) ? image['image'] : image };
  return content;
}

/** `metadata` of the first span is the run's; of others it is the step's own. */
function readMetadata(value: Json, draft: Draft): void {
  const metadata = unwrapJson(value);
  if (draft.isRoot && isJsonMap(metadata)) for (const [key, each] of Object.entries(metadata)) setKey(draft.metadata, key, each);
  else draft.attributes['metadata'] = metadata;
}

function isSchema(value: Json): boolean {
  return isJsonMap(value) && ('properties' in value || '$schema' in value);
}
