// Starts and stops code-server on a profile folder of its own.
import { spawn } from 'node:child_process';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { runOrStop } from './child.mjs';
import { ensureCodeServer } from './codeServerInstall.mjs';
import { node24, toolEnvironment } from './node24.mjs';
import { Stop } from './project.mjs';

/** @typedef {{ entry: string, folder: string, env: NodeJS.ProcessEnv, args: readonly string[] }} Profile */
/** @typedef {{ url: string, log: string, pid: number, ended: Promise<void>, stop: () => Promise<void> }} CodeServer */

/**
 * Settings are written now, because a running window does not notice a change of the file.
 * @param {string} folder
 * @param {Record<string, unknown>} settings
 * @param {string} [extensions] where extensions are installed, or were already
 * @returns {Promise<Profile>}
 */
export async function prepareProfile(folder, settings, extensions = join(folder, 'ext')) {
  const entry = await ensureCodeServer();
  const user = join(folder, 'data', 'User');
  // A short path of our own: sockets would be left behind in the system's temporary folder.
  const sockets = join(folder, 'run');
  for (const path of [user, sockets]) mkdirSync(path, { recursive: true });
  // Without a file of its own, code-server writes one into the user's configuration.
  const config = join(folder, 'config.yaml');
  writeFileSync(config, 'auth: none\n');
  writeFileSync(join(user, 'settings.json'), JSON.stringify(settings, null, 2));
  return {
    entry,
    folder,
    // The empty gallery stops the only look-up outside this machine.
    env: toolEnvironment({ EXTENSIONS_GALLERY: '{}', XDG_RUNTIME_DIR: sockets }),
    args: ['--config', config, '--user-data-dir', join(folder, 'data'), '--extensions-dir', extensions],
  };
}

/** @param {Profile} profile @param {string} vsix */
export async function installVsix({ entry, env, args }, vsix) {
  await runOrStop('The extension could not be installed into code-server:', node24().binary, [entry, ...args, '--install-extension', vsix, '--force'], { env });
}

/** @param {number} [wanted] 0 for any @returns {Promise<number | undefined>} a port nothing listens on, or nothing when it is taken */
export const freePort = (wanted = 0) =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });

/** @param {number} port */
export const isServing = (port) => fetch(`http://127.0.0.1:${port}/healthz`).then((answer) => answer.ok, () => false);

/** @param {number} port @param {string} workspace */
export const addressOf = (port, workspace) => `http://127.0.0.1:${port}/?folder=${encodeURIComponent(workspace)}`;

/**
 * @param {Profile} profile
 * @param {{ port: number, workspace: string, untrusted?: boolean, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<CodeServer>} once it answers
 */
export async function startCodeServer(profile, { port, workspace, untrusted = false, env = {} }) {
  const log = join(profile.folder, 'code-server.log');
  const output = openSync(log, 'w');
  const flags = ['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', '--reconnection-grace-time', '1'];
  if (!untrusted) flags.push('--disable-workspace-trust');
  // A process group of its own, so that its extension hosts end with it.
  const child = spawn(node24().binary, [profile.entry, ...profile.args, ...flags, workspace], { cwd: workspace, env: { ...profile.env, ...env }, stdio: ['ignore', output, output], detached: true });
  const pid = child.pid;
  if (pid === undefined) throw new Stop('code-server could not be started.');
  let running = true;
  const ended = /** @type {Promise<void>} */ (new Promise((resolve) => child.once('exit', () => { running = false; resolve(); })));
  const signal = (/** @type {NodeJS.Signals} */ name) => {
    try {
      process.kill(-pid, name);
    } catch (error) {
      // The group is gone already: what was wanted.
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
    }
  };
  const atExit = () => signal('SIGTERM');
  process.once('exit', atExit);
  const stop = async () => {
    process.off('exit', atExit);
    signal('SIGTERM');
    await Promise.race([ended, wait(5_000, undefined, { ref: false })]);
    signal('SIGKILL');
  };
  const deadline = Date.now() + 60_000;
  while (!(await isServing(port))) {
    if (running && Date.now() < deadline) await wait(100);
    else {
      await stop();
      throw new Stop(`code-server did not start. Its log is ${log}.`);
    }
  }
  return { url: addressOf(port, workspace), log, pid, ended, stop };
}
