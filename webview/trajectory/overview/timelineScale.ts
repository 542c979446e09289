import type { AllRows } from '../tree/allRows.ts';
import type { Axis } from './axis.ts';
import { longUs } from './gaps.ts';
import type { Gap } from './gaps.ts';
import type { Range } from './range.ts';
import { scaleOf } from './scale.ts';
import type { Scale } from './scale.ts';

/** The waits that the timeline folds: the long ones, or all where someone asked for it, but not those that were stretched by their row. */
export function foldedGaps(gaps: readonly Gap[], all: AllRows, opened: ReadonlySet<number>, compress: boolean): readonly Gap[] {
  const stretched = all.rows.length === 0 ? [] : [...opened].flatMap((key) => {
    const row = all.rows[all.indexOf.get(key) ?? -1];
    return row?.type === 'idle' ? [row.idle.place] : [];
  });
  return gaps.filter((gap) => (compress || gap.to - gap.from > longUs) && !stretched.some((place) => place.from < gap.to && gap.from < place.to));
}

export function timelineScale(axis: Axis, range: Range | null, folds: readonly Gap[]): Scale {
  return scaleOf(range?.from ?? 0, range?.to ?? axis.length, folds);
}
