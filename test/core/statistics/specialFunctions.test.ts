import { describe, expect, test } from 'vitest';
import { betaQuantile, regularizedBeta } from '../../../src/core/statistics/beta.ts';
import { binomialCdf, logChoose } from '../../../src/core/statistics/binomial.ts';
import { logGamma, upperGamma } from '../../../src/core/statistics/gamma.ts';
import { normalCdf, normalQuantile, normalUpperTail, oneSidedZ, twoSidedZ } from '../../../src/core/statistics/normal.ts';

/** Values to 17 digits, computed with 30 digits by series and by exact sums. */
const near = (actual: number, wanted: number): void => {
  expect(Math.abs(actual - wanted) / Math.max(1e-300, Math.abs(wanted)), `${actual} for ${wanted}`).toBeLessThan(1e-10);
};

describe('special functions are right to ten digits', () => {
  test.each([[0.001, 6.907178885383853], [0.5, 0.5723649429247001], [1.5, -0.12078223763524522], [10, 12.80182748008147], [100.25, 360.28455963776423], [100_000, 1051287.7089736569]])('logGamma(%d)', (x, wanted) => near(logGamma(x), wanted));

  test.each([[0.5, 0.1, 0.654720846018577], [0.5, 12.5, 5.733031437583878e-07], [3, 2, 0.6766764161830635], [50, 40, 0.9296649333406051], [500, 600, 1.2255942330622905e-05]])('upperGamma(%d, %d)', (a, x, wanted) => near(upperGamma(a, x), wanted));

  test.each([[0.5, 2, 3, 0.6875], [0.1, 0.5, 0.5, 0.20483276469913345], [0.01, 1, 30, 0.26029962661171957], [0.9, 18, 3, 0.676926805189466], [0.5, 5000, 5050, 0.6910315339024538], [0.3, 3000, 7100, 0.7437505952402613], [0.001, 20, 9000, 0.0010752969402356629]])('regularizedBeta(%d, %d, %d)', (x, a, b, wanted) => near(regularizedBeta(x, a, b), wanted));

  test.each([[0, 0.5], [0.5, 0.3085375387259869], [1.96, 0.024997895148220435], [5, 2.866515718791939e-07], [10, 7.619853024160525e-24], [30, 4.906713927148187e-198]])('normalUpperTail(%d)', (z, wanted) => {
    near(normalUpperTail(z), wanted);
    near(normalCdf(-z), wanted);
    expect(normalCdf(z)).toBeCloseTo(1 - wanted, 14);
  });

  test.each([[0.975, 1.9599639845400543], [0.95, 1.6448536269514726], [0.001, -3.0902323061678136], [1e-12, -7.034483825301132], [0.75, 0.6744897501960817]])('normalQuantile(%d)', (share, wanted) => near(normalQuantile(share), wanted));

  test('the middle, and what intervals reach', () => {
    expect(normalQuantile(0.5)).toBeCloseTo(0, 12);
    near(twoSidedZ(0.95), 1.9599639845400543);
    near(oneSidedZ(0.95), 1.6448536269514726);
  });

  test('binomial sums', () => {
    near(binomialCdf(3, 20, 0.3), 0.10708680450373087);
    near(binomialCdf(4990, 10_000, 0.5), 0.4246551633186602);
    near(Math.exp(logChoose(10, 3)), 120);
    expect([binomialCdf(-1, 5, 0.5), binomialCdf(5, 5, 0.5)]).toEqual([0, 1]);
  });

  test('a quantile leads back to its share, at the ends too', () => {
    for (const [a, b] of [[1, 30], [18, 3], [0.5, 0.5], [4000, 17]] as const) for (const share of [0.001, 0.025, 0.5, 0.975]) near(regularizedBeta(betaQuantile(share, a, b), a, b), share);
    expect([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1]);
  });
});
