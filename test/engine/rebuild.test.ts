import { appendFileSync, rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { CallContext } from '../../src/protocol/rpc.ts';
import type { ImportProgress } from '../../src/protocol/importApi.ts';
import { databaseContent } from './databaseContent.ts';
import { otlpRequest, traceIdOf } from './otlpLines.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';
import { zipOf } from './zipFiles.ts';

const line = (trace: string, id = 'root') => `${otlpRequest({ trace, id, start: 0, end: 9 })}\n`;
const rebuilt = (workspace: TemporaryWorkspace) => workspace.engine.rebuildIndex({}, call as CallContext<ImportProgress>);
const content = (workspace: TemporaryWorkspace) => {
  workspace.restart();
  return databaseContent(workspace.path('.casebook'));
};

test('a rebuilt index is what it was', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('a.jsonl', line('one') + line('two', 'left'));
  workspace.write('b.jsonl', line('two', 'right'));
  workspace.write('c.zip', zipOf([{ name: 'x/three.jsonl', content: line('three') }, { name: 'y.jsonl', content: line('four') }]));
  await workspace.import('a.jsonl', 'b.jsonl', 'c.zip');
  const before = content(workspace);
  expect(await rebuilt(workspace)).toMatchObject({ traces: 4, gone: [], removed: 0, kept: 0, cancelled: false, files: [{ path: 'a.jsonl', new: 0, traces: 2 }, { path: 'b.jsonl' }, { path: 'c.zip/x/three.jsonl' }, { path: 'c.zip/y.jsonl' }] });
  expect(content(workspace)).toEqual(before);
});

test('files that are gone are listed and their traces stay; what a file holds no more goes, but for what is labelled', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('a.jsonl', line('one') + line('two') + line('three'));
  workspace.write('b.jsonl', line('four') + line('two', 'right'));
  await workspace.import('a.jsonl', 'b.jsonl');
  await workspace.engine.labelTrace({ trace: traceIdOf('three'), by: 'ana', change: { verdict: 'pass' } }, call);
  const labels = workspace.read('casebook/labels/ana.jsonl');
  rmSync(workspace.path('b.jsonl'));
  workspace.write('a.jsonl', line('two') + line('five'));
  const report = await rebuilt(workspace);
  expect(report).toMatchObject({ traces: 2, gone: [{ path: 'b.jsonl', traces: 2 }], removed: 1, kept: 1 });
  expect(workspace.stored().map(({ nativeId }) => nativeId).sort()).toEqual(['two', 'three', 'four', 'five'].map(traceIdOf).sort());
  expect(workspace.stored().find(({ nativeId }) => nativeId === traceIdOf('two'))!.spans.map(({ name }) => name).sort()).toEqual(['right', 'root']);
  expect(workspace.read('casebook/labels/ana.jsonl')).toBe(labels);
});

test('a rebuild that is stopped loses nothing, and the next import goes on', async () => {
  using workspace = new TemporaryWorkspace();
  const names = ['a.jsonl', 'b.jsonl', 'c.jsonl'];
  for (const name of names) workspace.write(name, line(name));
  await workspace.import(...names);
  const before = content(workspace);
  const controller = new AbortController();
  const told: ImportProgress[] = [];
  const report = await workspace.engine.rebuildIndex({}, { signal: controller.signal, progress(value: ImportProgress) { told.push(value); controller.abort(); } });
  expect([report.cancelled, told[0]!.files]).toEqual([true, 3]);
  expect(content(workspace)).toEqual(before);
  appendFileSync(workspace.path('c.jsonl'), line('late'));
  expect(await workspace.import(...names)).toMatchObject({ traces: 4, cancelled: false });
});

test('there is nothing to rebuild where nothing was imported', async () => {
  using workspace = new TemporaryWorkspace();
  expect(await rebuilt(workspace)).toMatchObject({ files: [], traces: 0, gone: [], removed: 0 });
  expect(() => workspace.read('.casebook/.gitignore')).toThrow('ENOENT');
});
