import { readBlockLine } from './blockLines.ts';
import type { BlockLine } from './blockLines.ts';

/** The lines of a text. A line is only read when somebody needs more of it than its indent: most lines of a large file are passed over. */
export class TextLines {
  readonly text: string;
  readonly #starts: readonly number[];
  readonly #read = new Map<number, BlockLine>();

  constructor(text: string) {
    this.text = text;
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#starts = starts;
  }

  get count(): number {
    return this.#starts.length;
  }

  /** Where a line starts; the end of the text for one behind the last. */
  startOf(index: number): number {
    return this.#starts[index] ?? this.text.length;
  }

  /** Number of the line that holds a place, from 0. */
  lineAt(offset: number): number {
    let low = 0;
    for (let high = this.#starts.length - 1; low < high; ) {
      const middle = (low + high + 1) >> 1;
      if (this.startOf(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  lineText(index: number): string {
    return this.text.slice(this.startOf(index), this.startOf(index + 1)).replace(/\r?\n$/, '');
  }

  /** Blanks before the first character; infinite for a line that has none. */
  indentOf(index: number): number {
    const start = this.startOf(index);
    const end = this.startOf(index + 1);
    let at = start;
    while (at < end && (this.text.charCodeAt(at) === 32 || this.text.charCodeAt(at) === 9)) at += 1;
    const sign = at < end ? this.text.charCodeAt(at) : 10;
    return sign === 10 || sign === 13 ? Infinity : at - start;
  }

  /** Undefined behind the last line, and before the first. */
  read(index: number): BlockLine | undefined {
    if (index < 0 || index >= this.count) return undefined;
    const known = this.#read.get(index);
    if (known) return known;
    const line = readBlockLine(this.lineText(index));
    this.#read.set(index, line);
    return line;
  }
}
