import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fileBytes } from '../../src/engine/containers/bytes.ts';
import { gunzipped } from '../../src/engine/containers/gzip.ts';
import { limitOfArchive, limitOfFile } from '../../src/engine/containers/inflationLimit.ts';
import { unpackedBytes } from '../../src/engine/containers/unpacked.ts';
import { unzstd } from '../../src/engine/containers/zstd.ts';
import { otlpRequest } from './otlpLines.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';
import { zipOf } from './zipFiles.ts';

const line = (trace: string, more = '') => otlpRequest({ trace, id: 'root', start: 0, end: 9, attributes: { more } });
const lines = (...traces: readonly string[]) => `${traces.map((trace) => line(trace)).join('\n')}\n`;
const places = (workspace: TemporaryWorkspace) => workspace.stored().flatMap(({ spans }) => spans.map(({ place }) => place!)).sort((a, b) => a.file.localeCompare(b.file) || a.offset - b.offset);

/** Hard to pack, so that packed bytes come in many chunks. */
const noise = (length: number, n: number) => { let seed = n + 7; return Array.from({ length }, () => ((seed = (seed * 48_271) % 2_147_483_647) % 36).toString(36)).join(''); };

test.each([
  ['gzip', gzipSync], ['zstd', zstdCompressSync], ['gzip in zstd', (bytes: Buffer) => zstdCompressSync(gzipSync(bytes))],
] as const)('%s is unpacked by what it is, whatever its name', async (_, pack) => {
  using workspace = new TemporaryWorkspace();
  const text = Array.from({ length: 60 }, (__, n) => line(`trace ${n}`, noise(4000, n))).join('\n');
  workspace.write('export.json', pack(Buffer.from(text)));
  const { files } = await workspace.import('export.json');
  expect(files).toMatchObject([{ path: 'export.json', format: 'otlp', traces: 60, error: null, warningCount: 0 }]);
  const read = unpackedBytes(fileBytes(workspace.path('export.json')), pack === gzipSync ? gunzipped : unzstd, limitOfFile());
  if (pack !== gzipSync && pack !== zstdCompressSync) return;
  for (const { offset, length, line: number } of places(workspace).toReversed()) expect(Buffer.from(read.read(offset, length)).toString()).toBe(text.split('\n')[number - 1]);
  expect(read.size()).toBe(Buffer.byteLength(text));
  read.close();
});

test.each([['gzip', gzipSync], ['zstd', zstdCompressSync]] as const)('of a %s that is cut off, what came before is kept and the cut is said', async (_, pack) => {
  using workspace = new TemporaryWorkspace();
  const packed = pack(Buffer.from(Array.from({ length: 200 }, (__, n) => line(`trace ${n}`, noise(4000, n))).join('\n')));
  workspace.write('cut.jsonl', packed.subarray(0, Math.floor(packed.length * 0.7)));
  const [file] = (await workspace.import('cut.jsonl')).files;
  expect(file!.error).toBeNull();
  expect(file!.traces).toBeGreaterThan(50);
  expect(file!.traces).toBeLessThan(200);
  expect(file!.warnings.map(({ message }) => message)).toContainEqual('What is packed in it could not be read to its end: it ends before it is complete. What came before was kept. Get it again, then import it again.');
});

test('several gzip and zstd streams in one file are read one after the other', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('a.gz', Buffer.concat([gzipSync(lines('one')), gzipSync(lines('two', 'three'))]));
  workspace.write('b.zst', Buffer.concat([zstdCompressSync(Buffer.from(lines('four'))), Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]), zstdCompressSync(Buffer.from(lines('five')))]));
  const { files } = await workspace.import('a.gz', 'b.zst');
  expect(files.map(({ traces, warnings }) => [traces, warnings])).toEqual([[3, []], [2, []]]);
});

