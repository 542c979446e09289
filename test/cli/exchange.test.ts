import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { exampleWorkspace, TemporaryFolder } from './casebook.ts';

const tests = `tests:
  - description: Parcel status
    vars: {question: Where is P-17?}
    assert:
      - {type: trajectory:tool-used, value: getParcel}
      - {type: python, value: len(output) < 400}
  - not a test
`;

test('cases go to every tool and come back as the same file of cases', async () => {
  await using workspace = exampleWorkspace();
  const validated = await workspace.run(['validate', '--json']);
  for (const [tool, file] of [['promptfoo', 'out.yaml'], ['adk', 'out.evalset.json'], ['inspect', 'out.jsonl'], ['langfuse', 'out.json'], ['openai', 'evals.jsonl'], ['braintrust', 'rows.jsonl']] as const) {
    const exported = await workspace.run(['export', 'cases', '--to', tool, '--out', file, '--json']);
    expect(exported).toMatchObject({ code: 0, stderr: '' });
    const report = JSON.parse(exported.stdout) as { readonly to: string; readonly cases: readonly { readonly id: string }[] };
    expect(report.to).toBe(tool);
    await using other = new TemporaryFolder();
    const imported = await workspace.run(['import-cases', file, '--workspace', other.path, '--json']);
    expect(imported).toMatchObject({ code: 0 });
    const back = JSON.parse(imported.stdout) as { readonly from: string; readonly cases: readonly { readonly id: string; readonly changed: readonly string[]; readonly aside: readonly string[] }[]; readonly files: readonly { readonly errors: number }[] };
    expect(back.from).toBe(tool);
    expect(back.cases.map(({ id, changed, aside }) => ({ id, changed, aside })).sort((a, b) => a.id.localeCompare(b.id))).toEqual(report.cases.map(({ id }) => ({ id, changed: [], aside: [] })).sort((a, b) => a.id.localeCompare(b.id)));
    expect(back.files.reduce((sum, { errors }) => sum + errors, 0)).toBe(0);
  }
  expect((await workspace.run(['validate', '--json'])).stdout).toBe(validated.stdout);
});

test('without --out the file is the result, and what is said of it goes beside', async () => {
  await using workspace = exampleWorkspace();
  const { code, stdout, stderr } = await workspace.run(['export', 'cases', '--to', 'inspect']);
  expect(code).toBe(0);
  expect(stdout.trimEnd().split('\n').map((line) => Object.keys(JSON.parse(line) as object).slice(0, 2))).toContainEqual(['id', 'input']);
  expect(stderr).toMatch(/^\d+ cases?.* as Inspect samples: \d+ fields said exactly/);
});

test('a tool is told by content; bad tests are said with their place, and the others come in', async () => {
  await using workspace = exampleWorkspace();
  writeFileSync(workspace.file('desk.yaml'), tests);
  const { code, stdout, stderr } = await workspace.run(['import-cases', 'desk.yaml']);
  expect(stdout).toMatchInlineSnapshot(`
    "parcel-status: 3 exact, 1 kept aside, 1 not expressible here
      no counterpart here: python
      kept aside: /vars/question
      set by this import: kind
    1 case from promptfoo tests: 1 value kept aside, 1 assertion kept that has no counterpart here (CB901).
    Written: casebook/cases/desk.case.yaml, 1 case; 1 warning, 2 hints of the validator (1 CB112, 1 CB901, 1 CB604)
    "
  `);
  expect(stderr).toMatchInlineSnapshot(`
    "Read as promptfoo tests: its tests have assert with types of assertions.
    desk.yaml: test 2: This is no test: a test is a map with vars and assert. Left out.
    "
  `);
  expect(code).toBe(2);
  expect(readFileSync(workspace.file('casebook', 'cases', 'desk.case.yaml'), 'utf8')).toContain('type: python');
});

test('nothing is written over without being told', async () => {
  await using workspace = exampleWorkspace();
  writeFileSync(workspace.file('desk.yaml'), tests);
  await workspace.run(['import-cases', 'desk.yaml']);
  const first = readFileSync(workspace.file('casebook', 'cases', 'desk.case.yaml'), 'utf8');

  expect(await workspace.run(['import-cases', 'desk.yaml'])).toEqual({
    code: 2, stdout: '', stderr: 'The workspace has a case of this id already: parcel-status. Nothing was written.\nSay what becomes of those of the file: --existing skip leaves them out, --existing rename gives them ids of their own.\n',
  });
  const renamed = await workspace.run(['import-cases', 'desk.yaml', '--existing', 'rename']);
  expect(renamed.stdout).toContain('parcel-status-2:');
  expect(renamed.stdout).toContain('Written: casebook/cases/desk-2.case.yaml');
  expect(readFileSync(workspace.file('casebook', 'cases', 'desk.case.yaml'), 'utf8')).toBe(first);

  writeFileSync(workspace.file('there.yaml'), 'mine');
  expect(await workspace.run(['export', 'cases', '--to', 'promptfoo', '--out', 'there.yaml'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('is there already; it was not overwritten.') as string });
  expect(readFileSync(workspace.file('there.yaml'), 'utf8')).toBe('mine');
  expect(await workspace.run(['export', 'cases', '--to', 'promptfoo', '--out', 'there.yaml', '--overwrite'])).toMatchObject({ code: 0 });
});

test('a dry run says what would come in and writes nothing', async () => {
  await using folder = new TemporaryFolder();
  writeFileSync(folder.file('desk.yaml'), tests);
  const { stdout } = await folder.run(['import-cases', 'desk.yaml', '--dry-run']);
  expect(stdout).toContain('Would be written: casebook/cases/desk.case.yaml');
  expect(existsSync(folder.file('casebook'))).toBe(false);
});

test.each([
  [['export', 'cases', '--to', 'promptfo'], 3, /Cases cannot be exchanged with promptfo\. Did you mean promptfoo\?/],
  [['export', 'cases', '--to', 'adk', '--out', 'x.yaml'], 3, /Google ADK eval set are not written as \.yaml/],
  [['export', 'cases'], 3, /export cases needs --to/],
  [['import-cases', 'empty.json'], 2, /The file is empty/],
  [['import-cases', 'odd.json'], 3, /No tool that Casebook knows writes such a file/],
  [['import-cases', 'huge.json'], 2, /huge\.json has 5\d.* MB; .* is the most that is read at once/],
] as const)('%j ends with %i and a sentence', async (args, code, sentence) => {
  await using workspace = exampleWorkspace();
  writeFileSync(workspace.file('empty.json'), '');
  writeFileSync(workspace.file('odd.json'), '{"a": 1}');
  if (args.includes('huge.json' as never)) writeFileSync(workspace.file('huge.json'), `[${' '.repeat(51_000_000)}]`);
  const ended = await workspace.run([...args]);
  expect(ended.stderr).toMatch(sentence);
  expect(ended.code).toBe(code);
});
