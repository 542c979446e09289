import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { node24 } from '../../scripts/node24.mjs';
import { inProject } from '../../scripts/project.mjs';

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };
export type RunOptions = {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Another runtime, or another user to run as. */
  readonly node?: string;
  readonly nodeFlags?: readonly string[];
  readonly uid?: number;
  readonly cli?: string;
  /** Sends this signal once something has come true. */
  readonly interrupt?: { readonly when: () => boolean; readonly signal: NodeJS.Signals };
};

export const builtCli = inProject('dist', 'cli.js');

/** What a person's machine sets must not change what a test reads: time zone, colour, git's user, where state is kept. */
export function environment(home: string, more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PATH } = process.env;
  return {
    PATH: [join(node24().binary, '..'), PATH].join(process.platform === 'win32' ? ';' : ':'), HOME: home, USERPROFILE: home, XDG_STATE_HOME: join(home, 'state'), TZ: 'UTC', LANG: 'C.UTF-8',
    GIT_CONFIG_GLOBAL: join(home, 'gitconfig'), GIT_CONFIG_NOSYSTEM: '1', GIT_CEILING_DIRECTORIES: tmpdir(), ...more,
  };
}

/** Runs the built command line to its end, without a terminal. */
export function casebook(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  if (!existsSync(builtCli)) throw new Error('dist/cli.js is not built; run npm run build');
  const { cwd = tmpdir(), env = {}, node = node24().binary, nodeFlags = [], uid, cli = builtCli, interrupt } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(node, [...nodeFlags, cli, ...args], { cwd, env: environment(cwd, env), stdio: ['ignore', 'pipe', 'pipe'], ...(uid === undefined ? {} : { uid, gid: uid }) });
    let stdout = '';
    let stderr = '';
    const watching = interrupt && setInterval(() => {
      if (!interrupt.when()) return;
      clearInterval(watching);
      child.kill(interrupt.signal);
    }, 20);
    child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(watching);
      resolve({ code, stdout, stderr });
    });
  });
}

/** A folder that is gone when the test is over. */
export class TemporaryFolder implements AsyncDisposable {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'casebook-cli-')));

  file(...parts: string[]): string {
    return join(this.path, ...parts);
  }

  read(...parts: string[]): string {
    return readFileSync(this.file(...parts), 'utf8');
  }

  run(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
    return casebook(args, { cwd: this.path, ...options });
  }

  [Symbol.asyncDispose](): Promise<void> {
    rmSync(this.path, { recursive: true, force: true });
    return Promise.resolve();
  }
}

/** A copy of the example workspace, without an index. */
export function exampleWorkspace(): TemporaryFolder {
  const folder = new TemporaryFolder();
  cpSync(inProject('examples', 'support-agent'), folder.path, { recursive: true, filter: (from) => !/[/\\](\.casebook|recordings|labels)$/.test(from) });
  return folder;
}

/** Text with everything that differs from run to run replaced: durations, hashes of proofs, run ids, the folder. */
export function steady(text: string, folder: TemporaryFolder): string {
  return text
    .replaceAll(folder.path, '<folder>')
    .replace(/\b\d[\d,.]* (ms|s)\b/g, '<time>')
    .replace(/\b[0-9A-HJKMNP-TV-Z]{26}\b/g, '<ulid>')
    .replace(/\b[0-9a-f]{64}\b/g, '<sha256>')
    .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z\b/g, '<at>');
}

/** The values of a result printed as JSON lines. */
export function jsonLines<T>(stdout: string): readonly T[] {
  return stdout.trimEnd().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}
