import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { exampleWorkspace } from './casebook.ts';

test('problems are listed with their place, and end with 2', async () => {
  await using workspace = exampleWorkspace();
  writeFileSync(workspace.file('casebook', 'cases', 'broken.case.yaml'), 'id: Broken Case\nquery: Where is it?\nexpectedTol: getOrder\ngroundTruth: delivered\n');
  const { code, stdout, stderr } = await workspace.run(['validate']);
  expect(stdout).toMatchInlineSnapshot(`
    "casebook/cases/broken.case.yaml:1:1 CB112 expectedBehavior is missing: say what a person would check, a statement each. (hint)
    casebook/cases/broken.case.yaml:1:1 CB113 A regression case says in failureWeObserved what went wrong. A case without an observed failure is of kind capability, policy or stress. (warning)
    casebook/cases/broken.case.yaml:1:5 CB102 An id starts with a letter or digit and has only a to z, 0 to 9, dots, hyphens and underscores; 80 at most.
    casebook/cases/broken.case.yaml:3:1 CB002 There is no key expectedTol here. Did you mean expectedTool?
    "
  `);
  expect(stderr).toMatchInlineSnapshot(`
    "5 files: 2 errors, 1 warning, 1 hint
    "
  `);
  expect(code).toBe(2);
});

test('--json has ranges and counts, in one document', async () => {
  await using workspace = exampleWorkspace();
  writeFileSync(workspace.file('casebook', 'cases', 'broken.case.yaml'), 'id: broken\nquery: [\n');
  const { code, stdout } = await workspace.run(['validate', '--json']);
  const report = JSON.parse(stdout) as { readonly files: readonly { readonly file: string; readonly problems: readonly object[] }[]; readonly errors: number };
  expect(report.errors).toBeGreaterThan(0);
  expect(report.files.find((each) => each.file === 'casebook/cases/broken.case.yaml')?.problems).toContainEqual({ code: 'CB001', severity: 'error', line: expect.any(Number) as number, column: expect.any(Number) as number, endLine: expect.any(Number) as number, endColumn: expect.any(Number) as number, message: expect.any(String) as string });
  expect(code).toBe(2);
});

test('warnings count with --strict, hints never', async () => {
  await using workspace = exampleWorkspace();
  writeFileSync(workspace.file('hint.yaml'), 'id: closes\nkind: capability\nquery: thanks\nexpectedTool: null\n');
  expect((await workspace.run(['validate', 'hint.yaml', '--strict'])).code).toBe(0);
  writeFileSync(workspace.file('warning.yaml'), 'id: status\nquery: Where is it?\nexpectedTool: getOrder\nexpectedBehavior: Says where it is\n');
  expect(await workspace.run(['validate', 'warning.yaml'])).toMatchObject({ code: 0, stdout: expect.stringContaining('CB113') as string });
  expect((await workspace.run(['validate', 'warning.yaml', '--strict'])).code).toBe(2);
});

test('an id of another file is a duplicate, also when that file is not named', async () => {
  await using workspace = exampleWorkspace();
  mkdirSync(workspace.file('casebook', 'cases', 'more'));
  writeFileSync(workspace.file('casebook', 'cases', 'more', 'copy.case.yaml'), workspace.read('casebook', 'cases', 'orders.case.yaml'));
  const { code, stdout } = await workspace.run(['validate', 'casebook/cases/more']);
  expect(stdout).toMatch(/^casebook\/cases\/more\/copy\.case\.yaml:1:\d+ CB103 .*\. See casebook\/cases\/orders\.case\.yaml:1\.\n/);
  expect(code).toBe(2);
});

test('a file named outright is read whatever its name, a pattern finds case files only', async () => {
  await using workspace = exampleWorkspace();
  expect((await workspace.run(['validate', 'casebook/**'])).code).toBe(0);
  expect((await workspace.run(['validate', 'agent/tools.mended.json'])).code).toBe(2);
  expect((await workspace.run(['validate', 'casebook/*.yaml'])).code).toBe(3);
});

