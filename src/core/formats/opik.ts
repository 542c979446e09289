import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { RecordPlace, Span, SpanKind } from '../model/span.ts';
import { emptySpan } from '../model/span.ts';
import type { Score, TraceHeader } from '../model/trace.ts';
import { withFrameworkContent } from './content/frameworkShapes.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { placeOf, recordOf } from './format.ts';
import { firstText, lookUp, setKey, textOf, unwrapJson, wordOf } from './jsonText.ts';
import { findRow, readRows } from './rows.ts';
import { callersAmong } from './values/callers.ts';
import { mapOf, mapsIn, nonEmpty, textsIn } from './values/fields.ts';
import { pricedCost } from './values/reportedCost.ts';
import { readIsoTime } from './values/times.ts';
import { readUsage } from './values/tokenUsage.ts';

const kinds: Readonly<Record<string, SpanKind>> = { general: 'other', llm: 'llm', tool: 'tool', guardrail: 'guardrail' };

const isSpan = (raw: JsonMap) => wordOf(raw['id']) !== '' && wordOf(raw['trace_id']) !== '' && 'start_time' in raw && typeof raw['type'] === 'string' && lookUp(kinds, raw['type']) !== undefined && !('run_type' in raw) && !('span_id' in raw);
/** A row of the traces: what tells it from other exports' rows is Opik's own counting. */
const isTrace = (raw: JsonMap) => wordOf(raw['id']) !== '' && 'start_time' in raw && !('trace_id' in raw) && !('run_type' in raw) && ['feedback_scores', 'span_count', 'llm_span_count', 'total_estimated_cost', 'guardrails_validations'].some((key) => key in raw);
const isFile = (raw: JsonMap) => isJsonMap(raw['trace']) && wordOf(raw['trace']['id']) !== '' && 'start_time' in raw['trace'] && Array.isArray(raw['spans']) && raw['spans'].every((each) => isJsonMap(each) && isSpan(each));
const isRow = (raw: JsonMap) => isFile(raw) || isSpan(raw) || isTrace(raw);

/** Comet Opik: a trace with its spans as `opik export` writes it, or rows of either (FORMATS 12). */
export const opik: Format = {
  id: 'opik',
  title: 'Opik traces',
  example: '{"trace":{"id":"0193…","name":"answer","start_time":"2026-03-02T09:00:00Z","feedback_scores":[]},"spans":[{"id":"0194…","trace_id":"0193…","parent_span_id":null,"type":"llm","start_time":"2026-03-02T09:00:00Z"}]}',
  documentedOnly: true,
  growth: 'records',

  detect(sample: Sample): string | undefined {
    const found = findRow(sample, isRow);
    return found && `${isFile(found.row) ? 'a trace with its spans' : isSpan(found.row) ? `a span of type ${wordOf(found.row['type'])}` : 'a row of the traces'} on line ${found.line}`;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    for (const { row, record } of readRows(source, report, isRow, 'Neither an Opik trace nor a span; left out.')) yield { ...readRow(row, placeOf(source, record)), record: recordOf(record) };
  },
};

/** Opik's trace has the question and the answer; its spans lie below it. */
const traceSpanId = 'trace';

function readRow(raw: JsonMap, place: RecordPlace): Omit<TraceFragment, 'record'> {
  if (isSpan(raw) && !isFile(raw)) return { nativeId: wordOf(raw['trace_id']), header: scoresOf(raw, wordOf(raw['id'])), spans: [readSpan(raw, 0, place, undefined)] };
  const trace = isFile(raw) ? (raw['trace'] as JsonMap) : raw;
  const rows = isFile(raw) ? (raw['spans'] as readonly JsonMap[]) : [];
  const byId = new Map(rows.map((each) => [wordOf(each['id']), each]));
  const callers = callersAmong([...byId.values()].map((each) => ({ id: wordOf(each['id']), parentId: wordOf(each['parent_span_id']) || null, isCall: each['type'] === 'llm' })));
  const spans = [...byId.values()].map((each, index) => readSpan(each, index + 1, place, callers));
  const { metadata, usage, error_info: error } = trace;
  const own: Record<string, Json> = {};
  for (const [key, value] of Object.entries(mapOf(unwrapJson(metadata ?? null)))) setKey(own, key, value);
  for (const key of ['project_id', 'project_name', 'environment'] as const) if (wordOf(trace[key] ?? raw[key]) !== '') own[key] = trace[key] ?? raw[key] ?? null;
  const base: Span = {
    ...emptySpan(traceSpanId, 0, textOf(trace['name']) ?? 'trace'), kind: 'agent', synthetic: true, place,
    startUs: readIsoTime(trace['start_time']), endUs: readIsoTime(trace['end_time']), status: isJsonMap(error) ? 'error' : 'unset', statusMessage: errorOf(error),
    usage: isJsonMap(usage) ? readUsage(usage, 'aggregate') : null, counted: false,
    cost: spans.some(({ cost }) => cost !== null) ? null : pricedCost(trace['total_estimated_cost']),
  };
  const listed = unwrapJson(trace['tags'] ?? null);
  const tags = textsIn(listed);
  const scores = [...(scoresOf(trace, null).scores ?? []), ...rows.flatMap((each) => scoresOf(each, wordOf(each['id'])).scores ?? [])];
  const header: Partial<TraceHeader> = {
    name: textOf(trace['name']), sessionId: wordOf(trace['thread_id']) || null, metadata: own,
    ...nonEmpty({ tags, scores }),
  };
  return { nativeId: wordOf(trace['id']), header, spans: [withFrameworkContent({ ...base, counted: base.cost !== null }, contentOf(trace), contentKeys), ...spans] };
}

