import { describe, expect, test } from 'vitest';
import { comparedWithBaseline } from '../../../src/core/runs/baseline.ts';
import { resultKey } from '../../../src/core/runs/changes.ts';
import { earlierRun } from '../../../src/core/runs/earlierRun.ts';
import { headerOfResults, headerOfSummary, readSummaryText } from '../../../src/core/runs/runHeader.ts';
import { runRows } from '../../../src/core/runs/runRows.ts';
import { resultOf, trialOf } from './results.ts';

const outcomesOf = (said: Readonly<Record<string, 'pass' | 'fail' | 'error' | 'n/a'>>, target = 'bot') => new Map(Object.entries(said).map(([caseId, outcome]) => [resultKey({ caseId, target }), outcome]));
const none = { unfinished: [], before: undefined, earlier: [], wordsOf: () => undefined };

describe('rows of a run', () => {
  test('changes come first, then what fails as before, what broke, what is unsteady, the rest, and what decides nothing', () => {
    const results = [
      resultOf('passes', { own: 'p' }), resultOf('unmeasured', { own: 'n' }), resultOf('flaky', { own: 'pf', outcome: 'pass' }), resultOf('broke', { own: 'e' }), resultOf('fails', { own: 'f' }), resultOf('fails-still', { own: 'f' }),
      resultOf('fixed', { own: 'p' }), resultOf('newly', { own: 'f' }), resultOf('draft-passes', { own: 'p', decides: false }), resultOf('draft-fails', { own: 'f', decides: false }),
    ];
    const before = outcomesOf({ passes: 'pass', 'fails-still': 'fail', fixed: 'fail', newly: 'pass', broke: 'pass', flaky: 'pass' });
    const rows = runRows({ ...none, results, unfinished: [resultOf('cut', { own: 'p' })], before });
    expect(rows.map(({ caseId, group, was }) => [caseId, group, was])).toEqual([
      ['newly', 'newlyFailing', 'pass'], ['fixed', 'newlyFixed', 'fail'], ['fails-still', 'stillFailing', 'fail'], ['fails', 'failing', null], ['broke', 'error', 'pass'], ['cut', 'cutOff', null], ['flaky', 'flaky', 'pass'],
      ['unmeasured', 'notMeasured', null], ['passes', 'passing', 'pass'], ['draft-fails', 'undecided', null], ['draft-passes', 'undecided', null],
    ]);
  });

  test('a case against another target is another one', () => {
    const rows = runRows({ ...none, results: [resultOf('a', { own: 'f', target: 'other' })], before: outcomesOf({ a: 'pass' }) });
    expect(rows[0]).toMatchObject({ group: 'failing', was: null });
  });

  test('figures are of the trials that were measured, and unknown ones stay unknown', () => {
    const trials = [trialOf({ outcome: 'pass', latencyMs: 100, costUsd: 0.5 }), trialOf({ outcome: 'fail', latencyMs: 300, trial: 2 }), trialOf({ outcome: 'error', durationMs: 60_000, trial: 3 }), trialOf({ outcome: 'fail', variantId: 'terse', cached: true })];
    const [row] = runRows({ ...none, results: [{ ...resultOf('a'), outcome: 'fail', trials }] });
    expect(row).toMatchObject({ trials: { passes: 1, n: 2, all: 3 }, rewordingsFailed: 1, cached: 1, ms: 200, costUsd: 0.5, query: null, suite: null });
    expect(runRows({ ...none, results: [resultOf('a', { own: 'e' })] })[0]).toMatchObject({ ms: null, costUsd: null });
  });

  test('the history is oldest first, with holes where a run did not hold the case', () => {
    const [row] = runRows({ ...none, results: [resultOf('a', { own: 'f' })], earlier: [outcomesOf({ a: 'pass' }), outcomesOf({ b: 'pass' }), outcomesOf({ a: 'error' })] });
    expect(row?.history).toEqual(['pass', null, 'error', 'fail']);
  });

  test('a text of megabytes is a line', () => {
    const results = [{ ...resultOf('a', { own: 'e' }), trials: [trialOf({ outcome: 'error', reason: 'x\n'.repeat(1_000_000) })] }];
    const [row] = runRows({ ...none, results, wordsOf: () => ({ suite: null, query: 'why '.repeat(100_000) }) });
    expect([row?.why, row?.query].every((text) => (text?.length ?? 0) <= 201)).toBe(true);
  });
});

