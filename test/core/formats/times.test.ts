import { describe, expect, test } from 'vitest';
import { readAnyTime, readTime } from '../../../src/core/formats/otlp/clock.ts';
import { endAfter, readIsoTime, readMilliseconds, readSeconds } from '../../../src/core/formats/values/times.ts';

test.each([
  ['2026-03-02T09:00:00Z', 1772442000000000], ['2026-03-02T09:00:00.123456789Z', 1772442000123456], ['2026-03-02 09:00:00,5', 1772442000500000],
  ['2026-03-02T10:00:00+01:00', 1772442000000000], ['2026-03-02T10:00:00+01', 1772442000000000], ['2026-03-02T09:00', 1772442000000000], ['1970-01-01T00:00:00Z', 0],
  ['0001-01-01T00:00:00Z', null], ['9999-12-31T23:59:59Z', null], ['2026-13-02T09:00:00Z', null], ['soon', null], ['', null], [1772442000, null], [null, null],
] as const)('ISO %j', (time, expected) => {
  expect(readIsoTime(time)).toBe(expected);
});

test.each([
  [1772442000.5, 1772442000500000], [0, 0], [-1, null], [Number.NaN, null], [1e300, null], [1e10, null], ['12', null], [null, null],
] as const)('%j seconds', (time, expected) => {
  expect(readSeconds(time)).toBe(expected);
});

test.each([
  [1772442000500, 1772442000500000], [0.25, 250], [0, 0], [-1, null], [Infinity, null], [Number.MAX_SAFE_INTEGER, null], ['12', null],
] as const)('%j milliseconds', (time, expected) => {
  expect(readMilliseconds(time)).toBe(expected);
});

test.each([
  ['1760000000123456789', 1760000000123456],
  [1760000000123456800, 1760000000123456],
  [{ low: 1000000, high: 406528574, unsigned: true }, 1746026930220515],
  ['2025-10-09T08:53:20.000Z', 1760000000000000],
  ['0', null], [0, null], ['', null], ['soon', null], [null, null], [-5, null], [Number.NaN, null],
  ['9'.repeat(19), null], ['9'.repeat(400), null], [1e302, null], [{ low: 0, high: 1e300 }, null],
] as const)('%j nanoseconds of the protocol', (time, expected) => {
  expect(readTime(time)).toBe(expected);
});

describe('times of dumps, by their size', () => {
  test.each([
    [1760000000.25, 1760000000250000], [1760000000123, 1760000000123000], [1760000000123456, 1760000000123456], [1760000000123456800, 1760000000123456],
    [[1760000000, 5000], 1760000000000005], ['2025-10-09T08:53:20Z', 1760000000000000], ['1760000000123', 1760000000123000], ['1760000000123456789', 1760000000123456],
    ['2026-01-01 00:00:00.5+00', 1767225600500000],
    // A test's own clock that counts from 0 in nanoseconds.
    [2000000000, 2000000],
    [0, null], [-1, null], ['soon', null], [null, null], [[1], null], [['a', 0], null], [Number.NaN, null],
    [1e302, null], [[1e302, 0], null], [[0, 0], null], [[1, Infinity], null], [['1', 0], null], [9e16, null], [{}, null],
  ] as const)('%j', (time, expected) => {
    expect(readAnyTime(time)).toBe(expected);
  });
});

test('a start and a duration make an end that is a whole number of use', () => {
  const latest = readSeconds(4503599627.370495);
  expect(Number.isSafeInteger(endAfter(latest, latest))).toBe(true);
  expect([endAfter(null, 5), endAfter(5, null), endAfter(5, 0)]).toEqual([null, null, 5]);
});
