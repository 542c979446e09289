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
  expect(stdout.replaceAll(/tr_[0-9a-f]{12}/g, 'TRACE').replaceAll(/-[0-9a-f]{6}\b/g, '-HASH').replaceAll(/\d{4}-\d\d-\d\d/g, 'YYYY-MM-DD').replaceAll(/ +$/gm, '')).toMatchInlineSnapshot(`
    "Cases
      1 case: 1 active.

    Golden set
      In breach: answer_quality has 1 labelled failure and no active case whose proof holds.
      Measure                        Value         Of what
      Size                           1 case        below the 50 to 100 that a golden set starts with
      Added in 90 days               1             of 1 that carry a date, the newest YYYY-MM-DD
      Failures made into cases       33 %          1 of 3 labelled failures
      Proven                         100 %         1 of 1 case that names a failure
      With the expected path         0 %           0 of 1 case
      Live tags with an active case  Not recorded  no trace has a tag
      Would have caught              67 %          2 of 3 labelled failures
      Ask the same                   0 pairs       of cases whose queries are more than 0.95 alike

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

    Classes that came back
      Class           First proof  Failed again
      tool_selection  YYYY-MM-DD   Not measured: no run since was reviewed

    Tools
      Active cases name 3 of 3 tools (100 %), a tool counted once for every trace that shows it.
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

test('--html writes one file that asks for nothing and in which nothing of a trace is more than text', async () => {
  await using folder = await labelled();
  const { code, stdout, stderr } = await folder.run(['report', 'coverage', '--html', 'out/coverage.html']);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: 'Wrote out/coverage.html.\n' });
  const html = folder.read('out', 'coverage.html');
  expect(html).toContain('<td>&lt;b&gt;Cancel&lt;/b&gt; | [my](http://x.example) subscription</td>');
  expect(html).not.toMatch(/<(?:script|img|link|iframe|b)\b|\ssrc=|href=|url\(|@import/u);
  expect(html).toContain('@media print');
  expect(html).toContain('prefers-color-scheme: dark');
  expect((await folder.run(['report', 'coverage', '--html', 'out/coverage.html', '--md'])).stdout).toContain('## Golden set');
});

test('--exit-code says 1 for a class that nobody guards, 2 for what is to investigate, and 0 without it', async () => {
  await using folder = await labelled();
  expect((await folder.run(['report', 'coverage', '--exit-code'])).code).toBe(1);
  await folder.run(['label', 'other', '--pass', '--by', 'ana']);
  expect((await folder.run(['report', 'coverage', '--exit-code'])).code).toBe(0);
  const [name] = readdirSync(folder.file('casebook', 'cases'));
  const text = folder.read('casebook', 'cases', name!);
  writeFileSync(folder.file('casebook', 'cases', name!), `${text.trimEnd()}\nmetadata: {reviewed: {by: ana, at: "2020-01-01"}}\n`);
  const { code, stdout } = await folder.run(['report', 'coverage', '--exit-code', '--json']);
  expect(code).toBe(2);
  expect((JSON.parse(stdout) as Coverage).health.levels.map(({ level }) => level)).toEqual(['investigate', 'investigate']);
});
