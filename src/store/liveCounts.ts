import type { Database } from 'better-sqlite3';

/** How many traces have a value; null: those that have none. */
export type LiveCount = { readonly value: string | null; readonly total: number };
export type LiveKind = 'tool' | 'tag' | 'useCase' | 'role';

/** Traces by what they show, counted from indexes alone and without a look at labels. */
export function createLiveCounts(db: Database): (kind: LiveKind) => readonly LiveCount[] {
  const facets = db.prepare<[string], LiveCount>('SELECT value, count(*) AS total FROM trace_facet WHERE kind = ? GROUP BY value');
  const without = db.prepare<[string], number>('SELECT (SELECT count(*) FROM trace) - (SELECT count(DISTINCT trace) FROM trace_facet WHERE kind = ?)').pluck();
  const columns = {
    useCase: db.prepare<[], LiveCount>('SELECT use_case AS value, count(*) AS total FROM trace GROUP BY use_case'),
    role: db.prepare<[], LiveCount>('SELECT role AS value, count(*) AS total FROM trace GROUP BY role'),
  };
  return (kind) => {
    if (kind === 'useCase' || kind === 'role') return columns[kind].all();
    const none = without.get(kind) ?? 0;
    return [...facets.all(kind), ...(none > 0 ? [{ value: null, total: none }] : [])];
  };
}
