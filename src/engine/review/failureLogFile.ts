import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { readHeaders, tellsOfFailures } from '../../core/review/failureLog/headers.ts';
import type { Headers } from '../../core/review/failureLog/headers.ts';
import type { TableLine } from '../../core/review/failureLog/importedRows.ts';
import { messageOf, UserError } from '../../core/support/errors.ts';

export type FailureTable = { readonly titles: readonly string[]; readonly headers: Headers; readonly lines: readonly TableLine[] };

const mostBytes = 100 * 1024 * 1024;
const delimiters = [',', ';', '\t'] as const;

/** A table with a header line, however spreadsheets write it: comma, semicolon or tab, UTF-8, UTF-16 or Windows letters. Throws the UserError that says why it is none. */
export function readFailureTable(path: string): FailureTable {
  const name = basename(path);
  const text = textOf(bytesOf(path, name));
  if (text.trim() === '') throw new UserError('empty-file', `${name} is empty.`, hint);
  let records: readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
  try {
    records = parse(text, { columns: false, skip_empty_lines: true, relax_column_count: true, relax_quotes: true, info: true, delimiter: delimiterOf(text) }) as unknown as typeof records;
  } catch (error) {
    const { code, records: before } = error as { readonly code?: string; readonly records?: number };
    if (code === 'CSV_QUOTE_NOT_CLOSED') throw new UserError('not-a-table', `${name} is no table: row ${(before ?? 0) + 1} opens a quotation mark that is closed nowhere.`, 'Close it, or write "" for a mark that belongs to the text.');
    throw new UserError('not-a-table', `${name} is no table: ${messageOf(error)}`, hint);
  }
  const titles = (records[0]?.record ?? []).map((title) => title.trim());
  const headers = readHeaders(titles);
  if (!tellsOfFailures(headers)) throw new UserError('no-columns', `The first line of ${name} names no column of a failure log: ${titles.slice(0, 8).join(', ')}.`, hint);
  const lines = records.slice(1).filter(({ record }) => record.some((cell) => cell.trim() !== '')).map(({ record, info }) => ({ line: info.lines, cells: record }));
  return { titles, headers, lines };
}

const hint = 'Its first line should name columns such as Run ID, Failure Type, Root Cause and Fix.';

function bytesOf(path: string, name: string): Uint8Array {
  try {
    const { size } = statSync(path);
    if (size > mostBytes) throw new UserError('too-large', `${name} has ${Math.round(size / 1024 / 1024)} MB, and a failure log at most 100.`, 'Split it.');
    return readFileSync(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError('cannot-read', `${path} cannot be read: ${messageOf(error)}`, 'Check the path and that you may read it.');
  }
}

function textOf(bytes: Uint8Array): string {
  const encodings = bytes[0] === 0xff && bytes[1] === 0xfe ? ['utf-16le'] : bytes[0] === 0xfe && bytes[1] === 0xff ? ['utf-16be'] : ['utf-8', 'windows-1252'];
  for (const encoding of encodings.slice(0, -1)) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return new TextDecoder(encodings.at(-1)).decode(bytes);
}

/** The one that the first line has most of, outside of quotes. */
function delimiterOf(text: string): string {
  const [first = ''] = text.replaceAll(/"(?:[^"]|"")*"/gu, '').trimStart().split(/[\r\n]/u, 1);
  const counted = delimiters.map((each) => ({ each, count: first.split(each).length }));
  return counted.reduce((most, next) => (next.count > most.count ? next : most)).each;
}
