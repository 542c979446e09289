import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Span } from '../model/span.ts';
import type { TraceHeader } from '../model/trace.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { placeOf, recordOf } from './format.ts';
import { firstText, unwrapJson, wordOf } from './jsonText.ts';
import { readAssessments } from './mlflow/assessments.ts';
import { previewSpan, readInfo, timesOf, tokensOfTrace } from './mlflow/info.ts';
import { readSpan } from './mlflow/span.ts';
import type { ReadContext } from './otlp/draft.ts';
import { createMessageMemory } from './otlp/messageMemory.ts';
import { findRow, readRows } from './rows.ts';

/** A trace as MLflow keeps it: what it says of the run, and its spans. */
type Found = { readonly info: JsonMap; readonly spans: readonly JsonMap[] };

const isInfo = (value: unknown): value is JsonMap => isJsonMap(value) && wordOf(value['trace_id'] ?? value['request_id']) !== '' && ['trace_location', 'trace_metadata', 'request_metadata', 'execution_time_ms', 'execution_duration'].some((key) => key in value);
const hasSpanShape = (value: unknown) => isJsonMap(value) && 'name' in value && ('context' in value || 'span_id' in value) && 'attributes' in value;

/** The trace in a map: by itself, as the API wraps it, or a row of `mlflow.search_traces()`. */
function traceIn(raw: JsonMap): Found | undefined {
  const wrapped = unwrapJson(raw['trace'] ?? null);
  if (isJsonMap(wrapped) && ('info' in wrapped || 'trace_info' in wrapped)) return traceIn(wrapped);
  const info = unwrapJson(raw['info'] ?? raw['trace_info'] ?? null);
  const data = unwrapJson(raw['data'] ?? raw['trace_data'] ?? null);
  const spans = unwrapJson((isJsonMap(data) ? data['spans'] : undefined) ?? raw['spans'] ?? null);
  const list = Array.isArray(spans) ? spans.map((each: unknown) => unwrapJson(each as Json)).filter(isJsonMap) : [];
  if (isInfo(info)) return { info, spans: list };
  if (isInfo(raw) && (list.length > 0 || ['request_preview', 'request', 'assessments'].some((key) => key in raw))) return { info: raw, spans: list };
  return isJsonMap(info) && list.some(isMlflowSpan) ? { info, spans: list } : list.some(isMlflowSpan) ? { info: {}, spans: list } : undefined;
}

function isMlflowSpan(span: JsonMap): boolean {
  return hasSpanShape(span) && isJsonMap(span['attributes']) && Object.keys(span['attributes']).some((key) => key.startsWith('mlflow.'));
}

const isTrace = (raw: JsonMap) => traceIn(raw) !== undefined;

/** MLflow traces: one from the user interface or the API, a list of them, rows of a search (FORMATS 12). */
export const mlflow: Format = {
  id: 'mlflow',
  title: 'MLflow traces',
  example: '{"info":{"trace_id":"tr-5b8e…","trace_metadata":{}},"data":{"spans":[{"name":"chat","span_id":"qWvP…=","attributes":{"mlflow.spanType":"\\"LLM\\""}}]}}',
  growth: 'records',

  detect(sample: Sample): string | undefined {
    const found = findRow(sample, isTrace);
    return found && `${traceIn(found.row)?.spans.length === 0 ? 'what MLflow keeps of a trace' : 'a trace with MLflow spans'} on line ${found.line}`;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    const memory = createMessageMemory();
    for (const { row, record, warn } of readRows(source, report, isTrace, 'Not an MLflow trace: it has neither info nor spans; left out.')) {
      const found = traceIn(row);
      if (found !== undefined) yield { ...readTrace(found, placeOf(source, record), { memory, warn }), record: recordOf(record) };
    }
  },
};

function readTrace({ info, spans }: Found, place: ReturnType<typeof placeOf>, context: ReadContext): Omit<TraceFragment, 'record'> {
  const known = new Set<string>();
  const read = spans.flatMap((raw, seq) => {
    if (!hasSpanShape(raw)) {
      context.warn('A span is no span of MLflow: it has no id or no attributes; left out.');
      return [];
    }
    const each = readSpan(raw, seq, place, context);
    if (known.has(each.span.id)) {
      context.warn(`Two spans of a trace have the id ${each.span.id.slice(0, 80)}; the second is left out.`);
      return [];
    }
    known.add(each.span.id);
    return [each];
  });
  const tops = read.filter(({ span }) => span.parentId === null);
  const [first] = read;
  const whole = tokensOfTrace(info);
  const counted = read.some(({ span }) => span.usage !== null);
  const timed = read.some(({ span }) => span.startUs !== null || span.endUs !== null);
  const all: readonly Span[] = read.map(({ span }) => ({
    ...span,
    ...(!timed && tops.length === 1 && span === tops[0]?.span ? timesOf(info) : {}),
    kind: tops.length === 1 && span.parentId === null && span.kind === 'other' && (span.input.length > 0 || span.output.length > 0) ? 'agent' : span.kind,
    ...(!counted && whole !== null && span === tops[0]?.span ? { usage: whole, counted: false } : {}),
  }));
  const preview = spans.length === 0 ? previewSpan(info, place) : null;
  const { header, id } = readInfo(info, preview === null ? all : [preview]);
  const scores = readAssessments(info['assessments']);
  const agent = read.find(({ draft }) => draft.agent !== null)?.draft.agent ?? all.find(({ kind }, at) => kind === 'agent' && read[at]?.isAgent === true)?.name ?? null;
  const joined: Partial<TraceHeader> = {
    ...header, name: header.name ?? tops[0]?.span.name ?? null, agent,
    sessionId: header.sessionId ?? read.find(({ draft }) => draft.sessionId !== null)?.draft.sessionId ?? null,
    userId: header.userId ?? read.find(({ draft }) => draft.userId !== null)?.draft.userId ?? null,
    ...(scores.length === 0 ? {} : { scores }),
  };
  return { nativeId: id ?? firstText(first?.raw ?? {}, 'trace_id') ?? `untraced-${all[0]?.id ?? 'empty'}`, header: joined, spans: preview === null ? all : [preview] };
}
