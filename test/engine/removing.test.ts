import { appendFileSync, rmSync, utimesSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ImportProgress } from '../../src/protocol/importApi.ts';
import type { CallContext } from '../../src/protocol/rpc.ts';
import { otlpRequest, traceIdOf } from './otlpLines.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';
import { zipOf } from './zipFiles.ts';

const line = (trace: string, id = 'root') => `${otlpRequest({ trace, id, start: 0, end: 9 })}\n`;
const run = (id: string, response: string) => `${JSON.stringify({ runId: id, query: 'Where is order 12345?', toolsConsidered: ['getOrder'], toolSelected: 'getOrder', response })}\n`;
const rebuilt = (workspace: TemporaryWorkspace) => workspace.engine.rebuildIndex({}, call as CallContext<ImportProgress>);
const names = async (workspace: TemporaryWorkspace) => (await workspace.engine.listTraces({}, call)).traces.map(({ nativeId }) => nativeId).sort();
const ids = (...traces: readonly string[]) => traces.map(traceIdOf).sort();
const remove = (workspace: TemporaryWorkspace, trace: string) => workspace.engine.removeTraces({ trace }, call);
const long = 1_760_000_000;

test('a file that is removed is no source any more: a rebuild leaves it, importing brings it back', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('a.jsonl', line('one') + line('two', 'left'));
  workspace.write('b.jsonl', line('two', 'right') + line('three'));
  await workspace.import('a.jsonl', 'b.jsonl');
  expect(await remove(workspace, 'a.jsonl')).toEqual({ removed: 2, files: 1 });
  expect(await rebuilt(workspace)).toMatchObject({ files: [{ path: 'b.jsonl', new: 1 }], gone: [] });
  expect(await names(workspace)).toEqual(ids('two', 'three'));
  expect(workspace.stored().find(({ nativeId }) => nativeId === traceIdOf('two'))!.spans.map(({ name }) => name)).toEqual(['right']);
  expect((await workspace.import('a.jsonl')).files).toMatchObject([{ new: 1, updated: 1 }]);
  expect(await names(workspace)).toEqual(ids('one', 'two', 'three'));
});

test('a file that is gone from disk is removed by its name, a folder or an archive with all in it', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('b.json', line('one'));
  workspace.write('in/c.jsonl', line('two'));
  workspace.write('in/d.zip', zipOf([{ name: 'x.jsonl', content: line('three') }, { name: 'y.jsonl', content: line('four') }]));
  await workspace.import('b.json', 'in');
  rmSync(workspace.path('b.json'));
  expect(await rebuilt(workspace)).toMatchObject({ gone: [{ path: 'b.json', traces: 1 }] });
  expect(await workspace.engine.removeTraces({ trace: 'b.json', file: workspace.path('b.json') }, call)).toEqual({ removed: 1, files: 1 });
  expect(await rebuilt(workspace)).toMatchObject({ gone: [], traces: 3 });
  expect(await remove(workspace, 'in/d.zip')).toEqual({ removed: 2, files: 2 });
  expect(await remove(workspace, workspace.path('in'))).toEqual({ removed: 1, files: 1 });
  expect(await rebuilt(workspace)).toMatchObject({ files: [], traces: 0 });
  await expect((async () => remove(workspace, 'b.json'))()).rejects.toMatchObject({ code: 'no-such-trace' });
  await expect((async () => remove(workspace, '.'))()).rejects.toMatchObject({ code: 'no-such-trace' });
});

test('a trace that is removed stays away while its file is read again without being named, and comes back when it is', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('casebook/config.yaml', 'sources:\n  - folder: in\n    watch: true\n');
  const path = workspace.write('in/a.jsonl', line('one') + line('two'));
  await workspace.import('in/a.jsonl');
  expect(await remove(workspace, traceIdOf('one'))).toEqual({ removed: 1 });
  const away = { files: [{ path: 'in/a.jsonl', keptAway: 1, error: null }] };
  expect(await workspace.import('in')).toMatchObject(away);
  expect(await rebuilt(workspace)).toMatchObject(away);
  appendFileSync(path, line('one', 'late') + line('three'));
  expect(await workspace.engine.importWatched({ paths: [path] }, call)).toMatchObject({ files: [{ ...away.files[0], new: 1, newBytes: expect.any(Number) }] });
  utimesSync(path, long, long);
  expect(await workspace.import('in')).toMatchObject(away);
  expect(await workspace.import('in')).toMatchObject({ files: [{ ...away.files[0], unchanged: 2 }] });
  expect(await names(workspace)).toEqual(ids('two', 'three'));

  expect((await workspace.import('in/a.jsonl')).files).toMatchObject([{ new: 1, unchanged: 2 }]);
  expect(workspace.stored().find(({ nativeId }) => nativeId === traceIdOf('one'))!.spans).toHaveLength(2);
  expect(await names(workspace)).toEqual(ids('one', 'two', 'three'));
  const [file] = (await workspace.import('in')).files;
  expect(file).toMatchObject({ unchanged: 3 });
  expect(file!.keptAway).toBeUndefined();
});

test('a trace in two files comes back whole, though only one of them was named', async () => {
  using workspace = new TemporaryWorkspace();
  for (const name of ['a', 'b']) utimesSync(workspace.write(`in/${name}.jsonl`, line('one', name) + line(name)), long, long);
  await workspace.import('in');
  await remove(workspace, traceIdOf('one'));
  await workspace.import('in');
  await workspace.import('in/a.jsonl');
  await workspace.import('in');
  expect(workspace.stored().find(({ nativeId }) => nativeId === traceIdOf('one'))!.spans.map(({ name }) => name).sort()).toEqual(['a', 'b']);
});

test('a file all of whose traces are removed is no error, and is removed like others', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('in/a.jsonl', line('one'));
  await workspace.import('in');
  await remove(workspace, traceIdOf('one'));
  expect((await workspace.import('in')).files).toMatchObject([{ traces: 0, keptAway: 1, error: null }]);
  expect(await remove(workspace, 'in/a.jsonl')).toEqual({ removed: 0, files: 1 });
});

test('another run under the id of one that is removed is no less there', async () => {
  using workspace = new TemporaryWorkspace();
  const path = workspace.write('in/runs.jsonl', run('r1', 'first') + run('r1', 'second'));
  await workspace.import('in');
  await remove(workspace, (await workspace.engine.findTrace({ trace: 'r1' }, call)).id);
  appendFileSync(path, run('r1', 'third') + run('r1', 'first'));
  expect((await workspace.import('in')).files).toMatchObject([{ keptAway: 1, error: null }]);
  await rebuilt(workspace);
  expect(workspace.stored().map(({ nativeId, spans }) => [nativeId, /first|second|third/.exec(JSON.stringify(spans))?.[0]])).toEqual([['r1#2', 'second'], ['r1#3', 'third']]);
  await workspace.import('in/runs.jsonl');
  expect(await names(workspace)).toEqual(['r1', 'r1#2', 'r1#3']);
});

test('the archive of a removed trace brings it back by its name, or by that of the entry', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('in/all.zip', zipOf([{ name: 'x.jsonl', content: line('one') }, { name: 'y.jsonl', content: line('two') }]));
  for (const name of ['in/all.zip', 'in/all.zip/x.jsonl']) {
    await workspace.import('in');
    await remove(workspace, traceIdOf('one'));
    await workspace.import('in');
    expect(await names(workspace)).toEqual(ids('two'));
    await workspace.import(name);
    expect(await names(workspace)).toEqual(ids('one', 'two'));
  }
});
