import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { cursorDatabase, opencodeDatabase, rowsOfFixture } from './sqliteFiles.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';
import { zipOf } from './zipFiles.ts';

const conversation = rowsOfFixture('cursor-store/agent.jsonl');
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
const copies = () => readdirSync(tmpdir()).filter((name) => name.startsWith('casebook-sqlite-'));
const shown = (workspace: TemporaryWorkspace) => workspace.stored().map(({ nativeId, header, spans }) => [nativeId, header.name, spans.map(({ name }) => name)]);
const agentRun = ['6f2d0d6e-0000-4000-8000-00000000000a', 'Flaky test', ['session', 'assistant', 'read_file_v2', 'assistant', 'run_terminal_cmd', 'assistant', 'edit_file_v2', 'assistant']];

describe("Cursor's database", () => {
  test('is read while Cursor is writing, with what its log holds, and is left as it was', async () => {
    using workspace = new TemporaryWorkspace();
    const path = workspace.path('globalStorage', 'state.vscdb');
    const db = cursorDatabase(path, conversation, 'WAL');
    const before = { files: readdirSync(workspace.path('globalStorage')), sum: sha256(path), log: sha256(`${path}-wal`), copies: copies() };
    expect(statSync(path).size, 'all rows stand in the log').toBeLessThan(statSync(`${path}-wal`).size);
    const report = await workspace.import('globalStorage');
    expect(report.files).toMatchObject([{ path: 'globalStorage/state.vscdb', format: 'cursor-store', error: null, traces: 1, toolCalls: 3, warningCount: 0 }]);
    expect(shown(workspace)).toEqual([agentRun]);
    expect({ files: readdirSync(workspace.path('globalStorage')), sum: sha256(path), log: sha256(`${path}-wal`), copies: copies() }).toEqual(before);
    // Still only in the log: the file itself is as old as before.
    db.add(rowsOfFixture('cursor-store/older.jsonl').filter(({ row }) => String(row['key']).includes(':sub')));
    expect((await workspace.import('globalStorage')).states).toEqual({ new: 1, updated: 0, unchanged: 1 });
    expect((await workspace.import('globalStorage')).states).toEqual({ new: 0, updated: 0, unchanged: 2 });
    db.close();
    expect((await workspace.import('globalStorage')).states).toEqual({ new: 0, updated: 0, unchanged: 2 });
  });

  test.each<[string, (bytes: Buffer) => Uint8Array]>([
    ['state.vscdb', (bytes) => bytes],
    ['state.vscdb.gz', (bytes) => gzipSync(bytes)],
    ['backup.zip', (bytes) => zipOf([{ name: 'User/globalStorage/state.vscdb', content: bytes }])],
  ])('is known by its first bytes, whatever its name, and its rows can be read again: %s', async (name, pack) => {
    using workspace = new TemporaryWorkspace();
    cursorDatabase(workspace.path('made.db'), conversation).close();
    writeFileSync(workspace.path(name), pack(readFileSync(workspace.path('made.db'))));
    await workspace.import(name);
    expect(shown(workspace)).toEqual([agentRun]);
    const trace = (await workspace.engine.listTraces({}, call)).traces[0]?.id ?? '';
    const { text } = await workspace.engine.readOriginal({ trace, n: 2 }, call);
    expect(JSON.parse(text)).toMatchObject({ table: 'cursorDiskKV', row: { key: expect.stringMatching(/^bubbleId:6f2d0d6e/) } });
    expect(copies()).toEqual([]);
  });

  test('of a workspace alone holds settings, and says where the conversations are', async () => {
    using workspace = new TemporaryWorkspace();
    cursorDatabase(workspace.path('state.vscdb'), []).close();
    const [file] = (await workspace.import('state.vscdb')).files;
    expect(file?.error).toBe('state.vscdb is a SQLite database with the settings of an editor, and holds no conversation. Cursor keeps these in the state.vscdb of its folder User/globalStorage, VS Code in the files of chatSessions: import those.');
  });
});

test("a session in opencode's database is the one that its storage folder held", async () => {
  using workspace = new TemporaryWorkspace();
  const rows = rowsOfFixture('opencode/database.jsonl').filter(({ row }) => row['data'] !== null);
  opencodeDatabase(workspace.path('opencode.db'), rows);
  const report = await workspace.import('opencode.db');
  expect(report.files).toMatchObject([{ format: 'opencode', error: null, traces: 2 }]);
  const fromDatabase = workspace.stored().map(({ spans }) => spans.map((span) => ({ ...span, place: null })));
  copyFileSync(new URL('../fixtures/formats/opencode/storage.jsonl', import.meta.url), workspace.path('storage.jsonl'));
  expect((await workspace.import('storage.jsonl')).states).toMatchObject({ new: 0 });
  expect(workspace.stored().map(({ spans }) => spans.map((span) => ({ ...span, place: null })))).toEqual(fromDatabase);
});

