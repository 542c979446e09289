import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { RecordPlace, Span, SpanEvent, SpanKind, ToolDefinition } from '../../model/span.ts';
import { emptySpan } from '../../model/span.ts';
import type { Score, TraceHeader } from '../../model/trace.ts';
import type { Usage } from '../../model/usage.ts';
import { withContent, withOpenContent } from '../content/stepContent.ts';
import { readToolDefinitions } from '../content/toolDefinitions.ts';
import { firstText, lookUp, setKey, textOf, wordOf } from '../jsonText.ts';
import { isNothing, mapOf, mapsIn, nonEmpty, textsIn } from '../values/fields.ts';
import { pricedCost } from '../values/reportedCost.ts';
import { readIsoTime, readMilliseconds } from '../values/times.ts';
import { readUsage } from '../values/tokenUsage.ts';
import { pathOf } from './records.ts';

/** What the record in which a run began said of it. */
export type KnownRun = { readonly traceId: string; readonly parentId: string | null; readonly kind: SpanKind; readonly name: string };

export const contentKeys = { input: 'inputs', output: 'outputs' } as const;

const kinds: Readonly<Record<string, SpanKind>> = { llm: 'llm', tool: 'tool', retriever: 'retrieval' };

/** A chain that nothing stands above is the agent's run. */
export function kindOf(run: JsonMap): SpanKind {
  const type = textOf(run['run_type']) ?? '';
  return lookUp(kinds, type) ?? (type === 'chain' && pathOf(run).parentId === null ? 'agent' : 'other');
}

/** Read elsewhere, said by others, or said twice. */
const handled = new Set([
  'id', 'run_id', 'trace_id', 'parent_run_id', 'parent_run_ids', 'dotted_order', 'child_run_ids', 'direct_child_run_ids', 'child_runs', 'run_type', 'name', 'start_time', 'end_time', 'first_token_time',
  'status', 'error', 'inputs', 'outputs', 'events', 'extra', 'tags', 'session_id', 'session_name', 'feedback_stats', 'serialized', 'manifest', 'manifest_id', 'manifest_s3_id', 'inputs_preview', 'outputs_preview', 'inputs_s3_urls', 'outputs_s3_urls', 's3_urls',
  'prompt_tokens', 'completion_tokens', 'total_tokens', 'prompt_token_details', 'completion_token_details', 'total_cost', 'execution_order', 'latency', 'attachments',
]);
/** What a deployment adds to every run: request headers, its own environment. */
const noise = /^(?:x-|LANGSMITH_|LANGCHAIN_)|^(?:langgraph_host|langgraph_plan|langgraph_version|langgraph_api_version|created_by|run_attempt|run_id)$/;
/** Of the run as a whole, though every step repeats it. */
const ofTheRun = /^(?:thread_id|session_id|conversation_id|user_id|graph_id|assistant_id|revision_id|model_name|ls_.*)$/;

/** One account of a run: as it began, as it ended, or whole. Without `known`, what it is has to be told by another account. */
export function readRun(raw: JsonMap, id: string, known: KnownRun | undefined, place: RecordPlace, warn: (message: string) => void): { nativeId: string; header: Partial<TraceHeader>; spans: readonly Span[] } {
  const path = pathOf(raw);
  const parentId = path.parentId ?? known?.parentId ?? null;
  const isRoot = parentId === null && known !== undefined;
  const kind = known?.kind ?? 'other';
  const extra = mapOf(raw['extra']);
  const metadata = mapOf(extra['metadata']);
  const parameters = isJsonMap(extra['invocation_params']) ? extra['invocation_params'] : undefined;
  const error = textOf(raw['error']);
  const endUs = timeOf(raw['end_time']);
  const status = error !== null || raw['status'] === 'error' ? 'error' : raw['status'] === 'success' || (endUs !== null && raw['status'] !== 'pending') ? 'ok' : 'unset';
  const { attributes, events } = asideOf(raw, isRoot, metadata, parameters);
  if (error !== null && error !== firstLine(error)) attributes['error'] = error;
  const counts = countsOf(raw, kind);
  const cost = pricedCost(raw['total_cost']);

  const span: Span = {
    ...emptySpan(id, 0, textOf(raw['name']) ?? known?.name ?? ''), parentId, kind, place, events, attributes,
    startUs: timeOf(raw['start_time']), endUs, status, statusMessage: error === null ? null : firstLine(error),
    model: kind === 'llm' ? (firstText(parameters ?? {}, 'model', 'model_name') ?? textOf(metadata['ls_model_name'])) : null, provider: kind === 'llm' ? textOf(metadata['ls_provider']) : null,
    usage: counts, cost, counted: kind === 'llm' || (counts === null && cost === null),
    toolDefinitions: kind === 'llm' ? offeredIn(parameters, raw['inputs']) : null,
    tool: kind === 'tool' ? { name: known?.name ?? '', callId: null, description: null, status: error === null ? 'ok' : 'error' } : null,
  };
  for (const key of ['inputs', 'outputs']) {
    if (isNothing(raw[key]) && !isNothing(raw[`${key}_s3_urls`])) warn(`The ${key} of run ${id} are not in the export: they stand at ${key}_s3_urls. Export the runs with their ${key}.`);
  }
  const content = { input: filled(raw['inputs']), output: filled(raw['outputs']) };
  const read = known === undefined ? withOpenContent(span, content, contentKeys) : withContent(span, content, contentKeys);
  return { nativeId: path.traceId ?? known?.traceId ?? id, header: headerOf(raw, isRoot ? span : null, id, metadata), spans: [read] };
}

