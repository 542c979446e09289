import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { npmEnvironment } from '../../scripts/node24.mjs';
import { inProject } from '../../scripts/project.mjs';
import { TemporaryFolder } from './casebook.ts';

/** What CI installs: `npm pack`, unpacked into a folder of its own, with nothing else around it. */
const unpacked = new TemporaryFolder();
const cli = unpacked.file('package', 'dist', 'cli.js');

beforeAll(() => {
  const windows = process.platform === 'win32';
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', unpacked.path], { cwd: inProject(), env: npmEnvironment(), shell: windows, stdio: 'pipe' });
  const [archive] = readdirSync(unpacked.path).filter((name) => name.endsWith('.tgz'));
  execFileSync('tar', ['-xzf', archive ?? ''], { cwd: unpacked.path });
  return () => unpacked[Symbol.asyncDispose]();
}, 120_000);

test('the package holds what it needs, and no sources', () => {
  const names = readdirSync(unpacked.file('package'), { recursive: true }).map(String);
  expect(names).toEqual(expect.arrayContaining(['package.json', 'README.md', 'LICENSE']));
  expect(names.filter((name) => /(^|[/\\])(src|test|examples|node_modules)([/\\]|$)/.test(name))).toEqual([]);
});

test('it reads formats and imports from an empty folder', async () => {
  await using empty = new TemporaryFolder();
  const formats = await empty.run(['formats'], { cli });
  expect(formats).toMatchObject({ code: 0, stderr: '' });
  expect(formats.stdout).toContain('otlp');

  copyFileSync(inProject('examples', 'support-agent', 'traces', 'support-2026-11.otlp.jsonl'), empty.file('traces.jsonl'));
  const imported = await empty.run(['import', 'traces.jsonl'], { cli });
  expect(imported).toMatchObject({ code: 0, stderr: '' });
  expect(imported.stdout).toMatch(/^24 traces, 6 failing$/m);
  expect(readdirSync(empty.path).sort()).toEqual(['.casebook', 'traces.jsonl']);
});
