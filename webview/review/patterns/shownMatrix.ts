import type { MatrixCell, MatrixHead, TransitionMatrix } from '../../../src/core/model/patterns.ts';

/** So many rows and columns can be taken in; the table has the rest. */
const most = { rows: 16, columns: 10 } as const;

/** The most frequent steps, in the order of runs; places are those in what is shown. */
export type ShownMatrix = {
  readonly rows: readonly MatrixHead[];
  readonly columns: readonly MatrixHead[];
  readonly cells: readonly MatrixCell[];
  readonly greatest: number;
  /** Failures in cells that are not shown. */
  readonly left: number;
  at(row: number, column: number): MatrixCell | undefined;
};

export function shownMatrix(whole: TransitionMatrix | undefined): ShownMatrix {
  const [rows, columns] = [mostFrequent(whole?.rows ?? [], most.rows), mostFrequent(whole?.columns ?? [], most.columns)];
  const cells: MatrixCell[] = [];
  let left = 0;
  for (const each of whole?.cells ?? []) {
    const [row, column] = [rows.indexOf(whole!.rows[each.row]!), columns.indexOf(whole!.columns[each.column]!)];
    if (row < 0 || column < 0) left += each.traces.length;
    else cells.push({ row, column, traces: each.traces });
  }
  const byPlace = new Map(cells.map((each) => [`${each.row} ${each.column}`, each]));
  return { rows, columns, cells, left, greatest: Math.max(0, ...cells.map(({ traces }) => traces.length)), at: (row, column) => byPlace.get(`${row} ${column}`) };
}

function mostFrequent(heads: readonly MatrixHead[], take: number): readonly MatrixHead[] {
  if (heads.length <= take) return heads;
  const least = heads.map(({ count }) => count).sort((a, b) => b - a)[take - 1]!;
  const above = heads.filter(({ count }) => count > least).length;
  let room = take - above;
  return heads.filter(({ count }) => count > least || (count === least && room-- > 0));
}
