import type { Navigation } from '../navigation.ts';

/** Keys as in VS Code's own trees. True when the key was one of them. */
export function onTreeKey(event: KeyboardEvent, navigation: Navigation, pageSize: number): boolean {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
  const index = navigation.cursorIndex.value;
  const { rows, indexOf } = navigation.rows.value;
  const row = rows[index];
  const opens = row !== undefined && (row.foldable || navigation.isStretchable(row));
  const isFolded = row !== undefined && (row.foldable ? row.folded : !navigation.opened.value.has(row.key));
  const moves: Readonly<Record<string, () => void>> = {
    ArrowDown: () => navigation.move(1),
    ArrowUp: () => navigation.move(-1),
    PageDown: () => navigation.move(pageSize),
    PageUp: () => navigation.move(-pageSize),
    Home: () => navigation.moveTo(0, 1),
    End: () => navigation.moveTo(rows.length - 1, -1),
    ArrowRight() {
      if (!row || !opens) return;
      if (isFolded) navigation.setFolded([row.key], false);
      else navigation.move(1);
    },
    ArrowLeft() {
      if (row && opens && !isFolded) navigation.setFolded([row.key], true);
      else if (row?.parent !== null && row?.parent !== undefined) navigation.moveTo(indexOf.get(row.parent) ?? index, -1);
    },
    ' ': () => row && opens && navigation.setFolded([row.key], !isFolded),
  };
  // Enter goes to the details of a step; what is no step has none, and opens.
  if (event.key === 'Enter' && row && row.type !== 'step' && opens) navigation.setFolded([row.key], !isFolded);
  else if (!moves[event.key]) return false;
  event.preventDefault();
  moves[event.key]?.();
  return true;
}
