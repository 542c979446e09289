import type { Outcome } from '../model/result.ts';
import type { Estimate } from '../model/runStatistics.ts';
import { bootstrapMean } from '../statistics/bootstrap.ts';
import { clusterMean, clusterWilson, mean, type Cluster } from '../statistics/clusters.ts';
import { wilson } from '../statistics/wilson.ts';

/** 1 for pass, 0 for fail, null where nothing was measured. */
export const outcomeRate = (outcome: Outcome): 0 | 1 | null => (outcome === 'pass' ? 1 : outcome === 'fail' ? 0 : null);

const isYesOrNo = (value: number): boolean => value === 0 || value === 1;

/**
 * The mean over cases with its interval, from the values of each case. Shares whose values are all 0 or 1 have Wilson's, by their effective
 * size where a case has several; everything else, as amounts and shares in between, the bootstrap over cases.
 */
export function estimate(clusters: readonly Cluster[], isShare: boolean): Estimate {
  const measured = clusters.filter((cluster) => cluster.length > 0);
  const value = clusterMean(measured);
  const n = measured.length;
  if (value === null) return { value: null, n, interval: null };
  if (!isShare || !measured.every((cluster) => cluster.every(isYesOrNo))) {
    const drawn = bootstrapMean(measured.map(mean));
    return { value, n, interval: drawn && { ...drawn, method: 'bootstrap' } };
  }
  const alone = measured.every((cluster) => cluster.length === 1);
  const found = alone ? wilson(value, n) : clusterWilson(measured);
  return { value, n, interval: found && { ...found, method: alone ? 'wilson' : 'clusterWilson' } };
}

/** The share of these, one value a case; null where there is none to say it of. */
export function shareOf(values: readonly (boolean | null)[]): Estimate | null {
  const known = values.flatMap((value) => (value === null ? [] : [[Number(value)]]));
  return known.length === 0 ? null : estimate(known, true);
}
