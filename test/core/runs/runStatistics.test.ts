import { describe, expect, test } from 'vitest';
import { CaseResult, type CheckResult, type TrialResult } from '../../../src/core/model/result.ts';
import { RunStatistics, type TargetStatistics } from '../../../src/core/model/runStatistics.ts';
import { runStatistics } from '../../../src/core/runs/runStatistics.ts';
import { clusterWilson } from '../../../src/core/statistics/clusters.ts';
import { wilson } from '../../../src/core/statistics/wilson.ts';
import { casesOf, resultOf, trialOf, trialsOf } from './results.ts';

const alone = (results: readonly CaseResult[]): TargetStatistics => {
  const { targets } = RunStatistics.parse(runStatistics(results));
  expect(targets).toHaveLength(1);
  return targets[0] as TargetStatistics;
};
const ofOneCase = (trials: readonly TrialResult[]): TargetStatistics => alone([{ ...resultOf('a'), trials }]);
const check = (id: string, outcome: CheckResult['outcome'], gating = true): CheckResult => ({ id, metric: null, path: [id], gating, outcome, score: null, expected: null, actual: null, reason: '', spanId: null, step: null });

describe('how many passed', () => {
  test('one trial a case: Wilson over the cases', () => {
    const found = alone(casesOf('p', 'p', 'p', 'f'));
    expect(found.passRate).toEqual({ value: 0.75, n: 4, interval: { ...wilson(0.75, 4), method: 'wilson' } });
    expect(found.casesPassed).toEqual(found.passRate);
    expect(found).toMatchObject({ cases: 4, outcomes: { pass: 3, fail: 1, error: 0, 'n/a': 0 }, flakeRate: null, consistency: null, passRateAllWordings: null, passAtK: null, repeated: [] });
  });

  test('several trials: cases weigh the same and are one cluster each', () => {
    const found = alone(casesOf('ppp', 'ppp', 'ffp', 'fff'));
    const clusters = [[1, 1, 1], [1, 1, 1], [0, 0, 1], [0, 0, 0]];
    expect(found.passRate.value).toBeCloseTo(7 / 12, 12);
    expect(found.passRate.interval).toEqual({ ...clusterWilson(clusters), method: 'clusterWilson' });
    expect(found.casesPassed).toMatchObject({ value: 0.5, n: 4, interval: { method: 'wilson' } });
    // Twelve independent trials would claim more.
    expect((wilson(7 / 12, 12)?.low ?? 0) > (found.passRate.interval?.low ?? 1)).toBe(true);
  });

  test('what broke, and what nothing measured, is not in n', () => {
    const found = alone(casesOf('pe', 'en', 'f'));
    expect(found.passRate).toMatchObject({ value: 0.5, n: 2 });
    expect(found.trials).toEqual({ all: 5, broken: 2, notMeasured: 1 });
    expect(found.repeated.map(({ caseId, n, broken, passRate }) => ({ caseId, n, broken, passRate }))).toEqual([{ caseId: 'c1', n: 1, broken: 1, passRate: 1 }, { caseId: 'c2', n: 0, broken: 1, passRate: null }]);
  });

  test('from one case tried often nothing follows for others', () => expect(alone(casesOf('ppf')).passRate).toEqual({ value: expect.closeTo(2 / 3) as number, n: 1, interval: null }));

  test('all broken: not measured, never 0', () => {
    expect(alone(casesOf('e', 'e'))).toMatchObject({ passRate: { value: null, n: 0, interval: null }, casesPassed: { value: null, n: 0 } });
  });

  test('what decides nothing is counted and left out; targets are kept apart', () => {
    const { targets } = runStatistics([resultOf('a'), resultOf('b', { own: 'f', decides: false }), resultOf('a', { own: 'f', target: 'mended' })]);
    expect(targets.map(({ target, cases, undecided, passRate }) => [target, cases, undecided, passRate.value])).toEqual([['bot', 1, 1, 1], ['mended', 1, 0, 0]]);
    expect(runStatistics([]).targets).toEqual([]);
  });
});

