import type { CaseResult } from '../model/result.ts';
import type { Difference, RunComparison } from '../model/runComparison.ts';
import { quantileOf, resampledMeans } from '../statistics/bootstrap.ts';
import { mean } from '../statistics/clusters.ts';
import { mcnemarExact } from '../statistics/mcnemar.ts';
import { signFlip } from '../statistics/signFlip.ts';
import { valuesOf } from './metricStatistics.ts';
import { ownTrials, passValues } from './trials.ts';

type Pair = { readonly before: CaseResult; readonly after: CaseResult };

/** By case; where a run holds a case against several targets, by target too. */
function byKey(results: readonly CaseResult[], withTarget: boolean): ReadonlyMap<string, CaseResult> {
  return new Map(results.filter(({ decides }) => decides).map((result) => [withTarget ? `${result.caseId} (${result.target})` : result.caseId, result]));
}

const isRepeated = (results: readonly CaseResult[]): boolean => new Set(results.map(({ caseId }) => caseId)).size < results.length;
const isMeasured = ({ outcome }: CaseResult): boolean => outcome === 'pass' || outcome === 'fail';

type Values = readonly (readonly [number, number])[];

/** The differences of paired values, one pair a case. */
function differences(all: readonly Values[]): readonly Difference[] {
  const drawn = resampledMeans(all.map((pairs) => pairs.map(([before, after]) => after - before)));
  return all.map((pairs, at) => {
    if (pairs.length === 0) return { n: 0, before: null, after: null, delta: null, interval: null, bounds: null };
    const [before, after] = [mean(pairs.map(([value]) => value)), mean(pairs.map(([, value]) => value))];
    const means = drawn[at] ?? null;
    const between = (tail: number): Difference['interval'] => means && { low: quantileOf(means, tail), high: quantileOf(means, 1 - tail) };
    return { n: pairs.length, before, after, delta: after - before, interval: between(0.025), bounds: between(0.05) };
  });
}

/** The mean of each side's values, where both have some. */
function pairedMeans(pairs: readonly Pair[], values: (result: CaseResult) => readonly number[]): Values {
  return pairs.flatMap(({ before, after }): readonly (readonly [number, number])[] => {
    const [a, b] = [values(before), values(after)];
    return a.length === 0 || b.length === 0 ? [] : [[mean(a), mean(b)]];
  });
}

/** Exact McNemar where every case was tried once, else flipped signs of the differences of pass rates. */
function testOf(rates: Values, triedOnce: boolean): RunComparison['test'] {
  if (rates.length === 0) return null;
  if (!triedOnce) return { method: 'signFlip', ...signFlip(rates.map(([before, after]) => after - before)) };
  const onlyBefore = rates.filter(([before, after]) => before > after).length;
  const onlyAfter = rates.filter(([before, after]) => after > before).length;
  return { method: 'mcnemar', p: mcnemarExact({ onlyBefore, onlyAfter }), exact: true, draws: null, seed: null };
}

/**
 * A run beside an earlier one, on the cases that both hold (METRICS 11). Only cases that decide count, and only the case's own question:
 * rewordings belong to it and would count it twice.
 */
export function compareRuns(before: readonly CaseResult[], after: readonly CaseResult[]): RunComparison {
  const withTarget = isRepeated(before) || isRepeated(after);
  const [earlier, later] = [byKey(before, withTarget), byKey(after, withTarget)];
  const both = [...later].flatMap(([key, result]) => {
    const known = earlier.get(key);
    return known ? [{ key, before: known, after: result }] : [];
  });
  const changed = (from: CaseResult['outcome'], to: CaseResult['outcome']): readonly string[] => both.filter((pair) => pair.before.outcome === from && pair.after.outcome === to).map(({ key }) => key);
  const values = (result: CaseResult): readonly number[] => passValues(ownTrials(result));
  const rates = pairedMeans(both, values);
  const triedOnce = both.every((pair) => values(pair.before).length <= 1 && values(pair.after).length <= 1);
  const metrics = [...new Set(both.flatMap((pair) => ownTrials(pair.after).flatMap((trial) => Object.keys(trial.metrics))))];
  const [passRate, ...byMetric] = differences([rates, ...metrics.map((metric) => pairedMeans(both, (result) => valuesOf(metric, ownTrials(result))))]);
  return {
    newlyFailing: changed('pass', 'fail'), newlyFixed: changed('fail', 'pass'),
    lost: both.filter((pair) => isMeasured(pair.before) && !isMeasured(pair.after)).map(({ key }) => key),
    added: [...later.keys()].filter((key) => !earlier.has(key)),
    removed: [...earlier.keys()].filter((key) => !later.has(key)),
    n: rates.length,
    test: testOf(rates, triedOnce),
    passRate: passRate ?? { n: 0, before: null, after: null, delta: null, interval: null, bounds: null },
    metrics: byMetric.map((found, at) => ({ metric: metrics[at] ?? '', ...found })).filter(({ n }) => n > 0),
  };
}
