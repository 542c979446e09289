import { upperGamma } from './gamma.ts';

/** P(X > statistic) with that many degrees of freedom. */
export const chiSquareUpperTail = (statistic: number, freedom: number): number => upperGamma(freedom / 2, statistic / 2);

/**
 * Whether several rates may be one and the same, such as those of seven days (Pearson 1900; METRICS 13). `dispersion` is the statistic
 * per degree of freedom. Null below two groups, or where all or none succeeded.
 */
export function equalRates(groups: readonly { readonly successes: number; readonly n: number }[]): { readonly statistic: number; readonly p: number; readonly dispersion: number } | null {
  const filled = groups.filter(({ n }) => n > 0);
  const rate = filled.reduce((sum, { successes }) => sum + successes, 0) / filled.reduce((sum, { n }) => sum + n, 0);
  if (filled.length < 2 || !(rate > 0 && rate < 1)) return null;
  const statistic = filled.reduce((sum, { successes, n }) => sum + (successes - n * rate) ** 2 / (n * rate * (1 - rate)), 0);
  const freedom = filled.length - 1;
  return { statistic, p: chiSquareUpperTail(statistic, freedom), dispersion: statistic / freedom };
}
