// Installs the packages of the lock file, once.
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { npmOrStop } from './child.mjs';
import { inProject, main, say, seconds, Stop } from './project.mjs';

/** @typedef {{ packages: Record<string, { version?: string, optional?: boolean }> }} Lock */

/** npm records what it installed beside the packages. Times of files say little after a clone or a copy, versions do. */
function isInstalled() {
  const record = inProject('node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const read = (/** @type {string} */ file) => /** @type {Lock} */ (JSON.parse(readFileSync(file, 'utf8'))).packages;
  const wanted = read(inProject('package-lock.json'));
  const present = read(record);
  return (
    Object.entries(present).every(([path, { version }]) => wanted[path]?.version === version) &&
    Object.entries(wanted).every(([path, { optional }]) => path === '' || optional === true || present[path] !== undefined)
  );
}

export async function ensureInstalled() {
  if (isInstalled()) return;
  const folder = inProject('node_modules');
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) throw new Stop('node_modules is a link, and installing would empty the folder it leads to. Remove the link, or install there.');
  const since = performance.now();
  say('Installing packages…');
  await npmOrStop('The packages could not be installed. Is the package registry reachable?', ['ci', '--loglevel=error'], {});
  say(`Packages installed in ${seconds(since)}`);
}

await main(import.meta.url, ensureInstalled);
