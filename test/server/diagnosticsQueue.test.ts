import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DiagnosticsQueue } from '../../src/server/diagnosticsQueue.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('typing is checked once, after a quiet moment; opening at once; what is closed never', () => {
  const checked: string[] = [];
  const queue = new DiagnosticsQueue(100, (uri) => checked.push(uri));
  queue.now('a');
  expect(checked).toEqual(['a']);
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
  vi.advanceTimersByTime(100);
  expect(checked).toEqual(['a', 'a', 'c']);
  queue.soon('d');
  queue.dispose();
  vi.advanceTimersByTime(1000);
  expect(checked).toEqual(['a', 'a', 'c']);
});
