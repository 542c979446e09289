import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Message } from '../../model/message.ts';
import type { SpanKind } from '../../model/span.ts';
import { readDocument } from '../documents.ts';
import { firstText, lookUp, parseJson, readArguments, setKey, textOf, unwrapJson, wordOf } from '../jsonText.ts';
import { isMessage, readMessage } from '../readMessage.ts';
import { readResult } from '../readPart.ts';
import { readToolDefinitions } from '../toolDefinitions.ts';
import type { Dialect, Draft, ReadContext } from './draft.ts';
import { readAmount, readCount } from './draft.ts';
import { listAt, unflatten } from './unflatten.ts';

const kinds: Readonly<Record<string, SpanKind>> = {
  LLM: 'llm', TOOL: 'tool', AGENT: 'agent', RETRIEVER: 'retrieval', RERANKER: 'retrieval', GUARDRAIL: 'guardrail',
  CHAIN: 'other', EMBEDDING: 'other', EVALUATOR: 'other', PROMPT: 'other', UNKNOWN: 'other',
};

type Reader = (value: Json, draft: Draft, context: ReadContext, key: string) => void;

const count = (field: keyof Draft['counts']): Reader => (value, draft, context, key) => {
  draft.counts[field] = readCount(value, key, context);
  setKey(draft.rawUsage, key, value);
};
const rawCount: Reader = (value, draft, _context, key) => { setKey(draft.rawUsage, key, value); };

/** Attributes that stand by themselves; a line each. The prompt count includes cached tokens. */
const readers: Readonly<Record<string, Reader>> = {
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
  'llm.cost.total': (value, draft, context, key) => { draft.costUsd = readAmount(value, key, context); },
  'llm.finish_reason': (value, draft) => { draft.finishReason = textOf(value); },
  'tool.name': (value, draft) => { draft.tool.name = textOf(value); },
  'tool.id': (value, draft) => { draft.tool.callId = textOf(value); },
  'tool_call.id': (value, draft) => { draft.tool.callId ??= textOf(value); },
  'tool.description': (value, draft) => { draft.tool.description = textOf(value); },
  'agent.name': (value, draft) => { draft.agent = textOf(value); },
  'tag.tags': (value, draft) => {
    const tags = unwrapJson(value);
    draft.tags = (Array.isArray(tags) ? (tags as readonly Json[]) : [tags]).filter((tag) => typeof tag === 'string');
  },
};

/** Written as one list where an exporter did not flatten it. */
const whole = new Set(['llm.input_messages', 'llm.output_messages', 'llm.tools', 'retrieval.documents', 'reranker.output_documents']);
const indexed = /^(?:llm\.(?:input_messages|output_messages|tools)|retrieval\.documents|reranker\.(?:input|output)_documents)\.\d+\./;

export const openInference: Dialect = {
  id: 'openinference',
  claims(scope, attributes) {
    if (attributes.has('openinference.span.kind')) return true;
    if (!scope.startsWith('openinference')) return false;
    for (const key of attributes.keys()) if (key.startsWith('llm.') || key.startsWith('input.') || key.startsWith('retrieval.')) return true;
    return false;
  },
  read(attributes, draft, context) {
    const flat: [string, Json][] = [];
    const io: { input?: Json; output?: Json } = {};
    for (const [key, value] of attributes) {
      if (key === 'openinference.span.kind') {
        draft.kind = lookUp(kinds, wordOf(value).toUpperCase()) ?? 'other';
        if (draft.kind === 'other') draft.attributes[key] = value;
      } else if (key === 'input.value') io.input = value;
      else if (key === 'output.value') io.output = value;
      else if (key === 'metadata') readMetadata(value, draft);
      else if (Object.hasOwn(readers, key)) lookUp(readers, key)?.(value, draft, context, key);
      else if (indexed.test(key) || (whole.has(key) && Array.isArray(unwrapJson(value)))) flat.push([key, unwrapJson(value)]);
      else setKey(draft.attributes, key, value);
    }
    const tree = unflatten(flat);
    draft.input = readMessages(listAt(tree, 'llm', 'input_messages'));
    draft.output = readMessages(listAt(tree, 'llm', 'output_messages'));
    const tools = listAt(tree, 'llm', 'tools');
    if (tools !== undefined) draft.toolDefinitions = tools.flatMap((each) => readToolDefinitions(isJsonMap(each) && isJsonMap(each['tool']) ? (each['tool']['json_schema'] ?? each['tool']) : each));
    draft.toolDefinitions ??= toolsOfRequest(draft.attributes['llm.invocation_parameters']);
    const documents = listAt(tree, 'retrieval', 'documents') ?? listAt(tree, 'reranker', 'output_documents');
    draft.documents = (documents ?? []).flatMap((each) => readDocument(each) ?? []);
    draft.kind ??= draft.input.length > 0 || draft.output.length > 0 ? 'llm' : 'other';
    readValues(io, draft);
  },
};

