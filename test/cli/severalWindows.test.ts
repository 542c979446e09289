import { hash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generate } from '../../bench/generate.ts';
import type { ImportReport } from '../../src/protocol/importApi.ts';
import { databaseContent } from '../engine/databaseContent.ts';
import { jsonLines, TemporaryFolder } from './casebook.ts';
import type { Ended } from './casebook.ts';

/** Each process is a window of its own: a connection, a thread that writes, a name among the writers. */
const alone = new TemporaryFolder();
const pieces = ['a.jsonl', 'b.jsonl', 'c.jsonl', 'd.jsonl'];
const traces = 500;

/** The runs of one file in four, so that b and c can be read by two windows at once; some runs are in two of them. */
function writePieces(folder: TemporaryFolder): void {
  const lines = readFileSync(alone.file('all.jsonl'), 'utf8').trimEnd().split('\n');
  pieces.forEach((name, n) => writeFileSync(folder.file(name), lines.slice(Math.max(0, n * 125 - 10), (n + 1) * 125).join('\n')));
}

beforeAll(async () => {
  generate(alone.file('all.jsonl'), { traces, seed: 11 });
  writePieces(alone);
  await alone.run(['import', ...pieces]);
});
afterAll(() => alone[Symbol.asyncDispose]());

const listed = async (folder: TemporaryFolder) => jsonLines<{ readonly id: string }>((await folder.run(['list', '--limit', '1000', '--json'])).stdout);
function content(folder: TemporaryFolder) {
  const withoutTime = (row: string) => row.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '');
  return Object.entries(databaseContent(folder.file('.casebook'))).map(([table, rows]) => `${table}: ${rows.length} rows, ${hash('sha256', rows.map(withoutTime).join('\n'))}`);
}
function inIndex<T>(folder: TemporaryFolder, ask: (db: Database.Database) => T): T {
  const db = new Database(folder.file('.casebook', 'casebook.db'));
  try {
    db.prepare('ATTACH ? AS search').run(folder.file('.casebook', 'search.db'));
    return ask(db);
  } finally {
    db.close();
  }
}
const written = (folder: TemporaryFolder) => statSync(folder.file('.casebook', 'casebook.db-wal'), { throwIfNoEntry: false })?.size ?? 0;

/** How many say that they write; none where the index is only being made. */
function writers(folder: TemporaryFolder): number {
  try {
    return inIndex(folder, (db) => Number(db.prepare('SELECT count(*) FROM writer').pluck().get()));
  } catch {
    return 0;
  }
}

test('two windows import overlapping files, one is killed in the middle, a third lists and labels: nothing is lost, nothing is blocked', async () => {
  await using folder = new TemporaryFolder();
  writePieces(folder);
  const killedAt = { when: () => written(folder) > 1_500_000, signal: 'SIGKILL' } as const;
  let running = 2;
  const until = (ending: Promise<Ended>) => ending.finally(() => { running--; });
  const killed = until(folder.run(['import', 'b.jsonl', 'c.jsonl', 'd.jsonl', '--json'], { interrupt: killedAt }));
  const other = until(folder.run(['import', 'a.jsonl', 'b.jsonl', 'c.jsonl', '--json']));
  const seen: number[] = [];
  const labelled = new Set<string>();
  while (running > 0) {
    const now = await listed(folder);
    seen.push(now.length);
    const next = now.find(({ id }) => !labelled.has(id))?.id;
    if (next === undefined) continue;
    expect(await folder.run(['label', next, '--by', 'ana', '--fail', '--note', `seen ${seen.length}`])).toMatchObject({ code: 0, stderr: '' });
    labelled.add(next);
  }

  expect((await killed).code).toBe(null);
  const survivor = await other;
  expect(survivor).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(survivor.stdout)).toMatchObject({ cancelled: false, traces: 375 });
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(labelled.size).toBeGreaterThan(0);
  expect(inIndex(folder, (db) => [db.pragma('main.integrity_check', { simple: true }), db.pragma('search.integrity_check', { simple: true })])).toEqual(['ok', 'ok']);

  const again = await folder.run(['import', ...pieces, '--json']);
  expect(again).toMatchObject({ code: 0, stderr: '' });
  expect((JSON.parse(again.stdout) as ImportReport).traces).toBe(traces);
  expect((await folder.run(['list', '--text', 'shipment'])).code).toBe(0);
  expect(content(folder)).toEqual(content(alone));
  expect(jsonLines((await folder.run(['list', '--limit', '1000', '--by', 'ana', '--json'])).stdout).filter((each) => (each as { label: unknown }).label !== null)).toHaveLength(labelled.size);
});

test('a writer that was killed is named to nobody and waited for by nobody', async () => {
  await using folder = new TemporaryFolder();
  writePieces(folder);
  // As soon as it is named, while all its work is before it.
  const killed = await folder.run(['import', ...pieces], { interrupt: { when: () => written(folder) > 0 && writers(folder) === 1, signal: 'SIGKILL' } });
  expect(killed.code).toBe(null);
  expect(writers(folder)).toBe(1);
  const start = Date.now();
  expect((await folder.run(['import', 'a.jsonl'])).code).toBe(0);
  expect(Date.now() - start).toBeLessThan(10_000);
  expect(writers(folder)).toBe(0);
  // A number that another program has by now is no writer either: nobody holds the lock.
  inIndex(folder, (db) => db.prepare(`INSERT INTO writer VALUES (1, 'elsewhere', '2026-01-01T00:00:00Z', 'import'), (?, 'elsewhere', '2026-01-01T00:00:00Z', 'import')`).run(process.pid));
  expect(await folder.run(['import', ...pieces])).toMatchObject({ code: 0, stderr: '' });
  expect(await listed(folder)).toHaveLength(traces);
});

test('a window that is killed while its thread writes leaves an index that opens, and its import goes on', async () => {
  await using folder = new TemporaryFolder();
  // From 30 MB on a thread writes.
  generate(folder.file('large.jsonl'), { traces: 900, seed: 12 });
  expect(statSync(folder.file('large.jsonl')).size).toBeGreaterThan(30_000_000);
  const killed = await folder.run(['import', 'large.jsonl'], { interrupt: { when: () => written(folder) > 6_000_000, signal: 'SIGKILL' } });
  expect(killed.code).toBe(null);
  const kept = (await listed(folder)).length;
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(900);
  expect(inIndex(folder, (db) => [db.pragma('main.integrity_check', { simple: true }), db.pragma('search.integrity_check', { simple: true })])).toEqual(['ok', 'ok']);
  const again = await folder.run(['import', 'large.jsonl', '--json']);
  expect(again).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(again.stdout)).toMatchObject({ traces: 900, files: [{ new: 900 - kept, unchanged: kept }] });
  const words = inIndex(folder, (db) => db.prepare('SELECT count(*) FROM search.indexed i JOIN trace_body b ON b.trace = i.trace AND b.first_content = i.first AND b.contents = i.count').pluck().get());
  expect(words).toBe(900);
});
