import { expect, test } from 'vitest';
import { assignSlots } from '../../webview/shared/rowSlots.ts';
import type { Slots } from '../../webview/shared/rowSlots.ts';

const rows = (...keys: readonly number[]) => keys.map((key) => ({ key, shape: key % 2 === 0 ? 'even' : 'odd' }));
const slotsOf = (slots: Slots) => Object.fromEntries([...slots].map(([key, { slot }]) => [key, slot]));

test('a row keeps its element as long as it is drawn; one that comes takes what a row of its shape left', () => {
  const first = assignSlots(new Map(), rows(1, 2, 3, 4));
  expect(new Set(Object.values(slotsOf(first))).size).toBe(4);
  const next = slotsOf(assignSlots(first, rows(3, 4, 5, 6)));
  expect(next).toEqual({ 3: slotsOf(first)[3], 4: slotsOf(first)[4], 5: slotsOf(first)[1], 6: slotsOf(first)[2] });
});

test('what is left of another shape is taken before a new element is made, and no two rows share one', () => {
  const first = assignSlots(new Map(), rows(1, 3, 5));
  const next = assignSlots(first, rows(2, 4, 6, 8));
  expect(Object.values(slotsOf(next)).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
  const fewer = assignSlots(next, rows(8));
  expect(slotsOf(fewer)[8]).toBe(slotsOf(next)[8]);
  expect(new Set(Object.values(slotsOf(assignSlots(fewer, rows(8, 10, 11, 12, 13))))).size).toBe(5);
});