const contentKeys = { input: 'input', output: 'output' } as const;
const contentOf = ({ input, output }: JsonMap) => ({ input: unwrapJson(input ?? null) ?? undefined, output: unwrapJson(output ?? null) ?? undefined });

const told: ReadonlySet<string> = new Set(['id', 'trace_id', 'parent_span_id', 'project_id', 'project_name', 'name', 'type', 'start_time', 'end_time', 'input', 'output', 'metadata', 'model', 'provider', 'usage', 'error_info', 'feedback_scores', 'total_estimated_cost', 'total_estimated_cost_version', 'duration', 'created_at', 'last_updated_at', 'created_by', 'last_updated_by']);

/** @param callers spans with model calls below them, where the record holds all spans of the trace */
function readSpan(raw: JsonMap, seq: number, place: RecordPlace, callers: ReadonlySet<string> | undefined): Span {
  const id = wordOf(raw['id']);
  const kind = lookUp(kinds, wordOf(raw['type'])) ?? 'other';
  const failed = isJsonMap(raw['error_info']);
  const usage = isJsonMap(raw['usage']) ? readUsage(raw['usage']) : null;
  const cost = pricedCost(raw['total_estimated_cost']);
  const repeats = kind !== 'llm' && (callers === undefined || callers.has(id)) && (usage !== null || cost !== null);
  const attributes: Record<string, Json> = {};
  for (const [key, value] of Object.entries(mapOf(unwrapJson(raw['metadata'] ?? null)))) setKey(attributes, key, value);
  for (const [key, value] of Object.entries(raw)) if (!told.has(key) && value !== null && !(Array.isArray(value) && value.length === 0)) setKey(attributes, key, value);
  const name = textOf(raw['name']) ?? 'unnamed';
  const span: Span = {
    ...emptySpan(id, seq, name), parentId: wordOf(raw['parent_span_id']) || (callers === undefined ? null : traceSpanId), kind, place, attributes,
    startUs: readIsoTime(raw['start_time']), endUs: readIsoTime(raw['end_time']), status: failed ? 'error' : 'unset', statusMessage: errorOf(raw['error_info']),
    tool: kind === 'tool' ? { name, callId: null, description: null, status: failed ? 'error' : 'ok' } : null,
  };
  return {
    ...withFrameworkContent(span, contentOf(raw), contentKeys), model: textOf(raw['model']), provider: textOf(raw['provider']), cost, counted: !repeats,
    usage: usage && (kind === 'llm' ? usage : { ...usage, level: 'aggregate' }),
  };
}

function errorOf(error: Json | undefined): string | null {
  return isJsonMap(error) ? firstText(error, 'message', 'exception_type') : null;
}

/** The user interface is where people score; the SDK is the application, which may pass on anyone's judgement. */
const sources: Readonly<Record<string, Score['source']>> = { ui: 'human', online_scoring: 'judge', sdk: 'code' };

function scoresOf(raw: JsonMap, spanId: string | null): { readonly scores?: readonly Score[] } {
  const list = unwrapJson(raw['feedback_scores'] ?? null);
  const scores = mapsIn(list).map((each): Score => {
    const { value, category_name: category } = each;
    return {
      name: textOf(each['name']) ?? 'score', value: textOf(category) ?? (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? value : null),
      source: lookUp(sources, wordOf(each['source'])) ?? 'unknown', comment: textOf(each['reason']), spanId,
    };
  });
  return scores.length === 0 ? {} : { scores };
}
