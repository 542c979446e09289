import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { node24 } from '../../scripts/node24.mjs';
import { inProject } from '../../scripts/project.mjs';
import type { RunOptions, TemporaryFolder } from './casebook.ts';

const nobody = 65_534;

/**
 * How to run as someone whom permissions hold: as oneself, or, for root, as nobody with a copy of the command line that
 * nobody may read. Undefined where there is no such way (Windows; root with the project in a folder of its own).
 */
export function asOrdinaryUser(folder: TemporaryFolder): RunOptions | undefined {
  if (process.platform === 'win32') return undefined;
  if (process.getuid?.() !== 0) return {};
  if (spawnSync(node24().binary, ['-e', ''], { uid: nobody, gid: nobody, cwd: '/' }).status !== 0) return undefined;
  const copy = folder.file('program');
  for (const name of ['dist/cli.js', 'package.json', 'prebuilds']) {
    mkdirSync(dirname(`${copy}/${name}`), { recursive: true });
    cpSync(inProject(name), `${copy}/${name}`, { recursive: true });
  }
  chmodSync(folder.path, 0o777);
  return { uid: nobody, cli: `${copy}/dist/cli.js` };
}
