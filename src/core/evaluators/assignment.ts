/**
 * The best way to give each row at most one column, where "best" is decided by the first number that differs: the weight of a
 * pairing is a list of whole numbers, summed over all pairs and compared from the left. So the number of pairs can come first and
 * quality and order only break ties, without one swallowing the other.
 */
export type Weight = readonly number[];

const plus = (a: Weight, b: Weight): Weight => a.map((each, index) => each + (b[index] ?? 0));
const minus = (a: Weight, b: Weight): Weight => a.map((each, index) => each - (b[index] ?? 0));

function isLess(a: Weight, b: Weight): boolean {
  for (const [index, each] of a.entries()) {
    const other = b[index] ?? 0;
    if (each !== other) return each < other;
  }
  return false;
}

/**
 * Column of each row, or -1. `weightOf` gives the weight of a pair, or undefined when the two may not be paired; all weights have
 * `length` numbers, none negative. Shortest augmenting paths (the Hungarian method), rows² × columns steps.
 */
export function bestAssignment(rows: number, columns: number, length: number, weightOf: (row: number, column: number) => Weight | undefined): readonly number[] {
  const zero: Weight = Array.from({ length }, () => 0);
  const usable = Array.from({ length: columns }, (_, column) => column).filter((column) => Array.from({ length: rows }, (_, row) => row).some((row) => weightOf(row, column) !== undefined));
  // Each row has a column of its own that stands for "unpaired" and costs nothing.
  const width = usable.length + rows;
  const cost = (row: number, column: number): Weight | undefined => {
    if (column >= usable.length) return column - usable.length === row ? zero : undefined;
    const weight = weightOf(row, usable[column] ?? -1);
    return weight && minus(zero, weight);
  };

  const rowPotential: Weight[] = Array.from({ length: rows }, () => zero);
  const columnPotential: Weight[] = Array.from({ length: width }, () => zero);
  const rowOf = Array.from({ length: width }, () => -1);
  for (let start = 0; start < rows; start++) {
    const least: (Weight | undefined)[] = Array.from({ length: width }, () => undefined);
    const cameFrom = Array.from({ length: width }, () => -1);
    const visited = Array.from({ length: width }, () => false);
    let row = start;
    let column = -1;
    for (;;) {
      const base = rowPotential[row] ?? zero;
      let next = -1;
      for (let each = 0; each < width; each++) {
        if (visited[each]) continue;
        const edge = cost(row, each);
        if (edge) {
          const reduced = minus(minus(edge, base), columnPotential[each] ?? zero);
          const known = least[each];
          if (!known || isLess(reduced, known)) {
            least[each] = reduced;
            cameFrom[each] = column;
          }
        }
        const candidate = least[each];
        const best = next < 0 ? undefined : least[next];
        if (candidate && (!best || isLess(candidate, best))) next = each;
      }
      const step = least[next] ?? zero;
      rowPotential[start] = plus(rowPotential[start] ?? zero, step);
      for (let each = 0; each < width; each++) {
        const known = least[each];
        if (visited[each]) {
          const owner = rowOf[each] ?? -1;
          rowPotential[owner] = plus(rowPotential[owner] ?? zero, step);
          columnPotential[each] = minus(columnPotential[each] ?? zero, step);
        } else if (known) {
          least[each] = minus(known, step);
        }
      }
      visited[next] = true;
      column = next;
      const owner = rowOf[next] ?? -1;
      if (owner < 0) break;
      row = owner;
    }
    while (column >= 0) {
      const previous = cameFrom[column] ?? -1;
      rowOf[column] = previous < 0 ? start : (rowOf[previous] ?? -1);
      column = previous;
    }
  }
  const columnOf = Array.from({ length: rows }, () => -1);
  for (const [column, row] of rowOf.entries()) if (row >= 0 && column < usable.length) columnOf[row] = usable[column] ?? -1;
  return columnOf;
}
