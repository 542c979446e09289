import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TemporaryFolder } from './casebook.ts';

const record = (runId: string, query: string) => JSON.stringify({ runId, userId: 'ana', query, toolsConsidered: ['getOrder'], toolSelected: 'getOrder', response: 'It was delivered.', userFeedback: 'rejected', latencyMs: 950 });

test('several traces go to the end of one file; one that waits for a decision is left, and said', async () => {
  await using folder = new TemporaryFolder();
  writeFileSync(folder.file('runs.jsonl'), `${record('r1', 'Where is order 12345?')}\n${record('r2', 'Where is order 12346?')}\n${record('r3', 'Write to jo@post.example')}\n`);
  await folder.run(['import', 'runs.jsonl']);
  const several = ['make', 'r1', 'r2', 'r3', 'r1'];
  expect((await folder.run([...several, '--out', 'a.case.yaml'])).code).toBe(3);
  expect((await folder.run([...several, '--from-step', '1'])).code).toBe(3);
  expect(await folder.run(['make', 'r1', 'nobody'])).toMatchObject({ code: 3 });
  expect(existsSync(folder.file('casebook'))).toBe(false);

  const text = '# ours\ncases:\n- id: a # first\n  query: hello\n  expectedTool: null\n';
  writeFileSync(folder.file('ours.case.yaml'), text);
  const { code, stdout, stderr } = await folder.run([...several, '--append', 'ours.case.yaml']);
  expect(code).toBe(2);
  expect(stdout.match(/^Case {7}ours\.case\.yaml$/gm)).toHaveLength(2);
  expect(stderr).toMatch(/was left: The draft holds 1 finding/);
  expect(stderr).toMatch(/^Asks nearly the same as tr_\w+, 0\.\d\d, which is among these traces$/m);
  expect(stderr).toContain('Wrote 2 cases of 3 traces.');
  const after = readFileSync(folder.file('ours.case.yaml'), 'utf8');
  expect(after.startsWith(text)).toBe(true);
  expect(after.match(/^- id: where-is-order/gm)).toHaveLength(2);

  const all = await folder.run(['make', 'r1', 'r3', '--redact', 'all', '--json']);
  expect(all.code).toBe(0);
  expect(all.stdout.trim().split('\n').map((line) => (JSON.parse(line) as { file: string }).file)).toEqual([expect.stringMatching(/^casebook\/cases\/where-is-order/), expect.stringMatching(/^casebook\/cases\/write-to/)]);
});
