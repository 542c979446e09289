import { describe, expect, test } from 'vitest';
import { bootstrapMean, quantileOf } from '../../../src/core/statistics/bootstrap.ts';
import { clopperPearson } from '../../../src/core/statistics/clopperPearson.ts';
import { clusterMean, clusterStandardError, clusterWilson, effectiveSize } from '../../../src/core/statistics/clusters.ts';
import { seeded } from '../../../src/core/statistics/random.ts';
import { wilson, wilsonOneSided } from '../../../src/core/statistics/wilson.ts';

const rounded = (interval: { readonly low: number; readonly high: number } | null): readonly number[] | null => interval && [Number(interval.low.toFixed(4)), Number(interval.high.toFixed(4))];

describe('Wilson', () => {
  test('by the figures of METRICS 14: none of 100', () => {
    expect(wilsonOneSided(0, 100)?.high).toBeCloseTo(0.026, 3);
    expect(wilson(0, 100)?.high).toBeCloseTo(0.037, 3);
    expect(wilson(0, 100)?.low).toBe(0);
  });

  test('how many runs a gate needs (METRICS 12)', () => {
    const reaches = (observed: number, threshold: number, n: number): boolean => (wilsonOneSided(observed, n)?.low ?? 0) >= threshold;
    expect([reaches(1, 0.9, 25), reaches(1, 0.9, 24)]).toEqual([true, false]);
    expect([reaches(1, 0.95, 52), reaches(1, 0.95, 51)]).toEqual([true, false]);
    expect([reaches(0.95, 0.9, 100), reaches(0.95, 0.9, 60)]).toEqual([true, false]);
  });

  test('of nothing there is none', () => expect([wilson(0, 0), wilson(Number.NaN, 0), clopperPearson(0, 0)]).toEqual([null, null, null]));

  test('the exact interval is the wider one', () => {
    for (const [c, n] of [[0, 5], [3, 7], [20, 20], [50, 400]] as const) {
      const [exact, score] = [clopperPearson(c, n), wilson(c / n, n)];
      expect(exact?.high ?? 0).toBeGreaterThanOrEqual((score?.high ?? 1) - 1e-12);
    }
  });
});

describe('clusters', () => {
  /** METRICS 9 as it stands, over all values. */
  function formula(clusters: readonly (readonly number[])[]): number {
    const all = clusters.flat();
    const middle = all.reduce((sum, value) => sum + value, 0) / all.length;
    const squares = clusters.reduce((sum, cluster) => sum + cluster.reduce((each, value) => each + value - middle, 0) ** 2, 0);
    return Math.sqrt((clusters.length / (clusters.length - 1)) * squares) / all.length;
  }

  test('the standard error is the finite-cluster form', () => {
    const clusters = [[1, 1, 0], [0, 0, 1], [1, 1, 1], [0, 1, 0]];
    expect(clusterStandardError(clusters)).toBeCloseTo(formula(clusters), 14);
  });

  test('cases weigh the same, however often each was tried', () => expect(clusterMean([[1, 1, 1, 1], [0]])).toBe(0.5));

  test('trials of a case that agree are worth one', () => {
    const agreeing = Array.from({ length: 20 }, (_, index) => (index < 12 ? [1, 1, 1, 1, 1] : [0, 0, 0, 0, 0]));
    // p (1 - p) / SE² = G - 1: the spread over cases is itself estimated.
    expect(effectiveSize(agreeing)).toBeCloseTo(19, 9);
    expect(rounded(clusterWilson(agreeing))).toEqual(rounded(wilson(0.6, 19)));
    expect((wilson(0.6, 100)?.low ?? 0) > (clusterWilson(agreeing)?.low ?? 0)).toBe(true);
  });

  test('never more than there are values, and at 0 and 1 the number of cases', () => {
    expect(effectiveSize([[1, 0], [1, 0], [1, 0]])).toBe(6);
    expect(effectiveSize([[1, 1, 1], [1, 1, 1]])).toBe(2);
    expect(effectiveSize([[0], [0], [0]])).toBe(3);
  });

  test('from one case nothing can be said of others', () => {
    expect([clusterStandardError([[1, 0, 1]]), clusterWilson([[1, 0, 1]]), clusterMean([])]).toEqual([null, null, null]);
  });
});

describe('bootstrap', () => {
  const values = Array.from({ length: 40 }, (_, index) => (index * 37) % 11);

  test('the same seed gives the same bounds, another nearly the same', () => {
    const [first, again, other] = [bootstrapMean(values), bootstrapMean(values), bootstrapMean(values, { seed: 5 })];
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
    expect(Math.abs((first?.low ?? 0) - (other?.low ?? 9))).toBeLessThan(0.15);
  });

  test('its bounds are about 1.96 standard errors off, and narrow as values grow in number', () => {
    const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
    const error = Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length / values.length);
    const { low, high } = bootstrapMean(values) ?? { low: 0, high: 0 };
    expect((high - low) / (2 * 1.96 * error)).toBeCloseTo(1, 1);
  });

  test('equal values leave no room; one value says nothing of others', () => {
    expect(bootstrapMean([2, 2, 2])).toEqual({ low: 2, high: 2 });
    expect([bootstrapMean([2]), bootstrapMean([])]).toEqual([null, null]);
  });

  test('quantiles between neighbours', () => expect([0, 0.25, 0.5, 1].map((share) => quantileOf([1, 2, 4], share))).toEqual([1, 1.5, 2, 4]));

  test('the generator is even over its range', () => {
    const random = seeded(1);
    const counts = Array.from({ length: 10 }, () => 0);
    for (let draw = 0; draw < 100_000; draw++) {
      const bin = Math.floor(random() * 10);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    expect(counts.every((count) => Math.abs(count - 10_000) < 500)).toBe(true);
  });
});
