import type { CaseResult, Outcome } from '../model/result.ts';
import type { CaseStatistics, Estimate, RunStatistics, TargetStatistics } from '../model/runStatistics.ts';
import { usualResamples } from '../statistics/bootstrap.ts';
import { usualSeed } from '../statistics/random.ts';
import { caseStatistics, isSensitive } from './caseStatistics.ts';
import { costStatistics, latencyStatistics } from './costs.ts';
import { firstFailing } from './firstFailing.ts';
import { metricStatistics } from './metricStatistics.ts';
import { ownTrials, passValues } from './trials.ts';
import { estimate, outcomeRate, shareOf } from './values.ts';

function countOutcomes(results: readonly CaseResult[]): TargetStatistics['outcomes'] {
  const counts: Record<Outcome, number> = { pass: 0, fail: 0, error: 0, 'n/a': 0 };
  for (const { outcome } of results) counts[outcome]++;
  return counts;
}

/** The mean of what these cases have; null where there is no such case. */
const meanOf = (cases: readonly CaseStatistics[], of: (each: CaseStatistics) => number | null): Estimate | null =>
  cases.length === 0 ? null : estimate(cases.map((each) => { const value = of(each); return value === null ? [] : [value]; }), true);

function targetStatistics(target: string, all: readonly CaseResult[]): TargetStatistics {
  const results = all.filter(({ decides }) => decides);
  const trials = results.flatMap((result) => result.trials);
  const cases = results.map(caseStatistics);
  const ofSeveral = cases.filter(({ k }) => k > 1);
  return {
    target, cases: results.length, undecided: all.length - results.length,
    outcomes: countOutcomes(results),
    trials: { all: trials.length, broken: trials.filter(({ outcome }) => outcome === 'error').length, notMeasured: trials.filter(({ outcome }) => outcome === 'n/a').length },
    casesPassed: estimate(results.map(({ outcome }) => { const rate = outcomeRate(outcome); return rate === null ? [] : [rate]; }), true),
    passRate: estimate(results.map((result) => passValues(ownTrials(result))), true),
    passRateAllWordings: cases.some(({ variants }) => variants.length > 0) ? estimate(results.map((result) => passValues(result.trials)), true) : null,
    passAtK: meanOf(ofSeveral, (each) => each.passAtK),
    passHatK: meanOf(ofSeveral, (each) => each.passHatK),
    flakeRate: shareOf(cases.map(({ flaky }) => flaky)),
    consistency: shareOf(cases.map(({ consistent }) => consistent)),
    sensitivity: shareOf(cases.map(isSensitive)),
    metrics: metricStatistics(results),
    latency: latencyStatistics(trials),
    cost: costStatistics(trials),
    firstFailing: firstFailing(trials),
    repeated: cases.filter(({ n, broken, notMeasured, variants }) => n + broken + notMeasured > 1 || variants.length > 0),
  };
}

/**
 * What the results of a run amount to, apart for each target (METRICS 9 to 11). Cases that decide nothing are counted and left out; what
 * broke leaves n; trials of one case, and its rewordings, are one cluster.
 */
export function runStatistics(results: readonly CaseResult[]): RunStatistics {
  const targets = [...Map.groupBy(results, ({ target }) => target)].map(([target, of]) => targetStatistics(target, of));
  return { confidence: 0.95, seed: usualSeed, resamples: usualResamples, targets };
}
