import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readResults } from '../../src/core/runs/readResults.ts';
import type { RunReport } from '../../src/protocol/runApi.ts';
import { jsonLines, steady, TemporaryFolder } from './casebook.ts';

const cases = (count: number): string => `defaults: {kind: capability}\ncases:\n${Array.from({ length: count }, (_, at) => `  - {id: case-${at}, query: q${at}, groundTruth: in transit, epochs: 2, variants: [again]}\n`).join('')}`;

/** A workspace whose target notes each question, and takes a moment to answer. */
function workspaceWith(count: number, config = ''): TemporaryFolder {
  const folder = new TemporaryFolder();
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(folder.file(name)), { recursive: true });
    writeFileSync(folder.file(name), text);
  };
  write('agent.mjs', `import { appendFileSync, readFileSync } from "node:fs";
const { id, query } = JSON.parse(readFileSync(0, "utf8"));
appendFileSync(process.env.ASKED_IN ?? "asked.txt", id + " " + query + "\\n");
setTimeout(() => console.log(JSON.stringify({ output: "in transit", costUsd: 0.5 })), 50);`);
  write('casebook/config.yaml', `targets: {agent: {type: command, command: [node, agent.mjs], spans: "off"}}\n${config}`);
  write('casebook/cases/a.case.yaml', cases(count));
  return folder;
}

