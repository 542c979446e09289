import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { RecordPlace, Span } from '../../model/span.ts';
import { emptySpan } from '../../model/span.ts';
import type { TraceHeader } from '../../model/trace.ts';
import type { Usage } from '../../model/usage.ts';
import { latencyKey } from '../../trajectory/totals.ts';
import { commonShape } from '../content/frameworkShapes.ts';
import { withContent } from '../content/stepContent.ts';
import { firstText, setKey, textOf, unwrapJson, wordOf } from '../jsonText.ts';
import { readAnyTime } from '../otlp/clock.ts';
import { listOf } from '../values/fields.ts';
import { amountOf } from '../values/numbers.ts';
import { endAfter, readMilliseconds } from '../values/times.ts';
import { readTokens } from './tokens.ts';

/** Kept elsewhere, or of the platform's own storage. */
const told: ReadonlySet<string> = new Set(['mlflow.trace.session', 'mlflow.trace.user', 'mlflow.traceName', 'mlflow.trace.tokenUsage', 'mlflow.trace_schema.version', 'mlflow.artifactLocation', 'mlflow.trace.spansLocation', 'mlflow.trace.sizeStats', 'mlflow.trace.sizeBytes']);

/** Metadata and tags are maps, or lists of `{key, value}` in the API of version 2. */
function mapOf(value: Json | undefined): JsonMap {
  const read = unwrapJson(value ?? null);
  if (isJsonMap(read)) return read;
  const map: Record<string, Json> = {};
  for (const each of listOf(read)) if (isJsonMap(each) && typeof each['key'] === 'string') setKey(map, each['key'], each['value'] ?? null);
  return map;
}

/** The run's header and id: version 3 writes `trace_id` and `trace_metadata`, version 2 `request_id` and `request_metadata`. */
export function readInfo(info: JsonMap, spans: readonly Span[]): { readonly header: { -readonly [K in keyof TraceHeader]?: TraceHeader[K] }; readonly id: string | null } {
  const about = mapOf(info['trace_metadata'] ?? info['request_metadata']);
  const tags = mapOf(info['tags']);
  const metadata: Record<string, Json> = {};
  for (const [key, value] of [...Object.entries(about), ...Object.entries(tags)]) if (!told.has(key)) setKey(metadata, key, value);
  for (const key of ['request_time', 'timestamp_ms', 'state', 'status', 'client_request_id', 'experiment_id'] as const) if (wordOf(info[key]) !== '') metadata[key] = info[key] ?? null;
  const location = info['trace_location'];
  const experiment = isJsonMap(location) && isJsonMap(location['mlflow_experiment']) ? wordOf(location['mlflow_experiment']['experiment_id']) : '';
  if (experiment !== '') metadata['experiment_id'] = experiment;
  for (const each of listOf(info['assessments'])) {
    const name = isJsonMap(each) && isJsonMap(each['expectation']) ? firstText(each, 'assessment_name', 'name') : null;
    if (name !== null && isJsonMap(each) && isJsonMap(each['expectation'])) setKey(metadata, `expectation.${name}`, each['expectation']['value'] ?? each['expectation']);
  }
  const latency = durationMs(info);
  // Spans of some exports start at 0: they have durations and no clock.
  if (latency !== null && !spans.some(({ startUs }) => startUs !== null)) metadata[latencyKey] = latency;
  const own = Object.entries(tags).filter(([key]) => !key.startsWith('mlflow.')).map(([key, value]) => (wordOf(value) === '' ? key : `${key}:${wordOf(value)}`));
  return {
    id: wordOf(info['trace_id']) || wordOf(info['request_id']) || null,
    header: {
      name: textOf(tags['mlflow.traceName']), sessionId: wordOf(about['mlflow.trace.session']) || null, userId: wordOf(about['mlflow.trace.user']) || null,
      ...(own.length === 0 ? {} : { tags: own }), metadata,
    },
  };
}

/** `"1.554s"`, or milliseconds. */
function durationMs(info: JsonMap): number | null {
  const text = info['execution_duration'];
  const seconds = typeof text === 'string' ? /^(\d+(?:\.\d+)?)s$/.exec(text)?.[1] : undefined;
  const value = seconds === undefined ? info['execution_duration_ms'] ?? info['execution_time_ms'] ?? text : Number(seconds) * 1000;
  return amountOf(value);
}

/** When the run was asked for and how long it took, as the trace tells beside its spans. */
export function timesOf(info: JsonMap): { readonly startUs: number | null; readonly endUs: number | null } {
  const startUs = readAnyTime(info['request_time'] ?? info['timestamp_ms']);
  return { startUs, endUs: endAfter(startUs, readMilliseconds(durationMs(info))) };
}

/** Question and answer of a trace whose spans are elsewhere: a search returns no more of them than these. Null where there are none. */
export function previewSpan(info: JsonMap, place: RecordPlace): Span | null {
  const about = mapOf(info['trace_metadata'] ?? info['request_metadata']);
  const asked = info['request_preview'] ?? info['request'] ?? about['mlflow.traceInputs'];
  const said = info['response_preview'] ?? info['response'] ?? about['mlflow.traceOutputs'];
  if ((asked === undefined || asked === null) && (said === undefined || said === null)) return null;
  const state = wordOf(info['state'] ?? info['status']);
  const span: Span = {
    ...emptySpan('trace', 0, textOf(mapOf(info['tags'])['mlflow.traceName']) ?? 'trace'), kind: 'agent', synthetic: true, place,
    ...timesOf(info), status: state === 'ERROR' ? 'error' : state === 'OK' ? 'ok' : 'unset',
  };
  return withContent(span, { input: asked === undefined ? undefined : commonShape(asked, 'user').value, output: said === undefined ? undefined : commonShape(said, 'assistant').value }, { input: 'request', output: 'response' });
}

/** The tokens of the whole run, a sum over its calls. */
export function tokensOfTrace(info: JsonMap): Usage | null {
  const tokens = readTokens(mapOf(info['trace_metadata'] ?? info['request_metadata'])['mlflow.trace.tokenUsage'] ?? null);
  return tokens && { ...tokens, level: 'aggregate' };
}
