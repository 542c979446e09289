import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import { isMoment } from './axis.ts';
import type { Axis, Place } from './axis.ts';

/** A stretch in which nothing ran. In units of the axis. */
export type Gap = { readonly from: number; readonly to: number };

const second = 1_000_000;
/** Longer ones are folded wherever they stand. */
export const longUs = 60 * second;

/** Shorter waits are how every program runs; they are told from a second up that is a twentieth of the whole, and from a minute up always. */
export function isLongEnough(us: number, wholeUs: number): boolean {
  return us > longUs || (us >= second && us >= wholeUs / 20);
}

/** An agent waits for what is below it: its own length says nothing of whether anything ran. */
export function onlyContains(step: TrajectoryStep): boolean {
  return (step.kind === 'agent' || step.kind === 'other') && step.children > 0;
}

/** `gaps`: those worth folding, in order; `share`: of the whole that nothing ran, short waits included; `certain`: false where steps have no length recorded, so that some ran then. */
export type Waits = { readonly gaps: readonly Gap[]; readonly share: number; readonly certain: boolean };
const noWaits: Waits = { gaps: [], share: 0, certain: true };

export function waitsOf(steps: readonly TrajectoryStep[], axis: Axis): Waits {
  if (axis.kind === 'order') return noWaits;
  const places: Place[] = [];
  let certain = true;
  let isSorted = true;
  for (const step of steps) {
    const place = onlyContains(step) ? null : axis.placeOf(step);
    if (!place) continue;
    isSorted &&= places.length === 0 || place.from >= places.at(-1)!.from;
    certain &&= !isMoment(place);
    places.push(place);
  }
  if (places.length === 0) return noWaits;
  if (!isSorted) places.sort((a, b) => a.from - b.from);
  places.push({ from: axis.length, to: axis.length });
  const gaps: Gap[] = [];
  let idle = 0;
  let until = 0;
  for (const { from, to } of places) {
    if (from > until) {
      idle += from - until;
      if (isLongEnough(from - until, axis.length)) gaps.push({ from: until, to: from });
    }
    until = Math.max(until, to);
  }
  return { gaps, share: idle / axis.length, certain };
}
