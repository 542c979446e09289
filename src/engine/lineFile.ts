import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';

/** A file that grows line by line, and never holds half of one: what a full disk cut off is taken back. */
export class LineFile {
  readonly #handle: number;

  constructor(path: string) {
    this.#handle = openSync(path, 'a');
  }

  /** Throws what the disk says, with the file as it was before. */
  append(line: string): void {
    const before = fstatSync(this.#handle).size;
    const bytes = Buffer.from(`${line}\n`);
    try {
      // A disk that becomes full takes a part and says so only to the next attempt.
      for (let written = 0; written < bytes.length;) written += writeSync(this.#handle, bytes, written);
    } catch (error) {
      if (fstatSync(this.#handle).size > before) ftruncateSync(this.#handle, before);
      throw error;
    }
  }

  close(): void {
    closeSync(this.#handle);
  }
}
