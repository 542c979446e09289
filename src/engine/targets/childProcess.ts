import type { ChildProcess } from 'node:child_process';
import { Complaint, graceMs, signalGroup, startProgram, type Program } from './processGroup.ts';

/** One program to run: no shell, its own process group, an end for everything it does. */
export type ChildJob = Program & {
  readonly stdin: string;
  readonly timeoutMs: number;
  /** Longest stdout. */
  readonly maxOutputBytes: number;
};

export type ChildEnd =
  | { readonly how: 'exit'; readonly code: number; readonly stdout: Buffer; readonly stderr: string; readonly ms: number }
  | { readonly how: 'signal'; readonly signal: string; readonly stderr: string }
  | { readonly how: 'timeout' | 'flood' | 'aborted'; readonly stderr: string }
  | { readonly how: 'not-started'; readonly code: string | undefined; readonly message: string };

/** Output may arrive after the exit, and a grandchild may hold the pipe open for ever: then it is not waited for. */
const drainMs = 500;

/** Runs the program to its end, whatever that is. Never rejects and never outlives its limits; nothing it started is left behind in its group. */
export function runChild({ stdin, timeoutMs, maxOutputBytes, ...program }: ChildJob, signal: AbortSignal): Promise<ChildEnd> {
  if (signal.aborted) return Promise.resolve({ how: 'aborted', stderr: '' });
  const start = performance.now();
  let child: ChildProcess;
  try {
    child = startProgram(program);
  } catch (error) {
    return Promise.resolve({ how: 'not-started', code: (error as NodeJS.ErrnoException).code, message: (error as Error).message });
  }

  const stdout: Buffer[] = [];
  let received = 0;
  const complaint = new Complaint();
  let resolve: (end: ChildEnd) => void = () => undefined;
  const promise = new Promise<ChildEnd>((settled) => {
    resolve = settled;
  });
  let cutShort: 'timeout' | 'flood' | 'aborted' | undefined;
  let settled = false;
  const timers: NodeJS.Timeout[] = [];

  const settle = (end: ChildEnd): void => {
    if (settled) return;
    settled = true;
    for (const timer of timers) clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    // Whatever the program left running in its group ends with it.
    signalGroup(child, 'SIGKILL');
    child.stdin?.destroy();
    child.stdout?.destroy();
    child.stderr?.destroy();
    resolve(end);
  };
  const stop = (why: NonNullable<typeof cutShort>): void => {
    if (cutShort) return;
    cutShort = why;
    child.stdout?.removeAllListeners('data').resume();
    signalGroup(child, 'SIGTERM');
    timers.push(setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs));
    // A process stuck in the kernel cannot be ended by anyone; it is not waited for.
    timers.push(setTimeout(() => settle({ how: why, stderr: complaint.text }), graceMs + 2000));
  };
  const abort = (): void => stop('aborted');
  const finish = (code: number | null, by: NodeJS.Signals | null, ms: number): void => {
    const said = complaint.text;
    if (cutShort) settle({ how: cutShort, stderr: said });
    else if (by !== null) settle({ how: 'signal', signal: by, stderr: said });
    else settle({ how: 'exit', code: code ?? 0, stdout: Buffer.concat(stdout), stderr: said, ms });
  };

  signal.addEventListener('abort', abort, { once: true });
  timers.push(setTimeout(() => stop('timeout'), timeoutMs));
  child.stdout?.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received > maxOutputBytes) stop('flood');
    else stdout.push(chunk);
  });
  child.stderr?.on('data', (chunk: Buffer) => complaint.add(chunk));
  // A program that does not read its input closes the pipe: that is its right.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(stdin);
  child.on('error', (error: NodeJS.ErrnoException) => {
    if (child.pid === undefined) settle({ how: 'not-started', code: error.code, message: error.message });
  });
  child.on('exit', (code, by) => {
    const ms = performance.now() - start;
    timers.push(setTimeout(() => finish(code, by, ms), drainMs));
    child.on('close', () => finish(code, by, ms));
  });
  return promise;
}
