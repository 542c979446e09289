import type { SpanKind } from '../../../src/core/model/span.ts';
import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import { isHidden } from '../tree/hidden.ts';
import type { Axis } from './axis.ts';
import { onlyContains } from './gaps.ts';
import type { Gap } from './gaps.ts';

/** What a column of pixels shows of one kind of step. */
export const cell = { nothing: 0, ran: 1, failed: 2 } as const;
/** One kind of step over the whole trace, a cell a column. */
export type CellLane = { readonly kind: SpanKind; readonly cells: Uint8Array };
/** `failures`: 1 where a failed step begins, as it would be lost among others. `waits`: first and last column of each stretch in which nothing ran. */
export type Cells = { readonly lanes: readonly CellLane[]; readonly failures: Uint8Array; readonly waits: readonly (readonly [number, number])[] };

const order: readonly SpanKind[] = ['agent', 'llm', 'tool', 'retrieval', 'guardrail', 'other'];

const leastFrame = 6;

/** The whole trace in `columns` columns. Time grows with steps and columns, not with their product. `least`: columns that even a moment takes; `gaps`: where nothing ran, in order. */
export function cellsOf(steps: readonly TrajectoryStep[], axis: Axis, columns: number, least = 1, gaps: readonly Gap[] = []): Cells {
  const changes = new Map<SpanKind, { readonly ran: Int32Array; readonly failed: Int32Array }>();
  const failures = new Uint8Array(columns);
  for (const step of steps) {
    const place = isHidden(step) ? null : axis.placeOf(step);
    if (!place) continue;
    const from = Math.min(columns - least, Math.floor((place.from / axis.length) * columns));
    const to = Math.max(from + least, Math.min(columns, Math.round((place.to / axis.length) * columns)));
    if (step.failed) failures[Math.min(columns - 1, (from + to) >> 1)] = 1;
    // Agents have a lane of their own; what else only contains others would hide them.
    if (step.kind === 'other' && onlyContains(step)) continue;
    let lane = changes.get(step.kind);
    if (!lane) changes.set(step.kind, (lane = { ran: new Int32Array(columns + 1), failed: new Int32Array(columns + 1) }));
    // Agents fail because something in them does: their whole length in red would point nowhere.
    const into = step.failed && step.kind !== 'agent' ? lane.failed : lane.ran;
    into[from]!++;
    into[to]!--;
  }
  const lanes = order.flatMap((kind): CellLane[] => {
    const lane = changes.get(kind);
    if (!lane) return [];
    const cells = new Uint8Array(columns);
    let ran = 0;
    let failed = 0;
    for (let column = 0; column < columns; column++) {
      ran += lane.ran[column]!;
      failed += lane.failed[column]!;
      cells[column] = failed > 0 ? cell.failed : ran > 0 ? cell.ran : cell.nothing;
    }
    return [{ kind, cells }];
  });
  const columnAt = (value: number) => Math.round((value / axis.length) * columns);
  // A frame that is all corners would look like something that ran.
  const waits = gaps.map((gap) => [columnAt(gap.from), columnAt(gap.to) - 1] as const).filter(([from, to]) => to - from >= leastFrame);
  return { lanes, failures, waits };
}