/** Some instrumentations leave the tools among the parameters of the request. */
function toolsOfRequest(parameters: Json | undefined): Draft['toolDefinitions'] {
  const request = parameters === undefined ? null : unwrapJson(parameters);
  return isJsonMap(request) && Array.isArray(request['tools']) ? readToolDefinitions(request['tools'] as Json) : null;
}

/** `message` holds the fields; contents are `message_content` maps whose type says which field counts. */
function readMessages(list: readonly Json[] | undefined): readonly Message[] {
  return (list ?? []).flatMap((each) => {
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

/** What went in and came out, by what the span is: arguments and result of a tool, the question and answer of an agent or of the whole run. */
function readValues(io: { readonly input?: Json; readonly output?: Json }, draft: Draft): void {
  const { input, output } = io;
  const keep = (key: string, value: Json | undefined) => { if (value !== undefined) draft.attributes[key] = unwrapJson(value); };
  if (draft.kind === 'tool') {
    const parameters = draft.attributes['tool.parameters'];
    if (input !== undefined) Object.assign(draft.tool, readArguments(input));
    else if (parameters !== undefined && !isSchema(unwrapJson(parameters))) {
      Object.assign(draft.tool, readArguments(parameters));
      delete draft.attributes['tool.parameters'];
    }
    if (output !== undefined) draft.tool.result = readResult(output);
    return;
  }
  if (draft.kind === 'llm' || draft.kind === 'agent' || draft.isRoot) {
    if (draft.input.length === 0) draft.input = messagesOf(input, 'user', draft.kind === 'llm') ?? (keep('input.value', input), []);
    if (draft.output.length === 0) draft.output = messagesOf(output, 'assistant', draft.kind === 'llm') ?? (keep('output.value', output), []);
    return;
  }
  keep('input.value', input);
  keep('output.value', output);
}

function isSchema(value: Json): boolean {
  return isJsonMap(value) && ('properties' in value || '$schema' in value);
}

const asked = ['input', 'query', 'question', 'prompt', 'text'];
const answered = ['output', 'answer', 'response', 'result', 'text', 'content'];

/** Plain text, a message list, or a map with one of the usual names; undefined where none of these can be told. */
function messagesOf(value: Json | undefined, role: 'user' | 'assistant', anyText: boolean): readonly Message[] | undefined {
  if (value === undefined || value === '') return [];
  const read = typeof value === 'string' ? (parseJson(value) ?? value) : value;
  const text = typeof read === 'string' ? read : isJsonMap(read) ? firstText(read, ...(role === 'user' ? asked : answered)) : null;
  if (text !== null) return [{ role, parts: [{ type: 'text', text }] }];
  const list = isJsonMap(read) ? (read as JsonMap)['messages'] : read;
  if (Array.isArray(list) && list.length > 0 && list.every(isMessage)) return (list as readonly Json[]).flatMap((each) => readMessage(each)?.message ?? []);
  return anyText && typeof value === 'string' ? [{ role, parts: [{ type: 'text', text: value }] }] : undefined;
}
