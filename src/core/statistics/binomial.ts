import { regularizedBeta } from './beta.ts';
import { logGamma } from './gamma.ts';

/** P(X <= successes) for X successes of `n` tries at `rate`. */
export function binomialCdf(successes: number, n: number, rate: number): number {
  if (successes < 0) return 0;
  return successes >= n ? 1 : regularizedBeta(1 - rate, n - successes, successes + 1);
}

/** ln of the number of ways to choose k of n. */
export const logChoose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
