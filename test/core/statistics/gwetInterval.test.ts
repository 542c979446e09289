import { expect, test } from 'vitest';
import { gwetAc, gwetInterval } from '../../../src/core/statistics/agreement.ts';
import type { Table } from '../../../src/core/statistics/agreement.ts';
import { quantileOf } from '../../../src/core/statistics/bootstrap.ts';
import { seeded } from '../../../src/core/statistics/random.ts';

/** The interval that drawing the items again and again gives, which knows no formula. */
function drawn(table: Table): { low: number; high: number } {
  const items = table.flatMap((row, i) => row.flatMap((count, j) => Array.from({ length: count }, () => [i, j] as const)));
  const random = seeded(7);
  const values = Float64Array.from({ length: 4000 }, () => {
    const again = table.map((row) => row.map(() => 0));
    for (let n = 0; n < items.length; n++) {
      const [i, j] = items[Math.floor(random() * items.length)]!;
      again[i]![j]! += 1;
    }
    return gwetAc(again) ?? 0;
  }).sort();
  return { low: quantileOf(values, 0.025), high: quantileOf(values, 0.975) };
}

test.each<[string, Table]>([
  ['balanced', [[40, 9], [12, 39]]],
  ['skewed', [[118, 5], [2, 0]]],
  ['three categories', [[30, 4, 6], [3, 40, 2], [5, 5, 25]]],
])('AC1 lies where drawing the items again puts it: %s', (_, table) => {
  const interval = gwetInterval(table)!;
  const again = drawn(table);
  expect(interval.low).toBeCloseTo(again.low, 1.3);
  expect(interval.high).toBeCloseTo(again.high, 1.3);
});

/** By the values of single items (Gwet 2014), which tells the same as the formula over cells. `reach`: the t of n - 1 degrees of freedom. */
function byItems(table: Table, reach: number): { low: number; high: number } {
  const items = table.flatMap((row, i) => row.flatMap((count, j) => Array.from({ length: count }, () => [i, j] as const)));
  const [n, ac1, categories] = [items.length, gwetAc(table)!, table.length];
  const share = table.map((_, k) => items.filter(([i]) => i === k).length / (2 * n) + items.filter(([, j]) => j === k).length / (2 * n));
  const expected = share.reduce((sum, each) => sum + each * (1 - each), 0) / (categories - 1);
  const values = items.map(([i, j]) => {
    const chance = ((1 - share[i]!) + (1 - share[j]!)) / 2 / (categories - 1);
    return (Number(i === j) - expected) / (1 - expected) - (2 * (1 - ac1) * (chance - expected)) / (1 - expected);
  });
  const error = Math.sqrt(values.reduce((sum, value) => sum + (value - ac1) ** 2, 0) / (n * (n - 1)));
  return { low: Math.max(-1, ac1 - reach * error), high: Math.min(1, ac1 + reach * error) };
}

test.each<[Table, number]>([
  [[[3, 1], [0, 2]], 2.570581836], [[[4, 1], [2, 1]], 2.364624252], [[[1, 1], [0, 0]], 12.70620474], [[[30, 4, 6], [3, 40, 2], [5, 5, 25]], 1.980099876],
])('few items leave it wide: %j', (table, reach) => {
  const [interval, expected] = [gwetInterval(table)!, byItems(table, reach)];
  expect(interval.low).toBeCloseTo(expected.low, 8);
  expect(interval.high).toBeCloseTo(expected.high, 8);
});

test('no spread is no certainty', () => {
  expect([gwetInterval([[5, 0], [0, 5]]), gwetInterval([[1, 0], [0, 0]]), gwetInterval([[0, 0], [0, 0]]), gwetInterval([])]).toEqual([null, null, null, null]);
});
