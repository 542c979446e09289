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

/** 1 for rows in the range, and for those they stand under. */
export function keptIn(all: AllRows, axis: Axis, range: Range): Uint8Array {
  const kept = new Uint8Array(all.rows.length);
  for (let index = all.rows.length - 1; index >= 0; index--) {
    const row = all.rows[index]!;
    const place = row.type === 'step' ? axis.placeOf(row.step) : row.type === 'idle' ? row.idle.place : null;
    if (place && overlaps(place, range)) kept[index] = 1;
    const above = all.above[index]!;
    if (kept[index] === 1 && above >= 0) kept[above] = 1;
  }
  return kept;
}

/** The keys that must be unfolded so that a row is shown, nearest first. Empty for a row that there is not. */
export function keysAbove(all: AllRows, key: number): readonly number[] {
  const keys: number[] = [];
  for (let index = all.above[all.indexOf.get(key) ?? -1] ?? -1; index >= 0; index = all.above[index] ?? -1) keys.push(all.rows[index]!.key);
  return keys;
}
