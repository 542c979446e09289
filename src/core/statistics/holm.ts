/** p values as they count when several are looked at for one decision, in the order given (Holm 1979; METRICS 11). */
export function holm(values: readonly number[]): readonly number[] {
  let least = 0;
  return values
    .map((p, index) => ({ p, index }))
    .sort((a, b) => a.p - b.p)
    .map(({ p, index }, rank) => {
      least = Math.max(least, Math.min(1, (values.length - rank) * p));
      return { index, p: least };
    })
    .sort((a, b) => a.index - b.index)
    .map(({ p }) => p);
}
