import { relative, resolve } from 'node:path';
import { printableLine } from '../core/display/terminal.ts';
import type { Cli } from './cli.ts';

/** A file of an import as the person would name it from where they are. */
export function nameFromHere(path: string, { cwd, workspace }: Cli): string {
  const near = relative(cwd, resolve(workspace.folder, path));
  return printableLine(near.startsWith('..') ? path : near);
}
