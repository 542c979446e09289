import { betaQuantile, regularizedBeta } from './beta.ts';
import { mean } from './clusters.ts';

/** Two-sided P(|T| > |t|) with that many degrees of freedom. */
export const studentTwoSided = (t: number, freedom: number): number => regularizedBeta(freedom / (freedom + t * t), freedom / 2, 0.5);

/** How many standard errors a two-sided interval reaches to either side where these are estimated: 2.57 for 0.95 and 5 degrees of freedom. */
export function twoSidedT(confidence: number, freedom: number): number {
  const x = betaQuantile(1 - confidence, freedom / 2, 0.5);
  return Math.sqrt((freedom * (1 - x)) / x);
}

const variance = (values: readonly number[]): number => {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
};

/**
 * Whether two means differ, variances being what they are (Welch 1947; METRICS 13 uses it on the logarithms of latency and cost).
 * Null below two values on either side, or where neither varies.
 */
export function welch(a: readonly number[], b: readonly number[]): { readonly t: number; readonly freedom: number; readonly p: number } | null {
  if (a.length < 2 || b.length < 2) return null;
  const [ofA, ofB] = [variance(a) / a.length, variance(b) / b.length];
  if (ofA + ofB === 0) return null;
  const t = (mean(a) - mean(b)) / Math.sqrt(ofA + ofB);
  const freedom = (ofA + ofB) ** 2 / (ofA ** 2 / (a.length - 1) + ofB ** 2 / (b.length - 1));
  return { t, freedom, p: studentTwoSided(t, freedom) };
}
