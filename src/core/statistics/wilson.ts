import type { Interval } from './interval.ts';
import { oneSidedZ, twoSidedZ } from './normal.ts';

/**
 * The Wilson score interval (Wilson 1927; Brown, Cai and DasGupta 2001; METRICS 11).
 * `share` in [0, 1]; `n` need not be whole, as that of clustered data is not. Null where n is 0.
 */
function score(share: number, n: number, z: number): Interval | null {
  if (!(n > 0)) return null;
  const z2 = (z * z) / n;
  const middle = (share + z2 / 2) / (1 + z2);
  const reach = (z / (1 + z2)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n));
  // At 0 and 1 the bound is the value itself; sums of floats would miss it by a hair.
  return { low: share <= 0 ? 0 : Math.max(0, middle - reach), high: share >= 1 ? 1 : Math.min(1, middle + reach) };
}

/** Two-sided, for display. */
export const wilson = (share: number, n: number, confidence = 0.95): Interval | null => score(share, n, twoSidedZ(confidence));

/** Bounds of which each holds by itself with that confidence, for gates: the lower for "at least", the upper for "at most". */
export const wilsonOneSided = (share: number, n: number, confidence = 0.95): Interval | null => score(share, n, oneSidedZ(confidence));
