// Starting other programs, and knowing how they ended.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root, Stop } from './project.mjs';

const windows = process.platform === 'win32';

/** @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, shell?: boolean }} ChildOptions */
/** @typedef {{ code: number, stdout: string, output: string }} Ended `output` holds stdout and stderr as they came */

/**
 * Runs to the end without a stdin. With `show` the output goes to our own and is not kept.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ChildOptions} [options]
 * @returns {Promise<Ended>}
 */
export function run(command, args, { cwd = root, env = process.env, show = false, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const quoted = shell ? args.map((arg) => (/[^\w@./:=-]/.test(arg) ? `"${arg}"` : arg)) : args;
    const child = spawn(command, quoted, { cwd, env, shell, stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'] });
    let stdout = '';
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => { stdout += text; output += text; });
    child.stderr?.setEncoding('utf8').on('data', (text) => { output += text; });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, stdout, output }));
  });
}

/** Programs say what is wrong first, or last, and advise at length in between. */
function excerpt(/** @type {string} */ output) {
  const lines = output.trim().split('\n');
  return (lines.length <= 30 ? lines : [...lines.slice(0, 15), '…', ...lines.slice(-14)]).join('\n');
}

/**
 * As `run`, but a failure ends the script with `sentence` and what the program wrote.
 * @param {string} sentence
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ChildOptions} [options]
 */
export async function runOrStop(sentence, command, args, options) {
  const ended = await run(command, args, options).catch((error) => ({ code: 1, stdout: '', output: String(error) }));
  if (ended.code !== 0) throw new Stop(`${sentence}\n${excerpt(ended.output)}`.trimEnd());
  return ended;
}

/**
 * npm is a batch file on Windows, which only a shell can start.
 * @param {string} sentence
 * @param {readonly string[]} args
 * @param {ChildOptions} options
 */
export const npmOrStop = (sentence, args, options) => runOrStop(sentence, 'npm', args, { ...options, shell: windows });

/**
 * The first of `names` that is on the PATH, as a full path.
 * @param {readonly string[]} names
 * @returns {string | undefined}
 */
export function findOnPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const endings = windows ? ['.exe', '.cmd', '.bat'] : [''];
  for (const name of names) {
    for (const folder of folders) {
      for (const ending of endings) {
        const file = join(folder, name + ending);
        if (existsSync(file)) return file;
      }
    }
  }
  return undefined;
}
