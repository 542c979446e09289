import { hash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, expect, test } from 'vitest';
import { generate } from '../../bench/generate.ts';
import { databaseContent } from '../engine/databaseContent.ts';
import { casebook, jsonLines, TemporaryFolder } from './casebook.ts';
import { SmallDisk } from './smallDisk.ts';

const exports = new TemporaryFolder();
/** What an import onto a large disk gives. */
const large = new TemporaryFolder();
const few = exports.file('few.jsonl');
const many = exports.file('many.jsonl');

beforeAll(async () => {
  generate(many, { traces: 150, seed: 5 });
  writeFileSync(few, readFileSync(many, 'utf8').split('\n').slice(0, 10).join('\n'));
  await large.run(['import', many]);
  return async () => {
    await exports[Symbol.asyncDispose]();
    await large[Symbol.asyncDispose]();
  };
});

const importing = (disk: SmallDisk, file: string) => casebook(['import', file, '--workspace', disk.path, '--json']);
const list = (folder: string, ...filter: string[]) => casebook(['list', '--limit', '1000', '--json', '--workspace', folder, ...filter]);
const listed = async (folder: string, ...filter: string[]) => jsonLines<{ readonly id: string }>((await list(folder, ...filter)).stdout).map(({ id }) => id).sort();
const isSound = (file: string) => {
  const db = new Database(file, { readonly: true });
  try {
    return db.pragma('integrity_check', { simple: true });
  } finally {
    db.close();
  }
};

/** Of all the index holds, but for the time of the import, as hashes: rows are long. */
function content(folder: string) {
  const rowsOf = (rows: readonly string[]) => rows.map((row) => row.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, ''));
  return Object.entries(databaseContent(join(folder, '.casebook'))).map(([table, rows]) => `${table}: ${rows.length} rows, ${hash('sha256', rowsOf(rows).join('\n'))}`);
}
/** What no search has looked for yet may be missing from full text; it is added by the next one. */
async function expectComplete(folder: string): Promise<void> {
  expect(await listed(folder, '--text', 'shipment')).toEqual(await listed(large.path, '--text', 'shipment'));
  expect(content(folder)).toEqual(content(large.path));
}

test('an import onto a disk that fills says so, keeps what it has, and goes on when there is room', async ({ skip }) => {
  const made = SmallDisk.of(2);
  if (typeof made === 'string') return skip(made);
  using disk = made;
  expect(await importing(disk, many)).toEqual({ code: 2, stdout: '', stderr: `The index ${disk.file('.casebook', 'casebook.db')} cannot grow: the disk is full.\nFree some space and try again. What was stored before is kept.\n` });
  const kept = await listed(disk.path);
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.length).toBeLessThan(150);
  expect((await casebook(['show', kept[0]!, '--workspace', disk.path])).code).toBe(0);
  expect((await list(disk.path, '--text', 'shipment')).code).toBe(0);
  expect((await importing(disk, many)).code).toBe(2);
  disk.grow(100);
  expect(await importing(disk, many)).toMatchObject({ code: 0, stderr: '' });
  await expectComplete(disk.path);
});

