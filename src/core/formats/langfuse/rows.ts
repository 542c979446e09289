import type { JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import { textOf, wordOf } from '../jsonText.ts';
import { readId } from '../otlp/identity.ts';
import { rowsIn } from '../rows.ts';
import { camelCase } from '../values/fields.ts';

export type ObservationType = 'SPAN' | 'GENERATION' | 'EVENT' | 'AGENT' | 'TOOL' | 'CHAIN' | 'RETRIEVER' | 'EVALUATOR' | 'EMBEDDING' | 'GUARDRAIL';
const types: ReadonlySet<string> = new Set<ObservationType>(['SPAN', 'GENERATION', 'EVENT', 'AGENT', 'TOOL', 'CHAIN', 'RETRIEVER', 'EVALUATOR', 'EMBEDDING', 'GUARDRAIL']);
const scoreSources: ReadonlySet<string> = new Set(['API', 'EVAL', 'ANNOTATION']);

/** A row with its keys in the API's spelling, whichever container it came in. */
export type Row = JsonMap;
export type Observation = { readonly id: string; readonly traceId: string; readonly parentId: string | null; readonly type: ObservationType; readonly row: Row };

/** What one record holds: a whole trace, or a row of one of the tables. */
export type Found =
  | { readonly kind: 'trace'; readonly id: string; readonly row: Row; readonly observations: readonly Observation[]; /** Nothing of the trace is elsewhere. */ readonly whole: boolean }
  | { readonly kind: 'observation'; readonly observation: Observation }
  | { readonly kind: 'score'; readonly traceId: string | null; readonly row: Row };

/** Blob storage exports write snake_case. */
function inOneSpelling(raw: JsonMap): Row {
  return Object.fromEntries(Object.entries(raw).map(([key, value]) => [camelCase(key), value]));
}

const hasEither = (raw: JsonMap, camel: string, snake: string) => camel in raw || snake in raw;

function isObservation(raw: JsonMap): boolean {
  return wordOf(raw['traceId'] ?? raw['trace_id']) !== '' && typeof raw['type'] === 'string' && types.has(raw['type'])
    && (hasEither(raw, 'parentObservationId', 'parent_observation_id') || hasEither(raw, 'startTime', 'start_time'));
}

function isScore(raw: JsonMap): boolean {
  return typeof raw['source'] === 'string' && scoreSources.has(raw['source']) && typeof raw['name'] === 'string'
    && hasEither(raw, 'traceId', 'trace_id') && hasEither(raw, 'dataType', 'data_type');
}

function isTrace(raw: JsonMap): boolean {
  if (wordOf(raw['id']) === '' || !('timestamp' in raw)) return false;
  return observationsIn(raw['observations']).length > 0 || ('bookmarked' in raw && (hasEither(raw, 'sessionId', 'session_id') || 'release' in raw || 'tags' in raw));
}

/** The download of the web application: the trace and its observations side by side. */
function isDownload(raw: JsonMap): boolean {
  const { trace, observations } = raw;
  return isJsonMap(trace) && wordOf(trace['id']) !== '' && Array.isArray(observations) && (observations.length === 0 ? 'timestamp' in trace : observationsIn(observations).length > 0);
}

const isRow = (raw: JsonMap) => isDownload(raw) || isObservation(raw) || isScore(raw) || isTrace(raw);

function observationsIn(value: unknown): readonly JsonMap[] {
  return Array.isArray(value) ? value.filter((each): each is JsonMap => isJsonMap(each) && isObservation(each)) : [];
}

/** Rows of one JSON value, by what they are; `undefined` for one that is none of Langfuse's. */
export function findRows(value: unknown): readonly (Found | undefined)[] {
  return rowsIn(value, isRow).map((raw) => (isJsonMap(raw) ? readRow(raw) : undefined));
}

function readRow(raw: JsonMap): Found | undefined {
  if (isDownload(raw)) {
    const trace = raw['trace'] as JsonMap;
    return readTrace(trace, [...observationsIn(raw['observations']), ...observationsIn(trace['observations'])]);
  }
  if (isObservation(raw)) {
    const observation = readObservation(raw);
    return observation && { kind: 'observation', observation };
  }
  if (isScore(raw)) return { kind: 'score', traceId: readId(wordOf(raw['traceId'] ?? raw['trace_id']), 16), row: inOneSpelling(raw) };
  return isTrace(raw) ? readTrace(raw, observationsIn(raw['observations'])) : undefined;
}

function readTrace(trace: JsonMap, raw: readonly JsonMap[]): Found | undefined {
  const id = readId(wordOf(trace['id']), 16);
  if (id === null) return undefined;
  const { observations: _, ...own } = trace;
  const byId = new Map<string, Observation>();
  for (const each of raw) {
    const observation = readObservation(each);
    if (observation !== undefined && !byId.has(observation.id)) byId.set(observation.id, observation);
  }
  return { kind: 'trace', id, row: inOneSpelling(own), observations: [...byId.values()], whole: byId.size > 0 };
}

function readObservation(raw: JsonMap): Observation | undefined {
  const row = inOneSpelling(raw);
  const id = readId(wordOf(row['id']), 8);
  const traceId = readId(wordOf(row['traceId']), 16);
  if (id === null || traceId === null) return undefined;
  return { id, traceId, parentId: readId(textOf(row['parentObservationId']), 8), type: row['type'] as ObservationType, row };
}

/** Why a value is of Langfuse, in a few words. */
export function describeRow(value: unknown): string | undefined {
  for (const raw of rowsIn(value, isRow)) {
    if (!isJsonMap(raw)) continue;
    if (isDownload(raw)) return 'a trace with its observations';
    if (isObservation(raw)) return `an observation of type ${String(raw['type'])}`;
    if (isScore(raw)) return 'a score with its source';
    if (isTrace(raw)) return Array.isArray(raw['observations']) ? 'a trace that holds its observations' : 'a row of the traces table';
  }
  return undefined;
}
