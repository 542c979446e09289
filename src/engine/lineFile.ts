import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { refuseWrite } from './writing.ts';

/** A pipe or a device has no disk to be on. */
const notOnDisk: readonly unknown[] = ['EINVAL', 'ENOTSUP', 'ENOSYS'];

/** A file that grows line by line, and never holds half of one: what a full disk cut off is taken back. */
export class LineFile {
  readonly #path: string;
  readonly #handle: number;
  /** Nobody else writes it. */
  #size: number;
  #isDirty = false;
  #refused: unknown;

  constructor(path: string) {
    this.#path = path;
    this.#handle = openSync(path, 'a');
    this.#size = fstatSync(this.#handle).size;
  }

  /** Throws what the disk says, with the file as it was before. */
  append(line: string): void {
    const bytes = Buffer.from(`${line}\n`);
    try {
      // A disk that becomes full takes a part and says so only to the next attempt.
      for (let written = 0; written < bytes.length;) written += writeSync(this.#handle, bytes, written);
    } catch (error) {
      if (fstatSync(this.#handle).size > this.#size) ftruncateSync(this.#handle, this.#size);
      throw error;
    }
    this.#size += bytes.length;
    this.#isDirty = true;
    const refused = this.#refused;
    this.#refused = undefined;
    if (refused !== undefined) throw refused;
  }

  /** A result of a run as a line; a UserError where the disk refuses it. */
  appendResult(result: unknown): void {
    try {
      this.append(JSON.stringify(result));
    } catch (error) {
      refuseWrite('A result was not written', this.#path, error);
    }
  }

  /** Puts the lines where a power cut leaves them. What the disk refuses is told by the next line. */
  sync(): void {
    if (!this.#isDirty) return;
    this.#isDirty = false;
    try {
      fdatasyncSync(this.#handle);
    } catch (error) {
      if (!notOnDisk.includes((error as NodeJS.ErrnoException).code)) this.#refused = error;
    }
  }

  close(): void {
    closeSync(this.#handle);
  }
}
