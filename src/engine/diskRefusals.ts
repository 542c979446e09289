import { UserError } from '../core/support/errors.ts';
import type { Log } from '../core/support/log.ts';

/** A run goes on when its disk is full or taken away: what it found is still in memory, and somebody waits for it. */
export class DiskRefusals {
  readonly #log: Log;
  #said: string | undefined;
  #last: string | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  /** The first refusal, as a sentence and what to do; undefined where all was written. */
  get said(): string | undefined {
    return this.#said;
  }

  /** Undefined where the disk refused; other errors pass. */
  try<T>(write: () => T): T | undefined {
    try {
      return write();
    } catch (error) {
      const said = sentenceOf(error);
      if (said === undefined) throw error;
      // The same for every trial is said once.
      if (said !== this.#last) this.#log.error(said);
      this.#last = said;
      this.#said ??= said;
      return undefined;
    }
  }
}

function sentenceOf(error: unknown): string | undefined {
  if (error instanceof UserError) return [error.message, error.hint].filter(Boolean).join(' ');
  const { code } = error as NodeJS.ErrnoException;
  return code === 'SQLITE_FULL' || code?.startsWith('SQLITE_IOERR') ? 'The index could not take up the results: the disk is full or gone. Free some space and run again.' : undefined;
}
