import type { CaseResult, TrialResult } from '../model/result.ts';
import type { TrialCounts } from '../model/runStatistics.ts';
import { outcomeRate } from './values.ts';

/** Trials of the case's own question. */
export const ownTrials = ({ trials }: Pick<CaseResult, 'trials'>): readonly TrialResult[] => trials.filter((trial) => trial.variantId === null);

/** Whether the target was asked: of a case that is skipped, or that could not be run at all, one trial says so, and took no time. */
export const tookPlace = ({ durationMs, observed, checks }: Pick<TrialResult, 'durationMs' | 'observed' | 'checks'>): boolean => durationMs > 0 || observed !== null || checks.length > 0;

/** Trials by rewording, in the order in which they were asked. */
export const variantTrials = ({ trials }: Pick<CaseResult, 'trials'>): ReadonlyMap<string, readonly TrialResult[]> => {
  const reworded = trials.flatMap((trial) => (trial.variantId === null ? [] : [{ id: trial.variantId, trial }]));
  return new Map([...Map.groupBy(reworded, ({ id }) => id)].map(([id, each]) => [id, each.map(({ trial }) => trial)]));
};

/** What broke says nothing of the agent and leaves n (METRICS 9). */
export function countTrials(trials: readonly Pick<TrialResult, 'outcome'>[]): TrialCounts {
  const count = (outcome: TrialResult['outcome']): number => trials.filter((trial) => trial.outcome === outcome).length;
  const passes = count('pass');
  const n = passes + count('fail');
  return { n, passes, broken: count('error'), notMeasured: count('n/a'), passRate: n === 0 ? null : passes / n };
}

/** 1 for each trial that passed and 0 for each that failed. */
export const passValues = (trials: readonly Pick<TrialResult, 'outcome'>[]): readonly number[] => trials.flatMap(({ outcome }) => outcomeRate(outcome) ?? []);

/** From the first trial's start to the last one's end, in milliseconds: of parts that ran beside each other too. 0 of none. */
export function spanOfTrials(trials: readonly Pick<TrialResult, 'startedAt' | 'durationMs'>[]): number {
  let [from, to] = [Infinity, -Infinity];
  for (const { startedAt, durationMs } of trials) {
    const start = Date.parse(startedAt);
    from = Math.min(from, start);
    to = Math.max(to, start + durationMs);
  }
  return to > from ? Math.round(to - from) : 0;
}
