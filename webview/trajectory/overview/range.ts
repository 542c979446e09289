import { computed, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { Axis, Place } from './axis.ts';

/** The part of the trace that the rows are limited to, in units of the axis. */
export type Range = { readonly from: number; readonly to: number };
export type RangeModel = ReturnType<typeof createRange>;

/** However far one zooms in, something is left to see: a thousandth of the whole, or one step. */
function leastOf(axis: Axis): number {
  return axis.kind === 'order' ? Math.min(1, axis.length) : axis.length / 1000;
}

const mostKept = 50;

export function createRange(axis: ReadonlySignal<Axis>) {
  const chosen = signal<Range | null>(null);
  /** Null: the whole trace. */
  const range = computed((): Range | null => {
    const now = chosen.value;
    return now === null || (now.from <= 0 && now.to >= axis.value.length) ? null : now;
  });
  /** What was chosen before, the latest last; null: the whole trace. */
  let before: (Range | null)[] = [];
  const whole = (): Range => range.peek() ?? { from: 0, to: axis.peek().length };

  /** In any order, and beyond the ends: what is meant is what there is. */
  function set(one: number, other: number): void {
    const { length } = axis.peek();
    const least = leastOf(axis.peek());
    const from = Math.max(0, Math.min(one, other, length - least));
    chosen.value = { from, to: Math.max(from + least, Math.min(length, Math.max(one, other))) };
  }

  /** Keeps its length, and stays within the trace. */
  function moveTo(from: number): void {
    const now = whole();
    const start = Math.max(0, Math.min(from, axis.peek().length - (now.to - now.from)));
    set(start, start + now.to - now.from);
  }

  return {
    range, set, moveTo,
    least: computed(() => leastOf(axis.value)),
    clear(): void {
      before = [];
      chosen.value = null;
    },
    /** What is chosen from here on can be taken back. */
    keep(): void {
      before = [...before.slice(1 - mostKept), range.peek()];
    },
    /** To what was kept last, else to the whole trace. */
    back(): void {
      chosen.value = before.pop() ?? null;
    },
    /** As a share of its length; a negative one moves it earlier. */
    moveBy(share: number): void {
      const now = whole();
      moveTo(now.from + (now.to - now.from) * share);
    },
    /** About its middle, or about `centre`. Below 1 it shows less. */
    zoomBy(factor: number, centre?: number): void {
      const now = whole();
      const about = Math.max(now.from, Math.min(now.to, centre ?? (now.from + now.to) / 2));
      set(about - (about - now.from) * factor, about + (now.to - about) * factor);
    },
    /** Goes where a step is, if it is not there already. */
    include(place: Place): void {
      const now = range.peek();
      if (now === null || overlaps(place, now)) return;
      moveTo((place.from + place.to) / 2 - (now.to - now.from) / 2);
    },
  };
}

/** A moment on the edge is in it. */
export function overlaps(place: Place, range: Range): boolean {
  return place.from < range.to && (place.to > range.from || (place.to === place.from && place.from >= range.from));
}
