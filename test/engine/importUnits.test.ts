import { appendFileSync, rmSync, utimesSync } from 'node:fs';
import { expect, test } from 'vitest';
import { notTraces } from '../../src/core/formats/notTraces.ts';
import { formats } from '../../src/core/formats/registry.ts';
import { isJsonMap } from '../../src/core/model/json.ts';
import { folderLog } from './folderLog.ts';
import { otlpRequest } from './otlpLines.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';
import { withMore } from './withMore.ts';
import { zipOf } from './zipFiles.ts';

withMore(formats, folderLog);
withMore(notTraces, { detect: ({ records: [first] }) => (isJsonMap(first?.value) && 'state' in first.value ? 'a state file beside the logs; import the folder of the logs' : undefined) });

const entry = (name: string) => `${JSON.stringify({ entry: name })}\n`;
const spans = (workspace: TemporaryWorkspace) => workspace.stored().map(({ spans: all }) => all.map(({ name, place }) => `${name} ${place!.file}:${place!.line}`));

test('files that are one run are read as one, in the order of their paths', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('runs/a/main.jsonl', `${entry('ask')}nonsense\n${entry('answer')}`);
  workspace.write('runs/a/helper-2.jsonl', `${entry('second')}{"other":1}\n`);
  workspace.write('runs/a/helper-1.jsonl', entry('first'));
  workspace.write('runs/one.jsonl', otlpRequest({ trace: 'one', id: 'root', start: 0 }));
  const { files, traces } = await workspace.import('runs');
  expect(files.map(({ path, format, spans: count }) => [path, format, count])).toEqual([['runs/a', 'folder-log', 4], ['runs/one.jsonl', 'otlp', 1]]);
  expect(files[0]!.warnings).toEqual([
    { line: 2, message: 'Not an entry.', file: 'runs/a/helper-2.jsonl' },
    { line: 2, message: expect.stringContaining('Line 2 is not JSON.'), file: 'runs/a/main.jsonl' },
  ]);
  expect(traces).toBe(2);
  expect(spans(workspace).flat().sort()).toEqual(['answer runs/a/main.jsonl:3', 'ask runs/a/main.jsonl:1', 'first runs/a/helper-1.jsonl:1', 'root runs/one.jsonl:1', 'second runs/a/helper-2.jsonl:1']);
});

test('a unit that nobody touched is not read again; one with a change is', async () => {
  using workspace = new TemporaryWorkspace();
  const paths = ['main.jsonl', 'helper-1.jsonl'].map((name) => workspace.write(`a/${name}`, entry(name)));
  for (const path of paths) utimesSync(path, 1_760_000_000, 1_760_000_000);
  const [first] = (await workspace.import('a')).files;
  const told: unknown[] = [];
  const again = await workspace.engine.importFiles({ paths: [workspace.path('a')] }, { signal: call.signal, progress: (value: unknown) => void told.push(value) } as never);
  expect([again.files[0], told]).toEqual([{ ...first, new: 0, unchanged: 1 }, []]);
  appendFileSync(paths[1]!, entry('late'));
  utimesSync(paths[1]!, 1_760_000_000, 1_760_000_000);
  expect((await workspace.import('a')).files[0]).toMatchObject({ updated: 1, spans: 3 });
});

test('a file of a unit that is named outright is read alone, and together with the others it is the same run', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('a/main.jsonl', entry('ask'));
  workspace.write('a/helper-1.jsonl', entry('first'));
  expect((await workspace.import('a/helper-1.jsonl')).files).toMatchObject([{ path: 'a/helper-1.jsonl', traces: 1, spans: 1 }]);
  expect((await workspace.import('a')).files).toMatchObject([{ path: 'a', updated: 1, spans: 2 }]);
  expect(spans(workspace)).toEqual([['first a/helper-1.jsonl:1', 'ask a/main.jsonl:1']]);
});

test('a zip holds units as a folder does', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('a.zip', zipOf([{ name: 'main.jsonl', content: entry('ask') }, { name: 'helper-1.jsonl', content: entry('first') }]));
  expect((await workspace.import('a.zip')).files).toMatchObject([{ path: 'a.zip', format: 'folder-log', traces: 1, spans: 2 }]);
  expect(spans(workspace)).toEqual([['first a.zip/helper-1.jsonl:1', 'ask a.zip/main.jsonl:1']]);
});