describe('which run it is compared with', () => {
  const runOf = (run: string, cases: Readonly<Record<string, 'pass' | 'fail'>>, { target = 'bot', finished = true } = {}) => {
    const { header } = headerOfResults(run, { results: Object.entries(cases).map(([caseId, outcome]) => resultOf(caseId, { own: outcome === 'pass' ? 'p' : 'f', target })), unfinished: [] });
    return { header: { ...header, finished }, outcomes: outcomesOf(cases, target) };
  };
  const whole = { a: 'pass', b: 'pass', c: 'pass', d: 'fail' } as const;

  test('the newest one before it that holds at least half of its cases, though single cases ran meanwhile', () => {
    expect(earlierRun(runOf('4', whole), [runOf('3', { a: 'fail' }), runOf('2', { a: 'pass', b: 'fail' }), runOf('1', whole)])?.header.run).toBe('2');
  });

  test('else the newest that holds any of them; never another target, nor one that did not end', () => {
    expect(earlierRun(runOf('4', whole), [runOf('3', { a: 'fail' }), runOf('2', { z: 'pass' })])?.header.run).toBe('3');
    expect(earlierRun(runOf('4', whole), [runOf('3', whole, { target: 'other' }), runOf('2', whole, { finished: false }), runOf('1', { z: 'pass' })])).toBeUndefined();
  });
});

describe('a summary', () => {
  const summary = { runId: 'x', at: '2026-11-20T10:00:00Z', durationMs: 5, cases: [{ caseId: 'a', file: 'a', target: 'bot', outcome: 'fail', decides: true, trials: 1, passed: 0 }, { caseId: 'd', target: 'bot', outcome: 'fail', decides: false }] };

  test('what decides is counted, and drafts apart', () => {
    const read = readSummaryText(JSON.stringify(summary));
    expect(read && headerOfSummary('x', read).header).toMatchObject({ cases: 1, undecided: 1, counts: { fail: 1, pass: 0 }, targets: ['bot'], finished: true, cancelled: false, durationMs: 5 });
  });

  test('what is none is none: half a file, another shape, hostile values', () => {
    expect([undefined, '', '{', 'null', '[]', '{"at":1}', JSON.stringify({ ...summary, durationMs: -1 }), JSON.stringify({ ...summary, cases: 7 })].map(readSummaryText)).toEqual(Array.from({ length: 8 }, () => undefined));
    expect(readSummaryText(JSON.stringify({ ...summary, statistics: { targets: 3 }, stopped: 'x' }))).toMatchObject({ at: summary.at });
  });
});

describe('a baseline', () => {
  const results = [resultOf('a', { own: 'f' }), resultOf('b', { own: 'p' }), resultOf('d', { own: 'f', decides: false })];

  test('tells what changed since, among the cases that decide', () => {
    const text = JSON.stringify({ at: '2026-11-01T00:00:00Z', cases: [{ caseId: 'a', outcome: 'pass' }, { caseId: 'b', target: 'bot', outcome: 'fail' }, { caseId: 'd', outcome: 'pass' }, { caseId: 'gone', outcome: 'pass' }] });
    expect(comparedWithBaseline('casebook/baselines/x.json', text, results)).toEqual({ file: 'casebook/baselines/x.json', at: '2026-11-01T00:00:00Z', newlyFailing: ['a'], newlyFixed: ['b'], both: 2 });
  });

  test('what is none, or of other cases or targets, is none', () => {
    const texts = ['', '{', '{"cases":{}}', '{"cases":[{"caseId":"z","outcome":"pass"}]}', '{"cases":[{"caseId":"a","target":"other","outcome":"pass"}]}', '{"__proto__":{"cases":[]}}'];
    expect(texts.map((text) => comparedWithBaseline('x', text, results))).toEqual(texts.map(() => null));
  });
});
