import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { RecordPlace, Span, SpanKind } from '../../model/span.ts';
import { emptySpan } from '../../model/span.ts';
import type { Score, TraceHeader } from '../../model/trace.ts';
import type { Usage } from '../../model/usage.ts';
import { namedTools } from '../content/modelInput.ts';
import { withContent, withOpenContent } from '../content/stepContent.ts';
import { firstText, lookUp, setKey, textOf, wordOf } from '../jsonText.ts';
import { listOf, mapOf, nonEmpty, textsIn } from '../values/fields.ts';
import { pricedCost } from '../values/reportedCost.ts';
import { readSeconds } from '../values/times.ts';
import { readUsage } from '../values/tokenUsage.ts';

/** What the first piece of a row said of its span. */
export type KnownSpan = { readonly kind: SpanKind; readonly name: string };

export const contentKeys = { input: 'input', output: 'output' } as const;

export function isRow(value: JsonMap): boolean {
  return idOf(value['span_id']) !== null && idOf(value['root_span_id']) !== null && (isJsonMap(value['span_attributes']) || typeof value['_is_merge'] === 'boolean');
}

const idOf = (value: Json | undefined): string | null => textOf(wordOf(value));

export function idsOf(row: JsonMap): { readonly spanId: string; readonly rootId: string; readonly parentId: string | null } {
  const spanId = wordOf(row['span_id']);
  const parents = listOf(row['span_parents']);
  const parentId = idOf(parents[0]);
  return { spanId, rootId: wordOf(row['root_span_id']), parentId: parentId === spanId ? null : parentId };
}

const kinds: Readonly<Record<string, SpanKind>> = { llm: 'llm', tool: 'tool', score: 'other', automation: 'other', facet: 'other', preprocessor: 'other' };

/** What nothing stands above is the run, whatever its type; frameworks name their agents in the metadata. */
export function knownFrom(row: JsonMap, before: KnownSpan | undefined): KnownSpan {
  const { name, type } = mapOf(row['span_attributes']);
  const { spanId, rootId, parentId } = idsOf(row);
  const isRoot = parentId === null && spanId === rootId;
  const isAgent = isRoot || (isJsonMap(row['metadata']) && row['metadata']['entity_type'] === 'agent');
  const kind = lookUp(kinds, wordOf(type)) ?? (isAgent ? 'agent' : 'other');
  return { name: textOf(name) ?? before?.name ?? 'unnamed', kind: kind === 'other' && before !== undefined ? before.kind : kind };
}

/** Read elsewhere, or about the place in Braintrust and not about the run. `serialized` is LangChain's own description of an object. */
const handled = new Set([
  'id', 'span_id', 'root_span_id', 'span_parents', 'span_attributes', 'is_root', '_is_merge', '_merge_paths', '_xact_id', '_pagination_key', 'log_id', 'org_id', 'created', 'context', 'input', 'output', 'metrics', 'scores', 'tags', 'error', 'metadata',
]);
const handledMetadata = new Set(['model', 'provider', 'tools', 'serialized', 'finish_reason', 'braintrust']);

