import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Coalesced } from '../../src/extension/services/coalesced.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a burst runs once, soon', () => {
  const run = vi.fn<() => void>();
  const coalesced = new Coalesced(run, 50, 1000);
  for (let n = 0; n < 10; n += 1) coalesced.request();
  vi.advanceTimersByTime(49);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledTimes(1);
});

test('a stream runs once per interval, and its last request is not lost', () => {
  const run = vi.fn<() => void>();
  const coalesced = new Coalesced(run, 50, 1000);
  for (let ms = 0; ms < 3000; ms += 100) {
    coalesced.request();
    vi.advanceTimersByTime(100);
  }
  expect(run.mock.calls.length).toBeLessThanOrEqual(4);
  const before = run.mock.calls.length;
  vi.advanceTimersByTime(1000);
  expect(run.mock.calls.length - before).toBeLessThanOrEqual(1);
  coalesced.request();
  vi.advanceTimersByTime(1000);
  expect(run.mock.calls.length).toBeGreaterThan(before);
});

test('nothing runs after it was disposed', () => {
  const run = vi.fn<() => void>();
  const coalesced = new Coalesced(run);
  coalesced.request();
  coalesced.dispose();
  vi.advanceTimersByTime(5000);
  expect(run).not.toHaveBeenCalled();
});
