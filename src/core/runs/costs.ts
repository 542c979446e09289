import type { TrialResult } from '../model/result.ts';
import type { CostStatistics, LatencyStatistics } from '../model/runStatistics.ts';
import { nearestRank } from '../statistics/percentile.ts';

/** Fewest trials for the 95th percentile to be another one than the slowest. */
const reliableFrom = 20;
const slowMs = 10_000;

export function latencyStatistics(trials: readonly Pick<TrialResult, 'latencyMs'>[]): LatencyStatistics {
  const times = trials.flatMap(({ latencyMs }) => latencyMs ?? []);
  return { n: times.length, p50: nearestRank(times, 0.5), p95: nearestRank(times, 0.95), p95Unreliable: times.length < reliableFrom, slow: times.filter((ms) => ms > slowMs).length };
}

/**
 * What a success costs: all that was spent, on failures too, over the successes (METRICS 10). What a broken trial spent counts where it is
 * known; a trial that passed or failed at an unknown cost makes the price unknown, as it was not free.
 */
export function costStatistics(trials: readonly Pick<TrialResult, 'outcome' | 'costUsd'>[]): CostStatistics {
  const costs = trials.flatMap(({ costUsd }) => costUsd ?? []);
  const withoutCost = trials.filter(({ outcome, costUsd }) => costUsd === null && (outcome === 'pass' || outcome === 'fail')).length;
  const successes = trials.filter(({ outcome }) => outcome === 'pass').length;
  const totalUsd = costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0);
  const why = totalUsd === null || withoutCost > 0 ? 'notRecorded' : successes === 0 ? 'noSuccess' : null;
  return { totalUsd, withoutCost, successes, perSuccessUsd: totalUsd === null || why !== null ? null : totalUsd / successes, why };
}
