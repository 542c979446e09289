import { appendFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formats } from '../../src/core/formats/registry.ts';
import type { ImportProgress } from '../../src/protocol/importApi.ts';
import type { CallContext } from '../../src/protocol/rpc.ts';
import { folderLog } from './folderLog.ts';
import { otlpRequest } from './otlpLines.ts';
import { call as anyCall, TemporaryWorkspace } from './temporaryWorkspace.ts';
import { withMore } from './withMore.ts';

withMore(formats, folderLog);

const call = anyCall as CallContext<ImportProgress>;
const line = (trace: string) => `${otlpRequest({ trace, id: 'root', start: 0, end: 1 })}\n`;

test('a folder is watched, its new and grown files come in, others do not', async () => {
  using workspace = new TemporaryWorkspace();
  const first = workspace.write('traces/a.jsonl', line('one'));
  const other = workspace.write('elsewhere/b.jsonl', line('two'));
  const hidden = workspace.write('traces/.cache/c.jsonl', line('three'));
  const text = workspace.write('traces/readme.md', '# Not a trace');
  const { engine } = workspace;
  workspace.write('casebook/config.yaml', '# Ours\ncasebook: 1\n');
  expect(engine.setWatched({ path: workspace.path('traces'), watch: true }, anyCall)).toEqual([{ folder: 'traces', files: null, path: workspace.path('traces') }]);
  expect(workspace.read('casebook/config.yaml')).toContain('# Ours');

  const all = await engine.importWatched({}, call);
  expect([all.traces, all.files.map(({ path, error }) => [path, error])]).toEqual([1, [['traces/a.jsonl', null]]]);
  expect((await engine.importWatched({ paths: [other, hidden, text, workspace.path('traces', 'gone.jsonl')] }, call)).files).toEqual([]);

  appendFileSync(first, line('four'));
  const grown = await engine.importWatched({ paths: [first, first] }, call);
  expect(grown.files).toMatchObject([{ path: 'traces/a.jsonl', new: 1, newBytes: line('four').length + 1 }]);

  expect(engine.setWatched({ path: workspace.path('traces'), watch: false }, anyCall)).toEqual([]);
  expect((await engine.importWatched({ paths: [first] }, call)).files).toEqual([]);
  expect(workspace.read('casebook/config.yaml')).toBe('# Ours\ncasebook: 1\n');
});

test('names may be asked for, in the folders below too, and a folder that is not there is no error', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('casebook/config.yaml', 'sources:\n  - {folder: traces, files: "*.jsonl", watch: true}\n  - {folder: not there, watch: true}\n');
  workspace.write('traces/deep/a.jsonl', line('one'));
  workspace.write('traces/b.json', line('two'));
  expect((await workspace.engine.importWatched({}, call)).files.map(({ path }) => path)).toEqual(['traces/deep/a.jsonl']);
  expect((await workspace.engine.importWatched({ paths: [workspace.path('traces', 'deep')] }, call)).files).toMatchObject([{ path: 'traces/deep/a.jsonl', new: 0 }]);
});

test('a file that changed brings the others of its run', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('casebook/config.yaml', 'sources: [{folder: runs, watch: true}]\n');
  const entry = (name: string) => `${JSON.stringify({ entry: name })}\n`;
  workspace.write('runs/a/main.jsonl', entry('ask'));
  workspace.write('runs/b/main.jsonl', entry('other'));
  const helper = workspace.write('runs/a/helper-1.jsonl', entry('first'));
  const { files } = await workspace.engine.importWatched({ paths: [helper] }, call);
  expect(files).toMatchObject([{ path: 'runs/a', format: 'folder-log', spans: 2 }]);
});

test('a format that config.yaml names is taken', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('casebook/config.yaml', 'sources: [{folder: runs, format: otlp, watch: true}]\n');
  const file = workspace.write('runs/a.jsonl', line('one'));
  await workspace.engine.importWatched({}, call);
  appendFileSync(file, line('two'));
  const { files } = await workspace.engine.importWatched({ paths: [file] }, call);
  expect(files).toMatchObject([{ format: 'otlp', why: expect.stringContaining('config.yaml'), new: 1 }]);
});
