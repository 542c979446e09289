import { isJsonMap } from '../model/json.ts';
import type { Json } from '../model/json.ts';
import type { Message } from '../model/message.ts';
import type { RecordPlace, Span } from '../model/span.ts';
import { emptySpan } from '../model/span.ts';
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
  const spans = log.fragment('', record, source).spans.map((span) => (span.kind === 'llm' && span.startUs === span.endUs ? { ...span, endUs: null } : span));
  return [...spans, ...afterLastCall(log.state(), spans, place)];
}

/** What was said after the last model call, which is no model's input: kept as a step of its own. */
function afterLastCall(state: Json, spans: readonly Span[], place: RecordPlace): readonly Span[] {
  const threads = isJsonMap(state) && isJsonMap(state['threads']) ? state['threads'] : {};
  const pending = isJsonMap(threads['main']) && Array.isArray(threads['main']['pending']) ? (threads['main']['pending'] as unknown as readonly Message[]) : [];
  const shown = new Set(spans.filter((span) => span.kind === 'agent').flatMap((span) => span.input.map((message) => JSON.stringify(message))));
  const left = pending.filter((message) => message.role !== 'tool' && !shown.has(JSON.stringify(message)));
  const turn = spans.findLast((span) => span.name === 'turn')?.id ?? 'run';
  return left.length === 0 ? [] : [{ ...emptySpan('run/rest', spans.length, 'after the last model call'), parentId: turn, synthetic: true, place, input: left }];
}

/** The spans with something changed in the root, which the log says of the run as a whole. */
export function withRoot(spans: readonly Span[], change: (root: Span) => Partial<Span>): readonly Span[] {
  return spans.map((span) => (span.parentId === null ? { ...span, ...change(span) } : span));
}

/** The record's place as a fragment tells it. */
export function recordOf({ file, line, offset, length }: SourceRecord): TraceFragment['record'] {
  return { ...(file === undefined ? {} : { file }), line, offset, length };
}
