import { parseCaseFile } from '../core/cases/parse.ts';
import type { CaseFile } from '../core/cases/parse.ts';

/** More than this many characters are never read at a keystroke: it would keep the editor waiting. */
export const largestRead = 4_000_000;

/** Parses each text once: every feature asks for the same file, and most files have not changed since. */
export class ParsedFiles {
  readonly #byUri = new Map<string, CaseFile>();

  get(uri: string, text: string): CaseFile {
    const known = this.#byUri.get(uri);
    if (known?.text === text) return known;
    const parsed = parseCaseFile(text, uri, largestRead);
    this.#byUri.set(uri, parsed);
    return parsed;
  }

  forget(uri: string): void {
    this.#byUri.delete(uri);
  }
}
