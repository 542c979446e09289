import { expect, test } from 'vitest';
import { marks, traceMark } from '../../../src/core/display/outcome.ts';

test('a verdict goes before what the trace says by itself', () => {
  expect(traceMark({ label: { verdict: 'pass' }, failing: 'error' })).toBe('pass');
  expect(traceMark({ label: { verdict: null }, failing: 'error' })).toBe('failed');
  expect(traceMark({ label: { verdict: 'defer' }, failing: null })).toBe('deferred');
  expect(traceMark({ label: null, failing: 'rejected' })).toBe('rejected');
  expect(traceMark({ label: null, failing: null })).toBe('unlabelled');
});

test('no two marks look or read the same', () => {
  const all = Object.values(marks);
  for (const key of ['words', 'codicon'] as const) expect(new Set(all.map((mark) => mark[key])).size).toBe(all.length);
});
