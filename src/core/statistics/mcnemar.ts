import { binomialCdf } from './binomial.ts';
import { chiSquareUpperTail } from './chiSquare.ts';

/**
 * Two versions on the same cases, by the cases on which they differ (McNemar 1947; METRICS 11): `onlyBefore` passed before alone,
 * `onlyAfter` after alone.
 */
export type Discordant = { readonly onlyBefore: number; readonly onlyAfter: number };

/** Exact and two-sided; 1 where they differ nowhere. */
export function mcnemarExact({ onlyBefore, onlyAfter }: Discordant): number {
  return Math.min(1, 2 * binomialCdf(Math.min(onlyBefore, onlyAfter), onlyBefore + onlyAfter, 0.5));
}

/** The approximation for many cases, with or without continuity correction. Null where they differ nowhere. */
export function mcnemarChiSquare({ onlyBefore, onlyAfter }: Discordant, corrected: boolean): { readonly statistic: number; readonly p: number } | null {
  const differing = onlyBefore + onlyAfter;
  if (differing === 0) return null;
  const statistic = Math.max(0, Math.abs(onlyBefore - onlyAfter) - (corrected ? 1 : 0)) ** 2 / differing;
  return { statistic, p: chiSquareUpperTail(statistic, 1) };
}