/** One piece of a row, or a whole one. Without `known`, what it is has to be told by another piece. */
export function readRow(row: JsonMap, known: KnownSpan | undefined, place: RecordPlace): { header: Partial<TraceHeader>; spans: readonly Span[] } {
  const { spanId, rootId, parentId } = idsOf(row);
  const isRoot = parentId === null && spanId === rootId;
  const kind = known?.kind ?? 'other';
  const metadata = mapOf(row['metadata']);
  const metrics = mapOf(row['metrics']);
  const error = errorOf(row['error']);
  const endUs = timeOf(metrics['end']);
  const usage = countsOf(metrics, kind);
  const cost = pricedCost(metrics['estimated_cost']);
  const parameters = mapOf(metadata['invocation_params']);
  const offered = metadata['tools'] ?? parameters['tools'];
  const reason = metadata['finish_reason'];

  const span: Span = {
    ...emptySpan(spanId, 0, known?.name ?? ''), parentId, kind, place, startUs: timeOf(metrics['start']), endUs,
    status: error !== null ? 'error' : endUs === null ? 'unset' : 'ok', statusMessage: error,
    model: kind === 'llm' ? (firstText(metadata, 'model') ?? firstText(parameters, 'model')) : null, provider: kind === 'llm' ? textOf(metadata['provider']) : null,
    finishReason: kind === 'llm' ? textOf(isJsonMap(reason) ? reason['unified'] : reason) : null,
    usage, cost, counted: kind === 'llm' || (usage === null && cost === null),
    toolDefinitions: kind === 'llm' && offered !== undefined && offered !== null ? namedTools(offered) : null,
    tool: kind === 'tool' ? { name: known?.name ?? '', callId: null, description: null, status: error === null ? 'ok' : 'error' } : null,
    attributes: attributesOf(row, isRoot, metadata, metrics),
  };
  const content = { input: row['input'] ?? undefined, output: row['output'] ?? undefined };
  const read = known === undefined ? withOpenContent(span, content, contentKeys) : withContent(span, content, contentKeys);
  return { header: headerOf(row, spanId, isRoot ? (known?.name ?? null) : null, metadata), spans: [read] };
}

/** Seconds with a fraction; snapshots write 0. */
function timeOf(value: Json | undefined): number | null {
  return readSeconds(value) || null;
}

/** Counts of steps other than model calls are sums. */
function countsOf(metrics: JsonMap, kind: SpanKind): Usage | null {
  const { start: _, end: __, ...counts } = metrics;
  return readUsage(counts, kind === 'llm' ? 'leaf' : 'aggregate');
}

function errorOf(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null;
  if (isJsonMap(value)) return firstText(value, 'message', 'error', 'name') ?? JSON.stringify(value);
  return textOf(wordOf(value)) ?? JSON.stringify(value);
}

const tokenMetric = /token|^start$|^end$|^estimated_cost$|^duration$/;

function attributesOf(row: JsonMap, isRoot: boolean, metadata: JsonMap, metrics: JsonMap): Record<string, Json> {
  const attributes: Record<string, Json> = {};
  for (const [key, value] of Object.entries(row)) if (!handled.has(key) && value !== null) setKey(attributes, key, value);
  const type = isJsonMap(row['span_attributes']) ? textOf(row['span_attributes']['type']) : null;
  if (type !== null && type !== 'llm' && type !== 'tool') attributes['type'] = type;
  const own = Object.entries(metadata).filter(([key, value]) => !handledMetadata.has(key) && value !== null && !(isJsonMap(value) && Object.keys(value).length === 0));
  if (!isRoot && own.length > 0) attributes['metadata'] = Object.fromEntries(own);
  const measured = Object.entries(metrics).filter(([key]) => key === 'time_to_first_token' || !tokenMetric.test(key));
  if (measured.length > 0) attributes['metrics'] = Object.fromEntries(measured);
  return attributes;
}

/** Scores are of their row; nothing says whether a program, a judge or a person gave them. */
function headerOf(row: JsonMap, spanId: string, rootName: string | null, metadata: JsonMap): Partial<TraceHeader> {
  const given = isJsonMap(row['scores']) ? Object.entries(row['scores']) : [];
  const scores = given.flatMap(([name, value]): Score[] => (typeof value === 'number' && Number.isFinite(value) ? [{ name, value, source: 'unknown', comment: null, spanId }] : []));
  const tags = textsIn(row['tags']);
  const sessionId = firstText(metadata, 'session_id', 'sessionId', 'thread_id', 'threadId', 'conversation_id', 'conversationId');
  const userId = firstText(metadata, 'user_id', 'userId');
  const about = nonEmpty({ scores, tags, sessionId, userId });
  if (rootName === null) return about;
  const kept = Object.entries(metadata).filter(([key]) => !handledMetadata.has(key));
  return { ...about, name: rootName, ...(kept.length === 0 ? {} : { metadata: Object.fromEntries(kept) }) };
}
