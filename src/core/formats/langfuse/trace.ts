import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { RecordPlace, Span } from '../../model/span.ts';
import { emptySpan } from '../../model/span.ts';
import type { Score, TraceHeader } from '../../model/trace.ts';
import { latencyKey } from '../../trajectory/totals.ts';
import { withFrameworkContent } from '../content/frameworkShapes.ts';
import { firstText, setKey, textOf, unwrapJson, wordOf } from '../jsonText.ts';
import { nonEmpty, textsIn } from '../values/fields.ts';
import { unwrapText } from '../values/recordedText.ts';
import { readIsoTime } from '../values/times.ts';
import type { ReadObservation } from './observation.ts';
import { observationFields } from './observation.ts';
import { readMetadata } from './original.ts';
import type { Observation, Row } from './rows.ts';
import { readScoreColumns, readScores } from './scores.ts';

/** The id of the span that stands for the trace itself. */
export const traceSpanId = 'trace';

type Header = { -readonly [K in keyof TraceHeader]?: TraceHeader[K] };

/** What a row of the traces table, or the trace of a download, says of the run. */
export function readTraceHeader(row: Row, whole: boolean): Header {
  const { attributes, resource, own } = readMetadata(row['metadata']);
  const metadata: Record<string, Json> = {};
  for (const [key, value] of resource.attributes) if (key !== 'service.name') setKey(metadata, key, value);
  for (const [key, value] of Object.entries(own)) setKey(metadata, key, value);
  // In a download they stand with the first observation too.
  if (!whole) for (const [key, value] of Object.entries(attributes)) if (!key.endsWith('.value')) setKey(metadata, key, value);
  if (!whole && typeof row['latency'] === 'number' && row['latency'] > 0) metadata[latencyKey] = Math.round(row['latency'] * 1000);
  const scores = [...readScores(row['scores']), ...readScoreColumns(row, traceFields, null)];
  return { ...contextOf(row, textOf(row['name']), metadata), ...nonEmpty({ app: resource.app, scores }) };
}

/** What an observation says of its run: what its row repeats of the trace, and what the original span knew. */
export function readObservationHeader({ row, id }: Observation, { draft, metadata: { resource, own: written } }: ReadObservation, isTop: boolean): Header {
  const metadata: Record<string, Json> = {};
  if (isTop) for (const [key, value] of resource.attributes) if (key !== 'service.name') setKey(metadata, key, value);
  for (const [key, value] of Object.entries(draft.metadata)) setKey(metadata, key, value);
  const scores: readonly Score[] = [...readScores(row['scores']), ...readScoreColumns(row, observationFields, id)];
  const own = contextOf(row, textOf(row['traceName']), metadata);
  const tags = own.tags ?? draft.tags;
  return {
    ...own, sessionId: own.sessionId ?? draft.sessionId ?? firstText(written, 'thread_id', 'session_id', 'conversation_id'), userId: own.userId ?? draft.userId, agent: draft.agent,
    ...nonEmpty({ app: resource.app, scores, tags }),
  };
}

const shared = ['environment', 'release', 'version', 'projectId'] as const;

function contextOf(row: Row, name: string | null, metadata: Record<string, Json>): Header {
  for (const key of shared) if (wordOf(row[key]) !== '') metadata[key] = row[key] ?? null;
  for (const key of ['bookmarked', 'public']) if (row[key] === true) metadata[key] = true;
  const listed = unwrapJson(row['tags'] ?? row['traceTags'] ?? null);
  const tags = textsIn(listed);
  const sessionId = wordOf(row['sessionId']) || null;
  const userId = wordOf(row['userId']) || null;
  return nonEmpty({ name, sessionId, userId, tags, metadata });
}

/** What of two headers of one trace is known; the first overrules. */
export function joinHeaders(first: Header, more: Header): Header {
  const joined: Header = { ...more };
  for (const [key, value] of Object.entries(first)) if (value !== null) Object.assign(joined, { [key]: value });
  const tags = [...new Set([...(first.tags ?? []), ...(more.tags ?? [])])];
  const scores = [...(first.scores ?? []), ...(more.scores ?? [])];
  return {
    ...joined, metadata: { ...more.metadata, ...first.metadata }, ...nonEmpty({ tags, scores }),
  };
}

/** Whether the trace says of itself what its one top observation says too. */
export function repeatsTop(row: Row, top: Observation): boolean {
  const same = (a: Json | undefined, b: Json | undefined) => a === undefined || a === null || JSON.stringify(plain(a)) === JSON.stringify(plain(b ?? null));
  return same(row['input'], top.row['input']) && same(row['output'], top.row['output']);
}

/** Without the texts of JSON in it: the two are written by different parts of the platform. */
function plain(value: Json): Json {
  const unwrapped = unwrapText(value);
  if (Array.isArray(unwrapped)) return (unwrapped as readonly Json[]).map(plain);
  return isJsonMap(unwrapped) ? Object.fromEntries(Object.keys(unwrapped).sort().map((key) => [key, plain(unwrapped[key] ?? null)])) : unwrapped;
}

/**
 * A trace has a question and an answer of its own, that its author chose. Where no observation holds them, a span made up for the
 * trace does. Null where it has neither.
 */
export function traceSpan(row: Row, endUs: number | null, place: RecordPlace): Span | null {
  const { input, output } = row;
  if ((input === undefined || input === null) && (output === undefined || output === null)) return null;
  const base: Span = {
    ...emptySpan(traceSpanId, 0, textOf(row['name']) ?? 'trace'), kind: 'agent', synthetic: true, startUs: readIsoTime(row['timestamp']), endUs, place,
  };
  return withFrameworkContent(base, { input: input ?? undefined, output: output ?? undefined }, { input: 'input', output: 'output' });
}

/** Fields of the traces table that are no scores. */
const traceFields: ReadonlySet<string> = new Set(['id', 'timestamp', 'name', 'tags', 'input', 'output', 'metadata', 'scores', 'corrections', 'observations', 'comments', 'environment', 'userId', 'sessionId', 'release', 'version']);
