import type { JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { ReadReport, Sample, Source, SourceRecord } from './format.ts';
import { fitsDepth } from './jsonText.ts';

const wrappers = new Set(['traces', 'data', 'records', 'runs', 'rows', 'items', 'results', 'examples', 'conversations', 'logs', 'calls']);

const deepestList = 3;

/**
 * The rows in one JSON value: a list's elements, or those of the one list a wrapper such as `{"records": […]}` holds.
 * `isRow` says which maps are rows themselves, whatever lists they hold.
 */
export function rowsIn(value: unknown, isRow: (value: JsonMap) => boolean, depth = 0): readonly unknown[] {
  if (Array.isArray(value) && depth < deepestList) return value.flatMap((each: unknown) => rowsIn(each, isRow, depth + 1));
  if (!isJsonMap(value) || isRow(value)) return [value];
  const lists = Object.entries(value).filter(([, each]) => Array.isArray(each));
  const only = lists[0];
  if (lists.length === 1 && only !== undefined && wrappers.has(only[0])) return (only[1] as readonly unknown[]).filter((each) => isJsonMap(each) || Array.isArray(each));
  return [value];
}

/** Rows are walked by what comes after; one nested absurdly deep is no trace. */
export function isReadable(value: unknown): boolean {
  return fitsDepth(value);
}

type IsRow<T extends JsonMap> = ((value: JsonMap) => value is T) | ((value: JsonMap) => boolean);

/** The first row of a sample, with the line its record begins on. */
export function findRow<T extends JsonMap = JsonMap>({ records }: Sample, isRow: IsRow<T>): { readonly row: T; readonly line: number } | undefined {
  for (const { value, line } of records) {
    const row = rowsIn(value, isRow).find((each): each is T => isJsonMap(each) && isRow(each));
    if (row !== undefined) return { row, line };
  }
  return undefined;
}

/** A row with where it stands, and a way to say what is wrong with it. */
type PlacedRow<T extends JsonMap = JsonMap> = { readonly row: T; readonly record: SourceRecord; readonly warn: (message: string) => void };

/**
 * The rows of a source, one after the other. A value that is none, or is nested absurdly deep, is a warning, and its neighbours are read.
 * @param otherwise said of a value that is no row
 */
export function* readRows<T extends JsonMap = JsonMap>({ records }: Source, report: ReadReport, isRow: IsRow<T>, otherwise: string): Generator<PlacedRow<T>> {
  for (const record of records) {
    const warn = (message: string) => report.warn(record.line, message, record.file);
    for (const row of rowsIn(record.value, isRow)) {
      if (!isJsonMap(row) || !isRow(row)) warn(otherwise);
      else if (!isReadable(row)) warn('The record is nested too deep to be read; left out.');
      else yield { row: row as T, record, warn };
    }
  }
}
