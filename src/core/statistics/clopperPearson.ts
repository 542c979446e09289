import { betaQuantile } from './beta.ts';
import type { Interval } from './interval.ts';

/** The exact interval of a proportion (Clopper and Pearson 1934): never too narrow, usually wider than need be. Null where n is 0. */
export function clopperPearson(successes: number, n: number, confidence = 0.95): Interval | null {
  if (n <= 0) return null;
  const tail = (1 - confidence) / 2;
  return {
    low: successes === 0 ? 0 : betaQuantile(tail, successes, n - successes + 1),
    high: successes === n ? 1 : betaQuantile(1 - tail, successes + 1, n - successes),
  };
}
