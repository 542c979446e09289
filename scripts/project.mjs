// What every script needs to know about the project and the person in front of it.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const inProject = (/** @type {string[]} */ ...parts) => join(root, ...parts);

/** @returns {{ name: string, version: string, publisher: string, files: string[] }} */
export const manifest = () => JSON.parse(readFileSync(inProject('package.json'), 'utf8'));

/** Ends a script with a sentence for the person, and no stack. */
export class Stop extends Error {}

export const say = (/** @type {string} */ line) => void process.stdout.write(`${line}\n`);

/** @param {number} since a `performance.now()` */
export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/**
 * Runs `work` when the file at `moduleUrl` is the one node was started with.
 * @param {string} moduleUrl
 * @param {() => Promise<number | void>} work resolves to the exit code, 0 when nothing
 */
export async function main(moduleUrl, work) {
  if (process.argv[1] === undefined || pathToFileURL(process.argv[1]).href !== moduleUrl) return;
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Stop ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  }
}
