import type { Database } from 'better-sqlite3';
import type { FacetKind } from './facets.ts';
import { isDatedSql } from './undated.ts';

/** Values of all traces by their places; 0: it has none. `codeOf` is undefined for a value that no trace has. */
export type CodeColumn = { readonly codes: Int32Array; readonly values: readonly (string | null)[]; codeOf(value: string | null): number | undefined };
/** The traces that have each value of a facet, by their places, ascending; and which traces have any. */
export type FacetColumn = { readonly placesOf: ReadonlyMap<string, Int32Array>; readonly any: Uint8Array };
export type NumberName = 'start_us' | 'latency_ms' | 'cost_usd';

const codeSql = { user: 't.user', role: 't.role', useCase: 't.use_case', session: 't.session' } as const;
/** The file a trace was first read from; of a file that is part of a folder or archive read as one, that. */
const firstFileSql = '(SELECT coalesce((SELECT u.path FROM unit_file m JOIN source_file u ON u.id = m.unit WHERE m.file = r.file ORDER BY u.path LIMIT 1), s.path) FROM record r JOIN source_file s ON s.id = r.file WHERE r.trace = t.key AND r.n = 0)';
export type CodeName = keyof typeof codeSql | 'file';

/**
 * All traces in columns, in the order of time: those without a clock first. A column is read when it is first asked for. They belong
 * together as long as nobody writes to the index: each query is to read them in one transaction.
 */
export function readColumns(db: Database) {
  const select = (column: string) => db.prepare<[], [unknown]>(`SELECT ${column} FROM trace t ORDER BY t.at_us, t.key`).raw(false).pluck().all() as unknown[];
  const keys = Float64Array.from(select('t.key') as number[]);
  const count = keys.length;
  const failingNow = select('t.failing') as (string | null)[];
  /** What the trace says of itself. */
  const failing = Uint8Array.from(failingNow, (why) => (why === null ? 0 : why === 'error' ? 1 : 2));
  const undated = count - (db.prepare<[], number>(`SELECT count(*) FROM trace WHERE ${isDatedSql('at_us')}`).pluck().get() ?? 0);

  const numbers = new Map<NumberName, Float64Array>();
  const codes = new Map<CodeName, CodeColumn>();
  const facets = new Map<FacetKind, FacetColumn>();
  const orders = new Map<NumberName, Int32Array>();
  let ids: readonly string[] | undefined;
  let placesOfIds: ReadonlyMap<string, number> | undefined;
  let placesOfKeys: Map<number, number> | undefined;

  function placeOfKey(key: number): number | undefined {
    if (!placesOfKeys) {
      placesOfKeys = new Map();
      for (let place = 0; place < count; place++) placesOfKeys.set(keys[place]!, place);
    }
    return placesOfKeys.get(key);
  }

  const placesOf = (some: Iterable<number>): Int32Array => Int32Array.from([...some].flatMap((key) => placeOfKey(key) ?? [])).sort();
  const idsNow = (): readonly string[] => (ids ??= select('t.id') as string[]);

  return {
    count, undated, keys, failing, placesOf, placeOfKey,
    ids: idsNow,
    placeOf(id: string): number | undefined {
      placesOfIds ??= new Map(idsNow().map((each, place) => [each, place]));
      return placesOfIds.get(id);
    },
    /** NaN where a trace has none. */
    number(name: NumberName): Float64Array {
      const known = numbers.get(name) ?? Float64Array.from(select(`t.${name}`) as (number | null)[], (value) => value ?? NaN);
      numbers.set(name, known);
      return known;
    },
    code(name: CodeName): CodeColumn {
      const known = codes.get(name) ?? codeColumn(select(name === 'file' ? firstFileSql : codeSql[name]) as (string | null)[]);
      codes.set(name, known);
      return known;
    },
    facet(kind: FacetKind): FacetColumn {
      const known = facets.get(kind) ?? readFacet(kind);
      facets.set(kind, known);
      return known;
    },
    /** Places by a number, the greatest first; those that have none come last. */
    descending(name: NumberName): Int32Array {
      const known = orders.get(name) ?? Int32Array.from(db.prepare<[], number>(`SELECT key FROM trace ORDER BY ${name} DESC, key DESC`).pluck().all(), (key) => placeOfKey(key) ?? 0);
      orders.set(name, known);
      return known;
    },
  };

  function readFacet(kind: FacetKind): FacetColumn {
    const lists = new Map<string, number[]>();
    const any = new Uint8Array(count);
    // The index holds the traces of each value in the order of time, which is that of the places.
    const rows = db.prepare<[string], [string, number]>('SELECT value, trace FROM trace_facet WHERE kind = ? ORDER BY value, at_us, trace').raw() as unknown as { iterate(kind: string): IterableIterator<[string, number]> };
    for (const [value, trace] of rows.iterate(kind)) {
      const place = placeOfKey(trace);
      if (place === undefined) continue;
      any[place] = 1;
      const list = lists.get(value);
      if (list) list.push(place);
      else lists.set(value, [place]);
    }
    return { placesOf: new Map([...lists].map(([value, list]) => [value, Int32Array.from(list)])), any };
  }
}

export type TraceColumns = ReturnType<typeof readColumns>;

function codeColumn(each: readonly (string | null)[]): CodeColumn {
  const column = codesOf(each.length);
  each.forEach((value, place) => column.set(place, value));
  return column;
}

/** A column that has no values yet. */
export function codesOf(count: number): CodeColumn & { set(place: number, value: string | null): void } {
  const known = new Map<string, number>();
  const values: (string | null)[] = [null];
  const codes = new Int32Array(count);
  return {
    codes, values,
    codeOf: (value) => (value === null ? 0 : known.get(value)),
    set(place, value) {
      let code = value === null ? 0 : known.get(value);
      if (code === undefined) {
        code = values.push(value) - 1;
        known.set(value!, code);
      }
      codes[place] = code;
    },
  };
}
