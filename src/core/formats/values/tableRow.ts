import type { JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';

/** A row of a database table, as the reader of databases gives it (`engine/containers`). */
export type TableRow = { readonly table: string; readonly row: JsonMap };

export function isTableRow(value: unknown): value is TableRow {
  return isJsonMap(value) && typeof value['table'] === 'string' && isJsonMap(value['row']) && Object.keys(value).length === 2;
}