test('removing the folder, or one of its files, takes the run out', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('a/main.jsonl', entry('ask'));
  workspace.write('a/helper-1.jsonl', entry('first'));
  for (const name of ['a', 'a/helper-1.jsonl']) {
    expect(await workspace.import('a')).toMatchObject({ traces: 1 });
    expect(await workspace.engine.removeTraces({ trace: name }, call)).toMatchObject({ removed: 1 });
  }
});

test('files that only look like a unit are read one by one', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('a/main.jsonl', otlpRequest({ trace: 'one', id: 'root', start: 0 }));
  workspace.write('a/helper-1.jsonl', otlpRequest({ trace: 'two', id: 'root', start: 0 }));
  expect((await workspace.import('a')).files.map(({ path, format }) => [path, format])).toEqual([['a/helper-1.jsonl', 'otlp'], ['a/main.jsonl', 'otlp']]);
});

test('a unit whose files went away is what is left of it', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('a/main.jsonl', entry('ask'));
  workspace.write('a/helper-1.jsonl', entry('first'));
  workspace.write('a/helper-2.jsonl', entry('second'));
  await workspace.import('a');
  rmSync(workspace.path('a/helper-2.jsonl'));
  expect((await workspace.import('a')).files).toMatchObject([{ path: 'a', traces: 1 }]);
});

test('what is no trace by itself is said once a kind, and is no error among traces', async () => {
  using workspace = new TemporaryWorkspace();
  for (const name of ['x', 'y', 'z']) workspace.write(`logs/${name}.json`, '{"state":1}');
  expect((await workspace.import('logs')).files).toMatchObject([{ path: 'logs/x.json', format: null, error: '3 files such as x.json were left out; each is a state file beside the logs; import the folder of the logs.' }]);
  expect((await workspace.import('logs/x.json')).files[0]!.error).toBe('x.json is a state file beside the logs; import the folder of the logs.');
  workspace.write('logs/one.jsonl', otlpRequest({ trace: 'one', id: 'root', start: 0 }));
  expect((await workspace.import('logs')).files.map(({ path, leftOut }) => [path, leftOut])).toEqual([['logs/one.jsonl', undefined], ['logs/x.json', 3]]);
});

test.each([['a.jsonl', 'b.jsonl'], ['b.jsonl', 'a.jsonl'], ['b.jsonl', 'c.jsonl', 'a.jsonl'], ['c.jsonl', 'a.jsonl', 'b.jsonl', 'c.jsonl']])('what is said of a span apart from it is joined and completed, however it comes: %s, %s', async (...order) => {
  using workspace = new TemporaryWorkspace();
  workspace.write('a.jsonl', entry('ask'));
  workspace.write('b.jsonl', `${JSON.stringify({ entry: '', id: 'ask', said: 'Wombats are marsupials.' })}\n`);
  workspace.write('c.jsonl', `${JSON.stringify({ entry: '', id: 'ask', said: 'They dig.' })}\n${JSON.stringify({ entry: '', id: 'lone', said: 'Nobody knows.' })}\n`);
  for (const name of order) await workspace.import(name);
  const all = order.includes('c.jsonl');
  expect(spans(workspace)).toEqual([['ask a.jsonl:1', ...(all ? ['unnamed c.jsonl:2'] : [])]]);
  expect(workspace.stored()[0]!.spans.map(({ kind, output }) => [kind, output.map(({ parts: [part] }) => (part?.type === 'text' ? part.text : ''))])).toEqual(
    all ? [['tool', ['They dig.', 'Wombats are marsupials.']], ['other', ['Nobody knows.']]] : [['tool', ['Wombats are marsupials.']]],
  );
  expect((await workspace.engine.listTraces({ text: 'marsupials' }, call)).total).toBe(1);
  workspace.write('d.jsonl', JSON.stringify({ entry: 'late', id: 'lone' }));
  await workspace.import('d.jsonl');
  expect(workspace.stored()[0]!.spans.map(({ name }) => name)).toEqual(['ask', 'late']);
  if (all) expect(workspace.stored()[0]!.spans[1]).toMatchObject({ kind: 'tool', output: [{ role: 'assistant' }] });
});
