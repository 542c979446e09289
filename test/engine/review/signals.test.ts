import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { call, TemporaryWorkspace } from '../temporaryWorkspace.ts';

const order = (id: string, number: number, content: string) => [
  { role: 'assistant', content: null, tool_calls: [{ id: `c${number}-${id}`, type: 'function', function: { name: 'getOrder', arguments: '{"orderId":"7"}' } }] },
  { role: 'tool', tool_call_id: `c${number}-${id}`, content },
];
/** Asks the same thing `times` times; a failure the first times. */
const run = (id: string, times: number) => JSON.stringify({
  id,
  messages: [{ role: 'user', content: 'Where is my order?' }, ...Array.from({ length: times }, (_, at) => order(id, at, '{"error":"HTTP 503 service unavailable"}')).flat(), { role: 'assistant', content: 'It is on its way.' }],
});
const quiet = (id: string) => JSON.stringify({ id, messages: [{ role: 'user', content: 'Hello' }, { role: 'assistant', content: 'Hello, how are you today?' }] });

async function three(): Promise<TemporaryWorkspace> {
  const workspace = new TemporaryWorkspace();
  workspace.write('runs.jsonl', [run('storm', 4), quiet('calm'), run('second', 4)].join('\n'));
  await workspace.import('runs.jsonl');
  return workspace;
}
const idsOf = ({ traces }: { readonly traces: readonly { readonly nativeId: string }[] }) => traces.map(({ nativeId }) => nativeId).toSorted();

test('a query by signal waits until all traces are looked at, and tells how far that is', async () => {
  using workspace = await three();
  const found = await workspace.engine.listTraces({ signal: 'retryStorm' }, call);
  expect(idsOf(found)).toEqual(['second', 'storm']);
  expect(found).not.toHaveProperty('signalsPending');
  expect(found.traces[0]!.signals?.find(({ id }) => id === 'retryStorm')).toMatchObject({ title: 'Retry storm', severity: expect.any(String), steps: expect.any(Array), why: expect.stringContaining('getOrder') });
  expect(idsOf(await workspace.engine.listTraces({ signal: null }, call))).toEqual(['calm']);
});

test('lists say how many traces are not looked at yet, and do not wait for them', async () => {
  using workspace = await three();
  workspace.restart();
  new Database(workspace.path('.casebook', 'casebook.db')).exec('DELETE FROM signal').close();
  const first = await workspace.engine.listTraces({}, call);
  expect([first.total, first.signalsPending, first.traces[0]!.signals]).toEqual([3, 3, undefined]);
  await expect.poll(async () => (await workspace.engine.listTraces({}, call)).signalsPending).toBeUndefined();
});

test('groups count the traces of each signal, and those that show none', async () => {
  using workspace = await three();
  const { groups } = await workspace.engine.groupTraces({ by: 'signal' }, call);
  expect(groups.find(({ value }) => value === 'retryStorm')).toMatchObject({ total: 2 });
  expect(groups.at(-1)).toMatchObject({ value: null, total: 1 });
  expect(groups.map(({ value }) => value)).not.toContain('slow');
});

test('what was found is kept in the index, goes with its trace, and is looked for anew where the trace changed', async () => {
  using workspace = await three();
  await workspace.engine.listTraces({ signal: 'retryStorm' }, call);
  workspace.restart();
  expect(await workspace.engine.listTraces({}, call)).not.toHaveProperty('signalsPending');
  await workspace.engine.removeTraces({ trace: 'second' }, call);
  expect(idsOf(await workspace.engine.listTraces({ signal: 'retryStorm' }, call))).toEqual(['storm']);
  workspace.write('runs.jsonl', [run('storm', 1), quiet('calm')].join('\n'));
  await workspace.import('runs.jsonl');
  expect((await workspace.engine.listTraces({ signal: 'retryStorm' }, call)).total).toBe(0);
});

test('a signal that is turned off is shown nowhere, and asking for it says so', async () => {
  using workspace = await three();
  workspace.write('casebook/config.yaml', 'signals:\n  off: [retryStorm]\n');
  await expect(workspace.engine.listTraces({ signal: 'retryStorm' }, call)).rejects.toThrow('The signal retryStorm is off.');
  await expect(workspace.engine.listTraces({ signal: 'retrystorm2' }, call)).rejects.toThrow('There is no signal retrystorm2.');
  const { groups } = await workspace.engine.groupTraces({ by: 'signal' }, call);
  expect(groups.map(({ value }) => value)).not.toContain('retryStorm');
  expect((await workspace.engine.listTraces({}, call)).traces.flatMap(({ signals }) => signals ?? []).map(({ id }) => id)).not.toContain('retryStorm');
});

test('who cancels does not wait, and the rest is looked at all the same', async () => {
  using workspace = await three();
  workspace.restart();
  new Database(workspace.path('.casebook', 'casebook.db')).exec('DELETE FROM signal').close();
  const stop = new AbortController();
  stop.abort();
  await expect(workspace.engine.listTraces({ signal: 'retryStorm' }, { ...call, signal: stop.signal })).rejects.toThrow('abort');
  expect(idsOf(await workspace.engine.listTraces({ signal: 'retryStorm' }, call))).toEqual(['second', 'storm']);
});

test('a config.yaml that is broken takes no list away', async () => {
  using workspace = await three();
  workspace.write('casebook/config.yaml', 'signals: [\n');
  expect((await workspace.engine.listTraces({}, call)).total).toBe(3);
  expect(idsOf(await workspace.engine.listTraces({ signal: 'retryStorm' }, call))).toEqual(['second', 'storm']);
});
