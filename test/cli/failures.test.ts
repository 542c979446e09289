import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { FailureRow } from '../../src/core/model/failureLog.ts';
import type { TraceSummary } from '../../src/core/model/trajectory.ts';
import { exampleWorkspace, jsonLines } from './casebook.ts';

test('the failure log in the terminal: from a spreadsheet, as a table, filtered, as CSV and Markdown', async () => {
  await using workspace = exampleWorkspace();
  await workspace.run(['import', 'traces/support-2026-11.otlp.jsonl']);
  const [first, second] = jsonLines<TraceSummary>((await workspace.run(['list', '--failing', '--json'])).stdout);
  writeFileSync(workspace.file('week-1.csv'), [
    'Run ID,Failure Type,Root Cause,Fix,Owner,Mood',
    `${first!.id},Wrong tool,Vague tool name,Renamed function,tools,bad`,
    `${second!.id},Hallucination,=cmd(),,,`,
    ',Slow on Mondays,,,,', '',
  ].join('\n'));
  const imported = await workspace.run(['failures', 'import', 'week-1.csv', '--by', 'ana']);
  expect(imported.stdout).toMatchInlineSnapshot(`
    "week-1.csv: 3 rows, 2 of traces that are imported, 1 without a run
      Run ID as run, Failure Type as type, Root Cause as cause, Fix as fix, Owner as owner
      3 labels written
    "
  `);
  expect(imported.stderr).toMatchInlineSnapshot(`
    "No failure class: Slow on Mondays (1). What it says stands in the note; casebook/taxonomy.yaml can name it.
    Not read: 1 column Mood
    "
  `);

  const plain = (text: string): string => text.replaceAll(first!.nativeId, '<first run>').replaceAll(second!.nativeId, '<second run>').replaceAll(first!.id, '<first>').replaceAll(second!.id, '<second>');
  const said = async (...args: string[]) => plain((await workspace.run(['failures', '--by', 'ana', ...args])).stdout).replaceAll(/ +\n/gu, '\n');
  expect(await said()).toMatchInlineSnapshot(`
    "Run                Failure class   Root cause       Fix               What happened    Status  Case     Owner  By   Cost  Question
    <second>    Hallucination   =cmd()           –                 –                Open    no case  –      ana  –     Where is shipment 12402 now?
    row of week-1.csv  Not classified  –                –                 Slow on Mondays  Open    no case  –      ana  –     –
    <first>    Wrong tool      Vague tool name  Renamed function  –                Open    no case  tools  ana  –     Not 12405, I meant order 12406. What is…

    Answer: 1 failure, cost not recorded; 0 guarded
    Not classified: 1 failure, cost not recorded; 0 guarded
    Tool choice: 1 failure, cost not recorded; 0 guarded
    3 failures in 2 classes, 0 guarded by an active proven case
    "
  `);
  expect(await said('--csv')).toMatchInlineSnapshot(`
    "Run ID,Failure Type,Root Cause,Fix,What happened,Status,Class,Case,Guarded,Owner,Cost (USD),Edit minutes,When,Labelled by,Question,Trace
    <second run>,Hallucination,"'=cmd()",,,Open,Answer,,no,,,,2026-11-03T14:20:27.000Z,ana,Where is shipment 12402 now?,<second>
    ,,,,Slow on Mondays,Open,,,no,,,,,ana,,csv:week-1.csv:eed618221fc9
    <first run>,Wrong tool,Vague tool name,Renamed function,,Open,Tool choice,,no,tools,,,2026-11-04T09:09:09.000Z,ana,"Not 12405, I meant order 12406. What is in it?",<first>
    "
  `);
  expect(await said('--md', '--filter', '-class:none')).toMatchInlineSnapshot(`
    "| Run ID | Failure Type | Root Cause | Fix | What happened | Status | Owner | Case | Cost (USD) | Edit minutes | Question |
    | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
    | <second run> | Hallucination | =cmd() |  |  | Open |  | no case |  |  | Where is shipment 12402 now? |
    | <first run> | Wrong tool | Vague tool name | Renamed function |  | Open | tools | no case |  |  | Not 12405, I meant order 12406. What is in it? |
    "
  `);

  // Whoever has judged neither run: they are in no row, total or export until that is asked for.
  const blind = await workspace.run(['failures', '--by', 'bea']);
  expect(blind.stdout).toContain('1 failure in 0 classes');
  expect(blind.stderr).toBe('bea: 2 traces that others labelled and you have not reviewed yet are left out and not counted, so that no verdict sways yours (blind review). --all shows them.\n');
  expect((await workspace.run(['failures', '--by', 'bea', '--csv'])).stdout).not.toContain('Hallucination');
  const everything = await workspace.run(['failures', '--by', 'bea', '--all', '--csv']);
  expect(plain(everything.stdout)).toBe(plain((await workspace.run(['failures', '--by', 'ana', '--csv'])).stdout));
  expect(everything.stderr).toBe('bea: Shows 2 traces that others labelled and you have not reviewed yet, too, because all were asked for.\n');

  // Totals stand under rows and are theirs, whichever word of the filter chose these, and however few of them are shown.
  const totalsOf = async (...args: string[]) => (await said(...args)).split('\n').slice(-4).filter((line) => line.includes('failure'));
  expect(await totalsOf('--filter', 'class:tool_selection')).toEqual(['Tool choice: 1 failure, cost not recorded; 0 guarded', '1 of all 3 failures in 2 classes, 0 guarded by an active proven case']);
  expect(await totalsOf('--filter', '-class:none', '--limit', '1')).toEqual(['Answer: 1 failure, cost not recorded; 0 guarded', 'Tool choice: 1 failure, cost not recorded; 0 guarded', '1 of 2 rows; --limit shows more. 2 of all 3 failures in 2 classes, 0 guarded by an active proven case']);

  const rows = jsonLines<FailureRow>((await workspace.run(['failures', '--by', 'ana', '--filter', 'owner:none guarded:no', '--sort', 'cause', '--json'])).stdout);
  expect(rows.map(({ cause, case: guard }) => [cause, guard])).toEqual([['=cmd()', null], ['', null]]);
  expect((await workspace.run(['failures', '--filter', 'ownr:none'])).stderr).toContain('Did you mean owner:?');

  expect((await workspace.run(['failures', 'import', 'week-1.csv', '--by', 'ana'])).stdout).toContain('0 labels written, 3 known already');
  expect((await workspace.run(['label', '--undo', '--by', 'ana'])).stdout).toContain('3 traces: taken back');
  expect((await workspace.run(['failures'])).stderr).toContain('No trace is labelled as failed yet.');
});
