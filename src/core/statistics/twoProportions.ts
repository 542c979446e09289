import { logChoose } from './binomial.ts';
import { normalUpperTail } from './normal.ts';

/** Two periods with different cases (METRICS 11). */
export type Proportion = { readonly successes: number; readonly n: number };

/** The pooled z of two proportions: positive where the first is larger. Null where either is empty, or all or none succeeded. */
export function pooledZ(a: Proportion, b: Proportion): number | null {
  const pooled = (a.successes + b.successes) / (a.n + b.n);
  if (a.n === 0 || b.n === 0 || !(pooled > 0 && pooled < 1)) return null;
  return (a.successes / a.n - b.successes / b.n) / Math.sqrt(pooled * (1 - pooled) * (1 / a.n + 1 / b.n));
}

/** The chance of a table as uneven as this or more, its margins given (Fisher 1934). Two-sided. */
export function fisherExact(a: Proportion, b: Proportion): number {
  const successes = a.successes + b.successes;
  const chance = (inA: number): number => Math.exp(logChoose(a.n, inA) + logChoose(b.n, successes - inA) - logChoose(a.n + b.n, successes));
  // Equal chances differ in their last digits.
  const observed = chance(a.successes) * (1 + 1e-7);
  let p = 0;
  for (let inA = Math.max(0, successes - b.n); inA <= Math.min(a.n, successes); inA++) {
    const each = chance(inA);
    if (each <= observed) p += each;
  }
  return Math.min(1, p);
}

/** Fewest that must be expected in each cell for the z to be near the truth. */
const leastExpected = 5;

/** Two-sided: by the pooled z, or by Fisher's exact test where an expected count is below 5. Null where either is empty. */
export function compareProportions(a: Proportion, b: Proportion): { readonly p: number; readonly method: 'z' | 'fisher' } | null {
  if (a.n === 0 || b.n === 0) return null;
  const rate = (a.successes + b.successes) / (a.n + b.n);
  const z = pooledZ(a, b);
  if (z === null || Math.min(a.n, b.n) * Math.min(rate, 1 - rate) < leastExpected) return { p: fisherExact(a, b), method: 'fisher' };
  return { p: 2 * normalUpperTail(Math.abs(z)), method: 'z' };
}

/** How far two rates lie apart, on a scale on which equal steps are as easily seen anywhere (Cohen 1988): 0.2 small, 0.5 medium, 0.8 large. */
export const cohenH = (first: number, second: number): number => 2 * Math.asin(Math.sqrt(first)) - 2 * Math.asin(Math.sqrt(second));
