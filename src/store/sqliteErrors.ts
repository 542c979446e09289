import { UserError } from '../core/support/errors.ts';

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

/** Another connection holds the write lock, and went on holding it for the whole busy timeout. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error));
}

export function isDamaged(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error));
}

/** No room for the index itself, or for the file by which connections share what they know of its log. */
export function isDiskFull(error: unknown): boolean {
  return /^SQLITE_(FULL|IOERR_SHMSIZE)/.test(codeOf(error));
}

/** SQLite's own failures as sentences; anything else passes as it is. */
export function explainSqlite(error: unknown, file: string): unknown {
  const code = codeOf(error);
  if (isDamaged(error)) return damagedIndex(file);
  if (/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)/.test(code)) return new UserError('index-not-writable', `The index ${file} cannot be opened for writing.`, 'Check the permissions of the file and of its folder.');
  if (isDiskFull(error)) return fullDisk(file);
  if (code.startsWith('SQLITE_IOERR')) return new UserError('index-disk-error', `The disk under the index ${file} reported an error (${code}).`, 'Check the disk, then try again.');
  return error;
}

export function fullDisk(file: string): UserError {
  return new UserError('disk-full', `The index ${file} cannot grow: the disk is full.`, 'Free some space and try again. What was stored before is kept.');
}

export function damagedIndex(file: string): UserError {
  return new UserError('index-damaged', `The index ${file} is damaged and cannot be read.`, `It can be made again: run casebook rebuild, or move the file aside and import the exports again. Labels, cases and recordings are text files and are not touched.`);
}

export function newerIndex(file: string, unknown: readonly string[]): UserError {
  return new UserError('index-newer', `The index ${file} was written by a newer Casebook (it has ${unknown.join(', ')}), so it is open for reading only.`, 'Update Casebook, or move the file aside and import the exports again.');
}

export function damagedSearch(): UserError {
  return new UserError('search-damaged', 'The full text of the index was damaged. It was put aside and is made again by the next search.', 'Import again to go on. What was imported so far is kept.');
}
