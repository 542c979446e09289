import { expect, test } from 'vitest';
import type { QueueProgress } from '../../src/core/model/queue.ts';
import { keepLastQueue, lastQueue } from '../../src/extension/review/lastQueue.ts';
import { reviewText, reviewWords } from '../../src/extension/display/reviewStatus.ts';

const queue = (said: Partial<QueueProgress> = {}): QueueProgress => ({
  id: 'week', name: 'This week, all of it', about: '', builtIn: true, total: 120, reviewed: 37, by: [{ name: 'jonas', reviewed: 22 }, { name: 'maria', reviewed: 15 }], left: 98, deferred: 0, minutesLeft: 41, ...said,
});

test('how far the review is, over all folders', () => {
  expect(reviewText([queue()])).toBe('$(checklist) Week: 37 of 120 reviewed');
  expect(reviewText([queue(), queue({ total: 1000, reviewed: 3 })])).toBe('$(checklist) Week: 40 of 1,120 reviewed');
  expect(reviewText([queue({ id: 'sample', name: 'Weekly sample', total: 20, reviewed: 3 })])).toBe('$(checklist) Weekly sample: 3 of 20 reviewed');
  expect(reviewText([queue({ id: 'x', name: '$(zap) Refunds of the north, all' })])).toBe('$(checklist) $ (zap) Refunds of the no…: 37 of 120 reviewed');
});

test.each<readonly [string, string | null, Partial<QueueProgress>]>([
  ['This week, all of it: 37 of 120 traces reviewed, jonas 22, maria 15. 98 left for jonas, about 41 min.', 'jonas', {}],
  ['This week, all of it: 37 of 120 traces reviewed, jonas 22, maria 15. 98 left for jonas.', 'jonas', { minutesLeft: null }],
  ['This week, all of it: 120 of 120 traces reviewed, jonas 120. Nothing is left for jonas.', 'jonas', { reviewed: 120, left: 0, by: [{ name: 'jonas', reviewed: 120 }] }],
  ['This week, all of it: 0 of 120 traces reviewed.', null, { reviewed: 0, by: [] }],
])('%s', (words, reviewer, said) => expect(reviewWords([queue(said)], reviewer)).toBe(words));

test('people of several folders are counted once', () => {
  expect(reviewWords([queue(), queue({ by: [{ name: 'jonas', reviewed: 2 }], minutesLeft: 2 })], 'jonas')).toContain(', jonas 24, maria 15. 196 left for jonas, about 43 min.');
});

test('the queue that was chosen last is kept; before that there is none', async () => {
  const kept = new Map<string, unknown>();
  const state = { get: <T>(key: string) => kept.get(key) as T | undefined, update: async (key: string, value: unknown) => void kept.set(key, value) };
  expect(lastQueue(state as never)).toBeNull();
  expect(await keepLastQueue(state as never, 'sample')).toBe(true);
  expect(lastQueue(state as never)).toBe('sample');
  expect(await keepLastQueue(state as never, 'sample')).toBe(false);
});
