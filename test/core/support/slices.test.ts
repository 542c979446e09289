import { expect, test } from 'vitest';
import { finish, shared } from '../../../src/core/support/slices.ts';
import type { Slices } from '../../../src/core/support/slices.ts';

test('work that was left is gone on with, and what it gave is kept', () => {
  const done: number[] = [];
  const work = shared(function* (): Slices<string> {
    for (let n = 0; n < 4; n++) {
      done.push(n);
      yield;
    }
    return 'all';
  });
  const left = work();
  left.next();
  left.next();
  left.return('');
  expect(finish(work())).toBe('all');
  expect(finish(work())).toBe('all');
  expect(done).toEqual([0, 1, 2, 3]);
});

test('work that failed begins anew', () => {
  let tries = 0;
  const work = shared(function* (): Slices<number> {
    yield;
    if (++tries === 1) throw new Error('once');
    return tries;
  });
  expect(() => finish(work())).toThrow('once');
  expect(finish(work())).toBe(2);
});
