// One task of a measurement, in a process of its own: `node bench/task.ts <task> <argument>…` prints what it took as one line of JSON.
import { timed } from './figure.ts';
import { parseLines } from './parseLines.ts';
import { engineOn, quietly } from './scratch.ts';

export type TaskResult = {
  readonly ms: number;
  /** Of all threads. */
  readonly cpuMs: number;
  /** When the work began, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** The most memory that was resident, of the whole process. */
  readonly peakMb: number;
  /** Traces, lines, spans or cases: what was counted must be what is there. */
  readonly count: number;
  readonly againMs?: number;
};

async function importing(file: string, workspace: string): Promise<Partial<TaskResult>> {
  const engine = engineOn(workspace);
  const first = await timed(() => engine.importFiles({ paths: [file] }, quietly()));
  const peakMb = peak();
  const [report] = first.result.files;
  if (report?.error !== null) throw new Error(report?.error);
  const again = await timed(() => engine.importFiles({ paths: [file] }, quietly()));
  engine.close();
  return { ms: first.ms, cpuMs: first.cpuMs, peakMb, count: first.result.traces, againMs: again.ms };
}

async function duckDb(file: string, database: string, threads: string): Promise<Partial<TaskResult>> {
  const { loadIntoDuckDb } = await import('./duckdb.ts');
  const { ms, cpuMs, result } = await timed(() => loadIntoDuckDb(file, database, Number(threads)));
  return { ms, cpuMs, count: result };
}

async function parsing(file: string): Promise<Partial<TaskResult>> {
  const { ms, cpuMs, result } = await timed(() => parseLines(file));
  return { ms, cpuMs, count: result };
}

/** All cases of a workspace; `count` are those that passed. */
async function running(workspace: string, target: string): Promise<Partial<TaskResult>> {
  const engine = engineOn(workspace);
  const { ms, cpuMs, result } = await timed(() => engine.runCases({ cases: [], target }, quietly()));
  const peakMb = peak();
  engine.close();
  return { ms, cpuMs, peakMb, count: result.counts.pass };
}

const peak = () => process.resourceUsage().maxRSS / 1024;
const [task = '', ...rest] = process.argv.slice(2);
const tasks: Readonly<Record<string, (...args: string[]) => Promise<Partial<TaskResult>>>> = { import: importing, duckdb: duckDb, parse: parsing, run: running };
const startedAt = Date.now();
const taken = await tasks[task]?.(...rest);
if (!taken) throw new Error(`There is no task ${task}.`);
console.log(JSON.stringify({ startedAt, peakMb: peak(), ...taken }));
