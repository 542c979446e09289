import { readdirSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { chatSpan, otlpRequest, textMessage, traceIdOf } from './otlpLines.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

const definitions = (description: string) => JSON.stringify([{ type: 'function', name: 'getOrder', description, parameters: { type: 'object', properties: { id: { type: 'string' } } } }]);
const run = (trace: string, start: number, id: string, description = 'Reads an order') => otlpRequest(
  { trace, id: 'root', start, end: start + 100 },
  chatSpan({ trace, id: 'ask', parent: 'root', start: start + 1, end: start + 2, attributes: { 'gen_ai.tool.definitions': definitions(description) } }, [textMessage('user', 'Where is it?')], textMessage('assistant', 'There')),
  { trace, id: 'tool', parent: 'root', name: 'execute_tool getOrder', start: start + 3, end: start + 4, attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'getOrder', 'gen_ai.tool.call.arguments': JSON.stringify({ id, region: 'eu' }), 'gen_ai.tool.call.result': `result of ${trace}` } },
  { trace, id: 'search', parent: 'root', name: 'retrieval', start: start + 5, end: start + 6, attributes: { 'gen_ai.operation.name': 'retrieval', 'gen_ai.retrieval.documents': JSON.stringify([{ id: `doc of ${trace}`, score: 1, content: 'x' }, { id: 'shared', score: 1, content: 'y' }]) } },
);

async function twoRuns(): Promise<TemporaryWorkspace> {
  const workspace = new TemporaryWorkspace();
  workspace.write('a.jsonl', [run('new', 500, '7', 'Newest words'), run('old', 0, '8')].join('\n'));
  await workspace.import('a.jsonl');
  return workspace;
}

test('tools and documents of all traces, with the words of the latest run that offered them', async () => {
  using workspace = await twoRuns();
  const { traces, tools, documents } = await workspace.engine.catalogue({}, call);
  expect(traces).toBe(2);
  expect(tools).toEqual([{
    name: 'getOrder', calls: 2, failed: 0, traces: 2, lastUs: 1_760_000_000_503_000,
    description: 'Newest words', schema: { type: 'object', properties: { id: { type: 'string' } } }, lastResult: 'result of new',
    arguments: [
      { name: 'id', calls: 2, types: ['string'], values: [{ value: '7', count: 1 }, { value: '8', count: 1 }] },
      { name: 'region', calls: 2, types: ['string'], values: [{ value: 'eu', count: 2 }] },
    ],
  }]);
  expect(documents.map(({ id, traces: count }) => [id, count])).toEqual([['shared', 2], ['doc of new', 1], ['doc of old', 1]]);
});

test('it is the same as long as traces are, and follows those that come, change and go', async () => {
  using workspace = await twoRuns();
  const first = await workspace.engine.catalogue({}, call);
  expect(await workspace.engine.catalogue({}, call)).toBe(first);
  workspace.write('b.jsonl', run('third', 900, '9'));
  await workspace.import('b.jsonl');
  const more = await workspace.engine.catalogue({}, call);
  expect([more.traces, more.tools[0]!.calls, more.tools[0]!.lastResult]).toEqual([3, 3, 'result of third']);
  workspace.write('b.jsonl', run('third', 900, '9').replace('result of third', 'another result'));
  await workspace.import('b.jsonl');
  expect((await workspace.engine.catalogue({}, call)).tools[0]).toMatchObject({ calls: 3, lastResult: 'another result' });
  await workspace.engine.removeTraces({ trace: traceIdOf('third') }, call);
  expect(await workspace.engine.catalogue({}, call)).toEqual(first);
});

