import type { JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import { fitsDepth } from './jsonText.ts';

const wrappers = new Set(['traces', 'data', 'records', 'runs', 'rows', 'items', 'results', 'examples', 'conversations', 'logs']);

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
