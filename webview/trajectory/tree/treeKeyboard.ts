import type { Navigation } from '../navigation.ts';

/** Keys as in VS Code's own trees. True when the key was one of them. */
export function onTreeKey(event: KeyboardEvent, navigation: Navigation, pageSize: number): boolean {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
  const index = navigation.cursorIndex.value;
  const { rows, indexOf } = navigation.rows.value;
  const row = rows[index];
  const moves: Readonly<Record<string, () => void>> = {
    ArrowDown: () => navigation.move(1),
    ArrowUp: () => navigation.move(-1),
    PageDown: () => navigation.move(pageSize),
    PageUp: () => navigation.move(-pageSize),
    Home: () => navigation.moveTo(0),
    End: () => navigation.moveTo(rows.length - 1),
    ArrowRight() {
      if (!row?.foldable) return;
      if (row.folded) navigation.setFolded([row.key], false);
      else navigation.move(1);
    },
    ArrowLeft() {
      if (row?.foldable === true && !row.folded) navigation.setFolded([row.key], true);
      else if (row?.parent !== null && row?.parent !== undefined) navigation.moveTo(indexOf.get(row.parent) ?? index);
    },
    ' ': () => row?.foldable === true && navigation.setFolded([row.key], !row.folded),
  };
  const move = moves[event.key];
  if (!move) return false;
  event.preventDefault();
  move();
  return true;
}
