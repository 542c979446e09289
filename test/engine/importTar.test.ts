import { execFileSync } from 'node:child_process';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { otlpRequest } from './otlpLines.ts';
import { paxLine, tarOf } from './tarFiles.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

const lines = (...traces: readonly string[]) => `${traces.map((trace) => otlpRequest({ trace, id: 'root', start: 0, end: 9 })).join('\n')}\n`;
const asIs = (bytes: Buffer) => bytes;
const deep = `${'folder/'.repeat(20)}deep.jsonl`;

test.each([['all.tar', asIs], ['all.tgz', gzipSync], ['all.tar.zst', zstdCompressSync]] as const)('%s is a folder', async (name, pack) => {
  using workspace = new TemporaryWorkspace();
  workspace.write(name, pack(tarOf([
    { name: './', type: '5' }, { name: './a/', type: '5' }, { name: './a/one.jsonl', content: lines('one', 'two') }, { name: 'three.jsonl', folders: 'b/c', content: lines('three') },
    { name: 'four.jsonl.gz', content: gzipSync(lines('four')), binarySize: true }, { name: 'notes.txt', content: 'nothing' }, { name: '._three.jsonl', content: 'x' }, { name: 'empty.txt' },
    { name: '././@LongLink', type: 'L', content: `${deep}\0` }, { name: 'folder/folder', content: lines('five') },
    { name: 'pax', type: 'g', content: paxLine('comment', 'of all') }, { name: 'pax', type: 'x', content: paxLine('mtime', '1.5') + paxLine('path', 'größe.jsonl') }, { name: 'gr', content: lines('six') },
  ])));
  const { files, traces } = await workspace.import(name);
  expect(files.map(({ path, traces: count, error, warnings }) => [path, count, error, warnings])).toEqual(
    [['a/one.jsonl', 2], ['b/c/three.jsonl', 1], [deep, 1], ['four.jsonl.gz', 1], ['größe.jsonl', 1]].map(([path, count]) => [`${name}/${path}`, count, null, []]),
  );
  expect(traces).toBe(6);
  for (const { id } of (await workspace.engine.listTraces({}, call)).traces) expect((await workspace.engine.readOriginal({ trace: id }, call)).text).toMatch(/^\{.*\}$/);
  expect((await workspace.import(name)).files.map(({ unchanged }) => unchanged)).toEqual([2, 1, 1, 1, 1]);
  expect(await workspace.engine.removeTraces({ trace: name }, call)).toMatchObject({ removed: 6 });
});

test('as the program tar writes it', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('in/a/one.jsonl', lines('one'));
  workspace.write(`in/${deep}`, lines('two'));
  execFileSync('tar', ['-czf', workspace.path('run.tgz'), '-C', workspace.path('in'), '.']);
  expect((await workspace.import('run.tgz')).files.map(({ path, traces }) => [path, traces])).toEqual([['run.tgz/a/one.jsonl', 1], [`run.tgz/${deep}`, 1]]);
});

test('what leads out, and what is no file, is left out and said; its neighbours are read, and of two the later', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('odd.tar', tarOf([
    { name: '../evil.jsonl', content: lines('evil') }, { name: '/etc/evil.jsonl', content: lines('evil') }, { name: 'a/../../evil.jsonl', content: lines('evil') },
    { name: 'link.jsonl', type: '2' }, { name: 'null', type: '3' }, { name: 'queue', type: '6' },
    { name: 'pax', type: 'x', content: paxLine('path', '../longer.jsonl') }, { name: 'harmless.jsonl', content: lines('evil') },
    { name: 'pax', type: 'x', content: paxLine('GNU.sparse.major', '1') }, { name: 'holes.jsonl', content: lines('evil') },
    { name: 'good.jsonl', content: lines('old') }, { name: 'good.jsonl', content: lines('good') },
  ]));
  const { files } = await workspace.import('odd.tar');
  expect(files.map(({ path, traces }) => [path, traces])).toEqual([['odd.tar', 0], ['odd.tar/good.jsonl', 1]]);
  expect(files[0]!.warnings.map(({ message }) => message)).toEqual([
    ...['../evil.jsonl', '/etc/evil.jsonl', 'a/../../evil.jsonl'].map((name) => `"${name}" leads out of the archive and was left out. Pack it under a plain name.`),
    'link.jsonl is a link and was left out. Pack the file itself.', 'null is a device and was left out. Pack the file itself.', 'queue is a pipe and was left out. Pack the file itself.',
    '"../longer.jsonl" leads out of the archive and was left out. Pack it under a plain name.', 'holes.jsonl is a file with holes and was left out. Pack the file itself.',
  ]);
});

test('one that is damaged or cut off gives what is there, and says so', async () => {
  using workspace = new TemporaryWorkspace();
  const whole = tarOf([{ name: 'a.jsonl', content: lines('one') }, { name: 'b.jsonl', content: lines('two', 'three', 'five', 'six', 'seven') }], { ended: false });
  const damaged = Buffer.from(whole);
  damaged.write('9', tarOf([{ name: 'a.jsonl', content: lines('one') }], { ended: false }).length + 130);
  workspace.write('damaged.tar', damaged);
  workspace.write('cut.tar', whole.subarray(0, whole.length - 700));
  workspace.write('cut.tgz', gzipSync(whole).subarray(0, -12));
  workspace.write('lies.tar', tarOf([{ name: 'a.jsonl', content: lines('four'), size: 8 ** 10, binarySize: true }]));
  workspace.write('whole.tar', whole);
  const told = async (name: string) => (await workspace.import(name)).files.map(({ path, traces, warnings }) => [path, traces, warnings.map(({ message }) => message)]);
  expect(await told('damaged.tar')).toEqual([['damaged.tar', 0, ['It is damaged behind file 1; what comes before was read. Pack it again.']], ['damaged.tar/a.jsonl', 1, []]]);
  expect(await told('cut.tar')).toEqual([['cut.tar/a.jsonl', 1, []], ['cut.tar/b.jsonl', expect.any(Number), expect.arrayContaining([expect.stringContaining('it ends early')])]]);
  expect((await told('cut.tgz'))[0]).toEqual(['cut.tgz', 0, ['It ends before it is complete; what is there was read. Get it whole, then import it again.']]);
  expect(await told('lies.tar')).toEqual([['lies.tar/a.jsonl', 1, expect.arrayContaining([expect.stringContaining('it ends early')])]]);
  expect(await told('whole.tar')).toEqual([['whole.tar/a.jsonl', 1, []], ['whole.tar/b.jsonl', 5, []]]);
});
