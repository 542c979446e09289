import type { Json } from '../../model/json.ts';
import { parseJson } from '../jsonText.ts';

/**
 * The cells of one row. A cell that begins with a quote ends with one; inside, two quotes stand for one. Any other quote is itself,
 * as programs write that know no rule.
 * @param most cells; what follows stays in the last one
 */
export function cellsOf(row: string, delimiter: string, most: number): string[] {
  const cells: string[] = [];
  for (let at = 0; ;) {
    let quoted = '';
    if (row[at] === '"') {
      for (at++; ;) {
        const end = row.indexOf('"', at);
        quoted += row.slice(at, end < 0 ? row.length : end);
        at = end < 0 ? row.length : end + 1;
        if (row[at] !== '"' || end < 0) break;
        quoted += '"';
        at++;
      }
    }
    const end = cells.length + 1 < most ? row.indexOf(delimiter, at) : -1;
    cells.push(quoted + row.slice(at, end < 0 ? row.length : end));
    if (end < 0) return cells;
    at = end + 1;
  }
}

/** An empty cell holds nothing. One that is JSON is what it says, where its text is that value and no other: `007` and `1.10` stay texts. */
export function cellValue(cell: string): Json {
  if (cell === '') return null;
  const first = cell.charCodeAt(0);
  if (first === 0x7b || first === 0x5b) return parseJson(cell) ?? cell;
  if (cell.length > 20 || !/^(?:-?\d[\d.]*|true|false|null)$/.test(cell)) return cell;
  const value = parseJson(cell);
  return value !== undefined && String(value) === cell ? value : cell;
}