test.each([false, true])('a zip is a folder (zip64: %s)', async (zip64) => {
  using workspace = new TemporaryWorkspace();
  const inner = zipOf([{ name: 'deep.jsonl', content: lines('five') }]);
  workspace.write('all.zip', zipOf([
    { name: 'a/one.jsonl', content: lines('one', 'two') }, { name: 'a/', content: '' }, { name: 'b.json', content: line('three'), method: 0 },
    { name: 'c.jsonl.gz', content: gzipSync(lines('four')) }, { name: 'inner.zip', content: inner }, { name: 'notes.txt', content: 'nothing' }, { name: '__MACOSX/._b.json', content: 'x' },
  ], { zip64, before: zip64 ? '' : '#!/bin/sh\n' }));
  if (!zip64) workspace.write('all.zip', zipOf([{ name: 'a/one.jsonl', content: lines('one', 'two') }, { name: 'b.json', content: line('three'), method: 0 }, { name: 'c.jsonl.gz', content: gzipSync(lines('four')) }, { name: 'inner.zip', content: inner }]));
  const { files, traces } = await workspace.import('all.zip');
  expect(files.map(({ path, traces: count, error }) => [path, count, error])).toEqual([['all.zip/a/one.jsonl', 2, null], ['all.zip/b.json', 1, null], ['all.zip/c.jsonl.gz', 1, null], ['all.zip/inner.zip/deep.jsonl', 1, null]]);
  expect(traces).toBe(5);
  expect(places(workspace).map(({ file, line: number, offset }) => [file, number, offset])).toEqual([
    ['all.zip/a/one.jsonl', 1, 0], ['all.zip/a/one.jsonl', 2, Buffer.byteLength(lines('one'))], ['all.zip/b.json', 1, 0], ['all.zip/c.jsonl.gz', 1, 0], ['all.zip/inner.zip/deep.jsonl', 1, 0],
  ]);
  expect((await workspace.import('all.zip')).files.map(({ unchanged }) => unchanged)).toEqual([2, 1, 1, 1]);
  expect(await workspace.engine.removeTraces({ trace: 'all.zip' }, call)).toEqual({ removed: 5, files: 4 });
});

test('an archive behind other bytes is found by its list', async () => {
  using workspace = new TemporaryWorkspace();
  // As a program that unpacks itself: its head is no zip's, so only the entry under a zip's own head counts here.
  workspace.write('plain.zip', zipOf([{ name: 'a.jsonl', content: lines('one') }], { before: 'PK\x03\x04 padding ' }));
  expect((await workspace.import('plain.zip')).files).toMatchObject([{ path: 'plain.zip/a.jsonl', traces: 1 }]);
});

test('what leads out of an archive, is encrypted or packed in an unknown way is left out and said; its neighbours are read', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('odd.zip', zipOf([
    { name: '../evil.jsonl', content: lines('evil') }, { name: '/etc/evil.jsonl', content: lines('evil') }, { name: 'C:\\evil.jsonl', content: lines('evil') }, { name: 'a/../../evil.jsonl', content: lines('evil') },
    { name: 'secret.jsonl', content: lines('secret'), encrypted: true }, { name: 'odd.jsonl', content: lines('odd'), method: 14 }, { name: 'good.jsonl', content: lines('good') }, { name: 'good.jsonl', content: lines('again') },
  ]));
  const { files } = await workspace.import('odd.zip');
  expect(files.map(({ path, traces, error }) => [path, traces, error])).toEqual([['odd.zip', 0, null], ['odd.zip/good.jsonl', 1, null]]);
  expect(files[0]!.warnings.map(({ message }) => message)).toEqual([
    '"../evil.jsonl" leads out of the archive and was left out. Pack it under a plain name.',
    '"/etc/evil.jsonl" leads out of the archive and was left out. Pack it under a plain name.',
    '"C:/evil.jsonl" leads out of the archive and was left out. Pack it under a plain name.',
    '"a/../../evil.jsonl" leads out of the archive and was left out. Pack it under a plain name.',
    'secret.jsonl is encrypted and was left out. Unpack it with its password and import what comes out.',
    'odd.jsonl is packed in a way that Casebook does not read (method 14) and was left out. Unpack it and import what comes out.',
    'good.jsonl is in it more than once; the first was read. Pack the others under names of their own.',
  ]);
});