const runOf = (folder: TemporaryFolder): string => {
  const runs = folder.file('.casebook', 'runs');
  return (existsSync(runs) ? readdirSync(runs) : []).sort().at(-1) ?? '';
};
const resultsOf = (folder: TemporaryFolder): string => {
  const file = folder.file('.casebook', 'runs', runOf(folder), 'results.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};
const wholeLines = (text: string): number => text.split('\n').length - 1;

test('a run that was killed with kill -9 goes on: no trial is lost, none is there twice, none that was done is asked again', async () => {
  await using folder = workspaceWith(6);
  const killed = await folder.run(['run', '--concurrency', '3'], { interrupt: { when: () => wholeLines(resultsOf(folder)) >= 7, signal: 'SIGKILL' } });
  expect(killed.code).toBe(null);
  const run = runOf(folder);
  const before = readResults(resultsOf(folder)).lines.map(({ place }) => `${place.case}/${place.try}`);
  expect(before.length).toBeGreaterThanOrEqual(7);
  expect(before.length).toBeLessThan(24);
  expect(existsSync(folder.file('.casebook', 'runs', run, 'summary.json'))).toBe(false);

  // A program that the killed run started may still be at work: its question is not one of this run's.
  const { code, stdout } = await folder.run(['run', '--resume', 'last'], { env: { ASKED_IN: 'asked-again.txt' } });
  expect(code).toBe(0);
  expect(stdout).toContain(`\n6 cases: 6 pass; ${before.length} trials done before\n`);
  expect(runOf(folder)).toBe(run);
  const { lines, broken, unfinished } = readResults(resultsOf(folder));
  expect([broken, unfinished]).toEqual([[], []]);
  expect(lines.map(({ place }) => `${place.case}/${place.try}`).toSorted()).toEqual(Array.from({ length: 24 }, (_, at) => `${Math.floor(at / 4)}/${at % 4}`).toSorted());
  expect(lines.slice(0, before.length).map(({ place }) => `${place.case}/${place.try}`)).toEqual(before);
  expect(folder.read('asked-again.txt').trim().split('\n')).toHaveLength(24 - before.length);
});

test('what a run is of was said when it was begun', async () => {
  await using folder = workspaceWith(1);
  await folder.run(['run']);
  expect(await folder.run(['run', 'case-0', '--resume', 'last', '--target', 'agent', '--only-failing'])).toMatchObject({ code: 3, stderr: '--resume goes on with a run as it was begun, so it takes no case-0 and no --target and no --only-failing.\nLeave that out, or start a new run without --resume.\n' });
  writeFileSync(folder.file('casebook', 'cases', 'a.case.yaml'), cases(1).replace('in transit', 'lost'));
  expect(steady((await folder.run(['run', '--resume', 'last'])).stderr, folder).replace(/run 2\S+/, 'run <id>')).toMatchInlineSnapshot(`
    "The run <id> cannot be gone on with: case-0 has changed since. Its results would not be of one thing.
    Take the change back, or start a new run: casebook run without --resume.
    "
  `);
});

test('parts of a run, put together, say what the run would say', async () => {
  await using folder = workspaceWith(4);
  for (const part of ['1/2', '2/2']) expect((await folder.run(['run', '--shard', part, '--out', `shard-${part[0]}`])).stdout).toMatch(new RegExp(`^\\d cases?: \\d pass; shard ${part}, \\d cases? in the others$`, 'm'));
  expect(await folder.run(['merge', 'shard-1'])).toMatchObject({ code: 2, stdout: '', stderr: 'Shard 2/2 is missing.\nName their folders too, or merge what is there with --partial.\n' });
  const merged = await folder.run(['merge', 'shard-2', 'shard-1', '--out', 'whole', '--md', 'summary.md']);
  expect(merged.code).toBe(0);
  expect(merged.stdout.match(/^✓ pass {3}case-\d/gm)).toEqual(['✓ pass   case-0', '✓ pass   case-1', '✓ pass   case-2', '✓ pass   case-3']);
  expect(readResults(folder.read('whole', 'results.jsonl')).results).toHaveLength(4);
  expect(folder.read('summary.md')).toContain('4 cases');
  const report = JSON.parse((await folder.run(['merge', 'shard-1', '--partial', '--json'])).stdout) as RunReport;
  expect(report.results.length).toBeLessThan(4);
  expect((await folder.run(['run', '--shard', '3/2'])).stderr).toContain('It takes a part of so many, such as 1/4');
});

describe('what a run costs', () => {
  test('above the limit nobody can be asked here, so it is refused; the budget ends a run, and the code says so', async () => {
    await using folder = workspaceWith(2, 'runs: {askAboveUsd: 1, stopAboveUsd: 2.2}\n');
    const first = await folder.run(['run', '--concurrency', '1']);
    expect(first.code).toBe(2);
    expect(first.stderr).toContain('Estimated cost, by what the same cases cost before: unknown for all 8 trials.');
    expect(first.stderr).toMatch(/Stopped: the trials cost \$2\.50, more than runs\.stopAboveUsd in config\.yaml allows \(\$2\.20\)\. 3 trials were not run\. With a higher limit, casebook run --resume \S+ goes on\.\n/);
    const last = first.stdout.trimEnd().split('\n').at(-1) ?? '';
    expect(last).toContain('stopped at the limit of its cost');
    expect(await folder.run(['run'])).toMatchObject({ code: 2, stdout: '', stderr: 'Estimated cost, by what the same cases cost before: about $4.00. That is above runs.askAboveUsd in config.yaml ($1.00).\nRun fewer cases, raise the limit, or give --yes.\n' });
    expect((await folder.run(['run', '--yes', '--trials', '1', '--concurrency', '1'])).code).toBe(0);
  });

  test('answers from the cache are counted wherever a run is summed up', async () => {
    await using folder = workspaceWith(2);
    await folder.run(['run', '--cache']);
    const again = await folder.run(['run', '--cache', '--out', 'out', '--md', 'summary.md']);
    expect(again.stdout).toMatch(/^2 cases: 2 pass; 8 of 8 answers from the cache$/m);
    expect(JSON.parse(folder.read('out', 'summary.json'))).toMatchObject({ cached: { trials: 8, of: 8 } });
    expect(jsonLines<{ readonly cached?: boolean }>(folder.read('out', 'results.jsonl')).every(({ cached }) => cached)).toBe(true);
    expect(folder.read('summary.md')).toMatch(/cache/);
    expect(folder.read('asked.txt').trim().split('\n')).toHaveLength(8);
  });
});
