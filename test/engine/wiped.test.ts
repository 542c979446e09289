import { readdirSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { ImportProgress } from '../../src/protocol/importApi.ts';
import type { CallContext } from '../../src/protocol/rpc.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

/** Words of one case, all different from their first letters on, so that full text keeps each whole. */
const needle = (n: number) => `${(n * 7919 + 104_729).toString(36).split('').reverse().join('')}q7w2e9r4t6y1u8i3o5p0a2s4d6f8g1h3j5k7l9z2x4c6v8b0n${n}m`;
const secretOf = (n: number) => ['sk-ant', `-api03-${needle(n)}`].join('');
const mailOf = (n: number) => `${needle(n)}@example.com`;
const many = Array.from({ length: 60 }, (_, n) => n);
const needles = many.map(needle);

const row = (n: number, said: string) => `${JSON.stringify({ id: `r${n}`, messages: [{ role: 'user', content: `Row ${n}: ${said}. ${'Some more words. '.repeat(n % 7 === 0 ? 400 : 3)}` }, { role: 'assistant', content: `I saw ${said}.` }], metadata: { note: said } })}\n`;
const config = (workspace: TemporaryWorkspace, redaction: string) => workspace.write('casebook/config.yaml', `redaction: { ${redaction} }\n`);

/** Which of the words can be read in the bytes of the files, by file. The engine has them open, its log beside them. */
function readable(workspace: TemporaryWorkspace, words: readonly string[] = needles): Readonly<Record<string, number>> {
  const found = readdirSync(workspace.path('.casebook')).map((name) => {
    const bytes = readFileSync(workspace.path('.casebook', name));
    // Full text keeps of a word what its neighbour does not begin with.
    return [name, words.filter((each) => bytes.includes(each.slice(4))).length] as const;
  });
  return Object.fromEntries(found.filter(([, count]) => count > 0));
}

const rebuilt = (workspace: TemporaryWorkspace) => workspace.engine.rebuildIndex({}, call as CallContext<ImportProgress>);
const onlyInLog = { 'casebook.db-wal': expect.any(Number) as number };

function expectNone(workspace: TemporaryWorkspace, words: readonly string[] = needles): void {
  expect(readable(workspace, words)).toEqual({});
  workspace.restart();
  expect(readable(workspace, words)).toEqual({});
}

describe.each([
  ['secrets', secretOf, 'secrets: "off"', 'secrets: "on"'],
  ['personal data', mailOf, 'personal: "off"', 'personal: "on"'],
] as const)('%s that were imported before redaction was switched on', (_, hidden, off, on) => {
  async function imported(): Promise<TemporaryWorkspace> {
    const workspace = new TemporaryWorkspace();
    config(workspace, off);
    workspace.write('runs.jsonl', many.map((n) => row(n, hidden(n))).join(''));
    workspace.write('other.jsonl', row(1000, 'nothing'));
    await workspace.import('runs.jsonl', 'other.jsonl');
    workspace.restart();
    expect(readable(workspace)).toEqual({ 'casebook.db': many.length, 'search.db': many.length });
    config(workspace, on);
    return workspace;
  }

  test('are in no file of the index when it was rebuilt', async () => {
    using workspace = await imported();
    await rebuilt(workspace);
    expectNone(workspace);
    expect(workspace.stored()).toHaveLength(many.length + 1);
  });

  test('nor when their file was imported again', async () => {
    using workspace = await imported();
    await workspace.import('runs.jsonl');
    expectNone(workspace);
    expect(workspace.stored()).toHaveLength(many.length + 1);
    expect((await workspace.engine.listTraces({ text: 'nothing' }, call)).total).toBe(1);
  });

  test('nor when a rebuild was stopped, and the file imported then', async () => {
    using workspace = await imported();
    const controller = new AbortController();
    controller.abort();
    expect((await workspace.engine.rebuildIndex({}, { signal: controller.signal, progress() {} })).cancelled).toBe(true);
    await workspace.import('runs.jsonl', 'other.jsonl');
    expectNone(workspace);
  });
});

test('what an index of an earlier version left in free pages is wiped by a rebuild', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('runs.jsonl', row(1000, 'nothing'));
  await workspace.import('runs.jsonl');
  workspace.restart();
  for (const name of ['casebook.db', 'search.db']) {
    const db = new Database(workspace.path('.casebook', name));
    db.pragma('secure_delete = OFF');
    db.exec('CREATE TABLE left_over (text TEXT); CREATE TABLE rows_left (text TEXT)');
    for (const each of needles) db.prepare('INSERT INTO left_over VALUES (?)').run(each.repeat(20));
    db.exec('DELETE FROM left_over WHERE rowid % 2 = 0; DROP TABLE left_over; DROP TABLE rows_left');
    db.close();
  }
  expect(Object.keys(readable(workspace))).toEqual(['casebook.db', 'search.db']);
  await rebuilt(workspace);
  expectNone(workspace);
  expect(workspace.stored()).toHaveLength(1);
});

