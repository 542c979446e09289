import { execFileSync, spawn } from 'node:child_process';
import { lstatSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorkspace } from '../../src/engine/workspace.ts';

describe.skipIf(process.platform === 'win32')('what stands where a file is to be written stays what it is', () => {
  let folder: string;
  beforeAll(() => { folder = realpathSync(mkdtempSync(join(tmpdir(), 'casebook-write-'))); });
  afterAll(() => rmSync(folder, { recursive: true }));
  const workspace = () => createWorkspace(folder, folder);

  test('a link leads to the file that is written', () => {
    writeFileSync(join(folder, 'kept.md'), 'before');
    symlinkSync(join(folder, 'kept.md'), join(folder, 'link.md'));
    workspace().write(join(folder, 'link.md'), 'after');
    expect(readFileSync(join(folder, 'kept.md'), 'utf8')).toBe('after');
    expect(lstatSync(join(folder, 'link.md')).isSymbolicLink()).toBe(true);
  });

  test('a device is written to', () => {
    workspace().write('/dev/null', 'gone');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('a pipe gets the text', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reader = spawn('cat', [pipe]);
    const text = new Promise((resolve) => { reader.stdout.once('data', (chunk) => resolve(String(chunk))); });
    workspace().write(pipe, 'all of it');
    expect(await text).toBe('all of it');
  });

  test('where nothing can be made, a sentence says so', () => {
    expect(() => workspace().write('/proc/casebook-report.xml', 'x')).toThrow(/nothing can be made at|cannot be written/);
  });
});
