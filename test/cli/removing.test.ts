import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TemporaryFolder } from './casebook.ts';

const chat = (question: string) => `${JSON.stringify({ messages: [{ role: 'user', content: question }, { role: 'assistant', content: 'Yes.' }] })}\n`;

test('a file that is gone is removed with the command that rebuild names, from any folder', async () => {
  await using folder = new TemporaryFolder();
  writeFileSync(folder.file('a.jsonl'), chat('One?') + chat('Two?'));
  writeFileSync(folder.file('b.json'), chat('Three?'));
  await folder.run(['import', 'a.jsonl', 'b.json']);
  rmSync(folder.file('b.json'));
  expect((await folder.run(['rebuild'])).stderr).toBe('b.json is no longer there; its 1 trace stayed as imported. Remove it with: casebook remove b.json\n');
  expect(await folder.run(['remove', 'b.json'])).toMatchObject({ code: 0, stdout: '1 trace removed from the index. Labels, cases and the export stay.\nThe file is forgotten: a rebuild leaves it out; importing it again brings the traces back.\n' });
  expect((await folder.run(['rebuild'])).stderr).toBe('');
  expect(await folder.run(['remove', 'b.json'])).toMatchObject({ code: 3, stderr: expect.stringContaining('There is no trace b.json.') as string });
  expect((await folder.run(['remove', 'a.jsonl', '--json'])).stdout).toBe('{"removed":2,"files":1}\n');
  expect((await folder.run(['rebuild'])).stdout).not.toContain('a.jsonl');
});

test('a trace that was removed is said to be left out, until its file is named', async () => {
  await using folder = new TemporaryFolder();
  mkdirSync(folder.file('in'));
  writeFileSync(folder.file('in', 'a.jsonl'), chat('One?') + chat('Two?'));
  await folder.run(['import', 'in']);
  const [first] = (await folder.run(['list', '--json'])).stdout.trim().split('\n').map((line) => JSON.parse(line) as { readonly id: string });
  expect((await folder.run(['remove', first!.id])).stdout).toBe('1 trace removed from the index. Labels, cases and the export stay.\nIt stays away until its file is imported by name.\n');
  for (const args of [['import', 'in'], ['rebuild']]) expect((await folder.run(args)).stdout).toContain('1 trace that you removed left out; import the file by its name to bring it back\n');
  const { stdout } = await folder.run(['import', 'in/a.jsonl']);
  expect(stdout).toContain('1 new, 1 unchanged');
  expect(stdout).not.toContain('left out');
});
