// `npm start`: builds Casebook, imports the example, and opens VS Code on it. `-- --once` leaves no editor open.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressOf, freePort, installVsix, isServing, prepareProfile, startCodeServer } from './codeServer.mjs';
import { askDesktop, findDesktop } from './desktop.mjs';
import { exampleWorkspace, importExample } from './example.mjs';
import { ensureInstalled } from './install.mjs';
import { ensurePackaged } from './package.mjs';
import { inProject, main, say, Stop } from './project.mjs';
import { quietSettings } from './settings.mjs';

const profileFolder = inProject('.dev', 'start');
const runningFile = join(profileFolder, 'running.json');

/** A fixed one, because VS Code keeps an extension's storage by folder, host and port. */
function chosenPort() {
  const text = process.env.CASEBOOK_PORT ?? '8421';
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1024 || port > 65_535) throw new Stop(`CASEBOOK_PORT is "${text}"; it takes a port number from 1024 to 65535.`);
  return port;
}

/** @param {number} port @returns {Promise<boolean>} whether the server there is one an earlier `npm start` left running */
async function isOurs(port) {
  if (!existsSync(runningFile)) return false;
  const running = /** @type {{ port: number }} */ (JSON.parse(readFileSync(runningFile, 'utf8')));
  return running.port === port && (await isServing(port));
}

/** @param {string} vsix @param {boolean} once @returns {Promise<boolean>} false when there is none to use */
async function openDesktop(vsix, once) {
  const command = findDesktop();
  if (command === undefined || !(await askDesktop(command, ['--install-extension', vsix, '--force']))) return false;
  if (once) say(`The extension is installed in ${command}`);
  else {
    if (!(await askDesktop(command, [exampleWorkspace]))) return false;
    say(`VS Code is opening on ${exampleWorkspace}`);
  }
  return true;
}

/** @param {string} vsix @param {boolean} once */
async function openCodeServer(vsix, once) {
  const port = chosenPort();
  const profile = await prepareProfile(profileFolder, quietSettings);
  await installVsix(profile, vsix);
  if (once) return say('The extension is installed in code-server; npm start opens it');
  if (await isOurs(port)) return say(`VS Code is running already: ${addressOf(port, exampleWorkspace)}\nReload its window to get this build.`);
  if ((await freePort(port)) === undefined) throw new Stop(`Port ${port} on this machine is in use by another program. Stop that one, or choose another: CASEBOOK_PORT=8422 npm start`);
  const server = await startCodeServer(profile, { port, workspace: exampleWorkspace });
  writeFileSync(runningFile, JSON.stringify({ port }));
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, () => void server.stop());
  say(`VS Code is open at ${server.url}\nCtrl+C stops it.`);
  await server.ended;
  rmSync(runningFile, { force: true });
}

await main(import.meta.url, async () => {
  const args = process.argv.slice(2);
  const unknown = args.find((arg) => arg !== '--once');
  if (unknown !== undefined) throw new Stop(`npm start does not know ${unknown}. It takes --once, or nothing.`);
  const once = args.includes('--once');
  await ensureInstalled();
  const vsix = await ensurePackaged();
  say(`Example: ${await importExample()}`);
  if (!(await openDesktop(vsix, once))) await openCodeServer(vsix, once);
});
