import type { Span } from '../model/span.ts';
import type { Source, SourceRecord, TraceFragment } from './format.ts';
import { placeOf } from './format.ts';
import type { At, SessionLog } from './sessionLog.ts';
import { createSessionLog } from './sessionLog.ts';

/** A log that stands whole in one record, as spans. `fill` tells its entries; `at` is where they stand, at a time. */
export function spansOfLog(source: Source, record: SourceRecord, fill: (log: SessionLog, at: (timeUs: number | null) => At) => void): readonly Span[] {
  const log = createSessionLog();
  const place = placeOf(source, record);
  fill(log, (timeUs) => ({ place, timeUs }));
  log.end(place);
  // An entry has one time: when it was written. How long the model took is not known, and is not 0.
  return log.fragment('', record, source).spans.map((span) => (span.kind === 'llm' && span.startUs === span.endUs ? { ...span, endUs: null } : span));
}

/** The spans with something changed in the root, which the log says of the run as a whole. */
export function withRoot(spans: readonly Span[], change: (root: Span) => Partial<Span>): readonly Span[] {
  return spans.map((span) => (span.parentId === null ? { ...span, ...change(span) } : span));
}

/** The record's place as a fragment tells it. */
export function recordOf({ file, line, offset, length }: SourceRecord): TraceFragment['record'] {
  return { ...(file === undefined ? {} : { file }), line, offset, length };
}
