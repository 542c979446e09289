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

test('no spread is no certainty', () => {
  expect([gwetInterval([[5, 0], [0, 5]]), gwetInterval([[1, 0], [0, 0]]), gwetInterval([[0, 0], [0, 0]]), gwetInterval([])]).toEqual([null, null, null, null]);
});
