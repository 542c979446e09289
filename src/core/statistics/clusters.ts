import type { Interval } from './interval.ts';
import { wilson } from './wilson.ts';

/**
 * Trials and rewordings of one case stand together: knowing one tells of the others. So the case is the unit, and each weighs the same
 * (METRICS 2.4, 9, 11). A cluster is the values of one case.
 */
export type Cluster = readonly number[];

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean over cases of the mean over each case's values; null where there is none. */
export function clusterMean(clusters: readonly Cluster[]): number | null {
  const filled = clusters.filter((cluster) => cluster.length > 0);
  return filled.length === 0 ? null : mean(filled.map(mean));
}

/**
 * Its standard error in the finite-cluster form: sqrt(G / (G - 1) · Σ (m_g - m)²) / G. With as many values in each case this is
 * METRICS 9 to the letter. Null below two cases: not estimable.
 */
export function clusterStandardError(clusters: readonly Cluster[]): number | null {
  const means = clusters.filter((cluster) => cluster.length > 0).map(mean);
  const count = means.length;
  if (count < 2) return null;
  const middle = mean(means);
  return Math.sqrt((count / (count - 1)) * means.reduce((sum, each) => sum + (each - middle) ** 2, 0)) / count;
}

/** As how many independent values the clusters count: p (1 - p) / SE², at most as many as there are, and the number of cases where all agree. */
export function effectiveSize(clusters: readonly Cluster[]): number | null {
  const share = clusterMean(clusters);
  const error = clusterStandardError(clusters);
  if (share === null || error === null) return null;
  const filled = clusters.filter((cluster) => cluster.length > 0);
  if (share <= 0 || share >= 1) return filled.length;
  const values = filled.reduce((sum, cluster) => sum + cluster.length, 0);
  return error === 0 ? values : Math.min(values, (share * (1 - share)) / error ** 2);
}

/** Wilson with the effective size, for shares whose values are 0 or 1. Null below two cases. */
export function clusterWilson(clusters: readonly Cluster[], confidence = 0.95): Interval | null {
  const share = clusterMean(clusters);
  const size = effectiveSize(clusters);
  return share === null || size === null ? null : wilson(share, size, confidence);
}
