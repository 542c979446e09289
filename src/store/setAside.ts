import { existsSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { ConnectionOptions } from './connection.ts';
import { indexFile, searchFile } from './connection.ts';

export type SetAside = {
  /** Where the damaged file lies now. */
  readonly aside: string;
  /** The files it was made from, as far as that can still be read. */
  readonly sources: readonly string[];
};

const besideIt = ['', '-wal', '-shm'];

/** Makes room for an index that is made anew. No connection may be open on it. Labels, cases and feedback are not in it. */
export function setIndexAside(options: ConnectionOptions): SetAside {
  const file = indexFile(options);
  const sources = sourcesIn(file);
  const aside = `${file}.damaged-${Date.now()}`;
  for (const end of besideIt) {
    if (existsSync(file + end)) renameSync(file + end, aside + end);
    // Full text numbers contents as the index does.
    rmSync(searchFile(options) + end, { force: true });
  }
  return { aside, sources };
}

function sourcesIn(file: string): readonly string[] {
  const found: string[] = [];
  try {
    const db = new Database(file, { readonly: true });
    try {
      for (const path of sourcePaths(db)) if (typeof path === 'string' && !path.includes('\0')) found.push(path);
    } finally {
      db.close();
    }
  } catch (error) {
    // What was read before the damaged page is of use all the same.
    if (!(error instanceof Database.SqliteError)) throw error;
  }
  return found;
}

/** Without those that were forgotten, where the damage lets them be told apart. */
function sourcePaths(db: Database.Database): Iterable<unknown> {
  try {
    return db.prepare<[], unknown>('SELECT path FROM source_file WHERE id IN (SELECT file FROM reading UNION SELECT file FROM unit_file)').pluck().all();
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    return db.prepare<[], unknown>('SELECT path FROM source_file').pluck().iterate();
  }
}

/** Whether a look at the structure of a database finds nothing wrong. Takes a second for each gigabyte. */
export function isSound(file: string): boolean {
  try {
    const db = new Database(file, { readonly: true });
    try {
      return db.pragma('quick_check(1)', { simple: true }) === 'ok';
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof Database.SqliteError) return false;
    throw error;
  }
}