test('what a trace adds is kept in the index, read from there the next time, and goes with the trace', async () => {
  using workspace = await twoRuns();
  const first = await workspace.engine.catalogue({}, call);
  workspace.restart();
  const digests = () => {
    using db = Object.assign(new Database(workspace.path('.casebook', 'casebook.db')), { [Symbol.dispose](this: Database.Database) { this.close(); } });
    return { db, bodies: db.prepare<[], string>('SELECT body FROM digest ORDER BY trace').pluck().all() };
  };
  expect(digests().bodies.map((body) => /result of \w+/u.exec(body)?.[0])).toEqual(['result of new', 'result of old']);
  // Read from there and not from the traces: nobody else would know of this.
  const db = new Database(workspace.path('.casebook', 'casebook.db'));
  db.exec(`UPDATE digest SET body = replace(body, 'result of new', 'kept words')`);
  db.close();
  expect((await workspace.engine.catalogue({}, call)).tools[0]).toEqual({ ...first.tools[0], lastResult: 'kept words' });
  await workspace.engine.removeTraces({ trace: traceIdOf('new') }, call);
  workspace.restart();
  expect(digests().bodies.map((body) => /(?:result of|kept) \w+/u.exec(body)?.[0])).toEqual(['result of old']);
});

test('it does not wait for someone else who writes', async () => {
  using workspace = await twoRuns();
  await workspace.engine.listTraces({}, call);
  const other = new Database(workspace.path('.casebook', 'casebook.db'));
  other.exec('BEGIN IMMEDIATE');
  try {
    const start = performance.now();
    expect((await workspace.engine.catalogue({}, call)).tools[0]!.calls).toBe(2);
    expect(performance.now() - start).toBeLessThan(1500);
  } finally {
    other.close();
  }
  workspace.write('b.jsonl', run('third', 900, '9'));
  await workspace.import('b.jsonl');
  expect((await workspace.engine.catalogue({}, call)).tools[0]!.calls).toBe(3);
});

test('whoever leaves is told so, and the others get it', async () => {
  using workspace = await twoRuns();
  const leaver = new AbortController();
  const left = workspace.engine.catalogue({}, { ...call, signal: leaver.signal });
  const stays = workspace.engine.catalogue({}, call);
  leaver.abort(new Error('No longer needed'));
  await expect(left).rejects.toThrow('No longer needed');
  expect((await stays).traces).toBe(2);
  await expect(workspace.engine.catalogue({}, { ...call, signal: leaver.signal })).rejects.toThrow('No longer needed');
});

test('who asks after traces changed gets them as they are then, though it is still being made as they were', async () => {
  using workspace = await twoRuns();
  await workspace.engine.catalogue({}, call);
  const first = workspace.engine.catalogue({}, call);
  const removed = workspace.engine.removeTraces({ trace: traceIdOf('new') }, call);
  const second = workspace.engine.catalogue({}, call);
  await first;
  expect((await second).traces).toBe(1);
  await removed;
});

test('an index without traces knows nothing', async () => {
  using workspace = new TemporaryWorkspace();
  expect(await workspace.engine.catalogue({}, call)).toEqual({ traces: 0, tools: [], documents: [], left: { tools: 0, documents: 0 } });
});

test('known traces come with the hash over their records', async () => {
  using workspace = await twoRuns();
  const { id, sha256 } = await workspace.engine.findTrace({ trace: traceIdOf('new') }, call);
  expect(await workspace.engine.knownTraces({ ids: ['tr_nothere', traceIdOf('new'), id, id.slice(0, 6)] }, call)).toEqual([{ id: traceIdOf('new'), sha256 }, { id, sha256 }]);
});

test('what a removed trace added can be read in no file of the index', async () => {
  using workspace = await twoRuns();
  workspace.write('b.jsonl', run('third', 900, 'unlikelyvalue77'));
  await workspace.import('b.jsonl');
  await workspace.engine.catalogue({}, call);
  const files = () => readdirSync(workspace.path('.casebook')).filter((name) => readFileSync(workspace.path('.casebook', name)).includes('unlikelyvalue77'));
  expect(files()).not.toEqual([]);
  await workspace.engine.removeTraces({ trace: traceIdOf('third') }, call);
  expect(files()).toEqual([]);
  expect(JSON.stringify(await workspace.engine.catalogue({}, call))).not.toContain('unlikelyvalue77');
});
