import type { Database } from 'better-sqlite3';
import { decodeSummary } from './summaryTexts.ts';
import { isUndatedSql } from './undated.ts';

export type StoredNeighbour = { readonly id: string; readonly query: string | null; readonly name: string | null };
export type StoredNeighbours = { readonly at: number; readonly total: number; readonly name: string; readonly previous: StoredNeighbour | null; readonly next: StoredNeighbour | null };

type Place = { readonly key: number; readonly at: number; readonly undated: number; readonly session: string | null };
type Row = { readonly id: string; readonly summary: string };

/** Which trace comes before and behind another one. Only index entries of the same session or file are counted; two rows are read. */
export function createTraceNeighbours(db: Database) {
  const placeOf = db.prepare<[string], Place>(`SELECT key, at_us AS at, (${isUndatedSql('at_us')}) AS undated, session FROM trace WHERE id = ?`);

  // Traces without a clock stand behind all that have one, in the order in which they were imported.
  const isUndated = `(${isUndatedSql('at_us')})`;
  const inSession = (condition: string, order: 'ASC' | 'DESC') => `SELECT key FROM trace WHERE session = @session AND ${condition} ORDER BY at_us ${order}, key ${order} LIMIT 1`;
  const session = {
    total: db.prepare<[string], number>('SELECT count(*) FROM trace WHERE session = ?').pluck(),
    before: db.prepare<[Place], number>(`SELECT count(*) FROM trace WHERE session = @session AND (${isUndated} < @undated OR (${isUndated} = @undated AND (at_us, key) < (@at, @key)))`).pluck(),
    previous: [db.prepare<[Place], number>(inSession(`${isUndated} = @undated AND (at_us, key) < (@at, @key)`, 'DESC')).pluck(), db.prepare<[Place], number>(inSession(`${isUndated} < @undated`, 'DESC')).pluck()],
    next: [db.prepare<[Place], number>(inSession(`${isUndated} = @undated AND (at_us, key) > (@at, @key)`, 'ASC')).pluck(), db.prepare<[Place], number>(inSession(`${isUndated} > @undated`, 'ASC')).pluck()],
  };

  const fileOf = db.prepare<[number], { id: number; path: string }>('SELECT f.id, f.path FROM record r JOIN source_file f ON f.id = r.file WHERE r.trace = ? AND r.n = 0');
  type InFile = { readonly file: number; readonly key: number };
  const file = {
    total: db.prepare<[number], number>('SELECT count(DISTINCT trace) FROM record WHERE file = ?').pluck(),
    before: db.prepare<[InFile], number>('SELECT count(DISTINCT trace) FROM record WHERE file = @file AND trace < @key').pluck(),
    previous: db.prepare<[InFile], number | null>('SELECT max(trace) FROM record WHERE file = @file AND trace < @key').pluck(),
    next: db.prepare<[InFile], number | null>('SELECT min(trace) FROM record WHERE file = @file AND trace > @key').pluck(),
  };
  const byKey = db.prepare<[number], Row>('SELECT t.id, b.summary FROM trace t JOIN trace_body b ON b.trace = t.key WHERE t.key = ?');

  function neighbour(key: number | null | undefined): StoredNeighbour | null {
    const row = key === null || key === undefined ? undefined : byKey.get(key);
    if (!row) return null;
    const { query, name } = decodeSummary(row.summary);
    return { id: row.id, query, name };
  }

  return {
    /** By time; undefined where the trace has no session or is not stored. */
    inSession(id: string): StoredNeighbours | undefined {
      const place = placeOf.get(id);
      if (!place || place.session === null) return undefined;
      const first = (statements: typeof session.next) => neighbour(statements.map((each) => each.get(place)).find((key) => key !== undefined));
      return { at: (session.before.get(place) ?? 0) + 1, total: session.total.get(place.session) ?? 0, name: place.session, previous: first(session.previous), next: first(session.next) };
    },
    /** As they stand in the file that the trace was first read from. */
    inFile(id: string): StoredNeighbours | undefined {
      const place = placeOf.get(id);
      const source = place && fileOf.get(place.key);
      if (!place || !source) return undefined;
      const of = { file: source.id, key: place.key };
      return { at: (file.before.get(of) ?? 0) + 1, total: file.total.get(source.id) ?? 0, name: source.path, previous: neighbour(file.previous.get(of)), next: neighbour(file.next.get(of)) };
    },
  };
}
