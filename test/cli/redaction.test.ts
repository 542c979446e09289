import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ImportReport } from '../../src/protocol/importApi.ts';
import type { MakeReport } from '../../src/protocol/makeApi.ts';
import { TemporaryFolder } from './casebook.ts';

const mail = 'jonas.k@example.com';
/** Put together here, so that no scanner takes this file for a leak. */
const key = ['sk', 'proj', 'Zr8Qm2Vt6Xw1Yb5Nc9Kd3Lf7Hg4Jp0Ts8Ru2Ea6Bi1Oz'].join('-');

function workspaceWith(response: string): TemporaryFolder {
  const folder = new TemporaryFolder();
  const record = { runId: 'r1', userId: 'ana', query: `Write to ${mail} about order 12345`, toolsConsidered: ['getOrder'], toolSelected: 'getOrder', response, userFeedback: 'rejected', latencyMs: 950 };
  writeFileSync(folder.file('runs.jsonl'), `${JSON.stringify(record)}\n`);
  return folder;
}

const filesOf = (folder: TemporaryFolder, name: string): string =>
  existsSync(folder.file(name)) ? readdirSync(folder.file(name), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')).join('\n') : '';

test('a likely secret is replaced before anything is stored, and counted', async () => {
  await using folder = workspaceWith(`The key is ${key}.`);
  const { code, stdout } = await folder.run(['import', 'runs.jsonl']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ {2}1 likely secret replaced: 1 /m);
  expect(filesOf(folder, '.casebook')).not.toContain(key);
  const shown = await folder.run(['show', 'r1', '--json']);
  expect(shown.stdout).not.toContain(key);
  expect(shown.stdout).toContain('The key is [');
  const again = JSON.parse((await folder.run(['import', 'runs.jsonl', '--json'])).stdout) as ImportReport;
  expect(again.files[0]).toMatchObject({ unchanged: 1 });
});

test('without a terminal a draft with findings is refused: they are listed, and nothing is written', async () => {
  await using folder = workspaceWith(`Sent to ${mail}.`);
  await folder.run(['import', 'runs.jsonl']);
  for (const how of [[], ['--redact', 'none-found'], ['--redact', 'ask']]) {
    const { code, stdout, stderr } = await folder.run(['make', 'r1', ...how]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(new RegExp(`: email, ${mail}$`, 'm'));
    expect(stderr).toMatch(/nothing was written\.\n.*--redact all/);
    expect(existsSync(folder.file('casebook'))).toBe(false);
  }
});

test('--redact all replaces every finding in the case and its recording', async () => {
  await using folder = workspaceWith(`Sent to ${mail}.`);
  await folder.run(['import', 'runs.jsonl']);
  const { code, stdout } = await folder.run(['make', 'r1', '--redact', 'all', '--json']);
  expect(code).toBe(0);
  const report = JSON.parse(stdout) as MakeReport;
  expect(report.replaced).toBeGreaterThan(0);
  expect(readFileSync(folder.file(report.file), 'utf8')).toContain('[personal:email]');
  expect(readFileSync(folder.file(report.recordingFile), 'utf8')).toContain('[personal:email]');
  expect(filesOf(folder, 'casebook')).not.toContain(mail);
});

test('a label is written without likely secrets, and says so', async () => {
  await using folder = workspaceWith('Done.');
  await folder.run(['import', 'runs.jsonl']);
  const { code, stdout, stderr } = await folder.run(['label', 'r1', '--by', 'ana', '--fail', '--note', `leaks ${key}`, '--quiet']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '1 likely secret was replaced before the label was written.\n' });
  expect(stdout).not.toContain(key);
  expect(filesOf(folder, 'casebook')).toContain('leaks [secret:');
  expect(filesOf(folder, 'casebook')).not.toContain(key);
  expect(await folder.run(['label', 'r1', '--by', 'ana', '--span', 'Undone'])).toMatchObject({ code: 3, stderr: expect.stringContaining('The answer does not say “Undone”. It begins “Done.”.') as string });
});
