import type { Score, TraceHeader } from '../model/trace.ts';
import type { ReadReport, Source, TraceFragment } from './format.ts';
import { recordOf } from './format.ts';
import type { LoggedEvent } from './otlp/logEvents.ts';
import { createMessageMemory } from './otlp/messageMemory.ts';
import type { SpanParts } from './otlp/spanParts.ts';
import { createTraceSorter } from './otlp/traces.ts';

/** What a container holds: a span, content that was logged of one, or what it says of a run alone. `traceId`: as the span's own, which is canonical. */
export type FoundSpan =
  | { readonly is: 'span'; readonly parts: SpanParts; readonly header?: Partial<TraceHeader> }
  | { readonly is: 'logged'; readonly logged: LoggedEvent; readonly header?: Partial<TraceHeader> }
  | { readonly is: 'header'; readonly traceId: string; readonly header: Partial<TraceHeader> };

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
