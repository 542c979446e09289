import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';

/** A column of someone's rows, with a few of its values. `filled`: rows that have it. */
export type Column = { readonly name: string; readonly filled: number; readonly examples: readonly Json[] };

const deepest = 3;
const mostColumns = 200;
const mostExamples = 3;

/** All columns of some rows, in the order they are met; nested maps as names with dots, lists as they are. */
export function columnsOf(rows: readonly JsonMap[]): readonly Column[] {
  const found = new Map<string, { filled: number; examples: Json[] }>();
  const visit = (map: JsonMap, prefix: string, depth: number) => {
    for (const [key, value] of Object.entries(map)) {
      const name = prefix + key;
      if (isJsonMap(value) && depth < deepest && Object.keys(value).length > 0) {
        visit(value, `${name}.`, depth + 1);
        continue;
      }
      if (!found.has(name) && found.size >= mostColumns) continue;
      const column = found.get(name) ?? { filled: 0, examples: [] };
      found.set(name, column);
      if (value === null || value === '') continue;
      column.filled++;
      if (column.examples.length < mostExamples) column.examples.push(value);
    }
  };
  for (const row of rows) visit(row, '', 1);
  return [...found].map(([name, { filled, examples }]) => ({ name, filled, examples }));
}
