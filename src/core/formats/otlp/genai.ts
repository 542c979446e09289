import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { SpanKind } from '../../model/span.ts';
import { readDocument } from '../content/documents.ts';
import { readPart, readResult } from '../content/readPart.ts';
import { lookUp, readArguments, setKey, unwrapJson } from '../jsonText.ts';
import { textsIn } from '../values/fields.ts';
import type { AttributeReader, AttributeReaders } from './attributeReaders.ts';
import { cost, count, keepText, rawCount } from './attributeReaders.ts';
import type { Dialect, Draft, ReadContext } from './draft.ts';
import { includeCached, readCount } from './draft.ts';
import { isIndexed, readIndexed, readPrompt } from './indexedMessages.ts';
import { readList } from './messageMemory.ts';

/** `embeddings` and `plan` are neither model turns nor agents: the operation stays readable as an attribute. */
const kinds: Readonly<Record<string, SpanKind>> = {
  chat: 'llm', text_completion: 'llm', generate_content: 'llm', embeddings: 'other',
  execute_tool: 'tool', invoke_agent: 'agent', create_agent: 'agent', invoke_workflow: 'agent', plan: 'other', retrieval: 'retrieval',
  // As LiteLLM names its functions.
  completion: 'llm', acompletion: 'llm', responses: 'llm', aresponses: 'llm', apply_guardrail: 'guardrail', guardrail: 'guardrail', tool: 'tool', agent: 'agent',
};

/** Messages are JSON text, or structured where they came with an event. What is no message is kept as an attribute. */
const messages = (field: 'input' | 'output'): AttributeReader => (value, draft, { memory }, key) => {
  const read = typeof value === 'string' ? memory.messages(value) : readList(value);
  if (read === undefined) {
    setKey(draft.attributes, key, value);
    return;
  }
  draft[field] = read.messages;
  if (field === 'output') draft.finishReason ??= read.finishReason;
};

const instructions: AttributeReader = (value, draft) => {
  const unwrapped = unwrapJson(value);
  const parts: readonly Json[] = Array.isArray(unwrapped) ? (unwrapped as readonly Json[]) : [unwrapped];
  draft.system = parts.length === 0 || unwrapped === null || unwrapped === '' ? [] : [{ role: 'system', parts: parts.map(readPart) }];
};

const toolArguments: AttributeReader = (value, draft) => { Object.assign(draft.tool, readArguments(value)); };
const toolResult: AttributeReader = (value, draft) => { draft.tool.result = readResult(value); };

/** The GenAI attributes of all versions; a line each. Spellings that instrumentations got wrong stand beside the right one. */
const readers: AttributeReaders = {
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
    const reasons = textsIn(unwrapped);
    if (reasons.length > 0) draft.finishReason = reasons.length === 1 ? (reasons[0] ?? null) : [...new Set(reasons)].join(', ');
  },
  'gen_ai.input.messages': messages('input'),
  'gen_ai.output.messages': messages('output'),
  'gen_ai.system_instructions': instructions,
  'gen_ai.tool.definitions': (value, draft, { memory }) => { draft.toolDefinitions = memory.toolDefinitions(value); },
  'gen_ai.tool.name': keepText((draft, name) => { draft.tool.name = name; }),
  'gen_ai.tool.call.id': keepText((draft, id) => { draft.tool.callId = id; }),
  'gen_ai.tool.description': keepText((draft, text) => { draft.tool.description = text; }),
  'gen_ai.tool.call.arguments': toolArguments,
  'gen_ai.tool.call.result': toolResult,
  'gen_ai.usage.input_tokens': count('input'),
  'gen_ai.usage.prompt_tokens': count('input'),
  'gen_ai.usage.output_tokens': count('output'),
  'gen_ai.usage.completion_tokens': count('output'),
  'gen_ai.usage.cache_read.input_tokens': count('cachedRead'),
  'gen_ai.usage.cache_read_input_tokens': count('cachedRead'),
  'gen_ai.usage.cached_input_tokens': count('cachedRead'),
  'gen_ai.usage.cached_tokens': count('cachedRead'),
  'gen_ai.usage.cache_creation.input_tokens': count('cacheWrite'),
  'gen_ai.usage.cache_write.input_tokens': count('cacheWrite'),
  'gen_ai.usage.cache_creation_input_tokens': count('cacheWrite'),
  'gen_ai.usage.cache_write_input_tokens': count('cacheWrite'),
  'gen_ai.usage.reasoning.output_tokens': count('reasoning'),
  'gen_ai.usage.reasoning_tokens': count('reasoning'),
  'gen_ai.usage.reasoning.tokens': count('reasoning'),
  'gen_ai.usage.total_tokens': rawCount,
  'llm.usage.total_tokens': rawCount,
  'gen_ai.usage.cost': cost,
  'gen_ai.cost.total_cost': cost,
  'gen_ai.conversation.id': keepText((draft, id) => { draft.sessionId = id; }),
  'gen_ai.agent.name': keepText((draft, name) => { draft.agent = name; }),
  'gen_ai.retrieval.documents': (value, draft) => {
    const unwrapped = unwrapJson(value);
    const list: readonly Json[] = Array.isArray(unwrapped) ? (unwrapped as readonly Json[]) : isJsonMap(unwrapped) ? [unwrapped] : [];
    draft.documents = list.flatMap((each) => readDocument(each) ?? []);
  },
  // Before 1.37: the whole prompt and answer, as text or as JSON.
  'gen_ai.prompt': readPrompt('input'),
  'gen_ai.completion': readPrompt('output'),
  'llm.request.functions': (value, draft, { memory }) => { draft.toolDefinitions ??= memory.toolDefinitions(value); },
  'llm.request.type': (value, draft) => {
    const kind = typeof value === 'string' ? lookUp(kinds, value) : undefined;
    if (kind === undefined) draft.attributes['llm.request.type'] = value;
    else draft.kind ??= kind;
  },
};

const readersByName: ReadonlyMap<string, AttributeReader> = new Map(Object.entries(readers));

const aggregated = /^gen_ai\.aggregated_usage\.(input|output)_tokens$/;

export const genai: Dialect = {
  id: 'genai',
  read(attributes, draft, context) {
    let indexed: [string, Json][] | undefined;
    for (const [key, value] of attributes) {
      const reader = readersByName.get(key);
      if (reader !== undefined) reader(value, draft, context, key);
      else if (isIndexed(key)) (indexed ??= []).push([key, value]);
      else if (!readSum(key, value, draft, context)) setKey(draft.attributes, key, value);
    }
    if (indexed !== undefined) readIndexed(indexed, draft);
    draft.kind ??= kindOf(draft);
    includeCached(draft);
  },
};

/** Where no operation is named: by what else was recorded. */
export function kindOf(draft: Draft): SpanKind | null {
  if (draft.tool.name !== null) return 'tool';
  if (draft.output.length > 0 || draft.input.length > 0 || draft.counts.output !== null) return 'llm';
  // An operation that has a name, and none of ours, is something within an agent.
  return draft.agent === null || 'gen_ai.operation.name' in draft.attributes ? null : 'agent';
}

/** Pydantic AI sums the usage of a run's calls on the span of the run; other parts of a sum stand with the raw counts. */
function readSum(key: string, value: Json, draft: Draft, context: ReadContext): boolean {
  if (!key.startsWith('gen_ai.agg')) return false;
  const sum = aggregated.exec(key);
  if (sum !== null) {
    draft.aggregate = true;
    draft.counts[sum[1] as 'input' | 'output'] = readCount(value, key, context);
  }
  setKey(draft.rawUsage, key, value);
  return true;
}
