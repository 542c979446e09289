import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { generate } from '../../bench/generate.ts';
import { zipOf } from '../engine/zipFiles.ts';
import type { RunOptions } from './casebook.ts';
import { casebook, jsonLines, TemporaryFolder } from './casebook.ts';

/** Folders in which nothing may be left: the person's own, the one for temporary files, the current one. */
const nothing = { home: [], temporary: [], current: [] };

class Watched extends TemporaryFolder {
  constructor() {
    super();
    for (const name of ['home', 'temporary', 'current', 'exports', 'workspace']) mkdirSync(this.file(name));
  }

  casebook(args: readonly string[], options: RunOptions = {}) {
    const [home, temporary] = [this.file('home'), this.file('temporary')];
    const env = { HOME: home, USERPROFILE: home, XDG_STATE_HOME: '', XDG_CACHE_HOME: '', XDG_CONFIG_HOME: '', TMPDIR: temporary, TMP: temporary, TEMP: temporary, SQLITE_TMPDIR: temporary };
    return casebook([...args, '--workspace', this.file('workspace')], { cwd: this.file('current'), env, ...options });
  }

  in(name: string): readonly string[] {
    return readdirSync(this.file(name), { recursive: true }).map(String).sort();
  }

  /** Content and times of all exports. */
  exports(): readonly string[] {
    return this.in('exports').map((name) => {
      const { mtimeMs, size, mode } = statSync(this.file('exports', name));
      return `${name} ${mtimeMs} ${size} ${mode}`;
    });
  }

  left(): Readonly<Record<'home' | 'temporary' | 'current', readonly string[]>> {
    return { home: this.in('home'), temporary: this.in('temporary'), current: this.in('current') };
  }
}

const index = ['.casebook', '.casebook/.gitignore', '.casebook/casebook.db', '.casebook/search.db'];

test('an import of files, packed and not, leaves the index and nothing else; the exports are as they were', async () => {
  await using watched = new Watched();
  generate(watched.file('exports', 'runs.jsonl'), { traces: 20, seed: 1 });
  const bytes = readFileSync(watched.file('exports', 'runs.jsonl'));
  writeFileSync(watched.file('exports', 'runs.json.gz'), gzipSync(bytes));
  writeFileSync(watched.file('exports', 'runs.zst'), zstdCompressSync(bytes));
  writeFileSync(watched.file('exports', 'inner.zip'), zipOf([{ name: 'deep/runs.jsonl', content: bytes }, { name: '../climbs.jsonl', content: bytes }, { name: '/tmp/absolute.jsonl', content: bytes }, { name: 'inner.zip', content: zipOf([{ name: 'a.jsonl', content: bytes }]) }]));
  writeFileSync(watched.file('exports', 'broken.json'), '{"resourceSpans":[{');
  writeFileSync(watched.file('exports', 'thumbs.csv'), 'traceId,feedback\nx,rejected\n');
  const before = watched.exports();

  expect((await watched.casebook(['import', watched.file('exports')])).code).toBe(2);
  expect(watched.in('workspace')).toEqual(index);
  const [trace] = jsonLines<{ readonly id: string }>((await watched.casebook(['list', '--json', '--limit', '1'])).stdout);
  for (const args of [['list', '--text', 'order'], ['show', trace!.id], ['doctor', watched.file('exports', 'runs.jsonl')], ['rebuild'], ['formats']]) expect([0, 2], args.join(' ')).toContain((await watched.casebook(args)).code);
  expect(watched.in('workspace')).toEqual(index);
  expect((await watched.casebook(['feedback', 'import', watched.file('exports', 'thumbs.csv')])).code).toBe(0);
  expect(watched.in('workspace')).toEqual([...index, 'casebook', 'casebook/feedback', 'casebook/feedback/.gitattributes', 'casebook/feedback/thumbs.jsonl']);
  expect(watched.left()).toEqual(nothing);
  expect(watched.exports()).toEqual(before);
});

test.each(['SIGINT', 'SIGKILL'] as const)('an import that %s ends leaves nothing outside of the index', async (signal) => {
  if (process.platform === 'win32') return;
  await using watched = new Watched();
  generate(watched.file('exports', 'runs.jsonl'), { traces: 300, seed: 2 });
  writeFileSync(watched.file('exports', 'runs.zip'), zipOf([{ name: 'a.jsonl', content: readFileSync(watched.file('exports', 'runs.jsonl')) }]));
  const before = watched.exports();
  const wal = watched.file('workspace', '.casebook', 'casebook.db-wal');
  const ended = await watched.casebook(['import', watched.file('exports')], { interrupt: { when: () => existsSync(wal) && statSync(wal).size > 500_000, signal } });
  expect(ended.code).toBe(signal === 'SIGINT' ? 130 : null);
  expect(watched.left()).toEqual(nothing);
  expect(watched.in('workspace').every((name) => name === '.casebook' || name === '.casebook/.gitignore' || /^\.casebook\/(casebook|search)\.db(-wal|-shm)?$/.test(name))).toBe(true);
  expect(watched.exports()).toEqual(before);
  expect((await watched.casebook(['import', watched.file('exports')])).code).toBe(0);
  expect(watched.in('workspace')).toEqual(index);
  expect(watched.left()).toEqual(nothing);
});
