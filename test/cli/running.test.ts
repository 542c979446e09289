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
    Passed: 1 of 1 case against agent
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
    Nothing decided: all 3 cases run against agent decide nothing
    "
  `);
  expect(stderr).toContain('1 active case decides nothing, because its proof does not hold: unproven. casebook prove says why.\n');
  expect((await folder.run(['run', '--strict'])).code).toBe(2);
});

test('a case that cannot be read is one line and one reason', async () => {
  await using folder = workspaceWith({ 'casebook/cases/a.case.yaml': 'id: a2\nquery: q\nexpectedTol: x\n' });
  const { code, stdout } = await folder.run(['run']);
  expect(code).toBe(2);
  expect(stdout).toMatch(/^! error {2}a2\n {2}casebook\/cases\/a\.case\.yaml, line 3: .+\n1 case: 1 error\nBroken: 1 of 1 case could not be judged, none failed\n$/);
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

test('a run says what is unsteady, each rate with its n and interval, in words, in JSON and in its folder', async () => {
  await using folder = workspaceWith({
    // In transit every other time it is asked; a terse question is never understood.
    'agent.mjs': `import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
const { query } = JSON.parse(readFileSync(0, "utf8"));
const asked = existsSync("asked");
if (query === "flaky") asked ? rmSync("asked") : writeFileSync("asked", "");
console.log(JSON.stringify({ output: query === "terse" || (query === "flaky" && asked) ? "delivered" : "in transit", costUsd: 0.25 }));`,
    'casebook/cases/a.case.yaml': 'defaults: {kind: capability}\ncases:\n  - {id: steady, query: q, groundTruth: in transit, variants: [{id: terse, query: terse}]}\n  - {id: flaky, query: flaky, groundTruth: in transit, epochs: {count: 4, reducer: any}}\n',
  });
  const { code, stdout } = await folder.run(['run', '--concurrency', '1', '--out', 'out']);
  expect(code).toBe(0);
  expect(steady(stdout, folder)).toMatchInlineSnapshot(`
    "✓ pass   steady  agent, <time>, 0 of 1 rewording passed, 1 of 1 check passed
      casebook/cases/a.case.yaml:3:41: reworded as terse: answer: expected an answer that says "in transit", the answer is "delivered"
    ✓ pass   flaky  agent, <time>, 2 of 4 trials passed (1 needed: any)
      casebook/cases/a.case.yaml:4:44: in some trials: answer: expected an answer that says "in transit", the answer is "delivered"
    2 cases: 2 pass
      Flaky: 100 % (95 %: 21 % to 100 %, 1 case): flaky 2 of 4
      Fails when reworded: 100 % (95 %: 21 % to 100 %, 1 case): steady as terse 0 of 1 by answer
      Same verdict in all wordings: 0 % (95 %: 0 % to 79 %, 1 case)
      Trials passed: 75 % (95 %: 26 % to 96 %, 2 cases)
      pass@4: 100 % (95 %: 21 % to 100 %, 1 case)
      pass^4: 0 % (95 %: 0 % to 79 %, 1 case)
      Trials passed in all wordings: 50 % (95 %: 19 % to 81 %, 2 cases)
      Cases passed: 100 % (95 %: 34 % to 100 %, 2 cases)
      Failed first by: answer 3 (of 3 failed trials)
      Latency: p50 <time>, p95 <time>, unreliable below 20 (6 trials)
      Cost: $1.50, $0.5000 per success (3 trials passed)
    Passed: 2 of 2 cases against agent
    "
  `);
  const summary = JSON.parse(folder.read('out', 'summary.json')) as Pick<RunReport, 'statistics'>;
  expect(summary.statistics).toMatchObject({ seed: 20_261, resamples: 2000, targets: [{ target: 'agent', cases: 2, flakeRate: { value: 1, n: 1 }, sensitivity: { value: 1, n: 1 }, casesPassed: { value: 1, n: 2, interval: { method: 'wilson' } }, cost: { totalUsd: 1.5, perSuccessUsd: 0.5 } }] });
  const report = JSON.parse((await folder.run(['run', '--concurrency', '1', '--json'])).stdout) as RunReport;
  expect(report.statistics.targets.map(({ passRate, flakeRate, sensitivity }) => [passRate, flakeRate, sensitivity])).toEqual(summary.statistics.targets.map(({ passRate, flakeRate, sensitivity }) => [passRate, flakeRate, sensitivity]));
});

test('a key that the target complains with is neither printed nor kept', async () => {
  const key = ['sk', 'proj', 'Zx81kQpL3vNc7RtY2mWb9HfD4sGj6AeU'].join('-');
  await using folder = workspaceWith({ 'casebook/cases/a.case.yaml': `id: a\n${passes.replace(', ', '\n')}\n`, 'agent.mjs': `console.error('the key ${key} was refused'); process.exit(7);` });
  const { code, stdout, stderr } = await folder.run(['run', '--out', 'out']);
  expect(code).toBe(2);
  expect(stdout).toContain('It said: the key [secret:');
  expect(stdout + stderr + folder.read('out', 'results.jsonl')).not.toContain(key);
});

test('results of other cases are not replaced', async () => {
  const caseOf = (id: string) => `id: ${id}\nkind: capability\n${passes.replace(', ', '\n')}\n`;
  await using folder = workspaceWith({ 'casebook/cases/a.case.yaml': caseOf('a'), 'casebook/cases/b.case.yaml': caseOf('b') });
  await folder.run(['run', '--out', 'out']);
  const before = folder.read('out', 'results.jsonl');
  expect(await folder.run(['run', 'a', '--out', 'out'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/^out holds the results of another run, \S+, with 1 case that this one does not run\./) as string });
  expect(folder.read('out', 'results.jsonl')).toBe(before);
  expect((await folder.run(['run', '--out', 'out'])).stdout).toContain('2 cases');
});

describe('nothing to run', () => {
  test('an empty folder: says what to do, and nothing is written', async () => {
    await using folder = new TemporaryFolder();
    expect(await folder.run(['run'])).toEqual({ code: 3, stdout: '', stderr: 'Nothing to run: there are no case files under casebook/cases. Make one from a trace: casebook make <trace>. Elsewhere, name the folder with --workspace.\n' });
    expect(existsSync(folder.file('.casebook', 'runs'))).toBe(false);
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
