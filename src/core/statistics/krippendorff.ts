export type Scale = 'nominal' | 'ordinal' | 'interval';
/** The ratings of one item, in any order; null is a gap. */
export type Unit = readonly (number | null)[];

/** How far two ratings lie apart, squared. `before[i]` is how many ratings stand below value i, `counts[i]` how many at it. */
function distance(scale: Scale, values: readonly number[], counts: readonly number[], i: number, j: number): number {
  if (i === j) return 0;
  if (scale === 'nominal') return 1;
  if (scale === 'interval') return ((values[i] ?? 0) - (values[j] ?? 0)) ** 2;
  const [low, high] = i < j ? [i, j] : [j, i];
  const between = counts.slice(low, high + 1).reduce((total, count) => total + count, 0);
  return (between - ((counts[low] ?? 0) + (counts[high] ?? 0)) / 2) ** 2;
}

/**
 * Krippendorff's alpha for any number of raters, with gaps (Krippendorff 2011): 1 for full agreement, 0 for what chance gives. Items with
 * fewer than two ratings tell nothing. Null where none is left, or all ratings are the same value, which leaves nothing to agree on.
 */
export function krippendorffAlpha(units: readonly Unit[], scale: Scale = 'nominal'): number | null {
  const rated = units.map((unit) => unit.filter((rating): rating is number => rating !== null)).filter((unit) => unit.length > 1);
  const values = [...new Set(rated.flat())].sort((a, b) => a - b);
  const position = new Map(values.map((value, index) => [value, index]));
  const counts = values.map(() => 0);
  const inUnits = rated.map((unit) => {
    const within = values.map(() => 0);
    for (const rating of unit) {
      const at = position.get(rating) ?? 0;
      within[at] = (within[at] ?? 0) + 1;
      counts[at] = (counts[at] ?? 0) + 1;
    }
    return { size: unit.length, within };
  });
  const total = counts.reduce((all, count) => all + count, 0);
  let observed = 0;
  let expected = 0;
  for (let i = 0; i < values.length; i++) {
    for (let j = 0; j < values.length; j++) {
      const apart = distance(scale, values, counts, i, j);
      if (apart === 0) continue;
      for (const { size, within } of inUnits) observed += (apart * (within[i] ?? 0) * (within[j] ?? 0)) / (size - 1);
      expected += (apart * (counts[i] ?? 0) * (counts[j] ?? 0)) / (total - 1);
    }
  }
  return expected === 0 ? null : 1 - observed / expected;
}
