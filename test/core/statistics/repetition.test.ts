import { describe, expect, test } from 'vitest';
import { passAtK, passHatK } from '../../../src/core/statistics/passAtK.ts';
import { nearestRank } from '../../../src/core/statistics/percentile.ts';
import { reduceScores } from '../../../src/core/statistics/trialScores.ts';

describe('pass@k and pass^k', () => {
  test('by counting every choice of k trials', () => {
    for (let n = 1; n <= 7; n++) {
      for (let c = 0; c <= n; c++) {
        for (let k = 1; k <= n; k++) {
          const choices = Array.from({ length: 2 ** n }, (_, bits) => Array.from({ length: n }, (__, trial) => ((bits >> trial) & 1) === 1)).filter((chosen) => chosen.filter(Boolean).length === k);
          const share = (holds: (chosen: readonly boolean[]) => boolean): number => choices.filter(holds).length / choices.length;
          // The first c trials passed.
          expect(passAtK(n, c, k)).toBeCloseTo(share((chosen) => chosen.slice(0, c).includes(true)), 12);
          expect(passHatK(n, c, k)).toBeCloseTo(share((chosen) => !chosen.slice(c).includes(true)), 12);
        }
      }
    }
  });

  test('too few measured trials say nothing, rather than something optimistic', () => expect([passAtK(2, 2, 3), passHatK(2, 2, 3), passAtK(0, 0, 0)]).toEqual([null, null, null]));
});

test('nearest rank takes a value that was measured', () => {
  const values = [5, 1, 4, 2, 3];
  expect([0.5, 0.95, 0.2, 0.21, 1].map((share) => nearestRank(values, share))).toEqual([3, 5, 1, 2, 5]);
  expect(nearestRank([], 0.5)).toBeNull();
  expect(values).toEqual([5, 1, 4, 2, 3]);
});

test('what was not measured is no 0', () => {
  expect(reduceScores([4, null, Number.NaN, 2], 'mean')).toBe(3);
  expect(reduceScores([null], 'mean')).toBeNull();
  expect([reduceScores([3, 1, 2], 'median'), reduceScores([4, 1, 2, 3], 'median'), reduceScores([1, 2, 2, 1, 3], 'mode')]).toEqual([2, 2.5, 1]);
});