test('with no byte free what is there can be read, and nothing that is to be written is half written', async ({ skip }) => {
  const made = SmallDisk.of(4);
  if (typeof made === 'string') return skip(made);
  using disk = made;
  expect((await importing(disk, few)).code).toBe(0);
  const traces = await listed(disk.path);
  const [trace = ''] = traces;
  const run = (...args: string[]) => casebook([...args, '--workspace', disk.path]);
  expect((await run('label', trace, '--by', 'ana', '--fail', '--note', 'wrong order')).code).toBe(0);
  const journal = readFileSync(disk.file('casebook', 'labels', 'ana.jsonl'), 'utf8');
  writeFileSync(exports.file('thumbs.jsonl'), Array.from({ length: 200 }, (_, n) => JSON.stringify({ traceId: n === 0 ? trace : `other-${n}`, feedback: 'rejected', note: 'not what I asked' })).join('\n'));
  disk.fill();

  expect(await listed(disk.path)).toEqual(traces);
  expect(await listed(disk.path, '--text', 'shipment')).toEqual((await listed(large.path, '--text', 'shipment')).filter((id) => traces.includes(id)));
  expect((await run('show', trace)).code).toBe(0);
  for (const [args, sentence] of [
    [['import', many], /^The index .* cannot grow: the disk is full\.\nFree some space/],
    [['rebuild'], /^The index .* cannot grow: the disk is full\.\nFree some space/],
    [['remove', trace], /^The index .* cannot grow: the disk is full\.\nFree some space/],
    [['label', trace, '--by', 'ana', '--note', 'no room '.repeat(1000)], /^The label was not saved: the disk is full \(.*ana\.jsonl\)\.\nFree some space/],
    [['label', trace, '--by', 'ben', '--pass'], /^The label was not saved: the disk is full \(.*ben\.jsonl\)\.\nFree some space/],
    [['feedback', 'import', exports.file('thumbs.jsonl')], /^Nothing was written: the disk is full \(.*thumbs\.jsonl\)\.\nFree some space/],
    [['make', trace, '--redact', 'all'], /^Nothing was written: the disk is full \(.*\)\.\nFree some space/],
  ] as const) {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }, args.join(' ')).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
  }
  expect(readFileSync(disk.file('casebook', 'labels', 'ana.jsonl'), 'utf8')).toBe(journal);
  expect(readdirSync(disk.path, { recursive: true }).map(String).filter((name) => name.includes('.tmp') || name.endsWith('.case.yaml'))).toEqual([]);

  rmSync(disk.file('filler'));
  disk.grow(100);
  expect((await run('feedback', 'import', exports.file('thumbs.jsonl'))).code).toBe(0);
  expect((await run('label', trace, '--by', 'ben', '--pass')).code).toBe(0);
  expect((await importing(disk, many)).code).toBe(0);
  expect(await listed(disk.path)).toHaveLength(150);
});

test('an index that cannot even be begun leaves nothing that the next import would take for one', async ({ skip }) => {
  const made = SmallDisk.of(1);
  if (typeof made === 'string') return skip(made);
  using disk = made;
  disk.fill();
  for (const attempt of ['first', 'second']) expect(await importing(disk, few), attempt).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/cannot grow: the disk is full\.\nFree some space/) as string });
  expect(await list(disk.path)).toMatchObject({ code: 0, stdout: '' });
  rmSync(disk.file('filler'));
  disk.grow(100);
  expect((await importing(disk, few)).code).toBe(0);
  expect(readFileSync(disk.file('.casebook', '.gitignore'), 'utf8')).toBe('*\n');
  expect(await listed(disk.path)).toHaveLength(10);
});

test('full text alone on a disk that fills costs no trace, and is completed by the next search', async ({ skip }) => {
  const made = SmallDisk.of(1);
  if (typeof made === 'string') return skip(made);
  using disk = made;
  await using folder = new TemporaryFolder();
  mkdirSync(folder.file('.casebook'));
  symlinkSync(disk.file('search.db'), folder.file('.casebook', 'search.db'));
  writeFileSync(disk.file('other'), Buffer.alloc(500_000));
  const full = await folder.run(['import', many]);
  expect(full).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/the disk is full\.\nFree some space/) as string });
  const kept = await listed(folder.path);
  expect(kept.length).toBeGreaterThan(0);
  disk.grow(100);
  expect(await listed(folder.path, '--text', 'shipment')).toEqual((await listed(large.path, '--text', 'shipment')).filter((id) => kept.includes(id)));
  expect((await folder.run(['import', many])).code).toBe(0);
  await expectComplete(folder.path);
  for (const name of ['casebook.db', 'search.db']) expect(isSound(folder.file('.casebook', name))).toBe('ok');
});
