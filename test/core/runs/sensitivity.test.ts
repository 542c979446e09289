import { expect, test } from 'vitest';
import type { Outcome, SensitivityLimits, TrialLine } from '../../../src/core/model/result.ts';
import { caseStatistics } from '../../../src/core/runs/caseStatistics.ts';
import { caseResultOf } from '../../../src/core/runs/trialLines.ts';
import { reasonOf } from '../../../src/core/runs/verdict.ts';

/** One trial of the case itself, then one of each rewording. */
function resultOf(sensitivity: SensitivityLimits, own: Outcome, ...reworded: readonly Outcome[]) {
  const lines = [own, ...reworded].map((outcome, at): TrialLine => ({
    runId: 'r', caseId: 'c', file: 'c.case.yaml', decides: true, epochs: { count: 1, reducer: 'all', k: 1 }, sensitivity, place: { case: 0, try: at, tries: reworded.length + 1 }, at: '2026-11-21T00:00:00Z',
    variantId: at === 0 ? null : `v${at}`, trial: 1, target: 't', outcome, reason: null, checks: [], metrics: {}, startedAt: '2026-11-21T00:00:00Z', durationMs: 1, latencyMs: null, costUsd: null, observed: null, casebook: '0',
  }));
  return caseResultOf([lines[0]!, ...lines.slice(1)]);
}

test.each([
  [{ minConsistency: 1 }, ['pass', 'pass', 'pass', 'pass'], 'pass', '3 of 3 rewordings end as the case does'],
  [{ minConsistency: 1 }, ['pass', 'pass', 'fail', 'pass'], 'fail', '2 of 3 rewordings end as the case does, 100 % must'],
  [{ minConsistency: 0.6 }, ['pass', 'pass', 'fail', 'pass'], 'pass', '2 of 3 rewordings end as the case does'],
  [{ minConsistency: 0.9 }, ['pass', 'pass', 'error', 'pass'], 'error', 'not measured: 1 of 3 rewordings could not be judged'],
  [{ minConsistency: 0.9 }, ['pass', 'fail', 'error', 'pass'], 'fail', '1 of 3 rewordings end as the case does, 90 % must'],
  [{ maxSpread: 0.5 }, ['pass', 'pass', 'fail'], 'fail', 'pass rates of the wordings lie 100 % apart, at most 50 % is allowed'],
  [{ maxSpread: 0.5 }, ['pass', 'pass', 'n/a'], 'n/a', 'not measured: 1 of 3 wordings could not be judged'],
] as const)('%o of %o', (limits, [own, ...reworded], outcome, reason) => {
  const result = resultOf(limits, own, ...reworded);
  expect(result).toMatchObject({ outcome, sensitivity: { outcome, reason, gating: true } });
  if (outcome === 'fail') expect(reasonOf(result)).toBe(`sensitivity.${Object.keys(limits)[0]}: ${reason}`);
});

test('a case that fails as asked fails, however alike its rewordings are', () => {
  expect(resultOf({ minConsistency: 1 }, 'fail', 'fail', 'fail')).toMatchObject({ outcome: 'fail', sensitivity: { outcome: 'pass' } });
});

test('a case that its limits fail is still told to differ by wording', () => {
  expect(caseStatistics(resultOf({ minConsistency: 1 }, 'pass', 'pass', 'fail')).consistent).toBe(false);
});

test('without a limit rewordings decide nothing', () => {
  const result = resultOf({}, 'pass', 'fail');
  expect(result.outcome).toBe('pass');
  expect(result).not.toHaveProperty('sensitivity');
});
