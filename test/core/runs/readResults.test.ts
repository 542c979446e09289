import { describe, expect, test } from 'vitest';
import type { Outcome, TrialLine } from '../../../src/core/model/result.ts';
import { readResults } from '../../../src/core/runs/readResults.ts';
import { resultOf, trialOf } from './results.ts';

const line = (caseId: string, place: TrialLine['place'], outcome: Outcome = 'pass', part: Partial<TrialLine> = {}): TrialLine => ({
  ...trialOf({ caseId, outcome, trial: place.try + 1 }), runId: 'run', file: 'a.case.yaml', decides: true, epochs: { count: place.tries, reducer: 'all', k: place.tries }, place, at: `2026-11-20T10:00:0${place.try}Z`, ...part,
});
const textOf = (...lines: readonly unknown[]): string => lines.map((each) => `${JSON.stringify(each)}\n`).join('');

describe('results.jsonl', () => {
  test('trials in any order become their cases, in the order of the files', () => {
    const text = textOf(line('b', { case: 1, try: 1, tries: 2 }, 'fail'), line('a', { case: 0, try: 0, tries: 1 }), line('b', { case: 1, try: 0, tries: 2 }));
    const { results, unfinished, broken } = readResults(text);
    expect(results.map(({ caseId, outcome, at, trials }) => [caseId, outcome, at, trials.map((each) => each.trial)])).toEqual([['a', 'pass', '2026-11-20T10:00:00Z', [1]], ['b', 'fail', '2026-11-20T10:00:01Z', [1, 2]]]);
    expect(results[0]?.trials[0]).toEqual(trialOf({ caseId: 'a' }));
    expect([unfinished, broken]).toEqual([[], []]);
  });

  test('of a run that was killed: half a line is left out, and a case that lacks trials is told apart', () => {
    const text = textOf(line('a', { case: 0, try: 0, tries: 1 }), line('b', { case: 1, try: 0, tries: 3 }));
    const { results, unfinished, broken } = readResults(text + text.slice(0, 40));
    expect([results.map((each) => each.caseId), unfinished.map((each) => [each.caseId, each.trials.length]), broken]).toEqual([['a'], [['b', 1]], [3]]);
  });

  test('a trial that is there twice counts once', () => {
    const twice = line('a', { case: 0, try: 0, tries: 2 });
    expect(readResults(textOf(twice, twice)).unfinished[0]?.trials).toHaveLength(1);
  });

  test('a rewording decides nothing', () => {
    const text = textOf(line('a', { case: 0, try: 0, tries: 2 }, 'pass', { epochs: { count: 1, reducer: 'all', k: 1 } }), line('a', { case: 0, try: 1, tries: 2 }, 'fail', { variantId: 'terse', trial: 1, epochs: { count: 1, reducer: 'all', k: 1 } }));
    expect(readResults(text).results[0]?.outcome).toBe('pass');
  });

  test('a line a case, as earlier versions wrote it, is read as before', () => {
    const before = resultOf('a', { own: 'pf' });
    expect(readResults(textOf(before)).results).toEqual([before]);
  });

  test('what is no result is counted and hurts nothing', () => {
    const hostile = ['[]', 'null', '{"trials":7}', `{"__proto__":{"place":1}}`, '{"place":{"case":-1}}', `${'['.repeat(5000)}`];
    expect(readResults(hostile.join('\n'))).toEqual({ results: [], unfinished: [], lines: [], broken: [1, 2, 3, 4, 5, 6] });
  });
});
