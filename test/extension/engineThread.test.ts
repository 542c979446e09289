import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../src/core/support/log.ts';
import { createEngineThread, diedSentence, type EngineThread } from '../../src/extension/services/engineThread.ts';

let thread: EngineThread;
let deaths: string[];

beforeEach(() => {
  deaths = [];
  const file = fileURLToPath(new URL('fixtures/engineWorker.ts', import.meta.url));
  thread = createEngineThread({ file, engine: { workspace: '/w', fallbackStorage: '/s' }, log: silentLog, onDied: (sentence) => deaths.push(sentence) });
});
afterEach(() => thread.dispose());

test('it starts with the first call and gets the folder', async () => {
  expect(thread.running).toBe(false);
  expect(await thread.client.targets({})).toEqual({ targets: [], defaultTarget: '/w' });
  expect(thread.running).toBe(true);
});

test('when it dies, what was asked is refused with a sentence, and the next call starts it again', async () => {
  const waiting = thread.client.lastResults({});
  const fatal = thread.client.removeTraces({ trace: 'x' });
  await expect(waiting).rejects.toThrow(diedSentence);
  await expect(fatal).rejects.toThrow(diedSentence);
  expect(deaths).toEqual([diedSentence]);
  expect((await thread.client.targets({})).defaultTarget).toBe('/w');
});

test('a call can be cancelled', async () => {
  const controller = new AbortController();
  const call = thread.client.lastResults({}, { signal: controller.signal });
  controller.abort();
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
});

test('disposing refuses what is open and is no death', async () => {
  const waiting = thread.client.lastResults({});
  await Promise.all([expect(waiting).rejects.toThrow('shutting down'), thread.dispose()]);
  expect(deaths).toEqual([]);
  await expect(thread.client.targets({})).rejects.toThrow('shutting down');
});
