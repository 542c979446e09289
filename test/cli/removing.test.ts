import { rmSync, writeFileSync } from 'node:fs';
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
