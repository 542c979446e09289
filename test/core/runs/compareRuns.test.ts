import { expect, test } from 'vitest';
import { RunComparison } from '../../../src/core/model/runComparison.ts';
import type { CaseResult } from '../../../src/core/model/result.ts';
import { compareRuns } from '../../../src/core/runs/compareRuns.ts';
import { casesOf, resultOf } from './results.ts';

const compare = (before: readonly CaseResult[], after: readonly CaseResult[]): RunComparison => RunComparison.parse(compareRuns(before, after));

test('what fails anew and what is mended comes by name', () => {
  const found = compare(casesOf('p', 'f', 'p', 'f', 'p'), casesOf('f', 'p', 'p', 'f', 'e'));
  expect(found).toMatchObject({ newlyFailing: ['c1'], newlyFixed: ['c2'], lost: ['c5'], added: [], removed: [], n: 4 });
});

test('one trial a case: exact McNemar', () => {
  const after = casesOf('f', 'f', 'f', 'f', 'f', 'f', 'p', 'p');
  const found = compare(casesOf('p', 'p', 'p', 'p', 'p', 'p', 'p', 'p'), after);
  expect(found.test).toEqual({ method: 'mcnemar', p: expect.closeTo(2 / 64, 12) as number, exact: true, draws: null, seed: null });
  expect(found.passRate).toMatchObject({ n: 8, before: 1, after: 0.25, delta: -0.75 });
  const { interval, bounds } = found.passRate;
  expect((interval?.low ?? 0) <= (bounds?.low ?? -1) && (bounds?.high ?? 1) <= (interval?.high ?? 0)).toBe(true);
  expect(interval?.high ?? 0).toBeLessThan(0);
});

test('several trials: signs of the differences of pass rates', () => {
  const found = compare(casesOf('ppp', 'ppf', 'ppp'), casesOf('pff', 'fff', 'ppf'));
  expect(found.test).toMatchObject({ method: 'signFlip', exact: true, draws: 8, p: 0.25 });
});

test('nothing changed: p 1 and a delta of 0', () => expect(compare(casesOf('p', 'f'), casesOf('p', 'f'))).toMatchObject({ test: { p: 1 }, passRate: { delta: 0, interval: { low: 0, high: 0 } } }));

test('metrics pair the cases in which both measured them', () => {
  const side = (values: readonly (number | null)[]): readonly CaseResult[] => values.map((value, index) => resultOf(`c${index}`, { metrics: [{ toolF1: value, ordering: null }] }));
  expect(compare(side([1, 0.5, null, 0.5]), side([0.5, 0.5, 1, null])).metrics).toMatchObject([{ metric: 'toolF1', n: 2, before: 0.75, after: 0.5, delta: -0.25 }]);
});

test('drafts decide nothing, and a case in one run only is named', () => {
  const found = compare([resultOf('a'), resultOf('old'), resultOf('draft', { decides: false })], [resultOf('a'), resultOf('new'), resultOf('draft', { own: 'f', decides: false })]);
  expect(found).toMatchObject({ newlyFailing: [], added: ['new'], removed: ['old'], n: 1, passRate: { interval: null } });
});

test('nothing in common: no test', () => expect(compare([resultOf('a')], [resultOf('b')])).toMatchObject({ n: 0, test: null, passRate: { before: null, delta: null } }));

test('a run against another target is compared by case; several targets in one run are told apart', () => {
  expect(compare([resultOf('a')], [resultOf('a', { own: 'f', target: 'mended' })]).newlyFailing).toEqual(['a']);
  const both = [resultOf('a'), resultOf('a', { own: 'f', target: 'mended' })];
  expect(compare(both, [resultOf('a'), resultOf('a', { target: 'mended' })]).newlyFixed).toEqual(['a (mended)']);
});
