import { closeSync, constants, copyFileSync, mkdtempSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { formatBytes } from '../../core/display/numbers.ts';
import type { ForeignRows } from '../../store/foreignRows.ts';
import { openForeignRows, UnreadableDatabase } from '../../store/foreignRows.ts';
import type { SourceFile } from '../sourceFile.ts';
import type { Bytes } from './bytes.ts';
import type { InflationLimit } from './inflationLimit.ts';
import { limitOfFile, TooMuch } from './inflationLimit.ts';
import { Unreadable, unpackedBytes } from './unpacked.ts';

const magic = 'SQLite format 3\0';
/** SQLite's log of what is not in the file yet, by the order of its bytes. */
const logMagics = [0x377f0682, 0x377f0683];
/** A program that writes while its file is copied is given the time to end. */
const attempts = 3;
const chunkBytes = 1 << 18;

export const beginsSqlite = (head: Uint8Array): boolean => Buffer.from(head.subarray(0, magic.length)).toString('latin1') === magic;
export const beginsSqliteLog = (head: Uint8Array): boolean => head.length >= 4 && logMagics.includes(Buffer.from(head.subarray(0, 4)).readUInt32BE(0));

/**
 * The rows of a database as lines of JSON. It is read from a copy, as SQLite makes files beside the one it reads, and whoever the database
 * belongs to may be writing: what its log holds is read with it.
 */
export function sqliteLines(file: SourceFile): SourceFile | { readonly path: string; readonly error: string } {
  const log = logOf(file);
  const trouble = file.packed ? undefined : troubleBeside(file);
  if (trouble !== undefined) return { path: file.path, error: trouble };
  return {
    ...file, packed: true,
    stamp: log === undefined ? file.stamp : { ...file.stamp, digest: `${file.stamp.digest ?? ''} ${log.size} ${log.mtimeMs}` },
    open() {
      const copy = copied(file);
      return unpackedBytes({ ...nothing, taken: copy.taken, close: copy.close }, () => inChunks(copy), limitFor(file));
    },
  };
}

/** Text that is not JSON is longer as JSON, but not without bounds. */
function limitFor({ size }: SourceFile): InflationLimit {
  const most = Math.max(8 * size, 64 << 20);
  return { check(_, output) { if (output > most) throw new TooMuch('its rows add up to far more than its size; reading stopped there'); } };
}

const nothing: Bytes = { *chunks() {}, read: () => new Uint8Array(0), size: () => 0, taken: () => 0, trouble: () => undefined, close() {} };

function* inChunks(copy: DatabaseCopy): Generator<Uint8Array> {
  let parts: string[] = [];
  let length = 0;
  try {
    for (const line of copy.rows().lines()) {
      parts.push(line, '\n');
      length += line.length;
      if (length < chunkBytes) continue;
      yield Buffer.from(parts.join(''));
      parts = [];
      length = 0;
    }
  } catch (error) {
    if (!(error instanceof UnreadableDatabase)) throw error;
    if (parts.length > 0) yield Buffer.from(parts.join(''));
    throw new Unreadable(error.message);
  }
  if (parts.length > 0) yield Buffer.from(parts.join(''));
}

const logOf = (file: SourceFile) => (file.packed ? undefined : statSync(`${file.path}-wal`, { throwIfNoEntry: false }));

function troubleBeside(file: SourceFile): string | undefined {
  const name = basename(file.path);
  // The journal of a write that did not end says which pages to put back, and which files to delete: it is left to the program that wrote it.
  if ((statSync(`${file.path}-journal`, { throwIfNoEntry: false })?.size ?? 0) > 0) {
    return `${name} is in the middle of being written: ${name}-journal stands beside it. Close the program that it belongs to, or open that once more if it had crashed, then import ${name} again.`;
  }
  const needed = file.size + (logOf(file)?.size ?? 0);
  if (roomFor(needed) === false) {
    return `${name} is a SQLite database of ${formatBytes(needed)}, which is read from a copy, and the disk of ${tmpdir()} has no room for one. Free some space there, or point TMPDIR to a disk that has it, then import ${name} again.`;
  }
  return undefined;
}

/** Undefined where it cannot be told. */
function roomFor(bytes: number): boolean | undefined {
  try {
    const { bavail, bsize } = statfsSync(tmpdir());
    return bavail * bsize >= bytes;
  } catch {
    return undefined;
  }
}

/** Made when the first row is asked for, and gone when it is closed. */
type DatabaseCopy = { rows(): ForeignRows; taken(): number; close(): void };

function copied(file: SourceFile): DatabaseCopy {
  let folder: string | undefined;
  let rows: ForeignRows | undefined;
  const remove = () => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    folder = undefined;
  };

  function open(): ForeignRows {
    folder = mkdtempSync(join(tmpdir(), 'casebook-sqlite-'));
    const copy = join(folder, 'copy.db');
    try {
      if (file.packed) writeAll(file.open(), copy);
      else copyUntouched(file.path, copy);
      return openForeignRows(copy, statSync(copy).size);
    } catch (error) {
      remove();
      throw explained(error);
    } finally {
      // A file that is open needs no name, and so nothing is left behind whatever ends the process. Windows keeps the name until it is closed.
      if (process.platform !== 'win32') remove();
    }
  }

  return {
    rows: () => (rows ??= open()),
    taken: () => (rows === undefined ? 0 : file.size),
    close() {
      rows?.close();
      rows = undefined;
      remove();
    },
  };
}

function copyUntouched(from: string, to: string): void {
  const state = () => JSON.stringify([from, `${from}-wal`].map((path) => statSync(path, { throwIfNoEntry: false })).map((stat) => stat && [stat.size, stat.mtimeMs]));
  for (let left = attempts; left > 0; left--) {
    const before = state();
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
    rmSync(`${to}-wal`, { force: true });
    if (statSync(`${from}-wal`, { throwIfNoEntry: false })) copyFileSync(`${from}-wal`, `${to}-wal`, constants.COPYFILE_FICLONE);
    if (state() === before) return;
  }
  throw new Unreadable('it is being written all the time; close the program that it belongs to');
}

function writeAll(bytes: Bytes, path: string): void {
  const fd = openSync(path, 'wx', 0o600);
  const limit = limitOfFile();
  try {
    let length = 0;
    for (const chunk of bytes.chunks()) {
      length += chunk.length;
      limit.check(bytes.taken(), length);
      for (let at = 0; at < chunk.length;) at += writeSync(fd, chunk, at);
    }
    const trouble = bytes.trouble();
    if (trouble !== undefined) throw new Unreadable(trouble);
  } finally {
    closeSync(fd);
    bytes.close();
  }
}

function explained(error: unknown): unknown {
  if (error instanceof UnreadableDatabase) return new Unreadable(error.message);
  const code = (error as NodeJS.ErrnoException).code;
  if (error instanceof Unreadable || error instanceof TooMuch || code === undefined) return error;
  return new Unreadable(`it is a SQLite database, which is read from a copy, and ${code === 'ENOSPC' ? `the disk of ${tmpdir()} has no room for one` : `none can be made in ${tmpdir()} (${code})`}`);
}
