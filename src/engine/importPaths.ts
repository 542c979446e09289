import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { extname, join } from 'node:path';
import { missingFile, notAFile, nothingIn, unreadableFile } from './importSentences.ts';

/** A file to import, or why there is none at a path. `found`: it was met inside a folder, not named. */
export type ImportPath = { readonly path: string; readonly found: boolean; readonly size: number } | { readonly path: string; readonly error: string };

const neverInside = new Set(['node_modules', '.git', '.casebook']);

/** All files to read, each once, sorted by path; a folder stands for everything inside it but hidden files. */
export function importPathsOf(paths: readonly string[]): readonly ImportPath[] {
  const found = new Map<string, ImportPath>();
  for (const path of paths) for (const each of under(path)) if (!found.has(each.path)) found.set(each.path, each);
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Whether a file met inside a folder claims by its name to be data, so that it deserves a sentence when it is not read. */
export function looksLikeExport(path: string): boolean {
  return /^\.(json|jsonl|ndjson)$/i.test(extname(path));
}

function* under(path: string): Generator<ImportPath> {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) yield { path, error: missingFile(path) };
  else if (stat.isFile()) yield isReadable(path) ? { path, found: false, size: stat.size } : { path, error: unreadableFile(path) };
  else if (!stat.isDirectory()) yield { path, error: notAFile(path) };
  else {
    let any = false;
    for (const each of inFolder(path)) {
      any = true;
      yield each;
    }
    if (!any) yield { path, error: nothingIn(path) };
  }
}

function* inFolder(folder: string): Generator<ImportPath> {
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
    if (entry.isDirectory()) yield* inFolder(path);
    else if (entry.isFile()) {
      if (isReadable(path)) yield { path, found: true, size: statSync(path).size };
      else if (looksLikeExport(path)) yield { path, error: unreadableFile(path) };
    }
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
