import type { Bytes } from './containers/bytes.ts';
import type { LinesEnd } from './source.ts';

/** Whole lines of a file, from `offset` on; `line` is that of the first. */
export type LineBlock = LinesEnd & { readonly length: number };

const newline = 0x0a;
/** A longer line is not worth handing over: nobody could read beside it. */
const longestBlock = 32 << 20;

/** A file's lines in blocks of some size, in bytes. Ends before a very long line. */
export function* lineBlocks(bytes: Bytes, start: LinesEnd, usualBlock: number): Generator<LineBlock> {
  let { offset, line } = start;
  let length = 0;
  let lines = 0;
  for (const chunk of bytes.chunks(offset)) {
    let from = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      length += at + 1 - from;
      from = at + 1;
      lines++;
      if (length < usualBlock) continue;
      yield { offset, line, length };
      offset += length;
      line += lines;
      length = lines = 0;
    }
    length += chunk.length - from;
    if (length > longestBlock) return;
  }
  if (length > 0) yield { offset, line, length };
}
