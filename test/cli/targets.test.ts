import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { RunReport } from '../../src/protocol/runApi.ts';
import { steady, TemporaryFolder } from './casebook.ts';

const theCase = `id: order-status
kind: capability
query: What's the status of order 12345?
expectedTool: getOrder
expectedBehavior: States the status of the order
groundTruth: in_transit
`;

/** A workspace with one case and targets that are programs of one line. */
function workspaceWith(targets: Readonly<Record<string, { readonly program: string; readonly more?: string }>>): TemporaryFolder {
  const folder = new TemporaryFolder();
  mkdirSync(folder.file('casebook', 'cases'), { recursive: true });
  writeFileSync(folder.file('casebook', 'cases', 'orders.case.yaml'), theCase);
  const lines = Object.entries(targets).map(([name, { program, more = '' }]) => {
    writeFileSync(folder.file(`${name}.mjs`), program);
    return `  ${name}: {type: command, command: [node, ${name}.mjs]${more === '' ? '' : `, ${more}`}}`;
  });
  writeFileSync(folder.file('casebook', 'config.yaml'), `targets:\n${lines.join('\n')}\ndefaultTarget: ${Object.keys(targets)[0]}\n`);
  return folder;
}

const hangs = 'import "node:fs"; setInterval(() => {}, 1000);';

test.each([
  ['hangs', hangs, 'timeoutMs: 600', /600 ms|0\.6 s/],
  ['floods its output', 'process.stdout.write("x".repeat(5_000_000)); setInterval(() => {}, 1000);', 'maxOutputBytes: 10240', /more than 10 kB/],
  ['exits non-zero', 'console.error("no key for the model"); process.exit(7);', '', /7[^]*no key for the model/],
  ['prints nothing', '', '', /nothing|no answer|empty/i],
  ['prints JSON that is cut off', 'process.stdout.write(\'{"output": "in tra\');', '', /JSON/],
])('a target that %s is an error with a sentence, and ends the run with 2', async (_, program, more, sentence) => {
  await using workspace = workspaceWith({ agent: { program, more } });
  const since = performance.now();
  const { code, stdout } = await workspace.run(['run']);
  expect(stdout).toMatch(/^! error {2}order-status/);
  expect(stdout).toMatch(sentence);
  expect(stdout).toMatch(/^1 case: 1 error$/m);
  expect(code).toBe(2);
  expect(performance.now() - since).toBeLessThan(20_000);
});

test('a target that cannot be started names its program', async () => {
  await using workspace = workspaceWith({ agent: { program: '' } });
  writeFileSync(workspace.file('casebook', 'config.yaml'), 'targets: {agent: {type: command, command: [no-such-program]}}\ndefaultTarget: agent\n');
  const { code, stdout } = await workspace.run(['run']);
  expect(stdout).toContain('no-such-program');
  expect(code).toBe(2);
});

test('a plain answer is an answer', async () => {
  await using workspace = workspaceWith({ agent: { program: 'console.log("It is in transit.");' } });
  const { stdout } = await workspace.run(['run', '--json']);
  const [trial] = (JSON.parse(stdout) as RunReport).results[0]?.trials ?? [];
  expect(trial).toMatchObject({ reason: null, observed: { output: 'It is in transit.', terminal: 'finished' } });
  expect(trial?.checks.find((check) => check.id.startsWith('answer') || check.id === 'groundTruth')).toMatchObject({ outcome: 'pass' });
});

test('one target that breaks does not keep the others from running', async () => {
  await using workspace = workspaceWith({
    broken: { program: 'process.exit(1);' },
    works: { program: 'console.log(JSON.stringify({ output: "in transit", toolCalls: [{ name: "getOrder", arguments: {} }] }));' },
  });
  writeFileSync(workspace.file('casebook', 'cases', 'orders.case.yaml'), `${theCase}targets: [broken, works]\n`);
  const { code, stdout } = await workspace.run(['run', '--json']);
  const report = JSON.parse(stdout) as RunReport;
  expect(report.results.map((result) => `${result.target} ${result.outcome}`).sort()).toEqual(['broken error', 'works pass']);
  expect(code).toBe(2);
});

/** Ended, and not yet collected by its parent, is ended: in a container nobody may collect it. */
function isAlive(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  if (process.platform === 'linux') return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'));
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends the run at once, with all that it started', async (signal) => {
  if (process.platform === 'win32') return;
  await using workspace = workspaceWith({
    agent: {
      program: 'import { spawn } from "node:child_process"; import { writeFileSync } from "node:fs"; const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]); writeFileSync("pids", JSON.stringify([process.pid, child.pid])); setInterval(() => {}, 1000);',
      more: 'timeoutMs: 60000',
    },
  });
  const since = performance.now();
  const { code, stderr } = await workspace.run(['run'], { interrupt: { when: () => existsSync(workspace.file('pids')) && readFileSync(workspace.file('pids'), 'utf8') !== '', signal } });
  expect(code).toBe(signal === 'SIGINT' ? 130 : 143);
  expect(stderr).toContain('Cancelled');
  expect(performance.now() - since).toBeLessThan(20_000);
  await wait(300);
  for (const pid of JSON.parse(workspace.read('pids')) as number[]) expect(isAlive(pid)).toBe(false);
});

test('an interrupted run keeps the results it had', async () => {
  if (process.platform === 'win32') return;
  await using workspace = workspaceWith({
    quick: { program: 'console.log(JSON.stringify({ output: "in transit", toolCalls: [{ name: "getOrder", arguments: {} }] }));' },
    slow: { program: `import { writeFileSync } from "node:fs"; writeFileSync("started", "1"); ${hangs.replace('import "node:fs";', '')}`, more: 'timeoutMs: 60000' },
  });
  writeFileSync(workspace.file('casebook', 'cases', 'orders.case.yaml'), `${theCase}targets: [quick, slow]\n`);
  const { code, stdout, stderr } = await workspace.run(['run', '--concurrency', '1'], { interrupt: { when: () => existsSync(workspace.file('started')), signal: 'SIGINT' } });
  expect(code).toBe(130);
  expect(steady(stdout, workspace)).toMatch(/^✓ pass {3}order-status {2}quick/m);
  expect(stderr).toMatch(/Cancelled\. The 1 result above is kept\./);
});
