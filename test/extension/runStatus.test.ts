import { expect, test } from 'vitest';
import { lastRunOf, lastRunText, lastRunWords, runningText } from '../../src/extension/display/runStatus.ts';
import { caseResult } from './summaries.ts';

const run = (pass: number, fail: number, error: number, missing: number, cancelled = false) => ({ folder: '/agent', run: 'r1', counts: { pass, fail, error, 'n/a': missing }, targets: ['faulty'], at: '2026-11-20T10:00:00Z', cancelled });

test.each([
  [run(9, 3, 0, 0), '$(error) Casebook: 3 fail of 12'],
  [run(9, 2, 1, 0), '$(error) Casebook: 2 fail, 1 error of 12'],
  [run(9, 0, 3, 0), '$(warning) Casebook: 3 error of 12'],
  [run(12, 0, 0, 0), '$(pass) Casebook: 12 pass'],
  [run(5, 0, 0, 1), '$(pass) Casebook: 5 pass, 1 n/a'],
  [run(0, 0, 0, 4), '$(circle-slash) Casebook: 4 n/a'],
  [run(3, 1, 0, 0, true), '$(error) Casebook: 1 fail of 4, cancelled'],
  [{ ...run(3, 1, 0, 0), notRun: 254 }, '$(error) Casebook: 1 fail of 4, 254 not run'],
  [{ ...run(0, 0, 0, 0), undecided: 2 }, '$(circle-slash) Casebook: 2 cases, deciding nothing'],
])('%o', (last, text) => expect(lastRunText(last)).toBe(text));

test('the tooltip says it at length', () => {
  expect(lastRunWords(run(9, 3, 0, 0))).toBe('Last run of cases on faulty: 9 pass, 3 fail');
  expect(lastRunWords({ ...run(0, 0, 0, 0, true), targets: [] })).toBe('Last run of cases: no case; it was cancelled');
});

test('targets are named once each, and a case that could not be read has none', () => {
  const results = [caseResult(), caseResult(), caseResult({ target: 'mended' }), caseResult({ target: '' })];
  expect(lastRunOf({ runId: 'r1', results, cancelled: false }, '/agent', '2026-11-20T10:00:00Z').targets).toEqual(['faulty', 'mended']);
});

test('a draft that fails is no failure of the run', () => {
  expect(lastRunOf({ runId: 'r1', results: [caseResult(), caseResult({ decides: false })], cancelled: false }, '/agent', '')).toMatchObject({ counts: { fail: 1 }, undecided: 1 });
});

test('several runs are counted together, and before the first word of one nothing is', () => {
  expect(runningText([{ done: 3, cases: 12 }, { done: 1, cases: 4 }])).toBe('$(loading~spin) Casebook: 4 of 16');
  expect(runningText([undefined])).toBe('$(loading~spin) Casebook: running');
});
