// code-server is VS Code served to a browser. It is installed once into the user's cache, not into the project: as a
// dependency it refuses to install on Node 20, and its own scripts compile eight native add-ons of which two matter.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { npmOrStop, run } from './child.mjs';
import { node24, npmEnvironment } from './node24.mjs';
import { main, say, seconds, Stop } from './project.mjs';

const version = '4.139.1';
const home = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'casebook', `code-server-${version}`);
const vscodeIn = (/** @type {string} */ folder) => join(folder, 'node_modules', 'code-server', 'lib', 'vscode');

/** Parts nobody here uses: half of the size, and a background process. */
const unused = [
  'extensions/copilot',
  'extensions/mermaid-markdown-features',
  'extensions/microsoft-authentication',
  'node_modules/@github',
  'node_modules/@microsoft/mxc-sdk',
  'node_modules/@devcontainers',
];

/**
 * Without these VS Code runs, but writes no logs and its Output panel stays empty.
 * @param {string} vscode
 */
async function compileAddons(vscode) {
  const headers = node24().home;
  const env = npmEnvironment(headers ? { npm_config_nodedir: headers } : {});
  // Spelled out because an inherited ignore-scripts would make npm do nothing, and report success.
  const args = ['rebuild', '--ignore-scripts=false', '@vscode/spdlog', '@vscode/native-watchdog'];
  const ended = await run('npm', args, { cwd: vscode, env });
  if (existsSync(join(vscode, 'node_modules', '@vscode', 'spdlog', 'build', 'Release', 'spdlog.node'))) return;
  say('The Output panel of this code-server stays empty: its log add-on could not be compiled (a C++ compiler, make and python3 are needed).');
  say(ended.output.trimEnd().split('\n').slice(-3).join('\n'));
}

/** @param {string} folder */
async function installInto(folder) {
  mkdirSync(folder, { recursive: true });
  const wanted = { private: true, dependencies: { 'code-server': version }, allowScripts: { 'code-server': false, argon2: false } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(wanted));
  const sentence = 'code-server could not be installed. Is the package registry reachable? With the desktop VS Code on the PATH it is not needed.';
  const args = ['install', '--loglevel=error', '--omit=dev', '--ignore-scripts', '--no-fund', '--no-audit'];
  for (const cwd of [folder, vscodeIn(folder), join(vscodeIn(folder), 'extensions')]) await npmOrStop(sentence, args, { cwd, env: npmEnvironment() });
  await compileAddons(vscodeIn(folder));
  for (const path of unused) rmSync(join(vscodeIn(folder), path), { recursive: true, force: true });
}

/** @returns {Promise<string>} code-server's start file, installed now if it was not there */
export async function ensureCodeServer() {
  const entry = join(home, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
  const complete = join(home, '.ok');
  if (existsSync(complete)) return entry;
  if (process.platform === 'win32') throw new Stop('code-server does not run on Windows. Install VS Code, and in it run "Shell Command: Install \'code\' command in PATH".');
  const since = performance.now();
  say(`Installing code-server ${version} (once, about a minute)…`);
  // Another process may be doing the same; whoever finishes first is used.
  const folder = `${home}.${process.pid}`;
  await installInto(folder);
  writeFileSync(join(folder, '.ok'), '');
  if (existsSync(complete)) rmSync(folder, { recursive: true });
  else {
    rmSync(home, { recursive: true, force: true });
    renameSync(folder, home);
  }
  say(`code-server installed in ${seconds(since)}`);
  return entry;
}

await main(import.meta.url, async () => say(await ensureCodeServer()));
