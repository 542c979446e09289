import type { Insights } from '../../../src/core/model/insights.ts';
import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import { isMoment } from '../overview/axis.ts';
import type { Axis } from '../overview/axis.ts';
import { isLongEnough, longUs } from '../overview/gaps.ts';
import type { Idle } from './rows.ts';
import type { VisibleTree } from './visibleTree.ts';

/** A log knows of a model's turn when it is done. */
const answered = 'until the model answered';

/** Where nothing ran between two steps under one parent, or between its beginning and the first, by the later one's number. What is hidden or stands below them ran all the same. `insights`: what is known of why; null: not yet. */
export function idleBefore(all: readonly TrajectoryStep[], tree: VisibleTree, axis: Axis, insights: Pick<Insights, 'repeats' | 'waits'> | null): ReadonlyMap<number, Idle> {
  const found = new Map<number, Idle>();
  if (axis.kind === 'order') return found;
  const told = new Map(insights?.waits.map(({ step, cause }) => [step, cause]));
  const retried = new Set(insights?.repeats.flatMap((repeat) => (repeat.kind === 'retry' ? repeat.steps.slice(1) : [])));
  // By number, as steps are numbered from 1; 0 stands for the top.
  const room = all.reduce((most, { n }) => Math.max(most, n), 0) + 1;
  const parents = new Int32Array(room);
  const waits = new Uint8Array(room).fill(1);
  const shown = new Uint8Array(room);
  const models = new Uint8Array(room);
  for (const { n, kind } of tree.steps) {
    parents[n] = tree.parents.get(n) ?? 0;
    // What a model or a tool does between those below it is its own work.
    waits[n] = kind === 'agent' || kind === 'other' ? 1 : 0;
    shown[n] = 1;
    models[n] = kind === 'llm' ? 1 : 0;
  }
  for (const { step, parent } of tree.hidden) parents[step.n] = parent ?? 0;

  const from = new Float64Array(room).fill(Infinity);
  const to = new Float64Array(room).fill(-Infinity);
  const ownEnds = new Uint8Array(room);
  for (let index = all.length - 1; index >= 0; index--) {
    const { n } = all[index]!;
    const own = axis.placeOf(all[index]!);
    if (own) {
      from[n] = Math.min(from[n]!, own.from);
      to[n] = Math.max(to[n]!, own.to);
      ownEnds[n] = isMoment(own) ? 0 : 1;
    }
    const parent = parents[n]!;
    from[parent] = Math.min(from[parent]!, from[n]!);
    to[parent] = Math.max(to[parent]!, to[n]!);
  }

  const until = new Float64Array(room).fill(NaN);
  const untilCertain = new Uint8Array(room);
  for (const step of tree.steps) {
    const own = waits[step.n] === 1 ? axis.placeOf(step) : null;
    if (!own || isMoment(own)) continue;
    until[step.n] = own.from;
    untilCertain[step.n] = 1;
  }
  for (const n of inTime(all, from)) {
    const parent = parents[n]!;
    const before = until[parent]!;
    const start = from[n]!;
    const certain = untilCertain[parent] === 1 && ownEnds[n] === 1;
    const us = start - before;
    if (shown[n] === 1 && waits[parent] === 1 && (certain ? isLongEnough(us, axis.length) : us > longUs)) {
      found.set(n, { place: { from: before, to: start }, us, cause: insights === null ? undefined : told.get(n) ?? (retried.has(n) ? 'backoff' : !certain && models[n] === 1 && ownEnds[n] === 0 ? answered : null), certain });
    }
    if (!(to[n]! < before)) {
      until[parent] = to[n]!;
      untilCertain[parent] = to[n] === start ? 0 : 1;
    }
  }
  return found;
}

/** Numbers of the steps that stand somewhere, by where they begin; those that begin at once in reading order. */
function inTime(all: readonly TrajectoryStep[], from: Float64Array): readonly number[] {
  const numbers: number[] = [];
  let latest = -Infinity;
  let isSorted = true;
  for (const { n } of all) {
    const start = from[n]!;
    if (start === Infinity) continue;
    isSorted &&= start >= latest;
    latest = start;
    numbers.push(n);
  }
  return isSorted ? numbers : numbers.sort((a, b) => from[a]! - from[b]!);
}
