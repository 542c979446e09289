import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { zipOf } from '../engine/zipFiles.ts';
import type { VSCode } from './harness.ts';

/** Milliseconds: half of the samples, and all but one in a hundred or a thousand, are below. */
export type Spread = { readonly p50: number; readonly p99: number; readonly p999: number; readonly max: number };
/**
 * How late the event loop of the extension host came. `worked`: the part of it in which its thread was at work, which is what the
 * extensions do to it; the rest is a processor that others had.
 */
export type Delays = { readonly late: Spread; readonly worked: Spread; readonly samples: number };

const resultFile = 'event-loop.json';

const manifest = {
  name: 'delay-probe', publisher: 'casebook-test', version: '1.0.0', engines: { vscode: '^1.104.0' }, main: './main.js', activationEvents: ['onStartupFinished'], extensionKind: ['workspace'],
  contributes: { commands: [{ command: 'delayProbe.start', title: 'Delay Probe: Start' }, { command: 'delayProbe.write', title: 'Delay Probe: Write' }] },
};

const program = `
const { renameSync, writeFileSync } = require('node:fs');
const vscode = require('vscode');
const everyMs = 1;
let timer;
let late = [];
let worked = [];
function start() {
  clearInterval(timer);
  late = [];
  worked = [];
  const cpu = () => { const { user, system } = process.threadCpuUsage(); return (user + system) / 1000; };
  let [lastAt, lastCpu] = [performance.now(), cpu()];
  timer = setInterval(() => {
    const [at, used] = [performance.now(), cpu()];
    const delay = Math.max(0, at - lastAt - everyMs);
    late.push(delay);
    worked.push(Math.min(delay, used - lastCpu));
    [lastAt, lastCpu] = [at, used];
  }, everyMs);
}
function spread(values) {
  const sorted = values.slice().sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) };
}
exports.activate = ({ subscriptions }) => {
  subscriptions.push(
    vscode.commands.registerCommand('delayProbe.start', start),
    vscode.commands.registerCommand('delayProbe.write', () => {
      clearInterval(timer);
      const file = vscode.workspace.workspaceFolders[0].uri.fsPath + '/${resultFile}';
      writeFileSync(file + '.part', JSON.stringify({ late: spread(late), worked: spread(worked), samples: late.length }));
      renameSync(file + '.part', file);
    }),
  );
};
`;

/** A small extension that runs in the same extension host as ours, and watches how late its event loop is. @returns the VSIX */
export function writeDelayProbe(folder: string): string {
  const file = join(folder, 'delay-probe.vsix');
  writeFileSync(file, zipOf([{ name: 'extension/package.json', content: JSON.stringify(manifest) }, { name: 'extension/main.js', content: program }]));
  return file;
}

/** How late the event loop of the extension host was while something was done. */
export async function delaysDuring({ window, workspace }: VSCode, work: () => Promise<void>): Promise<Delays> {
  const file = join(workspace, resultFile);
  rmSync(file, { force: true });
  await window.run('Delay Probe: Start');
  await work();
  await window.run('Delay Probe: Write');
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await wait(100)) {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Delays;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Error('The probe wrote nothing.');
}
