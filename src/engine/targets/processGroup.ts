import { spawn, type ChildProcess } from 'node:child_process';

/** A program in a process group of its own, so that all it starts can be ended with it. */

export const isWindows = process.platform === 'win32';

/** A program that is told to end may tidy up for this long; then it is ended. */
export const graceMs = 300;

export type Program = { readonly command: readonly string[]; readonly cwd: string; readonly env: NodeJS.ProcessEnv };

/** Without a shell. Its pipes are absent where there were no file handles left. Throws what Node throws where it cannot even try. */
export function startProgram({ command: [program = '', ...args], cwd, env }: Program): ChildProcess {
  return spawn(program, args, { cwd, env, detached: !isWindows, shell: false, windowsHide: true, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** Sends a signal to the child and everything it started. What is already gone is no error. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
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

/** Of stderr only the end is kept: it says what went wrong last. Long enough for a whole private key, so that it is known as one. */
const stderrKept = 16_384;

/** Keeps the end of what a program complains with. */
export class Complaint {
  #bytes = Buffer.alloc(0);
  #isCut = false;

  add(chunk: Buffer): void {
    this.#isCut ||= this.#bytes.length + chunk.length > stderrKept;
    this.#bytes = Buffer.concat([this.#bytes, chunk]).subarray(-stderrKept);
  }

  /** Without the word that the cut may have left in halves: half a key is not known as one. Of one word that is longer than what is kept, that alone is said. */
  get text(): string {
    const kept = this.#bytes.toString('utf8');
    if (!this.#isCut) return kept;
    const whole = kept.replace(/^\S+/, '');
    return whole.trim() === '' ? `one line without a space, longer than ${stderrKept / 1024} kB` : whole;
  }
}
