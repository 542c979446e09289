import type { Outcome } from '../model/result.ts';
import type { Estimate } from '../model/runStatistics.ts';
import { bootstrapMeans } from '../statistics/bootstrap.ts';
import { clusterMean, clusterWilson, mean, type Cluster } from '../statistics/clusters.ts';
import { wilson } from '../statistics/wilson.ts';

/** 1 for pass, 0 for fail, null where nothing was measured. */
export const outcomeRate = (outcome: Outcome): 0 | 1 | null => (outcome === 'pass' ? 1 : outcome === 'fail' ? 0 : null);

const isYesOrNo = (cluster: Cluster): boolean => cluster.every((value) => value === 0 || value === 1);

/** What is known of each case, and whether it is a share, of which 0 and 1 are no and yes. */
export type Measured = { readonly clusters: readonly Cluster[]; readonly isShare: boolean };

function share(measured: readonly Cluster[], value: number): Estimate['interval'] {
  const alone = measured.every((cluster) => cluster.length === 1);
  const found = alone ? wilson(value, measured.length) : clusterWilson(measured);
  return found && { ...found, method: alone ? 'wilson' : 'clusterWilson' };
}

/**
 * Means over cases with their intervals, from the values of each case. Shares whose values are all 0 or 1 have Wilson's, by their effective
 * size where a case has several; everything else, as amounts and shares in between, the bootstrap over cases.
 */
export function estimates(all: readonly Measured[]): readonly Estimate[] {
  const filled = all.map(({ clusters, isShare }) => ({ clusters: clusters.filter((cluster) => cluster.length > 0), isShare }));
  const drawn = filled.map(({ clusters, isShare }) => (isShare && clusters.every(isYesOrNo) ? [] : clusters.map(mean)));
  const bounds = bootstrapMeans(drawn);
  return filled.map(({ clusters }, at) => {
    const value = clusterMean(clusters);
    if (value === null) return { value: null, n: 0, interval: null };
    const found = bounds[at] ?? null;
    return { value, n: clusters.length, interval: drawn[at]?.length === 0 ? share(clusters, value) : found && { ...found, method: 'bootstrap' } };
  });
}

const nothing: Estimate = { value: null, n: 0, interval: null };

export const estimate = (clusters: readonly Cluster[], isShare: boolean): Estimate => estimates([{ clusters, isShare }])[0] ?? nothing;

/** The share of these, one value a case; null where there is none to say it of. */
export function shareOf(values: readonly (boolean | null)[]): Estimate | null {
  const known = values.flatMap((value) => (value === null ? [] : [[Number(value)]]));
  return known.length === 0 ? null : estimate(known, true);
}
