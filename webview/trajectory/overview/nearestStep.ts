import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import { isHidden } from '../tree/hidden.ts';
import type { Axis } from './axis.ts';

/** The number of the step that is meant by a point of the axis: the shortest that ran then, give or take `slack`; else the one that begins nearest. */
export function nearestStep(steps: readonly TrajectoryStep[], axis: Axis, value: number, slack: number): number | undefined {
  let best: { n: number; length: number } | undefined;
  let near: { n: number; distance: number } | undefined;
  for (const step of steps) {
    const place = isHidden(step) ? null : axis.placeOf(step);
    if (!place) continue;
    const distance = Math.abs(place.from - value);
    if (!near || distance < near.distance) near = { n: step.n, distance };
    // A failed step is what one aims at among its neighbours.
    const length = step.failed ? 0 : place.to - place.from;
    if (value >= place.from - slack && value <= place.to + slack && (!best || length < best.length)) best = { n: step.n, length };
  }
  return best?.n ?? near?.n;
}