test('a damaged entry costs only itself', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('some.zip', zipOf([{ name: 'a.jsonl', content: lines('one') }, { name: 'b.jsonl', content: lines('two'), packed: Buffer.from([0xff, 0xff, 0xff]) }, { name: 'c.jsonl', content: lines('three') }]));
  const { files } = await workspace.import('some.zip');
  expect(files.map(({ path, traces, error }) => [path, traces, error])).toEqual([['some.zip/a.jsonl', 1, null], ['some.zip/b.jsonl', 0, 'b.jsonl could not be unpacked: it is damaged from there on. Get it again, then import it again.'], ['some.zip/c.jsonl', 1, null]]);
});

test.each([
  ['cut.zip', zipOf([{ name: 'a.jsonl', content: lines('one') }]).subarray(0, 60), 'cut.zip is a zip whose list of files is missing: it was cut off, or is still being written. Get it whole, then import it again.'],
  ['runs.parquet', Buffer.from('PAR1\x15\x04'), `runs.parquet is a Parquet table, which Casebook does not read. Convert it with DuckDB and import what comes out: duckdb -c "COPY (FROM 'runs.parquet') TO 'runs.jsonl' (FORMAT json)".`],
  ['onion.gz', gzipSync(gzipSync(gzipSync(gzipSync(lines('one'))))), 'onion.gz is packed more than 3 times over. Unpack it and import what is inside.'],
])('%s is refused with what to do', async (name, bytes, sentence) => {
  using workspace = new TemporaryWorkspace();
  workspace.write(name, bytes);
  expect((await workspace.import(name)).files).toMatchObject([{ path: name, error: sentence }]);
});

test('what unpacks to far more than it is stops there, and keeps what came before', () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('bomb.gz', gzipSync(Buffer.alloc(3_000_000)));
  const limit = limitOfFile({ harmless: 1_000_000, times: 100, most: 1e12 });
  const bomb = unpackedBytes(fileBytes(workspace.path('bomb.gz')), gunzipped, limit);
  const given = [...bomb.chunks()].reduce((sum, chunk) => sum + chunk.length, 0);
  expect(bomb.trouble()).toBe('it unpacks to more than 100 times its size; reading stopped at 3 MB');
  expect(given).toBeLessThan(3_000_000);
  const harmless = unpackedBytes(fileBytes(workspace.path('bomb.gz')), gunzipped, limitOfFile());
  expect(harmless.size()).toBe(3_000_000);
  expect(harmless.trouble()).toBeUndefined();
  bomb.close();
  harmless.close();
});

test('the entries of an archive have one bound together', () => {
  const limitOf = limitOfArchive(1000, { harmless: 500, times: 10, most: 1e9 });
  limitOf('a').check(600, 5000);
  limitOf('a').check(600, 5000);
  limitOf('b').check(600, 5000);
  expect(() => limitOf('c').check(600, 200)).toThrow('the archive unpacks to more than 10 times its size; reading stopped at 0 MB');
});

test('a zstd frame that asks for a giant window is refused before it gets it', () => {
  const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x01, 0x00, 0x00]);
  expect(() => [...unzstd([frame])]).toThrow('window');
});

test('zstd gives no more at a time than a block', () => {
  // One block of 128 KiB of the same byte after the other, four bytes each.
  const block = Buffer.from([0x02, 0x00, 0x10, 0x41]);
  const frame = Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]), ...Array.from({ length: 400 }, () => block)]);
  let most = 0;
  let count = 0;
  try {
    for (const chunk of unzstd([frame])) {
      most = Math.max(most, chunk.length);
      count++;
    }
  } catch (error) {
    expect(String(error)).toContain('EOF');
  }
  expect([most, count]).toEqual([131_072, 400]);
});