test('config.yaml and taxonomy.yaml are checked too, named or not', async () => {
  await using workspace = exampleWorkspace();
  expect(await workspace.run(['validate', 'casebook/config.yaml'])).toMatchObject({ code: 0, stderr: '1 file: nothing wrong\n' });
  writeFileSync(workspace.file('casebook', 'config.yaml'), 'targets:\n  null:\n    type: comand\ntimezon: UTC\n');
  writeFileSync(workspace.file('casebook', 'taxonomy.yaml'), 'classes: [{id: A b}]\n');
  const { code, stdout } = await workspace.run(['validate', 'casebook/cases/refunds.case.yaml']);
  expect(stdout.split('\n').slice(0, 3)).toEqual([
    'casebook/config.yaml:3:11 CB803 type has no value comand. Did you mean command?',
    'casebook/config.yaml:4:1 CB802 There is no key timezon here. Did you mean timezone?',
    'casebook/taxonomy.yaml:1:16 CB803 id has characters that it may not have.',
  ]);
  expect(code).toBe(2);
});

test('a workspace without config.yaml has no targets to judge', async () => {
  await using workspace = exampleWorkspace();
  rmSync(workspace.file('casebook', 'config.yaml'));
  writeFileSync(workspace.file('casebook', 'cases', 'a.case.yaml'), 'id: closes\nkind: capability\nquery: thanks\nexpectedTool: null\nexpectedBehavior: Closes\ntargets: [mine]\n');
  expect((await workspace.run(['validate', 'casebook/cases/a.case.yaml'])).stdout).toBe('');
});

test('a byte order mark is no column', async () => {
  await using workspace = exampleWorkspace();
  writeFileSync(workspace.file('bom.yaml'), '\uFEFFkindd: capability\nid: a\nquery: q\nexpectedTool: x\nexpectedBehavior: y\n');
  expect((await workspace.run(['validate', 'bom.yaml'])).stdout).toMatch(/^bom\.yaml:1:1 CB002 /);
});

test('a broken config.yaml or recording is said once, and the case files are checked all the same', async () => {
  await using workspace = exampleWorkspace();
  writeFileSync(workspace.file('casebook', 'config.yaml'), 'targets:\n  faulty: {type: comand}\n');
  mkdirSync(workspace.file('casebook', 'recordings'));
  writeFileSync(workspace.file('casebook', 'recordings', 'order-items-come-from-the-order.json'), '{"case": ');
  const { code, stdout, stderr } = await workspace.run(['validate']);
  expect(stdout).toMatch(/^casebook\/config\.yaml:2:18 CB803 type has no value comand/);
  expect(stderr.match(/order-items-come-from-the-order\.json/g)).toHaveLength(1);
  expect(code).toBe(2);
});

test('nothing to check is said, and is no error', async () => {
  await using workspace = exampleWorkspace();
  const { code, stderr } = await workspace.run(['validate', '--workspace', 'agent']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'There is no case file to check.\n' });
});

test('with an index, what traces know is held against the cases; without one that stays unsaid, and none is made', async () => {
  await using workspace = exampleWorkspace();
  const made = (trace: string) => `id: made\nquery: Where is it?\nkind: capability\nexpectedTool: null\nexpectedBehavior: Says where it is\nsource: {traceId: ${trace}, sha256: ${'a'.repeat(64)}}\n`;
  const codes = async (): Promise<readonly string[]> => ((JSON.parse((await workspace.run(['validate', 'made.yaml', '--json'])).stdout) as { readonly files: readonly { readonly problems: readonly { readonly code: string }[] }[] }).files[0]?.problems ?? []).map(({ code }) => code);
  writeFileSync(workspace.file('made.yaml'), made('tr_000000000000'));
  expect(await codes()).toEqual([]);
  expect(existsSync(workspace.file('.casebook'))).toBe(false);
  expect((await workspace.run(['import', 'traces/support-2026-11.otlp.jsonl'])).code).toBe(0);
  expect(await codes()).toEqual(['CB118']);
  const [trace] = (await workspace.run(['list', '--json', '--limit', '1'])).stdout.split('\n');
  writeFileSync(workspace.file('made.yaml'), made((JSON.parse(trace!) as { readonly id: string }).id));
  expect(await codes()).toEqual(['CB119']);
});

