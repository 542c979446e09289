import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Message } from '../../model/message.ts';
import type { RecordPlace, Span } from '../../model/span.ts';
import { emptySpan } from '../../model/span.ts';
import type { TraceHeader } from '../../model/trace.ts';
import type { Source, SourceRecord, TraceFragment } from '../format.ts';
import { placeOf } from '../format.ts';
import { mapOf } from '../values/fields.ts';
import type { SessionLog } from './build.ts';
import { createSessionLog } from './build.ts';
import type { At } from './entry.ts';

/** A whole session that stands in one record. */
export function sessionIn(record: SourceRecord, source: Source, id: string, read: (log: SessionLog, at: (timeUs: number | null) => At) => Partial<TraceHeader>): TraceFragment {
  const log = createSessionLog();
  const place = placeOf(source, record);
  const header = read(log, (timeUs) => ({ place, timeUs }));
  log.end(place);
  return log.fragment(id, record, source, header);
}

/** A log that is read as a whole, as spans. `fill` tells its entries; `at` is where they stand, at a time: in the record, or in another of the source. */
export function spansOfLog(source: Source, record: SourceRecord, fill: (log: SessionLog, at: (timeUs: number | null, entry?: SourceRecord) => At) => void): readonly Span[] {
  const log = createSessionLog();
  const place = placeOf(source, record);
  fill(log, (timeUs, entry) => ({ place: entry === undefined ? place : placeOf(source, entry), timeUs }));
  log.end(place);
  // An entry has one time: when it was written. How long the model took, or a tool whose result stands in the same entry, is not known, and is not 0.
  const spans = log.fragment('', record, source).spans.map((span) => ((span.kind === 'llm' || span.kind === 'tool') && span.startUs === span.endUs ? { ...span, endUs: null } : span));
  return [...spans, ...afterLastCall(log.state(), spans, place)];
}

/** What was said after the last model call, which is no model's input: kept as a step of its own. */
function afterLastCall(state: Json, spans: readonly Span[], place: RecordPlace): readonly Span[] {
  const threads = mapOf(mapOf(state)['threads']);
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

/** The spans with the model of the run in those calls that do not name theirs. */
export function withModel(spans: readonly Span[], model: string | null): readonly Span[] {
  return spans.map((span) => (span.kind === 'llm' && span.model === null ? { ...span, model } : span));
}

/** What the run cost, where no call says what it cost: else it would be counted twice. */
export function unlessPriced(spans: readonly Span[], cost: Span['cost']): Span['cost'] {
  return spans.some((span) => span.cost !== null) ? null : cost;
}
