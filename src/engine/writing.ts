import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../core/support/errors.ts';

/** Makes a folder with all above it. Throws EROFS where a disk is mounted read-only: Node says ENOENT there, as if a parent were missing. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') accessSync(nearestFolder(path), constants.W_OK);
    throw error;
  }
}

function nearestFolder(path: string): string {
  let at = path;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  return at;
}

/** What kept a file from being written, as a sentence; other errors are bugs and pass. @param what opens the sentence: "The label was not saved" */
export function refuseWrite(what: string, file: string, error: unknown): never {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') throw new UserError('read-only', `${what}: ${file} cannot be written, the folder is read-only for you.`, 'Change its permissions, or open a copy of the workspace that you may write to.');
  if (code === 'EISDIR') throw new UserError('not-a-file', `${what}: ${file} is a folder, and a file belongs there.`, 'Move the folder away and try again.');
  if (code === 'ENOTDIR' || code === 'EEXIST') throw new UserError('not-a-folder', `${what}: a file stands where ${file} needs a folder.`, 'Move the file away and try again.');
  if (code === 'ENOSPC') throw new UserError('disk-full', `${what}: the disk is full (${file}).`, 'Free some space and try again.');
  if (code === 'ENOENT' || code === 'ENXIO' || code === 'EINVAL') throw new UserError('no-such-place', `${what}: nothing can be made at ${file}.`, 'Name a file in a folder that you may write to.');
  throw error;
}
