import { describe, expect, test } from 'vitest';
import { equalRates } from '../../../src/core/statistics/chiSquare.ts';
import { holm } from '../../../src/core/statistics/holm.ts';
import { mcnemarChiSquare, mcnemarExact } from '../../../src/core/statistics/mcnemar.ts';
import { signFlip } from '../../../src/core/statistics/signFlip.ts';
import { cohenH, compareProportions, fisherExact, pooledZ } from '../../../src/core/statistics/twoProportions.ts';
import { studentTwoSided, welch } from '../../../src/core/statistics/welch.ts';

describe('two versions on the same cases', () => {
  test('exact McNemar by hand: 1 of 9', () => {
    expect(mcnemarExact({ onlyBefore: 1, onlyAfter: 8 })).toBeCloseTo(20 / 512, 14);
    expect(mcnemarExact({ onlyBefore: 8, onlyAfter: 1 })).toBeCloseTo(20 / 512, 14);
  });

  test('nothing differs: 1; as many either way: 1', () => {
    expect([mcnemarExact({ onlyBefore: 0, onlyAfter: 0 }), mcnemarExact({ onlyBefore: 4, onlyAfter: 4 })]).toEqual([1, 1]);
    expect(mcnemarChiSquare({ onlyBefore: 0, onlyAfter: 0 }, true)).toBeNull();
    expect(mcnemarChiSquare({ onlyBefore: 3, onlyAfter: 3 }, true)).toEqual({ statistic: 0, p: 1 });
  });

  test('flipping signs by hand: all of four fell alike in 2 of 16 ways', () => expect(signFlip([-1, -1, -1, -1])).toEqual({ p: 0.125, exact: true, draws: 16, seed: null }));

  test('with differences of 1 it is McNemar', () => {
    const p = signFlip([1, 1, 1, 1, 1, 1, 1, 1, -1, 0, 0, 0]).p;
    expect(p).toBeCloseTo(mcnemarExact({ onlyBefore: 1, onlyAfter: 8 }), 12);
  });

  test('beyond 2^12 by seeded draws, near the exact value and never 0', () => {
    const differences = [...Array.from({ length: 14 }, () => 1), -1];
    const drawn = signFlip(differences);
    expect(drawn).toMatchObject({ exact: false, draws: 10_000, seed: 20_261 });
    expect(drawn).toEqual(signFlip(differences));
    expect(Math.abs(drawn.p - mcnemarExact({ onlyBefore: 14, onlyAfter: 1 }))).toBeLessThan(0.001);
    expect(signFlip(Array.from({ length: 40 }, () => 0.5)).p).toBeCloseTo(1 / 10_001, 9);
  });

  test('no case differs, or there is none: 1', () => expect([signFlip([0, 0]).p, signFlip([]).p]).toEqual([1, 1]));
});

describe('two periods', () => {
  test('Fisher, two-sided', () => {
    expect(fisherExact({ successes: 8, n: 10 }, { successes: 1, n: 6 })).toBeCloseTo(0.034965034965034975, 10);
    expect(fisherExact({ successes: 3, n: 100 }, { successes: 12, n: 100 })).toBeCloseTo(0.028671314973177094, 10);
    expect(fisherExact({ successes: 0, n: 5 }, { successes: 0, n: 7 })).toBeCloseTo(1, 12);
  });

  test('Fisher where an expected count is below 5, else the z', () => {
    expect(compareProportions({ successes: 8, n: 10 }, { successes: 1, n: 6 })?.method).toBe('fisher');
    expect(compareProportions({ successes: 73, n: 86 }, { successes: 90, n: 93 })?.method).toBe('z');
    expect(compareProportions({ successes: 0, n: 86 }, { successes: 0, n: 93 })).toEqual({ p: expect.closeTo(1, 9) as number, method: 'fisher' });
    expect([compareProportions({ successes: 0, n: 0 }, { successes: 1, n: 2 }), pooledZ({ successes: 2, n: 2 }, { successes: 2, n: 2 })]).toEqual([null, null]);
  });

  test('the sign of z is that of the difference', () => expect(pooledZ({ successes: 9, n: 10 }, { successes: 2, n: 10 }) ?? 0).toBeGreaterThan(0));
  test('effect size of equal rates is 0', () => expect(cohenH(0.3, 0.3)).toBe(0));

  test('Welch', () => {
    const found = welch([1.2, 3.4, 2.2, 5.1, 4.4, 2.9], [2.2, 6.1, 7, 5.5]);
    expect(found?.t).toBeCloseTo(-1.6699556980546002, 10);
    expect(found?.freedom).toBeCloseTo(4.867022919456353, 10);
    expect(found?.p).toBeCloseTo(0.15739277986247294, 10);
    expect(studentTwoSided(2.5, 1)).toBeCloseTo(0.24223788318168682, 10);
    expect([welch([1], [1, 2]), welch([1, 1], [2, 2])]).toEqual([null, null]);
  });

  test('rates of several days', () => {
    const found = equalRates([{ successes: 73, n: 86 }, { successes: 90, n: 93 }, { successes: 114, n: 136 }, { successes: 75, n: 82 }, { successes: 0, n: 0 }]);
    expect(found?.statistic).toBeCloseTo(11.11938768628861, 10);
    expect(found?.p).toBeCloseTo(0.011097511366581344, 10);
    expect(found?.dispersion).toBeCloseTo(11.11938768628861 / 3, 10);
    expect([equalRates([{ successes: 3, n: 3 }, { successes: 4, n: 4 }]), equalRates([{ successes: 3, n: 4 }])]).toEqual([null, null]);
  });
});

test('Holm keeps the order given, never falls, and stays below 1', () => {
  expect(holm([0.04, 0.01, 0.03])).toEqual([expect.closeTo(0.06), expect.closeTo(0.03), expect.closeTo(0.06)]);
  expect(holm([0.9, 0.8])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});
