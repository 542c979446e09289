import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../core/support/errors.ts';
import { suggestFile } from './paths.ts';

/** What Casebook keeps under `casebook/`. Any folder may be called that; a checkout of Casebook often is. */
const ours = ['config.yaml', 'taxonomy.yaml', 'release.yaml', 'cases', 'recordings', 'labels'];

const isCasebook = (folder: string): boolean => ours.some((name) => existsSync(join(folder, 'casebook', name)));

/** The folder that was named, else the nearest parent with a `casebook/` of ours, else the current one. */
export function findWorkspaceFolder(cwd: string, named: string | undefined): string {
  if (named !== undefined) {
    const folder = resolve(cwd, named);
    if (!existsSync(folder)) throw new UserError('unknown-file', `There is no folder ${folder}.`, suggestFile(folder));
    if (!statSync(folder).isDirectory()) throw new UserError('unknown-file', `${folder} is not a folder.`, 'Name the folder that holds casebook/ with --workspace.');
    return folder;
  }
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (isCasebook(folder)) return folder;
    if (dirname(folder) === folder) return cwd;
  }
}

function stateFolder(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return env['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state');
}

/** Where the index of a folder lives that we may not write to: one per folder, in the person's own state folder. */
export function fallbackStorageOf(folder: string, env: NodeJS.ProcessEnv): string {
  return join(stateFolder(env), 'casebook', createHash('sha256').update(folder).digest('hex').slice(0, 16));
}
