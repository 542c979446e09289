import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DiagnosticsQueue } from '../../src/server/diagnosticsQueue.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('after a quick check typing is checked at once, after a slow one again when it pauses', () => {
  const checked: string[] = [];
  let tookMs = 3;
  let now = 0;
  const queue = new DiagnosticsQueue(100, (uri) => {
    checked.push(uri);
    now += tookMs;
  }, () => now);
  queue.now('a');
  queue.soon('a');
  queue.soon('a');
  expect(checked).toEqual(['a']);
  tookMs = 40;
  vi.advanceTimersByTime(1);
  expect(checked).toEqual(['a', 'a']);
  queue.soon('a');
  vi.advanceTimersByTime(99);
  expect(checked).toEqual(['a', 'a']);
  tookMs = 3;
  vi.advanceTimersByTime(1);
  queue.soon('a');
  vi.advanceTimersByTime(1);
  expect(checked).toEqual(['a', 'a', 'a', 'a']);
});

test('typing is checked once, after a quiet moment; opening at once; what is closed never', () => {
  const checked: string[] = [];
  let now = 0;
  const queue = new DiagnosticsQueue(100, (uri) => {
    checked.push(uri);
    now += 50;
  }, () => now);
  queue.now('a');
  queue.soon('a');
  vi.advanceTimersByTime(1);
  expect(checked.splice(0)).toEqual(['a', 'a']);
  checked.push('a');
  for (let key = 0; key < 10; key++) {
    queue.soon('a');
    vi.advanceTimersByTime(50);
  }
  expect(checked).toEqual(['a']);
  vi.advanceTimersByTime(50);
  expect(checked).toEqual(['a', 'a']);
  queue.soon('b');
  queue.soon('c');
  queue.cancel('b');
  vi.advanceTimersByTime(1);
  expect(checked).toEqual(['a', 'a', 'c']);
  queue.soon('d');
  queue.dispose();
  vi.advanceTimersByTime(1000);
  expect(checked).toEqual(['a', 'a', 'c']);
});
