import type { Json } from '../../model/json.ts';
import { setKey } from '../jsonText.ts';
import type { JsonItem } from '../jsonValues.ts';
import { cellsOf, cellValue } from './cells.ts';
import { createRowScan } from './rowScan.ts';
import type { TableShape } from './shape.ts';

/** A row holds a conversation at most; a quote that nobody closed would make one row of all that follows. */
const longestRow = 64 << 20;
const mostUnclosed = 3;
/** Beyond what the header names. */
const mostMoreCells = 1000;
const newline = 0x0a;

/**
 * The rows of a table behind its header, each as a map from column to value, with its place. Chunks are pulled as rows are asked
 * for, and no more than one row is held.
 * @param longest bytes of a row that is still read
 */
export function* readTableRows(chunks: Iterable<Uint8Array>, { delimiter, columns }: TableShape, decode: (bytes: Uint8Array) => string, longest = longestRow): Generator<JsonItem, void> {
  const source = chunks[Symbol.iterator]();
  const scan = createRowScan(delimiter);
  let window = new Uint8Array(0);
  let filled = 0;
  let atEnd = false;
  /** Of the first byte in the window. */
  let base = 0;
  let start = 0;
  let line = 1;
  let isHeader = true;
  let unclosed = 0;

  function more(): boolean {
    const next = atEnd ? undefined : source.next();
    if (next === undefined || next.done === true) {
      atEnd = true;
      return false;
    }
    const kept = filled - start;
    const needed = kept + next.value.length;
    if (needed > window.length) {
      const larger = new Uint8Array(Math.max(needed, Math.min(window.length * 2, longest)));
      larger.set(window.subarray(start, filled));
      window = larger;
    } else window.copyWithin(0, start, filled);
    window.set(next.value, kept);
    filled = needed;
    base += start;
    start = 0;
    return true;
  }

  /** Distance to the end of the row, its line break included; −1 where it is longer than is read, or a quote is never closed. */
  function rowLength(): number {
    scan.reset();
    for (let scanned = 0; ;) {
      const end = scan.run(window, start + scanned, filled);
      if (end >= 0) return end - start;
      scanned = filled - start;
      if (scanned > longest) return -1;
      if (!more()) return scan.inQuotes() ? -1 : scanned;
    }
  }

  function lineLength(): number {
    for (let scanned = 0; ;) {
      const end = window.subarray(0, filled).indexOf(newline, start + scanned);
      if (end >= 0) return end + 1 - start;
      scanned = filled - start;
      if (!more()) return scanned;
    }
  }

  function leave(length: number): void {
    for (let at = window.subarray(0, start + length).indexOf(newline, start); at >= 0; at = window.subarray(0, start + length).indexOf(newline, at + 1)) line++;
    start += length;
  }

  while (filled < 3 && more());
  if (window[0] === 0xef && window[1] === 0xbb && window[2] === 0xbf) start = 3;
  while (start < filled || more()) {
    const length = rowLength();
    if (length < 0) {
      const lost = lineLength();
      const what = `The row on line ${line} does not end: a quote that opens there is never closed, or the row is longer than ${Math.round(longest / 1e6)} MB.`;
      const place = { type: 'problem' as const, line, offset: base + start, length: lost };
      // Reading goes on with the next line; where that happens again and again, nothing there is a table any more.
      if (++unclosed > mostUnclosed) {
        yield { ...place, message: `${what} Nothing from there on was read. Mend it, then import the file again.` };
        return;
      }
      yield { ...place, message: what, lost: 'notJson' };
      leave(lost);
      continue;
    }
    const bytes = window.subarray(start, start + length);
    const text = decode(bytes).replace(/\r?\n$/, '');
    const isBlank = text.trim() === '';
    if (isHeader || isBlank) {
      isHeader &&= isBlank;
      leave(length);
      continue;
    }
    const cells = cellsOf(text, delimiter, columns.length + mostMoreCells);
    if (cells.some((cell) => cell.trim() !== '')) {
      let end = length;
      while (end > 0 && (bytes[end - 1] === newline || bytes[end - 1] === 0x0d)) end--;
      const problem = { type: 'problem' as const, line, offset: base + start, length: end };
      if (cells.length !== columns.length) yield { ...problem, message: wrongCount(line, cells.length, columns.length) };
      if (text.includes('\uFFFD')) yield { ...problem, message: `Line ${line} holds characters that are not UTF-8; they stand as \uFFFD. Save the table as UTF-8 and import it again.` };
      yield { type: 'value', value: rowOf(cells, columns), line, offset: base + start, length: end, inArray: false, bytes: bytes.subarray(0, end) };
    }
    leave(length);
  }
}

function rowOf(cells: readonly string[], columns: readonly string[]): Readonly<Record<string, Json>> {
  const row: Record<string, Json> = {};
  for (let index = 0; index < Math.max(cells.length, columns.length); index++) setKey(row, columns[index] ?? `column ${index + 1}`, cellValue(cells[index] ?? ''));
  return row;
}

function wrongCount(line: number, cells: number, columns: number): string {
  return cells > columns ? `Line ${line} has ${cells} cells, and the header names ${columns} columns; the others are kept under their numbers.` : `Line ${line} has ${cells} cells, and the header names ${columns} columns; the missing ones are read as empty.`;
}
