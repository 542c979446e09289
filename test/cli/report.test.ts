import { readdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Coverage } from '../../src/core/model/coverage.ts';
import { exampleWorkspace, TemporaryFolder } from './casebook.ts';

const row = (id: string, query: string) => JSON.stringify({
  id,
  messages: [
    { role: 'user', content: query },
    { role: 'assistant', content: null, tool_calls: [{ id: `c-${id}`, type: 'function', function: { name: 'getOrder', arguments: '{"orderId":"12345"}' } }] },
    { role: 'tool', tool_call_id: `c-${id}`, content: '{"status":"delivered"}' },
    { role: 'assistant', content: 'Order 12345 was delivered.' },
  ],
});

/** A labelled failure with an active case made from it, one that asks nearly the same, and one that nobody asks about. */
async function labelled(): Promise<TemporaryFolder> {
  const folder = new TemporaryFolder();
  writeFileSync(folder.file('runs.jsonl'), [row('first', 'Where is order 12345 now?'), row('again', 'where is my order 12345 now'), row('other', '<b>Cancel</b> | [my](http://x.example) subscription')].join('\n'));
  await folder.run(['import', 'runs.jsonl']);
  for (const trace of ['first', 'again', 'other']) await folder.run(['label', trace, '--class', trace === 'other' ? 'answer_quality' : 'wrong_tool', '--note', 'Never looked', '--by', 'ana']);
  expect((await folder.run(['make', 'first'])).code).toBe(0);
  const [name] = readdirSync(folder.file('casebook', 'cases'));
  writeFileSync(folder.file('casebook', 'cases', name!), folder.read('casebook', 'cases', name!).replace('status: draft', 'status: active'));
  return folder;
}

test('coverage as text says what would have been caught, and what no case guards', async () => {
  await using folder = await labelled();
  const { code, stdout, stderr } = await folder.run(['report', 'coverage']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.replaceAll(/tr_[0-9a-f]{12}/g, 'TRACE').replaceAll(/-[0-9a-f]{6}\b/g, '-HASH').replaceAll(/ +$/gm, '')).toMatchInlineSnapshot(`
    "Cases
      1 case: 1 active.
      1 of 1 case that names a failure is proven.
      0 of 1 say which tools are to be called.

    Would they have caught it?
      Of 3 labelled failures the active cases of today would have caught 2: 67 % (n = 3).
      1 of them by a case made from the trace itself, 1 by one that asks nearly the same.
      1 of 3 are of a kind that no active case asks about; from 1 a case was made.

    Failure classes
      Without a failure and without a case: tool_arguments, policy_boundary, evidence_quality, recovery_behavior.
      Class           Failures  Cases  Active  Proven
      answer_quality         1      0       0       0  no guarding case
      tool_selection         2      1       1       1
        wrong_tool           2      1       1

    Tools
      Active cases name 100 % of the tools that traces show, each counted once for every trace that shows it.
      Tools     Traces  Share  Cases  Active
      getOrder       3  100 %      1       1

    Use cases
      Not recorded: no trace here has a use case.

    Tags
      Not recorded: no trace here has a tag.

    Roles
      Not recorded: no trace here has a role.

    Stale cases
      None: no trace, recording or proof has changed, and no review is older than 90 days.

    Cases that ask the same
      None.

    Failures that nothing would have caught
      Trace            Class           Why                       Query
      TRACE  answer_quality  no active case asks this  <b>Cancel</b> | [my](http://x.example) subscription
    "
  `);
});

test('as Markdown nothing of it becomes anything but text; as JSON it is one document', async () => {
  await using folder = await labelled();
  const { stdout } = await folder.run(['report', 'coverage', '--md']);
  expect(stdout).toMatch(/^# What the cases guard\n\n## Cases\n\n1 case: 1 active\\?\.\n/);
  expect(stdout).toContain('| Class | Failures | Cases | Active | Proven |  |\n| --- | ---: |');
  expect(stdout).not.toContain('<b>');
  expect(stdout).toContain(' | &lt;b&gt;Cancel&lt;/b&gt; \\| `[my](http://x.example)` subscription |\n');
  for (const line of stdout.split('\n').filter((each) => each.startsWith('| tr'))) expect(line.split(/(?<!\\)\|/u)).toHaveLength(6);
  const coverage = JSON.parse((await folder.run(['report', 'coverage', '--json'])).stdout) as Coverage;
  expect(coverage.backTest).toMatchObject({ failures: 3, caught: 2, own: 1 });
});

test('make points out a case that asks nearly the same', async () => {
  await using folder = await labelled();
  const { code, stderr } = await folder.run(['make', 'again']);
  expect(code).toBe(0);
  expect(stderr).toMatch(/^Like case where-is-order-12345-now-[0-9a-f]{6}, 0\.\d\d: “Where is order 12345 now\?”$/m);
});

test('before anything is imported it says that nothing is measured; another name is refused with those there are', async () => {
  await using workspace = exampleWorkspace();
  const { code, stdout } = await workspace.run(['report', 'coverage']);
  expect(code).toBe(0);
  expect(stdout).toContain('Not measured: no trace here is labelled as failed.');
  expect(await workspace.run(['report', 'drifts'])).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('coverage') as string });
});
