import { expect, test } from 'vitest';
import type { Score } from '../../../src/core/model/trace.ts';
import { judgementOf } from '../../../src/core/review/judgement.ts';

const score = (name: string, value: Score['value'], spanId: string | null = null): Score => ({ name, value, source: 'judge', comment: null, spanId });

test.each<[string, Score['value'], 'pass' | 'fail' | null]>([
  ['hallucination', 0.1, 'pass'], ['hallucination', 0.9, 'fail'], ['Toxicity', 0, 'pass'], ['isHarmful', false, 'pass'], ['harmfulness', true, 'fail'], ['bias', 'no', 'pass'],
  ['hallucination', 'fail', 'fail'], ['pii_leakage', 'pass', 'pass'],
  ['correctness', 0.2, 'fail'], ['answer-relevancy', 0.8, 'pass'], ['faithfulness', 1, 'pass'], ['policy', false, 'fail'],
  // Either end may be the good one.
  ['score', 0, null], ['latency', 0.1, null], ['no_hallucination', 1, null], ['safety vs toxicity', 1, null], ['', 1, null],
  ['correctness', 4, null], ['correctness', Number.NaN, null], ['correctness', 'perhaps', null], ['correctness', null, null],
  // Of benchmarks: the reward of an episode, and the letters of Inspect's scorers. A letter is a grade elsewhere.
  ['reward', 0, 'fail'], ['reward', 1, 'pass'], ['match', 'I', 'fail'], ['includes', 'C', 'pass'], ['model_graded_fact', 'N', 'fail'], ['match', 'P', null], ['grade', 'C', null],
  // A check that holds, or does not.
  ['check 7', true, 'pass'], ['check 7', 'incorrect', 'fail'],
])('%s %s says %s', (name, value, verdict) => expect(judgementOf([score(name, value)])).toBe(verdict));

test('the run as a whole goes before its steps, and fail before pass', () => {
  expect(judgementOf([score('correctness', 0, 's1'), score('correctness', 1)])).toBe('pass');
  expect(judgementOf([score('correctness', 1), score('toxicity', 1)])).toBe('fail');
  expect(judgementOf([])).toBe(null);
});
