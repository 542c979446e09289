import { formatOffset } from '../../../src/core/display/time.ts';
import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import { isHidden } from '../tree/hidden.ts';

/** From where to where a step goes. `to` is `from` where its end was not recorded. In units of the axis, counted from its beginning. */
export type Place = { readonly from: number; readonly to: number };

/** No end is recorded: it may have run before that moment, or after it. */
export function isMoment(place: Place): boolean {
  return place.from === place.to;
}

/** What runs from left to right: the clock in microseconds or, where no times were recorded, the steps in order. */
export type Axis = {
  readonly kind: 'time' | 'order';
  readonly length: number;
  /** When it begins, in microseconds since the epoch; null where there is no clock. */
  readonly startUs: number | null;
  /** Null: nothing says where the step belongs. */
  placeOf(step: TrajectoryStep): Place | null;
  /** A point of the axis in words: `+4.59 s`, `step 12`. */
  wordsOf(value: number): string;
  /** The step that stands at a place of the order; of no use where there is a clock. */
  stepAt(index: number): TrajectoryStep | undefined;
};

export function axisOf(steps: readonly TrajectoryStep[]): Axis {
  let start = Infinity;
  let end = -Infinity;
  for (const { startUs, endUs } of steps) {
    if (startUs !== null) {
      start = Math.min(start, startUs);
      end = Math.max(end, startUs, endUs ?? startUs);
    }
  }
  return end > start ? clock(start, end - start) : order(steps);
}

function clock(start: number, length: number): Axis {
  return {
    kind: 'time', length, startUs: start,
    placeOf: ({ startUs, endUs }) => (startUs === null ? null : { from: startUs - start, to: Math.max(startUs, endUs ?? startUs) - start }),
    wordsOf: (value) => formatOffset(value / 1000),
    stepAt: () => undefined,
  };
}

/** A step takes one place, and one that has others below it reaches over them. Hidden ones take none. */
function order(steps: readonly TrajectoryStep[]): Axis {
  const shown = steps.filter((step) => !isHidden(step));
  const from = new Map(shown.map((step, index) => [step.n, index]));
  const to = new Map<number, number>();
  for (const step of shown.toReversed()) {
    const end = Math.max(to.get(step.n) ?? 0, (from.get(step.n) ?? 0) + 1);
    to.set(step.n, end);
    if (step.parent !== null) to.set(step.parent, Math.max(to.get(step.parent) ?? 0, end));
  }
  return {
    kind: 'order', length: Math.max(1, shown.length), startUs: null,
    placeOf(step) {
      const at = from.get(step.n);
      return at === undefined ? null : { from: at, to: to.get(step.n) ?? at + 1 };
    },
    wordsOf: (value) => `step ${shown[Math.max(0, Math.min(shown.length - 1, Math.floor(value)))]?.n ?? 1}`,
    stepAt: (index) => shown[index],
  };
}
