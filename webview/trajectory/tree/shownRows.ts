import type { Axis } from '../overview/axis.ts';
import { overlaps } from '../overview/range.ts';
import type { Range } from '../overview/range.ts';
import type { AllRows } from './allRows.ts';
import { rowHeights } from './rows.ts';
import type { Row } from './rows.ts';

/** The rows one can scroll to. `tops`: where each begins, in pixels, and at last where all end. */
export type ShownRows = { readonly rows: readonly Row[]; readonly indexOf: ReadonlyMap<number, number>; readonly tops: Float64Array };

export type Folds = {
  readonly folded: ReadonlySet<number>;
  /** Rows that are folded until someone opens them. */
  readonly opened: ReadonlySet<number>;
};

export function shownRows(all: AllRows, { folded, opened }: Folds, kept: Uint8Array | null): ShownRows {
  const rows: Row[] = [];
  for (let index = 0; index < all.rows.length;) {
    const row = all.rows[index]!;
    const isOpenedRest = row.type === 'rounds' && opened.has(row.key);
    const isFolded = row.foldable && (row.type === 'rounds' ? !isOpenedRest : folded.has(row.key));
    if (!isOpenedRest && (kept === null || kept[index] === 1)) rows.push(isFolded ? all.foldedRow(index) : row);
    index = isFolded ? all.ends[index]! : index + 1;
  }
  const tops = new Float64Array(rows.length + 1);
  const indexOf = new Map<number, number>();
  for (const [index, row] of rows.entries()) {
    tops[index + 1] = tops[index]! + rowHeights[row.type];
    indexOf.set(row.key, index);
  }
  return { rows, indexOf, tops };
}

/** Where each row is on the axis, once for every range that is tried; not a number for what has no place. */
export type RowPlaces = { readonly from: Float64Array; readonly to: Float64Array };

export function rowPlaces(all: AllRows, axis: Axis): RowPlaces {
  const from = new Float64Array(all.rows.length).fill(Number.NaN);
  const to = from.slice();
  for (const [index, row] of all.rows.entries()) {
    const place = row.type === 'step' ? axis.placeOf(row.step) : row.type === 'idle' ? row.idle.place : null;
    if (!place) continue;
    from[index] = place.from;
    to[index] = place.to;
  }
  return { from, to };
}

/** `kept`: 1 for rows in the range, and for those they stand under. `from`, `to`: the least and greatest number of the steps in it but for those that stand under nothing; null where there are none. */
export function keptIn(all: AllRows, places: RowPlaces, range: Range): { readonly kept: Uint8Array; readonly numbers: { readonly from: number; readonly to: number } | null } {
  const kept = new Uint8Array(all.rows.length);
  let from = Infinity;
  let to = -Infinity;
  for (let index = all.rows.length - 1; index >= 0; index--) {
    const above = all.above[index]!;
    if (overlaps({ from: places.from[index]!, to: places.to[index]! }, range)) {
      kept[index] = 1;
      const { key } = all.rows[index]!;
      if (key > 0 && above >= 0) {
        from = Math.min(from, key);
        to = Math.max(to, key);
      }
    }
    if (kept[index] === 1 && above >= 0) kept[above] = 1;
  }
  return { kept, numbers: from > to ? null : { from, to } };
}

/** The keys that must be unfolded so that a row is shown, nearest first. Empty for a row that there is not. */
export function keysAbove(all: AllRows, key: number): readonly number[] {
  const keys: number[] = [];
  for (let index = all.above[all.indexOf.get(key) ?? -1] ?? -1; index >= 0; index = all.above[index] ?? -1) keys.push(all.rows[index]!.key);
  return keys;
}
