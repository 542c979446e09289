import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CaseResult } from '../../src/core/model/result.ts';
import type { ProofReport } from '../../src/protocol/makeApi.ts';
import type { RunReport } from '../../src/protocol/runApi.ts';
import { jsonLines, steady, TemporaryFolder } from './casebook.ts';

/** A workspace whose target answers with one plain text, after as many milliseconds as the question says. */
function workspaceWith(cases: Readonly<Record<string, string>>): TemporaryFolder {
  const folder = new TemporaryFolder();
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(folder.file(name)), { recursive: true });
    writeFileSync(folder.file(name), text);
  };
  write('agent.mjs', 'import { readFileSync } from "node:fs"; const { query } = JSON.parse(readFileSync(0, "utf8")); setTimeout(() => console.log("in transit"), Number(query) || 0);');
  write('casebook/config.yaml', 'targets: {agent: {type: command, command: [node, agent.mjs]}}\n');
  for (const [name, text] of Object.entries(cases)) write(name, text);
  return folder;
}

const passes = 'query: q, groundTruth: in transit';

test('a pass says how many checks stand behind it, and what was not measured', async () => {
  await using folder = workspaceWith({ 'casebook/cases/a.case.yaml': 'id: a\nkind: capability\nquery: q\nbudgets: {latencyMs: 50000, costUsd: 1, tokens: 100}\n' });
  const { code, stdout } = await folder.run(['run']);
  expect(code).toBe(0);
  expect(steady(stdout, folder)).toMatchInlineSnapshot(`
    "✓ pass   a  agent, <time>, 1 of 3 checks passed
      2 n/a: the cost is not recorded, the number of tokens is not recorded
    1 case: 1 pass
    "
  `);
});

test('what decides nothing says why, and an active case without a proof is named at the end', async () => {
  await using folder = workspaceWith({
    'casebook/cases/a.case.yaml': `cases:\n  - {id: drafted, ${passes}, status: draft}\n  - {id: unproven, ${passes}, failureWeObserved: It said delivered}\n  - {id: set-aside, ${passes}, status: quarantined, quarantine: {reason: flaky, until: "2027-01-01", owner: ana}}\n`,
  });
  const { code, stdout, stderr } = await folder.run(['run', '--concurrency', '1']);
  expect(code).toBe(0);
  expect(steady(stdout, folder)).toMatchInlineSnapshot(`
    "✓ pass   drafted  agent, <time>, 1 of 1 check passed, decides nothing: a draft
    ✓ pass   unproven  agent, <time>, 1 of 1 check passed, decides nothing: it has no recording to be proven on
    ✓ pass   set-aside  agent, <time>, 1 of 1 check passed, decides nothing: quarantined until 2027-01-01
    3 cases: 3 pass
    "
  `);
  expect(stderr).toContain('1 active case decides nothing, because its proof does not hold: unproven. casebook prove says why.\n');
  expect((await folder.run(['run', '--strict'])).code).toBe(2);
});

test('a case that cannot be read is one line and one reason', async () => {
  await using folder = workspaceWith({ 'casebook/cases/a.case.yaml': 'id: a2\nquery: q\nexpectedTol: x\n' });
  const { code, stdout } = await folder.run(['run']);
  expect(code).toBe(2);
  expect(stdout).toMatch(/^! error {2}a2\n {2}casebook\/cases\/a\.case\.yaml, line 3: .+\n1 case: 1 error\n$/);
});

test('a check that cannot be evaluated says so once', async () => {
  await using folder = workspaceWith({ 'casebook/cases/a.case.yaml': 'id: a\nkind: capability\nquery: q\nanswer: {reject: [{$similar: x}]}\n' });
  const { stdout } = await folder.run(['run']);
  expect(stdout.match(/\$similar needs/g)).toHaveLength(1);
});

