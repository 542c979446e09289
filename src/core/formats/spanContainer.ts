import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Score, TraceHeader } from '../model/trace.ts';
import { recordOf } from './format.ts';
import type { ReadReport, Source, TraceFragment } from './format.ts';
import { fitsDepth, setKey, textOf } from './jsonText.ts';
import { readId } from './otlp/identity.ts';
import type { LoggedEvent } from './otlp/logEvents.ts';
import { createMessageMemory } from './otlp/messageMemory.ts';
import type { Resource, SpanParts } from './otlp/spanParts.ts';
import { createTraceSorter } from './otlp/traces.ts';

/** What a container holds: a span, content that was logged of one, or what it says of a run alone. `traceId`: as the span's own, which is canonical. */
export type FoundSpan =
  | { readonly is: 'span'; readonly parts: SpanParts; readonly header?: Partial<TraceHeader> }
  | { readonly is: 'logged'; readonly logged: LoggedEvent; readonly header?: Partial<TraceHeader> }
  | { readonly is: 'header'; readonly traceId: string; readonly header: Partial<TraceHeader> };

export const noResource: Resource = { app: null, attributes: new Map() };

/**
 * Reads OpenTelemetry spans out of any container: `spansIn` finds them in one record, in file order; the dialects read their
 * attributes, as they do for OTLP/JSON.
 */
export function* readSpanContainer(source: Source, report: ReadReport, spansIn: (value: unknown, warn: (message: string) => void) => Iterable<FoundSpan>): Generator<TraceFragment> {
  const sorter = createTraceSorter(source);
  const memory = createMessageMemory();
  for (const record of source.records) {
    const warn = (message: string) => report.warn(record.line, message, record.file);
    const traces = sorter.openRecord(record);
    const told = new Map<string | null, Partial<TraceHeader>>();
    for (const found of spansIn(record.value, warn)) {
      if (found.is === 'span') traces.add(found.parts, { memory, warn });
      else if (found.is === 'logged') traces.log(found.logged);
      const traceId = found.is === 'span' ? found.parts.traceId : found.is === 'logged' ? found.logged.traceId : found.traceId;
      if (found.header !== undefined) told.set(traceId, joined(told.get(traceId), found.header));
    }
    for (const fragment of traces.fragments()) {
      const more = told.get(fragment.nativeId);
      told.delete(fragment.nativeId);
      yield more === undefined ? fragment : { ...fragment, header: joined(fragment.header, more) };
    }
    for (const [nativeId, header] of told) if (nativeId !== null) yield { nativeId, header, spans: [], record: recordOf(record) };
  }
  for (const message of sorter.warnings()) report.warn(null, message);
}

/** What spans say overrules what their container says; lists are joined. */
function joined(known: Partial<TraceHeader> = {}, more: Partial<TraceHeader>): Partial<TraceHeader> {
  const scores: readonly Score[] = [...(known.scores ?? []), ...(more.scores ?? [])];
  const tags = [...new Set([...(known.tags ?? []), ...(more.tags ?? [])])];
  return { ...more, ...known, metadata: { ...more.metadata, ...known.metadata }, ...(scores.length > 0 ? { scores } : {}), ...(tags.length > 0 ? { tags } : {}) };
}

/** An id as containers spell it: hex, base64, `0x…`, or a number (Python's own, printed). */
export function readAnyId(value: unknown, bytes: 8 | 16): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? value.toString(16).padStart(bytes * 2, '0') : null;
  return readId(typeof value === 'string' && /^0x[0-9a-f]+$/i.test(value) ? value.slice(2).padStart(bytes * 2, '0') : value, bytes);
}

/** A value of a span as it stands. One nested absurdly deep is not kept: what comes after walks values. */
export function plainValue(value: unknown): Json {
  return fitsDepth(value, deepest) ? ((value ?? null) as Json) : '(nested too deep to be kept)';
}
const deepest = 150;

/** Attributes by name, where they are values already and no lists of `{key, value}`. */
export function plainAttributes(value: unknown): Map<string, Json> {
  return new Map(isJsonMap(value) ? Object.entries(value).map(([key, each]) => [key, plainValue(each)]) : []);
}

/** A resource as SDKs print it: `{attributes: {…}}`, or the attributes themselves. */
export function readResource(value: unknown): Resource {
  if (!isJsonMap(value)) return noResource;
  const nested = value['attributes'] ?? value['_attributes'];
  const attributes = plainAttributes(isJsonMap(nested) ? nested : value);
  const service = textOf(attributes.get('service.name'));
  return { app: service === null || service.startsWith('unknown_service') ? null : service, attributes };
}

/** The instrumentation's name, by any of the names the field had. */
export function readScope(raw: JsonMap): string {
  const scope = raw['scope'] ?? raw['instrumentation_scope'] ?? raw['instrumentationScope'] ?? raw['instrumentationLibrary'] ?? raw['instrumentation_info'];
  return (isJsonMap(scope) ? textOf(scope['name']) : textOf(scope)) ?? '';
}

/** An attribute map of an event as JSON, with what else the event holds. */
export function eventAttributes(raw: JsonMap, known: readonly string[]): JsonMap {
  const map: Record<string, Json> = {};
  for (const [key, value] of plainAttributes(raw['attributes'])) setKey(map, key, value);
  for (const [key, value] of Object.entries(raw)) if (key !== 'attributes' && !known.includes(key) && value !== null) setKey(map, key, plainValue(value));
  return map;
}