describe('what was removed', () => {
  test('of one trace is in no file; the others stay and are found', async () => {
    using workspace = new TemporaryWorkspace();
    config(workspace, 'secrets: "off"');
    workspace.write('runs.jsonl', many.map((n) => row(n, secretOf(n))).join(''));
    await workspace.import('runs.jsonl');
    expect(readable(workspace)).not.toEqual({});
    for (const n of [0, 17, 59]) {
      expect(await workspace.engine.removeTraces({ trace: `r${n}` }, call)).toEqual({ removed: 1 });
      expect(readable(workspace, [needle(n)])).toEqual({});
    }
    const gone = [0, 17, 59].map(needle);
    expect((await workspace.engine.listTraces({ text: needle(3) }, call)).total).toBe(1);
    expectNone(workspace, gone);
    expect(readable(workspace)).toMatchObject({ 'casebook.db': 57, 'search.db': 57 });
  });

  test('of a file, with what was said of it', async () => {
    using workspace = new TemporaryWorkspace();
    config(workspace, 'secrets: "off"');
    workspace.write('runs.jsonl', `${many.map((n) => row(n, secretOf(n))).join('')}{"role": oops ${secretOf(100)}\n${JSON.stringify({ messages: `oops ${secretOf(101)}` })}\n`);
    workspace.write('other.jsonl', row(1000, secretOf(1000)));
    await workspace.import('runs.jsonl', 'other.jsonl');
    expect(await workspace.engine.removeTraces({ trace: 'runs.jsonl' }, call)).toMatchObject({ removed: many.length });
    expectNone(workspace, [...needles, needle(100), needle(101)]);
    expect(readable(workspace, [needle(1000)])).toEqual({ 'casebook.db': 1, 'search.db': 1 });
    expect(await workspace.import('runs.jsonl')).toMatchObject({ traces: many.length, files: [{ new: many.length }] });
  });
});

test('what a file does not hold any more is in no file of the index', async () => {
  using workspace = new TemporaryWorkspace();
  config(workspace, 'secrets: "off"');
  workspace.write('runs.jsonl', many.map((n) => row(n, secretOf(n))).join(''));
  await workspace.import('runs.jsonl');
  workspace.write('runs.jsonl', many.slice(0, 30).map((n) => row(n, 'nothing')).join(''));
  expect(await workspace.import('runs.jsonl')).toMatchObject({ traces: 30, files: [{ traces: 30 }] });
  expect(workspace.stored()).toHaveLength(30);
  expectNone(workspace);
});

test('the name of a file, and what its reading told, before redaction was switched on', async () => {
  using workspace = new TemporaryWorkspace();
  config(workspace, 'secrets: "off"');
  const named = `of ${secretOf(200)}.jsonl`;
  workspace.write(named, `${row(1, 'nothing')}{"id": "${secretOf(201)}", "messages": [{"role": "${secretOf(202)}", "content": 1}, 7]}\noops ${secretOf(203)}\n`);
  await workspace.import(named);
  const hidden = [200, 201, 202, 203].map(needle);
  expect(readable(workspace, hidden)).not.toEqual({});
  config(workspace, 'secrets: "on"');
  await rebuilt(workspace);
  expectNone(workspace, hidden);
});

test('a log that grows is not wiped at each line', async () => {
  using workspace = new TemporaryWorkspace();
  const lines = [0, 1, 2, 3].map((n) => row(n, `line ${n}`));
  for (let n = 1; n <= lines.length; n++) {
    workspace.write('runs.jsonl', lines.slice(0, n).join(''));
    await workspace.import('runs.jsonl');
  }
  expect(readable(workspace, ['I saw line'])).toMatchObject(onlyInLog);
});
