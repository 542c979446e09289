import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { readJsonValues } from '../core/formats/jsonValues.ts';
import { rowsIn } from '../core/formats/rows.ts';
import type { JsonMap } from '../core/model/json.ts';
import { isJsonMap } from '../core/model/json.ts';
import { messageOf, UserError } from '../core/support/errors.ts';

/** A row with the line it begins on. */
export type FeedbackRow = { readonly line: number; readonly row: JsonMap };
export type FeedbackRows = { readonly rows: readonly FeedbackRow[]; readonly problems: readonly { readonly line: number; readonly message: string }[] };

/** Rows of a CSV with a header, of JSON lines, or of a JSON list; told apart by content. Throws the UserError that says why the file cannot be read. */
export function readFeedbackFile(path: string): FeedbackRows {
  const bytes = readBytes(path);
  const first = bytes.toString('utf8', 0, 200).replace(/^\uFEFF/, '').trimStart()[0];
  if (first === undefined) throw new UserError('empty-file', `${basename(path)} is empty.`, 'Write one row a run, with traceId and feedback.');
  return first === '{' || first === '[' ? jsonRows(bytes) : csvRows(bytes, path);
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError('cannot-read', `${path} cannot be read: ${messageOf(error)}`, 'Check the path and that you may read it.');
  }
}

function jsonRows(bytes: Uint8Array): FeedbackRows {
  const rows: FeedbackRow[] = [];
  const problems: { line: number; message: string }[] = [];
  for (const item of readJsonValues([bytes])) {
    if (item.type === 'problem') problems.push({ line: item.line, message: item.message });
    else {
      for (const row of rowsIn(item.value, (value) => 'traceId' in value || 'runId' in value)) {
        if (isJsonMap(row)) rows.push({ line: item.line, row });
        else problems.push({ line: item.line, message: 'It is no row with names and values.' });
      }
    }
  }
  return { rows, problems };
}

function csvRows(bytes: Buffer, path: string): FeedbackRows {
  try {
    const records = parse(bytes, { columns: true, bom: true, skip_empty_lines: true, trim: true, relax_column_count: true, relax_quotes: true, info: true, delimiter: [',', ';', '\t'] }) as unknown as readonly { readonly record: JsonMap; readonly info: { readonly lines: number } }[];
    return { rows: records.map(({ record, info }) => ({ line: info.lines, row: record })), problems: [] };
  } catch (error) {
    throw new UserError('not-a-table', `${basename(path)} is neither JSON nor a table: ${messageOf(error)}`, 'Write CSV with a header line, or JSON lines.');
  }
}
