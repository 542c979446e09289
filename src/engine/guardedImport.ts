import { basename } from 'node:path';
import { isAbort, messageOf, UserError } from '../core/support/errors.ts';
import type { Log } from '../core/support/log.ts';
import type { FileImport, FileOutcome } from './importFile.ts';
import { importFile } from './importFile.ts';
import { createFileAccount } from './fileAccount.ts';

/**
 * As `importFile`; what breaks while one file is read costs that file only: the disk under it fails, it goes away, or a reader
 * meets what it was not made for. Trouble with the index ends the import, and so does a cancellation.
 */
export async function importGuarded(job: FileImport, log: Log): Promise<FileOutcome> {
  try {
    return await importFile(job);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (error instanceof UserError || isAbort(error) || code.startsWith('SQLITE_')) throw error;
    const { path, shownAs } = job.unit;
    const isOfDisk = error instanceof Error && 'syscall' in error;
    if (!isOfDisk) log.error(`${shownAs} could not be read; this is a bug in Casebook`, error);
    const sentence = isOfDisk
      ? `${basename(path)} could not be read to its end: ${messageOf(error)}. What came before is kept. Check the disk and import it again.`
      : `${basename(path)} could not be read to its end because of a bug in Casebook (${messageOf(error)}). What came before is kept, and other files are read. Report it with the format of the file.`;
    const account = createFileAccount(shownAs, job.redaction);
    return { report: account.told(null, null, account.inWords(sentence)), traces: new Map(), cancelled: false };
  }
}
