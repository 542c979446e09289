import { isJsonMap } from '../model/json.ts';
import type { Json } from '../model/json.ts';
import type { Message, MessagePart } from '../model/message.ts';
import type { RecordPlace, Span } from '../model/span.ts';
import { emptySpan } from '../model/span.ts';
import type { Source, SourceRecord } from './format.ts';
import { placeOf } from './format.ts';
import type { At, SessionLog } from './sessionLog.ts';
import { createSessionLog } from './sessionLog.ts';
import { mapOf } from './values/fields.ts';

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

/** Ids that several calls of a run have: some adapters number the calls of each message from 0. Such calls are told apart by their order alone. */
export function repeatedCallIds(messages: readonly Json[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const message of messages) {
    for (const call of isJsonMap(message) && Array.isArray(message['tool_calls']) ? (message['tool_calls'] as readonly Json[]) : []) {
      const id = isJsonMap(call) ? call['id'] : undefined;
      if (typeof id !== 'string') continue;
      if (seen.has(id)) repeated.add(id);
      seen.add(id);
    }
  }
  return repeated;
}

export function withoutIds(parts: readonly MessagePart[], ids: ReadonlySet<string>): readonly MessagePart[] {
  return parts.map((part) => (part.type === 'toolCall' && part.id !== null && ids.has(part.id) ? { ...part, id: null } : part));
}
