import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { builtTask } from './built.ts';
import type { TaskResult } from './task.ts';

/** Numbers of the processors this process may use; undefined where there is no way to bind another one to some of them. */
function bindable(): readonly number[] | undefined {
  if (process.platform !== 'linux' || spawnSync('taskset', ['--version']).error) return undefined;
  const list = /^Cpus_allowed_list:\s*(.+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, n) => first + n);
  });
}

const processors = bindable();
/** Whether a task can be held to a number of cores. */
export const bindsCores = processors !== undefined;

/** Runs a task in a process of its own, on so many cores where that can be said. Ends the process when it takes longer than a minute and a half. */
export async function runTask(cores: number, ...args: readonly string[]): Promise<TaskResult> {
  const bound = processors ? ['taskset', '-c', processors.slice(0, cores).join(',')] : [];
  const [command = '', ...rest] = [...bound, process.execPath, await builtTask(), ...args];
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'], timeout: 90_000 });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text; });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`The task ${args.join(' ')} ended with ${code ?? 'a signal'}.`);
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as TaskResult;
}
