import { accessSync, constants, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import type { Dirent, Stats } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { brokenLink, circularLink, missingFile, notAFile, nothingIn, unreadableFile } from './importSentences.ts';

/** A file to import, or why there is none at a path. `found`: it was met inside a folder, not named. */
export type ImportPath = { readonly path: string; readonly found: boolean; readonly size: number } | { readonly path: string; readonly error: string };

const neverInside = new Set(['node_modules', '.git', '.casebook']);

/**
 * All files to read, each once, sorted by path; a folder stands for everything inside it but hidden files.
 * @param own the folder of cases and recordings, which is no folder of exports
 */
export function importPathsOf(paths: readonly string[], own: string): readonly ImportPath[] {
  const found = new Map<string, ImportPath>();
  for (const path of paths) for (const each of under(path, own)) if (!found.has(each.path)) found.set(each.path, each);
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Whether a file met inside a folder claims by its name to be data, so that it deserves a sentence when it is not read. */
export function looksLikeExport(path: string): boolean {
  return /^\.(json|jsonl|ndjson)$/i.test(extname(path));
}

function* under(path: string, own: string): Generator<ImportPath> {
  const found = at(path);
  if ('error' in found) yield found;
  else if (found.stat.isFile()) yield isReadable(path) ? { path, found: false, size: found.stat.size } : { path, error: unreadableFile(path) };
  else if (!found.stat.isDirectory()) yield { path, error: notAFile(path) };
  else {
    let any = false;
    for (const each of inFolder(path, own)) {
      any = true;
      yield each;
    }
    if (!any) yield { path, error: nothingIn(path) };
  }
}

function at(path: string): { readonly stat: Stats } | { readonly path: string; readonly error: string } {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat !== undefined) return { stat };
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
    return { path, error: isLink ? brokenLink(path) : missingFile(path) };
  } catch (error) {
    return { path, error: (error as NodeJS.ErrnoException).code === 'ELOOP' ? circularLink(path) : unreadableFile(path) };
  }
}

function* inFolder(folder: string, own: string): Generator<ImportPath> {
  if (isSame(folder, own)) return;
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    yield { path: folder, error: unreadableFile(folder) };
    return;
  }
  for (const entry of entries) {
    if (entry.name.startsWith('.') || neverInside.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* inFolder(path, own);
    else if (entry.isFile()) {
      if (isReadable(path)) yield { path, found: true, size: statSync(path).size };
      else if (looksLikeExport(path)) yield { path, error: unreadableFile(path) };
    } else if (entry.isSymbolicLink() && looksLikeExport(path)) {
      const found = at(path);
      if ('error' in found) yield found;
    }
  }
}

/** Whether two paths are one folder, through whichever links. */
function isSame(folder: string, own: string): boolean {
  if (basename(folder) !== basename(own)) return false;
  try {
    return realpathSync(folder) === realpathSync(own);
  } catch {
    return false;
  }
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
