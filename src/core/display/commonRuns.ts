/** Stretches that two lists share, in order: `length` items from `before` of the one and from `after` of the other. */
export type CommonRun = { readonly before: number; readonly after: number; readonly length: number };

/** Cells of the table that a stretch without landmarks may cost: some 10 ms. */
const mostCells = 1_000_000;

/**
 * What stays the same between two lists of numbers, each standing for one item. Items that stand once in both are landmarks; what lies
 * between two landmarks is compared in full, unless it is too much: then it counts as replaced, and `coarse` is true.
 */
export function commonRuns(before: Int32Array, after: Int32Array): { readonly runs: readonly CommonRun[]; readonly coarse: boolean } {
  const pairs: [number, number][] = [];
  let coarse = false;
  const open: [number, number, number, number][] = [[0, before.length, 0, after.length]];

  for (let next = open.pop(); next; next = open.pop()) {
    let [a, aEnd, b, bEnd] = next;
    while (a < aEnd && b < bEnd && before[a] === after[b]) pairs.push([a++, b++]);
    while (a < aEnd && b < bEnd && before[aEnd - 1] === after[bEnd - 1]) pairs.push([--aEnd, --bEnd]);
    if (a === aEnd || b === bEnd) continue;
    const landmarks = landmarksOf(before, a, aEnd, after, b, bEnd);
    if (landmarks.length > 0) {
      for (const [atBefore, atAfter] of landmarks) {
        open.push([a, atBefore, b, atAfter]);
        [a, b] = [atBefore, atAfter];
      }
      open.push([a, aEnd, b, bEnd]);
    } else if ((aEnd - a) * (bEnd - b) <= mostCells) pairs.push(...longest(before, a, aEnd, after, b, bEnd));
    else coarse = true;
  }
  return { runs: asRuns(pairs.sort(([first], [second]) => first - second)), coarse };
}

function asRuns(pairs: readonly (readonly [number, number])[]): readonly CommonRun[] {
  const runs: CommonRun[] = [];
  for (const [before, after] of pairs) {
    const last = runs.at(-1);
    if (last && last.before + last.length === before && last.after + last.length === after) runs[runs.length - 1] = { ...last, length: last.length + 1 };
    else runs.push({ before, after, length: 1 });
  }
  return runs;
}

/** Items that stand once on each side, as many as keep their order on both. */
function landmarksOf(before: Int32Array, a: number, aEnd: number, after: Int32Array, b: number, bEnd: number): readonly (readonly [number, number])[] {
  const once = (items: Int32Array, from: number, to: number) => {
    const place = new Map<number, number>();
    for (let at = from; at < to; at++) place.set(items[at]!, place.has(items[at]!) ? -1 : at);
    return place;
  };
  const inAfter = once(after, b, bEnd);
  const both = [...once(before, a, aEnd)].flatMap(([item, at]) => {
    const other = inAfter.get(item) ?? -1;
    return at < 0 || other < 0 ? [] : [[at, other] as const];
  });
  // The longest run of pairs that rise on the other side too, by patience sorting.
  const tops: number[] = [];
  const below: number[] = [];
  both.forEach(([, other], index) => {
    let low = 0;
    for (let high = tops.length; low < high;) {
      const middle = (low + high) >> 1;
      if (both[tops[middle]!]![1] < other) low = middle + 1;
      else high = middle;
    }
    below.push(low === 0 ? -1 : tops[low - 1]!);
    tops[low] = index;
  });
  const rising: (readonly [number, number])[] = [];
  for (let index = tops.at(-1) ?? -1; index >= 0; index = below[index]!) rising.push(both[index]!);
  return rising.reverse();
}

/** The longest common subsequence, by the table. */
function longest(before: Int32Array, a: number, aEnd: number, after: Int32Array, b: number, bEnd: number): readonly [number, number][] {
  const rows = aEnd - a;
  const columns = bEnd - b;
  const width = columns + 1;
  const lengths = new Uint32Array((rows + 1) * width);
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      lengths[row * width + column] = before[a + row] === after[b + column]
        ? lengths[(row + 1) * width + column + 1]! + 1
        : Math.max(lengths[(row + 1) * width + column]!, lengths[row * width + column + 1]!);
    }
  }
  const pairs: [number, number][] = [];
  for (let row = 0, column = 0; row < rows && column < columns;) {
    if (before[a + row] === after[b + column]) pairs.push([a + row++, b + column++]);
    else if (lengths[(row + 1) * width + column]! >= lengths[row * width + column + 1]!) row++;
    else column++;
  }
  return pairs;
}
