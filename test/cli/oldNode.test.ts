import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { casebook, exampleWorkspace, TemporaryFolder } from './casebook.ts';

/** A Node without Node-API 10 on this machine, where there is one. */
function findOldNode(): string | undefined {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  return (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)).find((file) => existsSync(file) && Number(execFileSync(file, ['-p', 'process.versions.napi'], { encoding: 'utf8' })) < 10);
}

const oldNode = findOldNode();
const sentence = /^This needs Node 22\.14 or newer; you have Node [\d.]+, which lacks Node-API 10\.\nInstall a newer Node from https:\/\/nodejs\.org/;

test('on a runtime without Node-API 10 it says what to install and ends with 3', async () => {
  await using folder = new TemporaryFolder();
  // The runtime here says that it is an old one; that SQLite is not touched first, only a real one can show (below).
  writeFileSync(folder.file('old.cjs'), 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2", napi: "9" } });');
  const { code, stdout, stderr } = await folder.run(['list'], { nodeFlags: ['--require', folder.file('old.cjs')] });
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toMatch(sentence);
});

describe.skipIf(oldNode === undefined)(`with ${oldNode ?? 'an older Node, of which this machine has none'}`, () => {
  const options = oldNode === undefined ? {} : { node: oldNode };

  test.each([['list'], ['import', 'traces'], ['show', 'x'], ['run'], ['make', 'x'], ['label', '--undo']])('%s says what to install', async (...args) => {
    await using folder = exampleWorkspace();
    const { code, stdout, stderr } = await folder.run(args, options);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(sentence);
  });

  test.each([['--help'], ['--version'], ['formats'], ['signals'], ['schema']])('%s works all the same', async (...args) => {
    const { code, stdout, stderr } = await casebook(args, options);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toBe('');
  });

  test('validate works all the same', async () => {
    await using folder = exampleWorkspace();
    expect((await folder.run(['validate'], options)).code).toBe(0);
  });
});
