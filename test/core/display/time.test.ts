import { expect, test } from 'vitest';
import { formatAge, formatDate, formatDay, formatDayHeading, formatDuration, formatFullDate, formatOffset, formatTimeOfDay, formatWhen } from '../../../src/core/display/time.ts';

test.each([
  [0, '0 ms'],
  [0.25, '0.25 ms'],
  [0.001, '0.01 ms'],
  [38, '38 ms'],
  [612, '612 ms'],
  [999.4, '999 ms'],
  [999.6, '1.00 s'],
  [9170, '9.17 s'],
  [9996, '10.0 s'],
  [20_900, '20.9 s'],
  [59_940, '59.9 s'],
  [59_960, '1 min'],
  [74_000, '1 min 14 s'],
  [119_600, '2 min'],
  [3_599_700, '1 h'],
  [3_600_000, '1 h'],
  [8_040_000, '2 h 14 min'],
  [86_400_000, '1 d'],
  [100_800_000, '1 d 4 h'],
  [-612, '\u2212612 ms'],
])('%d ms is %s', (ms, wanted) => expect(formatDuration(ms)).toBe(wanted));

test('no duration up to two days is printed with 60 of a smaller unit', () => {
  for (let ms = 1; ms < 172_800_000; ms = ms * 1.01 + 0.37) {
    expect(formatDuration(ms)).not.toMatch(/(?<!\.)\b60 (s|min)|\b1000 ms|\b60\.0 s|\b24 h/);
  }
});

test('an offset carries its sign', () => {
  expect(formatOffset(4594)).toBe('+4.59 s');
  expect(formatOffset(-2)).toBe('\u22122 ms');
});

const at = Date.UTC(2026, 1, 3, 9, 12, 4) * 1000;

test('the day is spelt one way, the time of day as the locale has it', () => {
  expect(formatDate(at, { locale: 'en-GB', timeZone: 'UTC' })).toBe('3 Feb 2026, 09:12:04');
  expect(formatDate(at, { locale: 'en-US', timeZone: 'UTC' })).toMatch(/^3 Feb 2026, 9:12:04\sAM$/);
  expect(formatDay(at, { timeZone: 'Pacific/Kiritimati' })).toBe('3 Feb 2026');
  expect(formatDay(Date.UTC(2026, 8, 30) * 1000, { timeZone: 'UTC' })).toBe('30 Sep 2026');
});

test('an age is in whole days, and is not made up', () => {
  const now = Date.UTC(2026, 1, 3);
  expect(formatAge('2024-12-18T00:00:00Z', now)).toBe('412 days');
  expect(formatAge('2026-02-02T00:00:00Z', now)).toBe('1 day');
  expect(formatAge('2026-02-02T12:00:00Z', now)).toBe('today');
  expect(formatAge('2027-01-01', now)).toBeUndefined();
  expect(formatAge('spring', now)).toBeUndefined();
});

const us = (iso: string): number => Date.parse(iso) * 1000;

test('a time of day is told by the user’s clock', () => {
  const times = ['2026-02-03T09:12:04Z', '2026-02-03T14:20:00Z', '2026-02-03T00:05:00Z'].map(us);
  expect(times.map((each) => formatTimeOfDay(each, { locale: 'en-GB', timeZone: 'UTC' }))).toEqual(['09:12', '14:20', '00:05']);
  expect(times.map((each) => formatTimeOfDay(each, { locale: 'en-US', timeZone: 'UTC' }).replace(/\s/, ' '))).toEqual(['9:12 AM', '2:20 PM', '12:05 AM']);
});

test.each([
  ['2026-02-03T23:59:00Z', '09:12'], ['2026-02-03T00:00:00Z', '09:12'], ['2026-02-04T00:00:00Z', 'Tue 09:12'], ['2026-02-09T23:59:00Z', 'Tue 09:12'],
  ['2026-02-10T00:00:00Z', '3 Feb'], ['2026-12-31T00:00:00Z', '3 Feb'], ['2027-01-01T00:00:00Z', '3 Feb 2026'], ['2026-02-02T23:59:00Z', '3 Feb'],
])('in a row, seen %s: %s', (now, words) => expect(formatWhen(at, us(now), { locale: 'en-GB', timeZone: 'UTC' })).toBe(words));

test('days are those of the reader’s calendar', () => {
  const reader = { locale: 'en-GB', timeZone: 'Pacific/Kiritimati' };
  expect(formatWhen(us('2026-02-03T09:30:00Z'), us('2026-02-03T10:30:00Z'), reader)).toBe('Tue 23:30');
  expect(formatDayHeading(us('2026-02-03T09:30:00Z'), us('2026-02-03T10:30:00Z'), reader)).toBe('Yesterday');
  expect(formatDayHeading(us('2026-02-03T10:30:00Z'), us('2026-02-20T00:00:00Z'), reader)).toBe('Wed 4 Feb');
  expect(formatDayHeading(us('2025-02-03T10:30:00Z'), us('2026-02-20T00:00:00Z'), reader)).toBe('Tue 4 Feb 2025');
});

test('a tooltip leaves out neither weekday nor zone', () => expect(formatFullDate(at, { locale: 'en-GB', timeZone: 'UTC' })).toBe('Tue 3 Feb 2026, 09:12:04 UTC'));