const filled = (value: Json | undefined): Json | undefined => (isNothing(value) ? undefined : value);

/** ISO text; the JavaScript SDK sends milliseconds. */
function timeOf(value: Json | undefined): number | null {
  return (readMilliseconds(value) ?? readIsoTime(value)) || null;
}

/** The exception, without the traceback that the SDK puts after it. */
function firstLine(error: string): string {
  return (error.split(/\n|(?=Traceback \(most recent)/, 1)[0] ?? error).trim() || error.slice(0, 200);
}

/** A chain's counts are sums over its children, and a run without counts says 0. */
function countsOf(raw: JsonMap, kind: SpanKind): Usage | null {
  const { prompt_tokens, completion_tokens, prompt_token_details, completion_token_details } = raw;
  if (!Number(wordOf(prompt_tokens)) && !Number(wordOf(completion_tokens))) return null;
  const given = Object.entries({ prompt_tokens, completion_tokens, prompt_token_details, completion_token_details }).filter((entry): entry is [string, Json] => entry[1] !== undefined && entry[1] !== null);
  return readUsage(Object.fromEntries(given), kind === 'llm' ? 'leaf' : 'aggregate');
}

/** A request that is recorded without tools offered none. */
function offeredIn(parameters: JsonMap | undefined, inputs: Json | undefined): readonly ToolDefinition[] | null {
  const request = parameters ?? (isJsonMap(inputs) && 'model' in inputs ? inputs : undefined);
  if (request === undefined) return null;
  return readToolDefinitions(request['tools'] ?? request['functions'] ?? []);
}

function asideOf(raw: JsonMap, isRoot: boolean, metadata: JsonMap, parameters: JsonMap | undefined): { attributes: Record<string, Json>; events: SpanEvent[] } {
  const attributes: Record<string, Json> = {};
  for (const [key, value] of Object.entries(raw)) if (!handled.has(key) && !isNothing(value)) setKey(attributes, key, value);
  const type = textOf(raw['run_type']);
  if (type !== null && !Object.hasOwn(kinds, type)) attributes['run_type'] = type;
  if (!isRoot) {
    const own = Object.entries(metadata).filter(([key]) => !noise.test(key) && !ofTheRun.test(key));
    if (own.length > 0) attributes['metadata'] = Object.fromEntries(own);
    if (Array.isArray(raw['tags']) && raw['tags'].length > 0) attributes['tags'] = raw['tags'];
  }
  if (parameters !== undefined) {
    const { tools: _, functions: __, ...rest } = parameters;
    if (Object.keys(rest).length > 0) attributes['invocation_params'] = rest;
  }
  return { attributes, events: eventsOf(raw, attributes) };
}

/** A streamed answer sends an event for each token, with no more in it than the answer has: the first tells when it came, the rest how many. */
function eventsOf(raw: JsonMap, attributes: Record<string, Json>): SpanEvent[] {
  const list = mapsIn(raw['events']);
  const tokens = list.filter((each) => each['name'] === 'new_token');
  if (tokens.length > 0) attributes['events.new_token'] = tokens.length;
  const first = timeOf(raw['first_token_time']) ?? timeOf(tokens[0]?.['time']);
  const others = list.filter(({ name }) => name !== 'new_token' && name !== 'start' && name !== 'end').map(({ name, time, ...rest }): SpanEvent => ({ name: textOf(name) ?? 'unnamed', timeUs: timeOf(time), attributes: rest }));
  return [...(first === null ? [] : [{ name: 'first_token', timeUs: first, attributes: {} }]), ...others];
}

function headerOf(raw: JsonMap, root: Span | null, id: string, metadata: JsonMap): Partial<TraceHeader> {
  const scores = scoresOf(raw['feedback_stats'], id);
  const sessionId = firstText(metadata, 'thread_id', 'session_id', 'conversation_id');
  const userId = firstText(metadata, 'user_id', 'ls_user_id');
  const about = nonEmpty({ sessionId, userId, scores });
  if (root === null) return about;
  const project = textOf(raw['session_name']);
  const kept: Record<string, Json> = {};
  for (const [key, value] of Object.entries(metadata)) if (!noise.test(key) && !isNothing(value)) setKey(kept, key, value);
  // A session of the API is a project; conversations are threads.
  if (typeof raw['session_id'] === 'string') kept['project_id'] = raw['session_id'];
  const tags = textsIn(raw['tags']);
  return { ...about, name: root.name, ...nonEmpty({ app: project, tags, metadata: kept }) };
}

/** `{key: {n, avg, values, comments}}`: sums over the feedback a run got, which do not tell who gave it. */
function scoresOf(stats: Json | undefined, spanId: string): Score[] {
  if (!isJsonMap(stats)) return [];
  return Object.entries(stats).flatMap(([name, each]) => {
    if (!isJsonMap(each)) return [];
    const labels = isJsonMap(each['values']) ? Object.keys(each['values']) : [];
    const value = typeof each['avg'] === 'number' ? each['avg'] : labels.length === 1 ? labels[0] : null;
    const comments = textsIn(each['comments']);
    return value === null || value === undefined ? [] : [{ name, value, source: 'unknown' as const, comment: comments[0] ?? null, spanId }];
  });
}
