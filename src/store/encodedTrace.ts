import type { Trace } from '../core/model/trace.ts';
import type { TraceSummary, TrajectoryNote, TrajectoryStep } from '../core/model/trajectory.ts';
import { UserError } from '../core/support/errors.ts';
import type { Facet } from './facets.ts';
import { atUsOf, facetsOf } from './facets.ts';
import type { HeaderParts, PlacedSpan } from './merge.ts';
import { mostRows } from './rowKey.ts';
import { encodeSummary } from './summaryTexts.ts';
import { packSteps } from '../core/trajectory/packedSteps.ts';
import { addSpanCells, createSpanEncoder, encodeHeader } from './traceRows.ts';

/** One record of a source file, as a span was read from it. */
export type StoredRecord = {
  readonly file: string; readonly line: number; readonly offset: number; readonly length: number; readonly sha256: string; readonly reading: number;
  /** Where one record may hold several runs: SHA-256 over what was read from it for this one. */
  readonly content?: string | undefined;
};

export type TraceToWrite = {
  readonly trace: Trace;
  readonly header: HeaderParts;
  /** The spans of the trace as they were read, and whether each turned out to wrap another model call. */
  readonly spans: readonly (PlacedSpan & { readonly wraps: boolean })[];
  readonly records: readonly StoredRecord[];
  readonly summary: TraceSummary;
  readonly steps: readonly TrajectoryStep[];
  readonly notes: readonly TrajectoryNote[];
};

type Cell = string | number | null;

/** A text, or its UTF-8 bytes where it came from another thread. */
export type Text = string | Uint8Array;

/**
 * A trace as rows, ready to be written: texts and numbers in few flat lists, so that it crosses to another thread at little cost.
 */
export type EncodedTrace = {
  readonly id: string;
  /** SHA-256 of the stored trace this one takes the place of; null when there was none. When that is so no longer, it is not written. */
  readonly replaces: string | null;
  readonly atUs: number;
  /** Cells of the trace's row from `native_id` on. */
  readonly columns: readonly Cell[];
  readonly facets: readonly Facet[];
  readonly records: readonly StoredRecord[];
  /** Cells of all span rows one after the other, beginning with `seq`: `spanCells` a row. The last cell of each row is in `spanBodies`. */
  readonly spans: readonly Cell[];
  readonly spanBodies: readonly Text[];
  /** JSON and search text of each content; an empty text is not searched. */
  readonly contents: readonly Text[];
  readonly searchTexts: readonly Text[];
  readonly messages: number;
  /** Cells of the body's row from `summary` on. */
  readonly body: readonly (Text | null)[];
};

export const spanCells = 14;

/** Traces with fewer spans are assembled faster than their steps are read. */
export const storedStepsFrom = 500;

export function encodeTrace({ trace, header, spans, records, summary, steps, notes }: TraceToWrite, replaces: string | null): EncodedTrace {
  if (spans.length >= mostRows) throw new UserError('trace-too-large', `The trace ${trace.nativeId} has ${spans.length} spans; Casebook reads up to ${mostRows}.`, 'Split the export.');
  const recordAt = new Map(records.map(({ file, offset }, n) => [`${file}\0${offset}`, n]));
  const encoder = createSpanEncoder();
  const cells: Cell[] = [];
  const spanBodies = Array.from({ length: spans.length }, () => '');
  let last: Trace['spans'][number]['place'] = null;
  let record = -1;
  for (const placed of spans) {
    const { place } = placed.span;
    // Spans of one record share its place.
    if (place !== last) record = place === null ? -1 : (recordAt.get(`${place.file}\0${place.offset}`) ?? -1);
    last = place;
    addSpanCells(cells, placed, placed.wraps, record);
  }
  // Tools come last: what a short result says is looked for once, in the messages where they repeat it.
  for (const ofTools of [false, true]) {
    spans.forEach((placed, at) => {
      if ((placed.span.tool !== null) === ofTools) spanBodies[at] = encoder.body(placed);
    });
  }
  const isLarge = spans.length >= storedStepsFrom;
  return {
    id: trace.id, replaces, atUs: atUsOf(summary),
    columns: [
      trace.nativeId, trace.format, trace.sha256, atUsOf(summary), summary.startUs, summary.latencyMs, summary.costUsd, summary.failing,
      summary.userId ?? summary.facts.user ?? null, summary.facts.role ?? null, summary.facts.useCase ?? null, summary.sessionId,
    ],
    facets: facetsOf(summary, trace.header), records, spans: cells, spanBodies,
    contents: encoder.contents, searchTexts: encoder.searchTexts, messages: encoder.messages(),
    body: [encodeSummary(summary), encodeHeader(header, encoder.shapes), isLarge ? packSteps(steps) : null, isLarge ? JSON.stringify(notes) : null],
  };
}
