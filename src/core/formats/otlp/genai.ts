import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Message } from '../../model/message.ts';
import type { SpanKind } from '../../model/span.ts';
import { readDocument } from '../documents.ts';
import { lookUp, readArguments, setKey, textOf, unwrapJson } from '../jsonText.ts';
import { readPart, readResult } from '../readPart.ts';
import type { Dialect, Draft, ReadContext } from './draft.ts';
import { readAmount, readCount } from './draft.ts';
import { readList } from './messageMemory.ts';

/** `embeddings` and `plan` are neither model turns nor agents: the operation stays readable as an attribute. */
const kinds: Readonly<Record<string, SpanKind>> = {
  chat: 'llm', text_completion: 'llm', generate_content: 'llm', embeddings: 'other',
  execute_tool: 'tool', invoke_agent: 'agent', create_agent: 'agent', invoke_workflow: 'agent', plan: 'other', retrieval: 'retrieval',
};

type Reader = (value: Json, draft: Draft, context: ReadContext, key: string) => void;

const keepText = (set: (draft: Draft, text: string) => void): Reader => (value, draft, _context, key) => {
  const text = textOf(value);
  if (text === null) setKey(draft.attributes, key, value);
  else set(draft, text);
};

const count = (field: keyof Draft['counts']): Reader => (value, draft, context, key) => {
  draft.counts[field] ??= readCount(value, key, context);
  setKey(draft.rawUsage, key, value);
};

/** Messages are JSON text, or structured where they came with an event. What is no message is kept as an attribute. */
const messages = (field: 'input' | 'output'): Reader => (value, draft, { memory }, key) => {
  const read = typeof value === 'string' ? memory.messages(value) : readList(value);
  if (read === undefined) {
    setKey(draft.attributes, key, value);
    return;
  }
  draft[field] = read.messages;
  if (field === 'output') draft.finishReason ??= read.finishReason;
};

function readInstructions(value: Json): readonly Message[] {
  const unwrapped = unwrapJson(value);
  const parts: readonly Json[] = Array.isArray(unwrapped) ? (unwrapped as readonly Json[]) : [unwrapped];
  return parts.length === 0 ? [] : [{ role: 'system', parts: parts.map(readPart) }];
}

/** The current GenAI attributes; a line each. Spellings that instrumentations got wrong stand beside the right one. */
const readers: Readonly<Record<string, Reader>> = {
  'gen_ai.operation.name': keepText((draft, name) => {
    draft.kind = lookUp(kinds, name) ?? draft.kind;
    if ((lookUp(kinds, name) ?? 'other') === 'other') draft.attributes['gen_ai.operation.name'] = name;
  }),
  'gen_ai.provider.name': keepText((draft, name) => { draft.provider = name; }),
  'gen_ai.system': keepText((draft, name) => { draft.provider ??= name; }),
  'gen_ai.response.model': keepText((draft, model) => { draft.model = model; }),
  'gen_ai.request.model': keepText((draft, model) => { draft.model ??= model; }),
  'gen_ai.response.finish_reasons': (value, draft) => {
    const unwrapped = unwrapJson(value);
    const reasons = (Array.isArray(unwrapped) ? (unwrapped as readonly Json[]) : [unwrapped]).filter((each) => typeof each === 'string');
    if (reasons.length > 0) draft.finishReason = [...new Set(reasons)].join(', ');
  },
  'gen_ai.input.messages': messages('input'),
  'gen_ai.output.messages': messages('output'),
  'gen_ai.system_instructions': (value, draft) => { draft.system = readInstructions(value); },
  'gen_ai.tool.definitions': (value, draft, { memory }) => { draft.toolDefinitions = memory.toolDefinitions(value); },
  'gen_ai.tool.name': keepText((draft, name) => { draft.tool.name = name; }),
  'gen_ai.tool.call.id': keepText((draft, id) => { draft.tool.callId = id; }),
  'gen_ai.tool.description': keepText((draft, text) => { draft.tool.description = text; }),
  'gen_ai.tool.call.arguments': (value, draft) => { Object.assign(draft.tool, readArguments(value)); },
  'gen_ai.tool.call.result': (value, draft) => { draft.tool.result = readResult(value); },
  'gen_ai.usage.input_tokens': count('input'),
  'gen_ai.usage.prompt_tokens': count('input'),
  'gen_ai.usage.output_tokens': count('output'),
  'gen_ai.usage.completion_tokens': count('output'),
  'gen_ai.usage.cache_read.input_tokens': count('cachedRead'),
  'gen_ai.usage.cache_read_input_tokens': count('cachedRead'),
  'gen_ai.usage.cache_creation.input_tokens': count('cacheWrite'),
  'gen_ai.usage.cache_write.input_tokens': count('cacheWrite'),
  'gen_ai.usage.cache_creation_input_tokens': count('cacheWrite'),
  'gen_ai.usage.reasoning.output_tokens': count('reasoning'),
  'gen_ai.usage.reasoning_tokens': count('reasoning'),
  'gen_ai.usage.reasoning.tokens': count('reasoning'),
  'gen_ai.usage.total_tokens': (value, draft, _context, key) => { setKey(draft.rawUsage, key, value); },
  'gen_ai.usage.cost': (value, draft, context, key) => { draft.costUsd ??= readAmount(value, key, context); },
  'gen_ai.cost.total_cost': (value, draft, context, key) => { draft.costUsd ??= readAmount(value, key, context); },
  'gen_ai.conversation.id': keepText((draft, id) => { draft.sessionId = id; }),
  'gen_ai.agent.name': keepText((draft, name) => { draft.agent = name; }),
  'gen_ai.retrieval.documents': (value, draft) => {
    const unwrapped = unwrapJson(value);
    const list: readonly Json[] = Array.isArray(unwrapped) ? (unwrapped as readonly Json[]) : isJsonMap(unwrapped) ? [unwrapped] : [];
    draft.documents = list.flatMap((each) => readDocument(each) ?? []);
  },
};

const aggregated = /^gen_ai\.aggregated_usage\.(input|output)_tokens$/;

export const genai: Dialect = {
  id: 'genai',
  claims(_scope, attributes) {
    for (const key of attributes.keys()) if (key.startsWith('gen_ai.')) return true;
    return false;
  },
  read(attributes, draft, context) {
    for (const [key, value] of attributes) {
      const reader = lookUp(readers, key);
      if (reader !== undefined) {
        reader(value, draft, context, key);
        continue;
      }
      const sum = key.startsWith('gen_ai.agg') ? aggregated.exec(key) : null;
      if (sum === null) setKey(draft.attributes, key, value);
      else {
        draft.aggregate = true;
        draft.counts[sum[1] as 'input' | 'output'] = readCount(value, key, context);
        setKey(draft.rawUsage, key, value);
      }
    }
    draft.kind ??= draft.tool.name !== null ? 'tool' : draft.output.length > 0 || draft.input.length > 0 || draft.counts.output !== null ? 'llm' : draft.agent !== null ? 'agent' : null;
    includeCached(draft);
  },
};

/** The conventions say that `input_tokens` includes cached ones. Where the parts exceed the whole, the vendor's own count was passed through, which does not. */
function includeCached({ counts }: Draft): void {
  const cached = (counts.cachedRead ?? 0) + (counts.cacheWrite ?? 0);
  if (counts.input !== null && cached > counts.input) counts.input += cached;
}
