import { expect, test, vi } from 'vitest';
import { IndexAnswers } from '../../src/server/indexAnswers.ts';
import type { KnownTracesParams } from '../../src/protocol/lsp.ts';

const result = { caseId: 'one', outcome: 'pass' as const, at: '', target: 't', passed: 1, trials: 1, sentence: '' };

test('answers from what is known, and says when more has arrived', async () => {
  const knownTraces = vi.fn<(params: KnownTracesParams) => Promise<string[]>>(async ({ ids }) => ids.filter((id) => id !== 'gone'));
  const arrived = vi.fn<() => void>();
  const answers = new IndexAnswers({ knownTraces, lastResults: async () => [result] }, arrived);
  expect(answers.knownTraces(['a', 'gone'])).toBeUndefined();
  expect(answers.knownTraces(['a'])).toBeUndefined();
  await vi.waitFor(() => expect(arrived).toHaveBeenCalledTimes(1));
  expect(answers.knownTraces(['a', 'gone'])).toEqual(new Set(['a']));
  expect(knownTraces).toHaveBeenCalledTimes(1);

  expect(answers.lastResult('one')).toBeUndefined();
  await vi.waitFor(() => expect(arrived).toHaveBeenCalledTimes(2));
  expect([answers.lastResult('one'), answers.lastResult('two')]).toEqual([result, null]);

  answers.changed();
  expect(answers.knownTraces(['a'])).toBeUndefined();
  await vi.waitFor(() => expect(answers.knownTraces(['a'])).toEqual(new Set(['a'])));
});

test('an editor without an index is asked once and stays unsaid', async () => {
  const knownTraces = vi.fn<() => Promise<never>>(() => Promise.reject(new Error('method not found')));
  const answers = new IndexAnswers({ knownTraces, lastResults: () => Promise.reject(new Error('method not found')) }, () => undefined);
  answers.knownTraces(['a']);
  await vi.waitFor(() => expect(knownTraces).toHaveBeenCalledTimes(1));
  await Promise.resolve();
  expect(answers.knownTraces(['b'])).toBeUndefined();
  expect(knownTraces).toHaveBeenCalledTimes(1);
});