describe('another SQLite database', () => {
  const refused = async (make: (db: Database.Database, workspace: TemporaryWorkspace) => void) => {
    using workspace = new TemporaryWorkspace();
    const db = new Database(workspace.path('app.db'));
    make(db, workspace);
    db.close();
    const [file] = (await workspace.import('app.db')).files;
    expect(copies()).toEqual([]);
    return file?.error;
  };

  test('is named with its tables and how to get at their rows', async () => {
    expect(await refused((db) => db.exec('CREATE TABLE runs (a); CREATE TABLE "odd ""name" (b)'))).toBe('app.db is a SQLite database with the tables runs, odd "name. Of databases, Casebook reads the conversations of Cursor (state.vscdb) and opencode (opencode.db). Write the rows to a file and import that: sqlite3 -json <database> "SELECT * FROM <table>" > rows.json.');
  });

  test('is not run: a view without an end in the place of a table is not asked', async () => {
    const endless = 'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS key, x AS value FROM n';
    expect(await refused((db) => db.exec(`CREATE TABLE t (a); CREATE VIEW cursorDiskKV AS ${endless}`))).toContain('is a SQLite database with the table t.');
  });

  test('whose tables only share their names with those of a program is not taken for its', async () => {
    expect(await refused((db) => db.exec('CREATE TABLE session (id); CREATE TABLE message (id); CREATE TABLE part (id); INSERT INTO part VALUES (1)'))).toContain('there is no conversation in it yet');
    expect(await refused((db) => db.exec('CREATE TABLE cursorDiskKV (a, b); INSERT INTO cursorDiskKV VALUES (1, 2)'))).toContain('with the table cursorDiskKV.');
  });

  test('that is being written is left alone; its log by itself names it', async () => {
    expect(await refused((db, workspace) => {
      db.exec('CREATE TABLE t (a)');
      workspace.write('app.db-journal', 'half a page');
    })).toContain('app.db is in the middle of being written: app.db-journal stands beside it.');
    using workspace = new TemporaryWorkspace();
    const db = cursorDatabase(workspace.path('state.vscdb'), conversation, 'WAL');
    const [file] = (await workspace.import('state.vscdb-wal')).files;
    expect(file?.error).toContain('state.vscdb-wal is the log of a SQLite database');
    expect(file?.error).toContain('Import state.vscdb, which stands beside it');
    db.close();
  });
});

describe('a damaged database', () => {
  const many = Array.from({ length: 60 }, (_, n) => [
    { table: 'cursorDiskKV', row: { key: `composerData:c${n}`, value: { composerId: `c${n}`, fullConversationHeadersOnly: [{ bubbleId: 'b', type: 1 }] } } },
    { table: 'cursorDiskKV', row: { key: `bubbleId:c${n}:b`, value: { type: 1, text: `Question ${n} ${'x'.repeat(900)}` } } },
  ]).flat();

  test('that was cut off says so', async () => {
    using workspace = new TemporaryWorkspace();
    cursorDatabase(workspace.path('state.vscdb'), many).close();
    truncateSync(workspace.path('state.vscdb'), 4096);
    const [head] = (await workspace.import('state.vscdb')).files;
    expect(head?.error).toBe('state.vscdb could not be unpacked: it is a SQLite database that is damaged, or encrypted. Get it again, then import it again.');
  });

  test('is read as far as it can be, whatever bytes were flipped; nothing hangs, falls over or stays behind', async () => {
    using workspace = new TemporaryWorkspace();
    cursorDatabase(workspace.path('whole.vscdb'), many).close();
    const whole = readFileSync(workspace.path('whole.vscdb'));
    mkdirSync(workspace.path('d'));
    let seed = 7;
    const random = (below: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    const counts = [];
    for (let n = 0; n < 40; n++) {
      const bytes = Buffer.from(whole);
      for (let flips = 0; flips < 1 + (n % 5); flips++) {
        const page = random(whole.length / 4096) * 4096;
        bytes[page + (n % 2 === 0 ? random(64) : random(4096))] = random(256);
      }
      bytes.write('SQLite format 3\0', 'latin1');
      writeFileSync(workspace.path('d', `${n}.vscdb`), bytes);
      const [file] = (await workspace.import(`d/${n}.vscdb`)).files;
      if (file?.error === null) counts.push(file.traces);
      else expect(file?.error).toMatch(/SQLite database|no conversation/);
    }
    expect(counts.filter((count) => count === 60).length).toBeGreaterThan(0);
    expect(counts.filter((count) => count > 0 && count < 60).length, 'neighbours of what is damaged').toBeGreaterThan(0);
    expect(copies()).toEqual([]);
    expect(workspace.logged.filter((line) => line.startsWith('error'))).toEqual([]);
  });
});
