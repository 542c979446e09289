import type { Repeat } from '../../../src/core/model/insights.ts';
import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import { isMoment } from '../overview/axis.ts';
import type { Axis, Place } from '../overview/axis.ts';
import { isLongEnough, longUs } from '../overview/gaps.ts';
import type { Idle } from './rows.ts';
import type { VisibleTree } from './visibleTree.ts';

/** Where nothing ran between two steps under one parent, by the later one's number. What is hidden or stands below them ran all the same. */
export function idleBefore(all: readonly TrajectoryStep[], tree: VisibleTree, axis: Axis, repeats: readonly Repeat[]): ReadonlyMap<number, Idle> {
  const found = new Map<number, Idle>();
  if (axis.kind === 'order') return found;
  const retried = new Set(repeats.flatMap((repeat) => (repeat.kind === 'retry' ? repeat.steps.slice(1) : [])));
  const byNumber = new Map(tree.steps.map((step) => [step.n, step]));
  const hiddenParents = new Map(tree.hidden.map(({ step, parent }) => [step.n, parent]));
  const parentOf = (n: number) => tree.parents.get(n) ?? hiddenParents.get(n) ?? null;

  const reach = new Map<number, Place>();
  for (const step of all.toReversed()) {
    const own = axis.placeOf(step);
    const below = reach.get(step.n);
    const place = own && below ? { from: Math.min(own.from, below.from), to: Math.max(own.to, below.to) } : (own ?? below);
    const parent = parentOf(step.n);
    if (!place) continue;
    reach.set(step.n, place);
    const above = parent === null ? undefined : reach.get(parent);
    if (parent !== null) reach.set(parent, above ? { from: Math.min(above.from, place.from), to: Math.max(above.to, place.to) } : place);
  }

  type Until = { readonly at: number; readonly certain: boolean };
  const until = new Map<number | null, Until>();
  const inTime = all.flatMap((step) => {
    const place = reach.get(step.n);
    return place ? [{ step, place }] : [];
  }).sort((a, b) => a.place.from - b.place.from);
  for (const { step, place } of inTime) {
    const parent = parentOf(step.n);
    const before = until.get(parent);
    const above = parent === null ? undefined : byNumber.get(parent);
    // What a model or a tool does between those below it is its own work.
    const waits = above === undefined || above.kind === 'agent' || above.kind === 'other';
    const own = axis.placeOf(step);
    const certain = before?.certain === true && own !== null && !isMoment(own);
    const us = before === undefined ? 0 : place.from - before.at;
    if (before && tree.parents.has(step.n) && waits && (certain ? isLongEnough(us, axis.length) : us > longUs)) {
      found.set(step.n, { place: { from: before.at, to: place.from }, us, cause: retried.has(step.n) ? 'backoff' : null, certain });
    }
    if (!before || place.to >= before.at) until.set(parent, { at: place.to, certain: !isMoment(place) });
  }
  return found;
}
