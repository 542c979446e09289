import { describe, expect, test } from 'vitest';
import { caseMarkdown } from '../../../src/core/runs/caseMarkdown.ts';
import { readLeanResults } from '../../../src/core/runs/leanResults.ts';
import { resultOfCase, shownCase } from '../../../src/core/runs/shownCase.ts';
import { finish } from '../../../src/core/support/slices.ts';
import type { CheckResult } from '../../../src/core/model/result.ts';
import { trialFrom } from '../evaluators/trials.ts';
import { resultOf, trialOf } from './results.ts';

const check: CheckResult = { id: 'expectedTool', metric: 'toolRecall', path: ['expectedTool'], gating: true, outcome: 'fail', score: 0, expected: { tool: 'getShipment', args: Array.from({ length: 20 }, (_, at) => at) }, actual: ['a'], reason: 'Called a', spanId: null, step: 2 };
const result = { ...resultOf('a', { own: 'f' }), trials: [trialOf({ caseId: 'a', outcome: 'fail', checks: [{ ...check, id: 'ok', outcome: 'pass' }, check], observed: trialFrom({ calls: ['a', 'b'], output: 'x'.repeat(50_000) }), traceRef: { file: 'traces/ab.otlp.jsonl', traceId: 'tr_1' } })] };

describe('one case of a run', () => {
  test('of lines that name it only its own count, by id and target, also beside half a line', () => {
    const other = resultOf('a', { own: 'p', target: 'other' });
    const names = { ...resultOf('b'), trials: [trialOf({ caseId: 'b', reason: 'see "a"' })] };
    const lines = [names, other, result].map((each) => JSON.stringify(each));
    expect(resultOfCase([...lines, '{"half'], { caseId: 'a', target: 'bot' })).toEqual(result);
    expect(resultOfCase(lines, { caseId: 'c', target: 'bot' })).toBeUndefined();
  });

  test('failed checks come first; short values stand in a line, long ones in several, longer ones are cut and say so', () => {
    const [trial] = shownCase('run', result).trials;
    expect(trial?.checks.map(({ id, outcome }) => [id, outcome])).toEqual([['expectedTool', 'fail'], ['ok', 'pass']]);
    expect(trial?.checks[0]?.actual).toEqual({ text: '["a"]', whole: 5 });
    expect(trial?.checks[0]?.expected.text.split('\n').length).toBeGreaterThan(20);
    expect(trial?.answer).toEqual({ text: 'x'.repeat(20_000), whole: 50_000 });
    expect(trial).toMatchObject({ toolCalls: 2, tokens: null, cached: false, comparable: true, trace: { file: 'traces/ab.otlp.jsonl' } });
  });

  test('a file of spans is opened only where a run keeps them', () => {
    for (const file of ['../../../etc/passwd', '/etc/passwd', 'traces/../../x', 'traces/..', 'traces\\x', 'x.json']) {
      expect(shownCase('run', { ...result, trials: [{ ...result.trials[0]!, traceRef: { file, traceId: 'tr_1' } }] }).trials[0]?.trace).toBeNull();
    }
  });

  test('what was not observed is unknown, and cannot be compared', () => {
    expect(shownCase('run', { ...result, trials: [trialOf({ outcome: 'error', reason: 'exit code 1' })] }).trials[0]).toMatchObject({ answer: null, toolCalls: null, tokens: null, costUsd: null, comparable: false });
  });

  test('as Markdown nothing of it becomes anything but text, and what is cut is told', () => {
    const hostile = { ...result, trials: [{ ...result.trials[0]!, checks: [{ ...check, reason: '<img src=x> [a](http://b)', actual: '```\n# not a heading' }] }] };
    const text = caseMarkdown({ ...shownCase('run', hostile), folder: '/x', passing: null, source: null });
    expect(text.split('\n').filter((line) => line.startsWith('#'))).toEqual(['# a: fail against bot', '## fail', '### fail: expectedTool', '# not a heading', '### The answer']);
    expect(text).toContain('&lt;img src=x&gt; `[a](http://b)`');
    expect(text).toContain('As recorded, the first 20,000 of 50,000 characters');
  });
});

test('results are read without what only details show, and lines that are none are counted', () => {
  const lines = [JSON.stringify(result), '{"half', '', '[]', `${'['.repeat(5000)}`];
  const { results, brokenLines } = finish(readLeanResults(lines));
  expect(brokenLines).toBe(3);
  expect(results[0]?.trials[0]).toMatchObject({ observed: null, outcome: 'fail', checks: [{ id: 'ok' }, { id: 'expectedTool', expected: null, actual: null, reason: 'Called a' }] });
});
