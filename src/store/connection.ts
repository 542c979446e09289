import { existsSync, mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import Database from 'better-sqlite3';
import { UserError } from '../core/support/errors.ts';
import type { Log } from '../core/support/log.ts';
import type { Migration } from './migrate.ts';
import { migrate } from './migrate.ts';
import { indexMigrations, searchMigrations } from './migrations/registry.ts';
import { requireNodeApi } from './runtime.ts';
import { fullDisk, isBusy, isDamaged, isDiskFull, newerIndex } from './sqliteErrors.ts';

export type ConnectionOptions = {
  /** Holds casebook.db and search.db; made, with its .gitignore, when the first thing is written. */
  readonly folder: string;
  /** Another name than casebook.db; the search file is named after it. */
  readonly name?: string | undefined;
  readonly log: Log;
  /** How long SQLite itself waits for another writer before it gives up. */
  readonly busyTimeoutMs?: number | undefined;
  readonly migrations?: readonly Migration[];
};

export type Connection = {
  readonly db: Database.Database;
  readonly file: string;
  /** Set when nothing may be written: the sentence for whoever tries. */
  readonly refusal: UserError | undefined;
  /** Opened in a way that serves only until the disk has room again. */
  readonly makeshift?: boolean;
};

type Place = Pick<ConnectionOptions, 'folder' | 'name'>;
export const indexFile = ({ folder, name = 'casebook.db' }: Place) => join(folder, name);
export const searchFile = ({ folder, name }: Place) => join(folder, name === undefined ? 'search.db' : `${parse(name).name}.search.db`);

/** Without a file on disk: what reads see as long as nothing was written. */
export function openEmpty(options: ConnectionOptions): Connection {
  requireNodeApi();
  const db = new Database(':memory:');
  db.exec(`ATTACH ':memory:' AS search`);
  prepare(db, options.migrations);
  return { db, file: indexFile(options), refusal: undefined };
}

/** Opens both files, creating what is not there, and brings them up to date. */
export function openFiles(options: ConnectionOptions): Connection {
  requireNodeApi();
  const file = indexFile(options);
  try {
    ensureFolder(options.folder);
    try {
      return openWritable(file, options);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      return openOnFullDisk(file, options);
    }
  } catch (error) {
    throw explainFolder(error, options.folder);
  }
}

/**
 * For reading what is there. SQLite wants a file beside each of its own to share what it knows of the log; with the index to
 * itself it keeps that in memory.
 */
function openOnFullDisk(file: string, options: ConnectionOptions): Connection {
  const refusal = fullDisk(file);
  const db = new Database(file, { timeout: options.busyTimeoutMs ?? 2000 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('temp_store = MEMORY');
    db.prepare('ATTACH ? AS search').run(searchFile(options));
    return { db, file, refusal: prepare(db, options.migrations) ?? refusal, makeshift: true };
  } catch (error) {
    db.close();
    throw isBusy(error) ? refusal : error;
  }
}

function openWritable(file: string, options: ConnectionOptions): Connection {
  const db = new Database(file, { timeout: options.busyTimeoutMs ?? 2000 });
  try {
    configure(db, 'main');
    attachSearch(db, options);
    const isNew = db.prepare('SELECT 1 FROM main.sqlite_schema').get() === undefined;
    const state = prepare(db, options.migrations);
    if (isNew) markAsClean(db);
    if (state === undefined) return { db, file, refusal: undefined };
    db.close();
    options.log.warn(state.message);
    return openReadOnly(file, options, state);
  } catch (error) {
    db.close();
    throw error;
  }
}

/** In the index's `user_version`: whatever was deleted from these files, ever, was overwritten. */
const overwritten = 1;

export function markAsClean(db: Database.Database): void {
  db.pragma(`main.user_version = ${overwritten}`);
}

export function isClean(db: Database.Database): boolean {
  return db.pragma('main.user_version', { simple: true }) === overwritten;
}

function openReadOnly(file: string, options: ConnectionOptions, refusal: UserError): Connection {
  const db = new Database(file, { readonly: true });
  db.pragma('temp_store = MEMORY');
  db.prepare('ATTACH ? AS search').run(searchFile(options));
  return { db, file, refusal };
}

/** @returns why the files must not be written, when a newer Casebook made them */
function prepare(db: Database.Database, migrations: readonly Migration[] = indexMigrations): UserError | undefined {
  for (const [schema, steps] of [['main', migrations], ['search', searchMigrations]] as const) {
    const outcome = migrate(db, schema, steps);
    if (outcome.state !== 'newer') continue;
    // No version ever wrote such a name.
    if (outcome.unknown.some((name) => !/^\d{3}-[a-z0-9-]+$/.test(name))) throw new Database.SqliteError(`The list of migrations of ${schema} is damaged`, 'SQLITE_CORRUPT');
    return newerIndex(db.name, outcome.unknown);
  }
  return undefined;
}

/** How long another process may take to make the file that both open for the first time. */
const longestMakingMs = 5_000;
const pauseMs = 20;

/** SQLite does not wait by itself where two processes open a new file at once, and one of them lays it out. */
function onceFree(work: () => void): void {
  const until = performance.now() + longestMakingMs;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}

function configure(db: Database.Database, schema: string): void {
  onceFree(() => {
    // A page size holds only for a file that is still empty. Texts of some kilobytes leave less room at the end of a larger page.
    db.pragma(`${schema}.page_size = 16384`);
    db.pragma(`${schema}.journal_mode = WAL`);
  });
  // Full text can be made again; waiting for the disk is for the index alone.
  db.pragma(`${schema}.synchronous = ${schema === 'search' ? 'OFF' : 'NORMAL'}`);
  // What was replaced or removed is overwritten. New traces are only added, so this costs an import nothing.
  db.pragma(`${schema}.secure_delete = ON`);
  db.pragma(`${schema}.cache_size = ${schema === 'search' ? -16384 : -49152}`);
  db.pragma(`${schema}.journal_size_limit = 67108864`);
  // 128 MB: an import copies a page that it changes often into the file once, not every time.
  db.pragma('wal_autocheckpoint = 8000');
  db.pragma('temp_store = MEMORY');
}

/** Full text can be made again from the index at any time, so a damaged file is moved aside and said, not mended. */
function attachSearch(db: Database.Database, options: ConnectionOptions): void {
  const attach = () => {
    onceFree(() => db.prepare('ATTACH ? AS search').run(searchFile(options)));
    configure(db, 'search');
    db.prepare('SELECT count(*) FROM search.sqlite_schema').get();
  };
  try {
    attach();
  } catch (error) {
    if (!isDamaged(error)) throw error;
    // Some damage is found while attaching, some only by the first look inside.
    if (db.prepare(`SELECT 1 FROM pragma_database_list WHERE name = 'search'`).get()) db.exec('DETACH search');
    moveSearchAside(options);
    attach();
  }
}

/** No connection may be open on it. */
export function moveSearchAside(options: ConnectionOptions): void {
  const file = searchFile(options);
  const aside = `${file}.damaged-${Date.now()}`;
  renameSync(file, aside);
  for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  options.log.warn(`The search file was damaged and is being made again; the old one is kept as ${aside}.`);
}

function ensureFolder(folder: string): void {
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: true });
  const ignore = join(folder, '.gitignore');
  try {
    writeFileSync(ignore, '*\n');
  } catch (error) {
    // Without it the index would be committed with the rest of the folder, so it is made anew the next time.
    rmSync(ignore, { force: true });
    rmdirSync(folder);
    throw error;
  }
}

function explainFolder(error: unknown, folder: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') return fullDisk(folder);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return new UserError('read-only', `The index folder ${folder} cannot be made: you may not write there.`, 'Change its permissions, or open a copy of the workspace that you may write to.');
  return error;
}
