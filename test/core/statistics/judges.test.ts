import { describe, expect, test } from 'vitest';
import { cohenKappa, fleissKappa, gwetAc, percentAgreement, scottPi } from '../../../src/core/statistics/agreement.ts';
import { correctedRate, correctedRateBootstrap } from '../../../src/core/statistics/judgeCorrection.ts';
import { krippendorffAlpha } from '../../../src/core/statistics/krippendorff.ts';

describe('agreement', () => {
  test('kappa collapses at a skewed prevalence, AC1 does not (METRICS 16)', () => {
    const table = [[118, 5], [2, 0]];
    expect(percentAgreement(table)).toBeCloseTo(118 / 125, 12);
    expect(cohenKappa(table)).toBeCloseTo(-0.0234, 4);
    expect(gwetAc(table)).toBeCloseTo(0.9408, 4);
  });

  test('full agreement is 1, and where nothing can be said, nothing is', () => {
    expect([cohenKappa([[3, 0], [0, 4]]), gwetAc([[3, 0], [0, 4]]), scottPi([[3, 0], [0, 4]])]).toEqual([1, 1, 1]);
    expect([cohenKappa([[7, 0], [0, 0]]), scottPi([[7, 0], [0, 0]]), cohenKappa([[0, 0], [0, 0]]), gwetAc([[5]]), fleissKappa([]), fleissKappa([[1, 0]]), percentAgreement([])]).toEqual([null, null, null, null, null, null, null]);
    expect(gwetAc([[7, 0], [0, 0]])).toBe(1);
  });

  test('alpha with gaps: a rating alone in its item tells nothing', () => {
    const units = [[1, 1, null], [2, null, 2], [1, 2, 1], [null, null, 2], []];
    expect(krippendorffAlpha(units)).toBe(krippendorffAlpha(units.slice(0, 3)));
    expect(krippendorffAlpha([[1, null], [2, null]])).toBeNull();
    expect(krippendorffAlpha([[1, 1], [1, 1]])).toBeNull();
  });

  test('without gaps and with two raters alpha is near Scott’s pi', () => {
    const units = [...Array.from({ length: 40 }, () => [0, 0]), ...Array.from({ length: 30 }, () => [1, 1]), ...Array.from({ length: 10 }, () => [0, 1])];
    const pi = scottPi([[40, 10], [0, 30]]) ?? 0;
    // Krippendorff corrects for a finite sample: alpha = 1 - (1 - pi) (n - 1) / n.
    expect(krippendorffAlpha(units)).toBeCloseTo(1 - ((1 - pi) * 159) / 160, 12);
  });
});

describe('a judge’s rate, corrected', () => {
  const labels = { truePasses: 180, positives: 200, trueFails: 140, negatives: 200 };

  test('the example of METRICS 16', () => {
    const corrected = correctedRate(labels, { passes: 400, n: 1000 });
    expect(corrected).toMatchObject({ rate: expect.closeTo(1 / 6, 12) as number, interval: { low: expect.closeTo(0.064, 3) as number, high: expect.closeTo(0.269, 3) as number } });
  });

  test('drawing both samples anew gives nearly the same', () => {
    const { low, high } = correctedRateBootstrap(labels, { passes: 400, n: 1000 }) ?? { low: 0, high: 0 };
    expect([Math.abs(low - 0.064) < 0.02, Math.abs(high - 0.269) < 0.02]).toEqual([true, true]);
  });

  test('a rate of 1 is not certain, and the rate stays within 0 and 1', () => {
    const corrected = correctedRate({ truePasses: 20, positives: 20, trueFails: 20, negatives: 20 }, { passes: 30, n: 30 });
    expect(corrected).toMatchObject({ rate: 1, interval: { high: 1 } });
    expect('interval' in corrected && corrected.interval.low).toBeLessThan(0.95);
    expect(correctedRate(labels, { passes: 100, n: 1000 })).toMatchObject({ rate: 0, interval: { low: 0 } });
  });

  test('it is refused where it would be made up', () => {
    expect(correctedRate({ ...labels, trueFails: 0, negatives: 0 }, { passes: 1, n: 2 })).toEqual({ refused: expect.stringContaining('Both classes are needed') as string });
    expect(correctedRate({ truePasses: 50, positives: 100, trueFails: 50, negatives: 100 }, { passes: 1, n: 2 })).toEqual({ refused: expect.stringContaining('no better than chance') as string });
    expect(correctedRate(labels, { passes: 0, n: 0 })).toEqual({ refused: expect.stringContaining('judged no run') as string });
    expect(correctedRateBootstrap({ ...labels, positives: 0, truePasses: 0 }, { passes: 1, n: 2 })).toBeNull();
  });
});
