import type { RecordPlace, Span } from '../model/span.ts';
import type { TraceHeader } from '../model/trace.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { placeOf, recordOf } from './format.ts';
import type { ReadObservation, Standing } from './langfuse/observation.ts';
import { readObservation } from './langfuse/observation.ts';
import type { Found, Observation } from './langfuse/rows.ts';
import { describeRow, findRows } from './langfuse/rows.ts';
import { readScore } from './langfuse/scores.ts';
import { joinHeaders, readObservationHeader, readTraceHeader, repeatsTop, traceSpan, traceSpanId } from './langfuse/trace.ts';
import type { ReadContext } from './otlp/draft.ts';
import { createMessageMemory } from './otlp/messageMemory.ts';
import { isReadable } from './rows.ts';
import { callersAmong } from './values/callers.ts';

/** Langfuse: a trace downloaded in the web application or by the API, rows of its tables, files of its blob storage export (FORMATS 4). */
export const langfuse: Format = {
  id: 'langfuse',
  title: 'Langfuse traces',
  example: '{"trace":{"id":"5b8e…","timestamp":"2026-03-02T09:00:00Z"},"observations":[{"id":"a1b2…","traceId":"5b8e…","type":"GENERATION","startTime":"2026-03-02T09:00:00Z","input":"…"}]}',
  growth: 'records',

  detect(sample: Sample): string | undefined {
    for (const { value, line } of sample.records) {
      const what = describeRow(value);
      if (what !== undefined) return `${what} on line ${line}`;
    }
    return undefined;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    const memory = createMessageMemory();
    let ofSessions = 0;
    for (const record of source.records) {
      const warn = (message: string) => report.warn(record.line, message, record.file);
      if (!isReadable(record.value)) {
        warn('The record is nested too deep to be read; left out.');
        continue;
      }
      for (const found of findRows(record.value)) {
        if (found === undefined) warn('Neither a Langfuse trace nor an observation nor a score; left out.');
        else if (found.kind === 'score' && found.traceId === null) ofSessions++;
        else yield readFound(found, placeOf(source, record), recordOf(record), { memory, warn });
      }
    }
    if (ofSessions > 0) report.warn(null, `${ofSessions === 1 ? 'One score is' : `${ofSessions} scores are`} of a session or a dataset run, not of a trace; left out.`);
  },
};

type RecordPart = TraceFragment['record'];

function readFound(found: Found, place: RecordPlace, record: RecordPart, context: ReadContext): TraceFragment {
  if (found.kind === 'score') return { nativeId: found.traceId ?? '', header: { scores: [readScore(found.row)] }, spans: [], record };
  if (found.kind === 'trace') return readTrace(found, place, record, context);
  const { observation } = found;
  const isTop = observation.parentId === null;
  const read = readObservation(observation, { isTop, isRun: false, wrapsCalls: undefined }, 0, place, context);
  return { nativeId: observation.traceId, header: readObservationHeader(observation, read, isTop), spans: [read.span], record };
}

function readTrace({ id, row, observations, whole }: Extract<Found, { kind: 'trace' }>, place: RecordPlace, record: RecordPart, context: ReadContext): TraceFragment {
  const known = new Set(observations.map((each) => each.id));
  const isTop = ({ parentId }: Observation) => parentId === null || !known.has(parentId);
  const tops = observations.filter(isTop);
  const [top] = tops;
  const run = tops.length === 1 && top !== undefined && repeatsTop(row, top) ? top : undefined;
  const callers = callersAmong(observations.map(({ id: own, parentId, type }) => ({ id: own, parentId, isCall: type === 'GENERATION' })));

  const all = observations.map((observation, seq): { observation: Observation; read: ReadObservation } => {
    const standing: Standing = { isTop: isTop(observation), isRun: observation === run, wrapsCalls: callers.has(observation.id) };
    return { observation, read: readObservation(observation, standing, seq, place, context) };
  });
  const ends = all.flatMap(({ read }) => read.span.endUs ?? []);
  const own = run === undefined ? traceSpan(row, ends.length === 0 ? null : ends.reduce((a, b) => Math.max(a, b)), place) : null;
  const spans = all.map(({ observation, read }): Span => (own !== null && isTop(observation) ? { ...read.span, parentId: traceSpanId } : read.span));
  let header: Partial<TraceHeader> = readTraceHeader(row, whole);
  for (const { observation, read } of all) header = joinHeaders(header, readObservationHeader(observation, read, isTop(observation)));
  return { nativeId: id, header, spans: own === null ? spans : [own, ...spans], record };
}