describe('repetition', () => {
  test('pass@k and pass^k by the k of each case; too few measured trials are n/a', () => {
    const epochs = { count: 4, reducer: 'pass@k', k: 2 } as const;
    const found = alone([resultOf('a', { own: 'ppff', epochs }), resultOf('b', { own: 'pppp', epochs }), resultOf('c', { own: 'peee', epochs })]);
    expect(found.repeated.map(({ passAtK, passHatK }) => [passAtK, passHatK])).toEqual([[expect.closeTo(5 / 6), expect.closeTo(1 / 6)], [1, 1], [null, null]]);
    expect(found.passAtK).toMatchObject({ value: expect.closeTo(11 / 12) as number, n: 2 });
    expect(found.passHatK).toMatchObject({ value: expect.closeTo(7 / 12) as number, n: 2 });
  });

  test('cases that ask for one trial are no part of pass@k', () => {
    const found = alone([resultOf('a', { own: 'pf', epochs: { count: 2, reducer: 'pass^k', k: 2 } }), resultOf('b', { epochs: { count: 1, reducer: 'all', k: 1 } })]);
    expect([found.passAtK, found.passHatK]).toMatchObject([{ value: 1, n: 1 }, { value: 0, n: 1 }]);
  });

  test('the k of atLeast is no k of pass@k', () => {
    const [only] = alone([resultOf('a', { own: 'ppff', outcome: 'pass', epochs: { count: 4, reducer: 'atLeast', k: 2 } })]).repeated;
    expect(only).toMatchObject({ k: 4, passAtK: 1, passHatK: 0 });
  });

  test('flaky: some passed and some failed, of those measured twice', () => {
    const found = alone(casesOf('pf', 'pp', 'pe', 'p'));
    expect(found.flakeRate).toMatchObject({ value: 0.5, n: 2 });
    expect(found.repeated.map(({ caseId, flaky }) => [caseId, flaky])).toEqual([['c1', true], ['c2', false], ['c3', null]]);
  });
});

describe('rewordings', () => {
  const reworded = [
    resultOf('same', { variants: { terse: 'p', typo: 'p' } }),
    resultOf('flips', { own: 'pp', variants: { terse: 'pf', typo: 'pp' } }),
    resultOf('failsAnyway', { own: 'f', variants: { terse: 'f' } }),
    resultOf('unknown', { variants: { terse: 'e', typo: 'p' } }),
    resultOf('plain'),
  ];

  test('consistency, spread, the worst one, sensitivity', () => {
    const found = alone(reworded);
    expect(found.repeated.map(({ caseId, consistent, variantSpread, worstVariant }) => ({ caseId, consistent, variantSpread, worstVariant }))).toEqual([
      { caseId: 'same', consistent: true, variantSpread: 0, worstVariant: { id: 'terse', passRate: 1 } },
      { caseId: 'flips', consistent: false, variantSpread: 0.5, worstVariant: { id: 'terse', passRate: 0.5 } },
      { caseId: 'failsAnyway', consistent: true, variantSpread: 0, worstVariant: { id: 'terse', passRate: 0 } },
      { caseId: 'unknown', consistent: null, variantSpread: 0, worstVariant: { id: 'typo', passRate: 1 } },
    ]);
    expect(found.consistency).toMatchObject({ value: expect.closeTo(2 / 3) as number, n: 3 });
    expect(found.sensitivity).toMatchObject({ value: expect.closeTo(1 / 3) as number, n: 3 });
  });

  test('a case with its rewordings is one cluster; they are no part of its own rate', () => {
    const found = alone(reworded);
    expect(found.passRate).toMatchObject({ value: 0.8, n: 5 });
    expect(found.passRateAllWordings).toMatchObject({ value: expect.closeTo((1 + 5 / 6 + 0 + 1 + 1) / 5) as number, n: 5, interval: { method: 'clusterWilson' } });
  });

  test('the check that flipped is named', () => {
    const trials = [trialOf({ checks: [check('tools', 'pass'), check('tone', 'fail', false)] }), trialOf({ variantId: 'terse', outcome: 'fail', checks: [check('tools', 'fail'), check('tone', 'fail', false)] })];
    expect(ofOneCase(trials).repeated[0]?.variants).toMatchObject([{ id: 'terse', outcome: 'fail', flipped: ['tools'] }]);
  });
});

