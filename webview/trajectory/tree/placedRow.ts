import type { Navigation } from '../navigation.ts';
import type { Row } from './rows.ts';

/** `top` in pixels from the first row, `index` from 0, `columns` that are drawn. `tabStop`: the one row that Tab goes to; `chosen`: its step is the one that is read. */
export type RowPlace = { readonly top: number; readonly index: number; readonly focused: boolean; readonly tabStop: boolean; readonly chosen: boolean; readonly columns: number };

/** What every row of the tree that is no step has in common: where it is, its focus, its folds. */
export function placedRow(row: Row, place: RowPlace, navigation: Navigation, kind: string) {
  const stops = row.type !== 'idle' || navigation.isStretchable(row);
  return {
    class: place.focused ? `treeRow ${kind} focused` : `treeRow ${kind}`,
    role: 'row' as const,
    'aria-level': row.depth + 1,
    'aria-rowindex': place.index + 2,
    'aria-expanded': row.foldable ? !row.folded : undefined,
    'aria-selected': stops ? place.focused : undefined,
    tabIndex: stops ? (place.tabStop ? 0 : -1) : undefined,
    onClick: () => stops && navigation.setCursor(row.key),
    onFocus: () => stops && navigation.cursor.peek() !== row.key && navigation.setCursor(row.key),
    onDblClick: () => row.foldable && navigation.setFolded([row.key], !row.folded),
  };
}
