import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Slices } from '../../src/core/support/slices.ts';
import { createTurns } from '../../src/engine/turns.ts';

/** Work of so many slices, each longer than a turn. */
function* slow(name: string, slices: number, told: string[]): Slices<string> {
  for (let slice = 0; slice < slices; slice++) {
    for (const start = performance.now(); performance.now() - start < 9;);
    told.push(name);
    yield;
  }
  return name;
}

const { signal } = new AbortController();

test('who is waited for goes before what will be wanted, and one turn at a time is taken', async () => {
  const turns = createTurns();
  const told: string[] = [];
  const ahead = [turns.run(slow('ahead', 4, told), 'ahead', signal), turns.run(slow('also ahead', 4, told), 'ahead', signal)];
  const asked = turns.run(slow('asked', 4, told), 'asked', signal);
  const others = (async () => {
    for (let each = 0; each < 4; each++) {
      await nextTurn();
      told.push('|');
    }
  })();
  expect(await Promise.all([...ahead, asked, others])).toEqual(['ahead', 'also ahead', 'asked', undefined]);
  // Whoever begins has its first slice at once.
  expect(told.slice(0, 3)).toEqual(['ahead', 'also ahead', 'asked']);
  const rest = told.slice(3);
  expect(rest.filter((name) => name !== '|').slice(0, 3)).toEqual(['asked', 'asked', 'asked']);
  expect(rest.join(' ')).not.toMatch(/^\w+(?: \w+){2}/u);
});

test('who does not wait any more is told so, and the others go on', async () => {
  const turns = createTurns();
  const told: string[] = [];
  const leaving = new AbortController();
  const left = turns.run(slow('left', 50, told), 'asked', leaving.signal);
  const other = turns.run(slow('other', 3, told), 'ahead', signal);
  leaving.abort();
  await expect(left).rejects.toThrow('aborted');
  expect(await other).toBe('other');
});
