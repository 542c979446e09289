import { BlockFile } from '../core/cases/blockFile.ts';
import { parseCaseFile } from '../core/cases/parse.ts';
import type { CaseFile } from '../core/cases/parse.ts';

/** More than this many characters are never read at a keystroke: it would keep the editor waiting. */
export const largestRead = 4_000_000;

type Known = { readonly text: string; readonly parsed: CaseFile; readonly blocks: BlockFile };

/** Parses each text once: every feature asks for the same file. Of a text that was typed in, only what changed is read again. */
export class ParsedFiles {
  readonly #byUri = new Map<string, Known>();

  get(uri: string, text: string): CaseFile {
    const known = this.#byUri.get(uri);
    if (known?.text === text) return known.parsed;
    const blocks = known?.blocks ?? new BlockFile(uri);
    const parsed = blocks.read(text, largestRead) ?? parseCaseFile(text, uri, largestRead);
    this.#byUri.set(uri, { text, parsed, blocks });
    return parsed;
  }

  forget(uri: string): void {
    this.#byUri.delete(uri);
  }
}
