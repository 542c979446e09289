import { spawn, type ChildProcess } from 'node:child_process';

/** One program to run: no shell, its own process group, an end for everything it does. */
export type ChildJob = {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: string;
  readonly timeoutMs: number;
  /** Longest stdout. */
  readonly maxOutputBytes: number;
};

export type ChildEnd =
  | { readonly how: 'exit'; readonly code: number; readonly stdout: string; readonly stderr: string; readonly ms: number }
  | { readonly how: 'signal'; readonly signal: string; readonly stderr: string }
  | { readonly how: 'timeout' | 'flood' | 'aborted'; readonly stderr: string }
  | { readonly how: 'not-started'; readonly code: string | undefined; readonly message: string };

/** Of stderr only the end is kept: it says what went wrong last. Long enough for a whole private key, so that it is known as one. */
const stderrKept = 16_384;
/** A program that is told to end may tidy up for this long; then it is ended. */
const graceMs = 300;
/** Output may arrive after the exit, and a grandchild may hold the pipe open for ever: then it is not waited for. */
const drainMs = 500;

const isWindows = process.platform === 'win32';

/** Sends a signal to the child and everything it started. What is already gone is no error. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  const { pid } = child;
  if (pid === undefined) return;
  if (isWindows) {
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on('error', () => child.kill());
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') child.kill(signal);
  }
}

/** Runs the program to its end, whatever that is. Never rejects and never outlives its limits; nothing it started is left behind in its group. */
export function runChild({ command, cwd, env, stdin, timeoutMs, maxOutputBytes }: ChildJob, signal: AbortSignal): Promise<ChildEnd> {
  if (signal.aborted) return Promise.resolve({ how: 'aborted', stderr: '' });
  const [program = '', ...args] = command;
  const start = performance.now();
  let child: ChildProcess;
  try {
    child = spawn(program, args, { cwd, env, detached: !isWindows, shell: false, windowsHide: true, stdio: ['pipe', 'pipe', 'pipe'] });
  } catch (error) {
    return Promise.resolve({ how: 'not-started', code: (error as NodeJS.ErrnoException).code, message: (error as Error).message });
  }

  const stdout: Buffer[] = [];
  let received = 0;
  let stderr = Buffer.alloc(0);
  let stderrCut = false;
  /** Without the word that the cut may have left in halves: half a key is not known as one. */
  const complaint = (): string => stderr.toString('utf8').replace(stderrCut ? /^\S+/ : '', '');
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
    timers.push(setTimeout(() => settle({ how: why, stderr: complaint() }), graceMs + 2000));
  };
  const abort = (): void => stop('aborted');
  const finish = (code: number | null, by: NodeJS.Signals | null, ms: number): void => {
    const said = complaint();
    if (cutShort) settle({ how: cutShort, stderr: said });
    else if (by !== null) settle({ how: 'signal', signal: by, stderr: said });
    else settle({ how: 'exit', code: code ?? 0, stdout: Buffer.concat(stdout).toString('utf8'), stderr: said, ms });
  };

  signal.addEventListener('abort', abort, { once: true });
  timers.push(setTimeout(() => stop('timeout'), timeoutMs));
  child.stdout?.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received > maxOutputBytes) stop('flood');
    else stdout.push(chunk);
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderrCut ||= stderr.length + chunk.length > stderrKept;
    stderr = Buffer.concat([stderr, chunk]).subarray(-stderrKept);
  });
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
