import type { Database } from 'better-sqlite3';
import type { Places } from './places.ts';
import { searchQueryOf } from './searchText.ts';
import type { TraceColumns } from './traceColumns.ts';

/** Searches that are remembered: a list that is looked at is asked for again with every label. */
const mostRemembered = 20;

/** Where words stand in what traces say. */
export function createWordPlaces(db: Database) {
  const matching = db.prepare<[string], number>('SELECT rowid FROM search.message_text WHERE message_text MATCH ? ORDER BY rowid').pluck();
  // An index that holds all three.
  const ranges = db.prepare<[], readonly [number, number, number]>('SELECT first_content, contents, trace FROM trace_body INDEXED BY trace_content ORDER BY first_content').raw() as unknown as { all(): (readonly [number, number, number])[] };
  const searchVersion = db.prepare<[], number>('PRAGMA search.data_version').pluck();
  let of: TraceColumns | undefined;
  let version: number | undefined;
  let owners: { readonly firsts: Float64Array; readonly ends: Float64Array; readonly places: Int32Array } | undefined;
  const remembered = new Map<string, Places>();

  function ownersIn(columns: TraceColumns) {
    const rows = ranges.all();
    return {
      firsts: Float64Array.from(rows, ([first]) => first), ends: Float64Array.from(rows, ([first, contents]) => first + contents), places: Int32Array.from(rows, ([, , trace]) => columns.placeOfKey(trace) ?? -1),
    };
  }

  return {
    /** The places of the traces in which all words stand, in one text of theirs. */
    find(typed: string, columns: TraceColumns): Places {
      const query = searchQueryOf(typed);
      if (query === undefined) return new Int32Array();
      const now = searchVersion.get();
      if (of !== columns || version !== now) {
        [of, version, owners] = [columns, now, undefined];
        remembered.clear();
      }
      const known = remembered.get(query);
      if (known) return known;
      owners ??= ownersIn(columns);
      const found = owning(matching.all(query), owners);
      if (remembered.size >= mostRemembered) remembered.clear();
      remembered.set(query, found);
      return found;
    },
  };
}

/** Full text knows contents by number alone; a trace has those from its first one on. Both are in the order of those numbers. */
function owning(contents: readonly number[], { firsts, ends, places }: { readonly firsts: Float64Array; readonly ends: Float64Array; readonly places: Int32Array }): Places {
  const found: number[] = [];
  let at = 0;
  for (const content of contents) {
    if (content >= (firsts[at + 1] ?? Infinity)) at = lastAtMost(firsts, content, at + 1);
    if (content >= firsts[at]! && content < ends[at]! && places[at]! >= 0 && found.at(-1) !== places[at]) found.push(places[at]!);
  }
  // In the order of their numbers, which need not be that of time.
  return Int32Array.from(found).sort();
}

function lastAtMost(sorted: Float64Array, value: number, from: number): number {
  let [low, high] = [from, sorted.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sorted[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
