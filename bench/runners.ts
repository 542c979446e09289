import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtCli } from './built.ts';
import type { Figure, Round } from './figure.ts';
import { figureOf } from './figure.ts';
import type { Measurement } from './measurement.ts';
import { promptfoo, timedProcess, vitest } from './peerRunners.ts';
import { runTask } from './processes.ts';
import { scratchFolder } from './scratch.ts';
import { agentProgram, writeTrivialCases } from './trivialCases.ts';

const cases = 1000;
const many = 10_000;
/** A Node process each: more would take minutes. */
const spawned = 100;
const concurrency = 2;

const goals: Readonly<Record<string, number>> = { 'run-promptfoo': 0.05, 'run-vitest': 0.333, 'run-command': 1.15, 'run-workers': 0.025, 'run-memory': 1.5 };

/**
 * Running cases beside other runners and bare processes. `casebook run` is its whole process, started to ended, as theirs are. Workers
 * send no spans: the first trial of one that may is given 200 ms to show it.
 */
export const runners: Measurement = {
  names: Object.keys(goals),
  async run({ rounds, say, wanted }): Promise<readonly Figure[]> {
    using folder = scratchFolder();
    const taken: Record<string, Round[]> = {};
    const note = (name: string, value: number, against: number) => void (taken[name] ??= []).push({ value, against });
    const replayed = workspaceOf(folder.path, 'replayed', cases, true);
    const peers = [
      { figure: 'run-promptfoo', peer: wanted('run-promptfoo') ? promptfoo(fileURLToPath(new URL('../node_modules/.cache', import.meta.url)), join(folder.path, 'promptfoo'), cases) : undefined },
      { figure: 'run-vitest', peer: wanted('run-vitest') ? vitest(join(folder.path, 'vitest'), cases) : undefined },
    ];
    if (wanted('run-promptfoo') && !peers[0]?.peer) say('promptfoo cannot be installed here: the figure beside it is left out.');
    const cli = await builtCli();
    const asked = workspaceOf(folder.path, 'asked', spawned, false);
    const askedMany = workspaceOf(folder.path, 'asked-many', cases, false);
    const large = wanted('run-memory') ? workspaceOf(folder.path, 'large', many, true) : '';

    await rounds(async () => {
      for (const { figure, peer } of peers) {
        if (!peer) continue;
        const ours = await timedProcess([process.execPath, cli, 'run', '--target', 'replay', '--quiet'], replayed);
        if (!ours.output.includes(`${cases.toLocaleString('en')} pass`)) throw new Error(`Not all cases passed: ${ours.output.slice(-1000)}`);
        note(figure, ours.ms, await peer.run());
      }
      if (wanted('run-command') || wanted('run-workers')) {
        const bare = wanted('run-command') ? await bareProcesses(asked) : NaN;
        const { ms } = await passing(asked, 'once', spawned);
        if (wanted('run-command')) note('run-command', ms, bare);
        if (wanted('run-workers')) note('run-workers', (await passing(askedMany, 'kept', cases)).ms / cases, ms / spawned);
      }
      if (wanted('run-memory')) note('run-memory', (await passing(large, 'replay', many)).peakMb, (await passing(replayed, 'replay', cases)).peakMb);
    });
    const about: Readonly<Record<string, readonly [unit: string, against: string]>> = {
      'run-promptfoo': ['ms', 'promptfoo, echo provider'], 'run-vitest': ['ms', 'vitest, 1,000 tests in a file'], 'run-command': ['ms', `${spawned} bare processes of the same command, ${concurrency} at once`],
      'run-workers': ['ms a case', 'a run that starts Node for each case'], 'run-memory': ['MB for 10,000 cases', 'the same for 1,000'],
    };
    return Object.entries(taken).map(([name, of]) => figureOf(name, about[name]?.[0] ?? '', about[name]?.[1] ?? '', of, goals[name]));
  },
};

function workspaceOf(folder: string, name: string, count: number, recorded: boolean): string {
  const workspace = join(folder, name);
  mkdirSync(join(workspace, 'casebook'), { recursive: true });
  writeTrivialCases(workspace, count, recorded);
  writeFileSync(join(workspace, 'agent.mjs'), agentProgram);
  const command = (mode: string) => JSON.stringify([process.execPath, 'agent.mjs', mode]);
  writeFileSync(join(workspace, 'casebook', 'config.yaml'), `targets:\n  once: {type: command, command: ${command('once')}}\n  kept: {type: command, command: ${command('worker')}, workers: ${concurrency}, spans: 'off'}\nruns: {concurrency: ${concurrency}}\n`);
  return workspace;
}

async function passing(workspace: string, target: string, count: number) {
  const task = await runTask(2, 'run', workspace, target);
  if (task.count !== count) throw new Error(`${task.count} of ${count} cases passed against ${target}.`);
  return task;
}

/** What the processes alone take: each is started, given its input, and read to its end. */
async function bareProcesses(workspace: string): Promise<number> {
  const start = performance.now();
  let next = 0;
  await Promise.all(Array.from({ length: concurrency }, async () => {
    for (let n = next++; n < spawned; n = next++) {
      const query = `Where is order ${n}?`;
      await timedProcess([process.execPath, 'agent.mjs', 'once'], workspace, {}, `${JSON.stringify({ id: `order-${n}`, query, messages: [{ role: 'user', content: query }], vars: {} })}\n`);
    }
  }));
  return performance.now() - start;
}