test('results are printed in the order of the cases, with paths from the workspace', async () => {
  await using folder = workspaceWith({ 'casebook/cases/a.case.yaml': 'cases:\n  - {id: slow, kind: capability, query: "1500", groundTruth: in transit}\n  - {id: quick, kind: capability, query: "0", groundTruth: in transit}\n' });
  const { stdout } = await folder.run(['run']);
  expect(stdout.match(/^✓ pass {3}\w+/gm)).toEqual(['✓ pass   slow', '✓ pass   quick']);
  const report = JSON.parse((await folder.run(['run', '--json', '--out', 'out'])).stdout) as RunReport;
  expect(report.folder).toBe('out');
  expect(report.results.map(({ caseId, file }) => [caseId, file])).toEqual([['slow', 'casebook/cases/a.case.yaml'], ['quick', 'casebook/cases/a.case.yaml']]);
  expect(jsonLines<CaseResult>(folder.read('out', 'results.jsonl')).map(({ caseId, file }) => [caseId, file])).toEqual([['quick', 'casebook/cases/a.case.yaml'], ['slow', 'casebook/cases/a.case.yaml']]);
  const [proof] = jsonLines<ProofReport>((await folder.run(['prove', 'slow', '--json'])).stdout);
  expect(proof?.file).toBe('casebook/cases/a.case.yaml');
});

test('a key that the target complains with is neither printed nor kept', async () => {
  const key = ['sk', 'proj', 'Zx81kQpL3vNc7RtY2mWb9HfD4sGj6AeU'].join('-');
  await using folder = workspaceWith({ 'casebook/cases/a.case.yaml': `id: a\n${passes.replace(', ', '\n')}\n`, 'agent.mjs': `console.error('the key ${key} was refused'); process.exit(7);` });
  const { code, stdout, stderr } = await folder.run(['run', '--out', 'out']);
  expect(code).toBe(2);
  expect(stdout).toContain('It said: the key [secret:');
  expect(stdout + stderr + folder.read('out', 'results.jsonl')).not.toContain(key);
});

describe('nothing to run', () => {
  test('an empty folder: says what to do, and nothing is written', async () => {
    await using folder = new TemporaryFolder();
    expect(await folder.run(['run'])).toEqual({ code: 0, stdout: '', stderr: 'Nothing to run: there are no case files under casebook/cases. Make one from a trace: casebook make <trace>.\n' });
    expect(existsSync(folder.file('.casebook', 'runs'))).toBe(false);
    expect(JSON.parse((await folder.run(['run', '--json'])).stdout)).toMatchObject({ folder: null, results: [] });
  });

  test('what was named and holds no case is an error', async () => {
    await using folder = workspaceWith({ 'casebook/cases/a.case.yaml': `id: a\nkind: capability\n${passes.replace(', ', '\n')}\n`, 'empty/notes.txt': '' });
    expect(await folder.run(['run', 'empty'])).toEqual({ code: 3, stdout: '', stderr: 'There is no case in empty.\nIn folders, files that end in .case.yaml or .case.json are read.\n' });
  });

  test('nothing that failed, and nothing but what is archived', async () => {
    await using folder = workspaceWith({ 'casebook/cases/a.case.yaml': `cases:\n  - {id: a, kind: capability, ${passes}}\n  - {id: b, ${passes}, skip: too slow}\n`, 'casebook/cases/b.case.yaml': `id: c\n${passes.replace(', ', '\n')}\nstatus: archived\n` });
    expect((await folder.run(['run'])).stdout).toMatch(/^2 cases: 1 pass, 1 n\/a; 1 skipped; 1 archived not run$/m);
    expect(await folder.run(['run', '--only-failing'])).toMatchObject({ code: 0, stdout: '', stderr: 'Nothing to run: none of the 3 cases failed when last run. Without --only-failing all are run.\n' });
    expect(await folder.run(['run', 'casebook/cases/b.case.yaml'])).toMatchObject({ code: 0, stdout: '', stderr: 'Nothing to run: 1 case is archived. Name one by its id to run it.\n' });
  });
});
