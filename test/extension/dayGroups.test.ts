import { expect, test } from 'vitest';
import { groupByDay } from '../../src/extension/display/dayGroups.ts';
import { summary } from './summaries.ts';

const now = new Date(2026, 1, 4, 9, 30);
const at = (id: string, ...time: readonly [number, number, number, number]) => summary({ id, startUs: new Date(...time).getTime() * 1000 });

test('days are local, keep the order, and end with what has no date', () => {
  const groups = groupByDay([
    at('today', 2026, 1, 4, 0), at('late yesterday', 2026, 1, 3, 23), at('early yesterday', 2026, 1, 3, 0),
    at('this year', 2026, 0, 12, 8), summary({ id: 'undated', startUs: null }), at('last year', 2025, 10, 30, 8),
  ], now);
  expect(groups.map(({ key, traces }) => [key, traces.map(({ id }) => id)])).toEqual([
    ['2026-02-04', ['today']],
    ['2026-02-03', ['late yesterday', 'early yesterday']],
    ['2026-01-12', ['this year']],
    ['2025-11-30', ['last year']],
    ['none', ['undated']],
  ]);
  expect(groups.map(({ title }) => title).filter((title) => /^[A-Z][a-z]+$/.test(title))).toEqual(['Today', 'Yesterday']);
  expect(groups[2]?.title).not.toContain('2026');
  expect(groups[3]?.title).toContain('2025');
  expect(groups.at(-1)?.title).toBe('No date');
});

test('nothing makes no group', () => expect(groupByDay([], now)).toEqual([]));