describe('metrics', () => {
  const metricOf = (results: readonly CaseResult[], name: string): TargetStatistics['metrics'][number] | undefined => alone(results).metrics.find(({ metric }) => metric === name);

  test('macro means over cases; what was not measured is counted and left out', () => {
    const results = [resultOf('a', { own: 'pp', metrics: [{ toolRecall: 1 }, { toolRecall: 0.5 }] }), resultOf('b', { own: 'pp', metrics: [{ toolRecall: 0 }, { toolRecall: null }] }), resultOf('c', { metrics: [{ toolRecall: null }] })];
    expect(metricOf(results, 'toolRecall')).toMatchObject({ value: 0.375, n: 2, notMeasured: 1, interval: { method: 'bootstrap' } });
  });

  test('yes or no has Wilson, an amount has the bootstrap although it may be 1', () => {
    const results = ['a', 'b', 'c'].map((id) => resultOf(id, { metrics: [{ toolSelectionAccuracy: 1, callsPerTask: 1 }] }));
    expect(metricOf(results, 'toolSelectionAccuracy')?.interval).toMatchObject({ method: 'wilson', high: 1 });
    expect(metricOf(results, 'callsPerTask')?.interval).toEqual({ method: 'bootstrap', low: 1, high: 1 });
  });

  test('trusted completion, known of failures alone, is not measured: what users changed is known of no run of a case', () => {
    const completion = (trusted: boolean | null, unknown: readonly 'correction'[]) => ({ trusted, task: trusted, failed: null, unknown });
    const trials = [trialOf({ metrics: { trustedTaskCompletion: 0 }, completion: completion(false, ['correction']) })];
    const result = { ...resultOf('a'), trials };
    const of = (each: typeof result) => runStatistics([each]).targets[0]?.metrics.find(({ metric }) => metric === 'trustedTaskCompletion')?.value;
    expect(of(result)).toBeNull();
    expect(of({ ...result, trials: [trialOf({ metrics: { trustedTaskCompletion: 0 }, completion: completion(false, []) })] })).toBe(0);
  });

  test('a trial that broke measures nothing, a rewording decides nothing', () => {
    const trials = [trialOf({ metrics: { toolF1: 1 } }), trialOf({ outcome: 'error', metrics: { toolF1: 0 } }), trialOf({ variantId: 'terse', metrics: { toolF1: 0 } })];
    expect(ofOneCase(trials).metrics).toMatchObject([{ metric: 'toolF1', value: 1, n: 1 }]);
  });

  test('micro: the calls of all trials summed, then divided', () => {
    const tally = (matched: number, expected: number, unexpected: number): TrialResult['tallies'] => ({ tool: { matched, expected, unexpected }, call: { matched: 0, expected, unexpected: matched + unexpected } });
    const metrics = { toolPrecision: 0, toolRecall: 0, toolF1: 0, callRecall: 0, ordering: 1 };
    const found = ofOneCase([trialOf({ metrics, tallies: tally(1, 1, 0) }), trialOf({ metrics, tallies: tally(1, 4, 2) })]).metrics;
    expect(Object.fromEntries(found.map(({ metric, micro }) => [metric, micro]))).toEqual({ toolPrecision: 0.5, toolRecall: 0.4, toolF1: expect.closeTo(4 / 9) as number, callRecall: 0, ordering: null });
    expect(ofOneCase([trialOf({ metrics, tallies: tally(0, 0, 0) })]).metrics[0]?.micro).toBeNull();
  });
});

describe('latency and cost', () => {
  test('nearest rank; of fewer than 20 the 95th percentile is marked', () => {
    const times = Array.from({ length: 20 }, (_, index) => trialOf({ latencyMs: (index + 1) * 1000 }));
    expect(ofOneCase(times).latency).toEqual({ n: 20, p50: 10_000, p95: 19_000, p95Unreliable: false, slow: 10 });
    expect(ofOneCase([...times.slice(0, 19), trialOf()]).latency).toMatchObject({ n: 19, p95: 19_000, p95Unreliable: true });
    expect(ofOneCase([trialOf()]).latency).toEqual({ n: 0, p50: null, p95: null, p95Unreliable: true, slow: 0 });
  });

  test('a success costs what all trials cost', () => {
    const found = ofOneCase([...trialsOf('pf', { costUsd: 0.25 }), trialOf({ outcome: 'error', costUsd: 0.5 }), trialOf({ outcome: 'error' })]);
    expect(found.cost).toEqual({ totalUsd: 1, withoutCost: 0, successes: 1, perSuccessUsd: 1, why: null });
  });

  test('no success, and costs that are not known, are no price', () => {
    expect(ofOneCase(trialsOf('ff', { costUsd: 0.25 })).cost).toMatchObject({ totalUsd: 0.5, perSuccessUsd: null, why: 'noSuccess' });
    expect(ofOneCase([trialOf({ costUsd: 0.25 }), trialOf()]).cost).toMatchObject({ totalUsd: 0.25, withoutCost: 1, perSuccessUsd: null, why: 'notRecorded' });
    expect(ofOneCase([trialOf()]).cost).toMatchObject({ totalUsd: null, perSuccessUsd: null, why: 'notRecorded' });
  });
});

test('what failed first is counted, most frequent first', () => {
  const failed = (conjunct: 'policy' | 'answer' | null): TrialResult => trialOf({ outcome: 'fail', completion: { trusted: false, task: false, failed: conjunct && { conjunct, check: 'x' }, unknown: [] } });
  const found = ofOneCase([failed('policy'), failed('policy'), failed('answer'), failed(null), trialOf({ outcome: 'fail' }), trialOf()]);
  expect(found.firstFailing).toEqual([{ conjunct: 'policy', trials: 2 }, { conjunct: 'answer', trials: 1 }, { conjunct: 'other', trials: 1 }]);
});

test('results of earlier versions, without epochs, are read', () => expect(CaseResult.safeParse(resultOf('a')).success).toBe(true));
