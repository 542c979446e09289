import type { Repeat } from '../../../src/core/model/insights.ts';
import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import type { Axis } from '../overview/axis.ts';
import { isLongEnough } from '../overview/gaps.ts';
import type { Idle } from './rows.ts';
import type { VisibleTree } from './visibleTree.ts';

/** Where nothing ran between two steps under one parent, by the later one's number. What is hidden ran all the same. */
export function idleBefore(all: readonly TrajectoryStep[], tree: VisibleTree, axis: Axis, repeats: readonly Repeat[]): ReadonlyMap<number, Idle> {
  const found = new Map<number, Idle>();
  if (axis.kind === 'order') return found;
  const byNumber = new Map(tree.steps.map((step) => [step.n, step]));
  const retried = new Set(repeats.flatMap((repeat) => (repeat.kind === 'retry' ? repeat.steps.slice(1) : [])));
  const hiddenParents = new Map(tree.hidden.map(({ step, parent }) => [step.n, parent]));
  const until = new Map<number | null, number>();
  const places = all.flatMap((step) => {
    const place = axis.placeOf(step);
    return place ? [{ step, place }] : [];
  });
  for (const { step, place } of places.sort((a, b) => a.place.from - b.place.from)) {
    const shown = tree.parents.get(step.n);
    const parent = shown === undefined ? (hiddenParents.get(step.n) ?? null) : shown;
    const before = until.get(parent);
    const above = parent === null ? undefined : byNumber.get(parent);
    // What a model or a tool does between those below it is its own work.
    const waits = above === undefined || above.kind === 'agent' || above.kind === 'other';
    if (shown !== undefined && before !== undefined && waits && isLongEnough(place.from - before, axis.length)) {
      found.set(step.n, { place: { from: before, to: place.from }, us: place.from - before, cause: retried.has(step.n) ? 'backoff' : null });
    }
    until.set(parent, Math.max(before ?? 0, place.to));
  }
  return found;
}
