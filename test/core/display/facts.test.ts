import { expect, test } from 'vitest';
import { factsOf, oversightOf, oversightWords, scoresFound, scoreWords } from '../../../src/core/display/facts.ts';
import type { StepScore } from '../../../src/core/model/trajectory.ts';

const score = (more: Partial<StepScore>): StepScore => ({ name: 'Relevance', value: 5, source: 'judge', comment: null, spanId: null, step: null, ...more });

test.each([
  [score({}), 'Relevance 5 (judge)'],
  [score({ source: 'unknown', value: 0.1 + 0.2 }), 'Relevance 0.3'],
  [score({ value: true, step: 3, comment: 'to\nthe point' }), 'Relevance true (judge, step 3): to the point'],
  [score({ value: null, comment: ' ' }), 'Relevance without a value (judge)'],
])('a score %#', (given, words) => expect(scoreWords(given)).toBe(words));

test('the scores of a file go by how many traces have them', () => {
  expect(scoresFound({ a: 1, reward: 200 })).toBe('reward (200), a (1)');
  expect(scoresFound(Object.fromEntries(Array.from({ length: 14 }, (_, n) => [`s${n}`, 1])))).toMatch(/s11 \(1\) and 2 more$/);
});

test('facts that are known, in words', () => {
  expect(factsOf({ facts: { user: 'u', useCase: 'returns', outcome: 'workaround', editMinutes: 4 }, userId: null, sessionId: null }).map(({ name, value }) => `${name} ${value}`))
    .toEqual(['user u', 'use case returns', 'outcome worked around', 'editing 4 min']);
  expect(factsOf({ facts: {}, userId: null, sessionId: null })).toEqual([]);
});

test('a run of which nothing is told has finished where it answered, and no more is claimed', () => {
  expect(oversightOf({ facts: {}, answer: 'Yes.' })).toEqual({ approvals: [], escalated: null, terminal: 'finished', fallback: null });
  expect(oversightOf({ facts: {}, answer: null })).toEqual({ approvals: [], escalated: null, terminal: null, fallback: null });
  expect(oversightWords({ facts: {}, answer: 'Yes.' })).toEqual([]);
  expect(oversightWords({ facts: { fallback: true }, answer: 'Yes.', oversight: { approvals: [{ granted: false, by: null, tool: null, beforeCall: 0 }], escalated: false, terminal: 'aborted' } }).map(({ value }) => value))
    .toEqual(['refused, after no call', 'Answered by the fallback', 'Broken off with an error']);
});