test('release.yaml is checked with the rest, by the same rules as in the editor', async () => {
  await using workspace = exampleWorkspace();
  writeFileSync(workspace.file('casebook', 'release.yaml'), 'tiers: {support: {}}\nscorecard: [{score: tools, metric: toolSelectionAcuracy}]\ngovernance: {accountable: ann, standard: s, correction: c, escalation: e, cadence: {every: P7D, last: "2020-01-01"}}\n');
  writeFileSync(workspace.file('casebook', 'cases', 'a.case.yaml'), 'id: closes\nkind: capability\nquery: thanks\nexpectedTool: null\nexpectedBehavior: Closes\ntier: suport\n');
  const lines = async (args: readonly string[]) => {
    const { code, stdout } = await workspace.run(['validate', ...args]);
    return { code, lines: stdout.split('\n').flatMap((line) => /^casebook\/(\S+) (CB\d+) .*?(\(\w+\))?$/.exec(line)?.slice(1).join(' ').trim() ?? []) };
  };
  expect(await lines([])).toEqual({ code: 2, lines: ['release.yaml:2:21 CB811', 'release.yaml:2:36 CB814', 'release.yaml:3:103 CB813 (warning)', 'cases/a.case.yaml:6:7 CB610 (warning)'] });
  expect(await lines(['casebook/cases/a.case.yaml'])).toEqual({ code: 0, lines: ['cases/a.case.yaml:6:7 CB610 (warning)'] });
  expect((await lines(['casebook/cases/a.case.yaml', '--strict'])).code).toBe(2);
  writeFileSync(workspace.file('casebook', 'release.yaml'), 'teirs: {}\n');
  expect(await lines(['casebook/cases/a.case.yaml'])).toEqual({ code: 2, lines: ['release.yaml:1:1 CB802', 'release.yaml:1:1 CB812 (warning)'] });
});

test('a failure class that labels name does not vanish with taxonomy.yaml', async () => {
  await using workspace = exampleWorkspace();
  rmSync(workspace.file('casebook', 'taxonomy.yaml'), { force: true });
  const event = { v: 1, id: '1', at: '2026-02-03T00:00:00.000Z', by: 'ana', trace: { id: 'tr_a', sha256: '' }, kind: 'class', value: { class: 'loops' } };
  mkdirSync(workspace.file('casebook', 'labels'), { recursive: true });
  writeFileSync(workspace.file('casebook', 'labels', 'ana.jsonl'), `${JSON.stringify(event)}\n`);
  expect((await workspace.run(['validate'])).stdout).toContain('casebook/taxonomy.yaml:1:1 CB808 1 labelled trace names loops, which is not listed.');
});

test('journals of labels are checked with the rest, and only told of when there is something to say', async () => {
  await using workspace = exampleWorkspace();
  mkdirSync(workspace.file('casebook', 'labels'), { recursive: true });
  const journal = workspace.file('casebook', 'labels', 'mei.jsonl');
  const event = '{"v":1,"id":"01","at":"2026-11-19T10:00:00.000Z","by":"mei","trace":{"id":"tr_1","sha256":""},"kind":"verdict","value":"fail"}';
  writeFileSync(journal, `${event}\n`);
  expect((await workspace.run(['validate'])).stdout).not.toContain('mei.jsonl');
  writeFileSync(journal, `<<<<<<< HEAD\n${event}\n{"v":1\n`);
  const { code, stdout } = await workspace.run(['validate']);
  expect(stdout).toContain('casebook/labels/mei.jsonl:1:1 CJ104 This line is a mark of a merge conflict.');
  expect(stdout).toContain('casebook/labels/mei.jsonl:3:1 CJ101 This line is not JSON and is left out. (warning)');
  expect(code).toBe(2);
  expect(await workspace.run(['validate', 'casebook/labels/mei.jsonl'])).toMatchObject({ code: 2, stderr: '1 file: 1 error, 1 warning\n' });
  writeFileSync(journal, `${event}\n`);
  mkdirSync(workspace.file('casebook', 'feedback'), { recursive: true });
  writeFileSync(workspace.file('casebook', 'feedback', 'chat.jsonl'), '{"v":1,"trace":"r1","feedback":"rejected"}\n=======\n{"v":1,"trace":"r1","feedback":"so-so"}\n');
  const { code: withFeedback, stdout: said } = await workspace.run(['validate']);
  expect(said).toContain('casebook/feedback/chat.jsonl:2:1 CJ104 This line is a mark of a merge conflict.');
  expect(said).toContain('casebook/feedback/chat.jsonl:3:1 CJ102 This line is no feedback that Casebook knows and is left out: feedback ');
  expect(withFeedback).toBe(2);
});
