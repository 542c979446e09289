import { cellsOf } from './cells.ts';
import { createRowScan } from './rowScan.ts';

/** How the rows of a text file are written: what parts the cells, and what the columns are called. */
export type TableShape = { readonly delimiter: string; readonly columns: readonly string[] };

/** As much of a file as is looked at to know a table. */
export const tableHeadBytes = 64 << 10;
const delimiters = [',', ';', '\t', '|'] as const;
const rowsCompared = 50;
const mostColumns = 5000;

/**
 * The shape of a table with a header, told by the first bytes of a file; undefined where they are anything else, JSON above all. A
 * table has two columns at least, named in the first row, and most rows below have as many cells.
 * @param head at most `tableHeadBytes`; fewer are the whole file
 */
export function tableShape(head: Uint8Array): TableShape | undefined {
  const start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  const first = head.findIndex((byte, index) => index >= start && byte > 0x20);
  if (first < 0 || head[first] === 0x7b || head[first] === 0x5b || head.includes(0)) return undefined;
  const shapes = delimiters.flatMap((delimiter) => shapeWith(head.subarray(start), head.length < tableHeadBytes, delimiter) ?? []);
  return shapes.reduce<TableShape | undefined>((best, each) => (best === undefined || each.columns.length > best.columns.length ? each : best), undefined);
}

function shapeWith(head: Uint8Array, isWhole: boolean, delimiter: string): TableShape | undefined {
  const { rows, unclosed } = rowsIn(head, isWhole, delimiter);
  const [header, ...others] = rows;
  if (header === undefined || header.length < 2 || !header.every(isName) || !header.some((name) => name !== '')) return undefined;
  // JSON lines below a line of text have commas in them, too.
  const alike = others.filter((row) => row.length === header.length && (delimiter !== ',' || !/^\s*[{[]/.test(row[0] ?? '')));
  // Commas stand in every text; the others hardly ever do.
  const needed = delimiter === ',' ? 0.75 : 0.5;
  const isAlike = others.length > 0 ? alike.length >= others.length * needed : (!isWhole || unclosed > 0) && header.every((name) => name.trim() !== '');
  return isAlike ? { delimiter, columns: distinct(header) } : undefined;
}

/** The first rows that are whole; that may be the header alone, as the next one holds a long conversation, or a quote that nobody closed. */
function rowsIn(head: Uint8Array, isWhole: boolean, delimiter: string): { readonly rows: readonly string[][]; readonly unclosed: number } {
  const decoder = new TextDecoder();
  const rows: string[][] = [];
  const scan = createRowScan(delimiter);
  let unclosed = 0;
  for (let start = 0; start < head.length && rows.length < rowsCompared;) {
    scan.reset();
    const found = scan.run(head, start, head.length);
    if (found < 0 && !isWhole) break;
    // A quote that nobody closed spoils its line, not the rest.
    const isOpen = found < 0 && scan.inQuotes();
    const lineEnd = head.indexOf(0x0a, start) + 1;
    const end = found >= 0 ? found : isOpen && lineEnd > 0 ? lineEnd : head.length;
    const text = decoder.decode(head.subarray(start, end)).replace(/\r?\n$/, '');
    if (isOpen) unclosed++;
    else if (text.trim() !== '') rows.push(cellsOf(text, delimiter, mostColumns));
    start = end;
  }
  return { rows, unclosed };
}

/** Names are short and hold a letter; a table's first row of values has dates and numbers in it. A column of row numbers has no name. */
function isName(cell: string): boolean {
  const name = cell.trim();
  return name === '' || (name.length <= 120 && /^[\p{L}_$@#(<"']/u.test(name) && !/[\n{}]/.test(name));
}

/** A name that comes again, or is missing, gets its number: every cell has a place of its own. */
function distinct(header: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return header.map((cell, index) => {
    const plain = cell.trim() || `column ${index + 1}`;
    let name = plain;
    for (let n = 2; seen.has(name); n++) name = `${plain} ${n}`;
    seen.add(name);
    return name;
  });
}
