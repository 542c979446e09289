import { describe, expect, test } from 'vitest';
import type { CaseResult } from '../../../src/core/model/result.ts';
import { runMarkdown, type RunToTell } from '../../../src/core/runs/runMarkdown.ts';
import { runStatistics } from '../../../src/core/runs/runStatistics.ts';
import { verdictOf } from '../../../src/core/runs/verdict.ts';
import { casesOf, resultOf } from './results.ts';

const told = (results: readonly CaseResult[], more: Partial<RunToTell> = {}): string => runMarkdown({ runId: 'r2', durationMs: 2000, cancelled: false, results, statistics: runStatistics(results), fileName: (file) => file, ...more });
const headings = (text: string): readonly string[] => text.split('\n').filter((line) => line.startsWith('#'));

describe('the verdict', () => {
  const sentence = (...args: Parameters<typeof verdictOf>): string => verdictOf(...args).sentence;

  test('what failed goes before what broke, and what is apart is counted', () => {
    expect(sentence([...casesOf('p', 'f', 'e', 'n'), resultOf('d', { own: 'f', decides: false })])).toBe('Failed: 1 of 4 cases against bot; 1 error; 1 n/a; 1 more decides nothing');
    expect(verdictOf(casesOf('p', 'e'))).toEqual({ kind: 'broken', sentence: 'Broken: 1 of 2 cases could not be judged against bot, none failed' });
    expect(verdictOf(casesOf('p', 'p'))).toEqual({ kind: 'passed', sentence: 'Passed: 2 of 2 cases against bot' });
  });

  test('nothing measured is no pass', () => {
    expect(verdictOf(casesOf('n', 'n'))).toEqual({ kind: 'undecided', sentence: 'Nothing decided: none of 2 cases could be measured against bot' });
    expect(verdictOf([resultOf('d', { decides: false })])).toEqual({ kind: 'undecided', sentence: 'Nothing decided: the one case run against bot decides nothing' });
    expect(verdictOf([])).toEqual({ kind: 'undecided', sentence: 'Nothing decided: no case was run' });
  });

  test('a run that did not get to its end is no pass either', () => {
    expect(verdictOf(casesOf('p'), { cancelled: true })).toEqual({ kind: 'undecided', sentence: 'Cancelled: 1 of 1 case against bot; cancelled before the end' });
    expect(verdictOf(casesOf('p', 'n'), { stopped: true, notRun: 3 })).toEqual({ kind: 'broken', sentence: 'Stopped: 1 of 2 cases passed against bot; 1 n/a; 3 more were not run; stopped at the limit of its cost' });
    expect(verdictOf(casesOf('p'), { notKept: true }).kind).toBe('broken');
  });
});

describe('a run as Markdown', () => {
  test('says the verdict first, then what newly fails', () => {
    const before = [resultOf('old', { own: 'f' }), resultOf('new'), resultOf('fixed', { own: 'f' })];
    const text = told([resultOf('old', { own: 'f' }), resultOf('new', { own: 'f' }), resultOf('fixed'), resultOf('draft', { own: 'f', decides: false })], { before: { runId: 'r1', results: before } });
    expect(headings(text)).toEqual(['# Failed: 2 of 3 cases against bot; 1 more decides nothing', '## Run', '## Newly failing (1)', '## Failing as before (1)', '## Newly passing (1)', '## Run and shown, deciding nothing (1)', '## In numbers']);
    expect(text).toContain('Compared with run r1: 1 case newly failing, 1 newly passing, of 3 measured in both.');
    expect(text).toContain('| new | no reason was kept | `a.case.yaml` |');
  });

  test('without an earlier run nothing is called new', () => {
    expect(headings(told(casesOf('f', 'e', 'n')))).toEqual(['# Failed: 1 of 3 cases against bot; 1 error; 1 n/a', '## Run', '## Failing (1)', '## Error (1)', '## n/a (1)', '## In numbers']);
  });

  test('is bounded and says what is cut', () => {
    const reason = 'x'.repeat(10_000);
    const many = Array.from({ length: 5000 }, (_, index) => { const result = resultOf(`case-${index}`, { own: 'f' }); return { ...result, trials: result.trials.map((trial) => ({ ...trial, reason })) }; });
    const text = told(many);
    expect(text.split('\n').filter((line) => line.startsWith('| case-'))).toHaveLength(50);
    expect(text).toContain('The first 50 of 5,000; `results.jsonl` of the run holds all.');
    expect(text.length).toBeLessThan(100_000);
  });

  test('says what of the run is missing', () => {
    expect(told(casesOf('p'), { cancelled: true, notKept: 'The disk is full.', cached: { trials: 1, of: 1 } })).toMatch(/1 of 1 trial answered from the cache\.[^]*It was cancelled[^]*The disk is full\./);
  });

  test('hostile words stay words', () => {
    const text = told([resultOf('<img src=x> | [a](http://evil)\n# head', { own: 'f' })]);
    expect(text).toContain('&lt;img src=x&gt;');
    expect(headings(text)).toHaveLength(3);
  });
});
