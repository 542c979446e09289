import { expect, test } from 'vitest';
import type { CaseResult, TrialResult } from '../../../src/core/model/result.ts';
import { runStatistics } from '../../../src/core/runs/runStatistics.ts';
import { statisticsLines } from '../../../src/core/runs/statisticsLines.ts';
import { casesOf, resultOf, trialOf } from './results.ts';

const lines = (results: readonly CaseResult[]): string => statisticsLines(runStatistics(results)).join('\n');
const withTrials = (results: readonly CaseResult[], part: Partial<TrialResult>): readonly CaseResult[] => results.map((result) => ({ ...result, trials: result.trials.map((trial) => ({ ...trial, ...part })) }));

test('one case, tried once, says all there is by its own line', () => expect([lines(casesOf('p')), lines([])]).toEqual(['', '']));

test('cases that were tried once', () => {
  expect(lines(withTrials(casesOf('p', 'p', 'p', 'f'), { latencyMs: 1200, costUsd: 0.25 }))).toMatchInlineSnapshot(`
    "  Cases passed: 75 % (95 %: 30 % to 95 %, 4 cases)
      Latency: p50 1.20 s, p95 1.20 s, unreliable below 20 (4 trials)
      Cost: $1.00, $0.3333 per success (3 trials passed)"
  `);
});

test('what is unsteady comes first, with its cases, and the check that flipped', () => {
  const gate = { id: 'expectedTool', metric: null, path: ['expectedTool'], gating: true, outcome: 'fail' as const, score: 0, expected: null, actual: null, reason: '', spanId: null, step: null };
  const flips = resultOf('flips', { own: 'ppp', variants: { terse: 'fff', typo: 'ppp' } });
  const reworded = { ...flips, trials: flips.trials.map((trial) => (trial.outcome === 'fail' ? { ...trial, checks: [gate], completion: { trusted: false, task: false, failed: { conjunct: 'trajectory' as const, check: 'expectedTool' }, unknown: [] } } : trial)) };
  expect(lines([...casesOf('ppp', 'ppf', 'pfe'), reworded])).toMatchInlineSnapshot(`
    "  Flaky: 50 % (95 %: 15 % to 85 %, 4 cases): c3 1 of 2, c2 2 of 3
      Fails when reworded: 100 % (95 %: 21 % to 100 %, 1 case): flips as terse 0 of 3 by expectedTool
      Same verdict in all wordings: 0 % (95 %: 0 % to 79 %, 1 case)
      Trials passed: 79 % (95 %: 49 % to 94 %, 4 cases)
      pass@3: 100 % (95 %: 44 % to 100 %, 3 cases)
      pass^3: 67 % (95 %: 21 % to 94 %, 3 cases)
      Trials passed in all wordings: 71 % (95 %: 47 % to 87 %, 4 cases)
      Cases passed: 50 % (95 %: 15 % to 85 %, 4 cases)
      Failed first by: trajectory 3 (of 3 failed trials)
      Broken: 1 of 18 trials, left out of every rate"
  `);
});

test('where no trial disagrees with another, nothing is said twice', () => {
  expect(lines([...casesOf('ppp', 'fff'), resultOf('reworded', { variants: { terse: 'p' } })])).toMatchInlineSnapshot(`
    "  Flaky: 0 % (95 %: 0 % to 66 %, 2 cases)
      Fails when reworded: 0 % (95 %: 0 % to 79 %, 1 case)
      Same verdict in all wordings: 100 % (95 %: 21 % to 100 %, 1 case)
      Cases passed: 67 % (95 %: 21 % to 94 %, 3 cases)"
  `);
});

test('no success has no price, an unknown cost is none, and nothing measured is no rate', () => {
  expect(lines(withTrials(casesOf('f', 'f'), { costUsd: 0.25 }))).toContain('Cost: $0.5000, no success');
  expect(lines([{ ...resultOf('a'), trials: [trialOf({ costUsd: 0.25 })] }, resultOf('b')])).toContain('Cost: $0.2500, per success not known, as 1 trial recorded none');
  expect(lines(casesOf('e', 'e'))).toBe('  Cases passed: not measured\n  Broken: 2 of 2 trials, left out of every rate');
});

test('more than one target is told apart', () => expect(lines([...casesOf('p', 'f'), resultOf('c1', { target: 'mended' }), resultOf('c2', { target: 'mended' })])).toMatch(/^Against bot\n {2}Cases passed: 50 %.*\nAgainst mended\n {2}Cases passed: 100 %/));

test('cases that could not be read have no target, and no rates', () => {
  const broken = [resultOf('x', { own: 'e', target: '' }), resultOf('y', { own: 'e', target: '' })];
  expect(lines(broken)).toBe('');
  expect(lines([...broken, ...casesOf('p', 'f')])).toMatch(/^ {2}Cases passed: 50 % .*2 cases\)$/);
});

test('a name with terminal codes is printed without them', () => expect(lines([resultOf('a\u001b[31m', { own: 'pf' })])).not.toContain('\u001b'));
