import { expect, test } from 'vitest';
import type { Memento } from 'vscode';
import { ViewStates } from '../../src/extension/panel/viewStates.ts';

function memento(): Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string, otherwise?: T) => (values.has(key) ? (values.get(key) as T) : otherwise),
    update: async (key: string, value: unknown) => void values.set(key, value),
  };
}

const view = { selected: 4, folded: [2], noise: false, split: 0.5, tab: 'call' };
const ref = (trace: string) => ({ folder: '/w', trace });

test('each trace has its own view, and an unknown one none', async () => {
  const states = new ViewStates(memento());
  await states.set(ref('a'), view);
  expect(states.get(ref('a'))).toEqual(view);
  expect(states.get(ref('b'))).toBeNull();
  expect(states.get({ folder: '/other', trace: 'a' })).toBeNull();
});

test('the oldest are forgotten, one looked at again is not', async () => {
  const states = new ViewStates(memento());
  for (let n = 0; n < 100; n += 1) await states.set(ref(`t${n}`), view);
  await states.set(ref('t0'), view);
  await states.set(ref('new'), view);
  expect(states.get(ref('t0'))).toEqual(view);
  expect(states.get(ref('t1'))).toBeNull();
});

test('what an older version wrote in another shape is left aside', async () => {
  const stored = memento();
  await stored.update('trajectory.views', { '/w#a': { selected: 'four' } });
  expect(new ViewStates(stored).get(ref('a'))).toBeNull();
});
