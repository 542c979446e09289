import type { Database } from 'better-sqlite3';

/** What was found in one trace: `firstContent` as in its stamp. */
export type FoundSignals = { readonly trace: number; readonly firstContent: number; readonly kinds: number; readonly body: string };

/** Which traces show a signal, for filters and groups; null: none of those that lists are made of. */
export type SignalSets = {
  /** Signals that lists are made of, in the order they are told. */
  readonly ids: readonly string[];
  /** Numbers of the traces that show it. */
  tracesWith(signal: string | null): readonly number[];
};
export const noSignals: SignalSets = { ids: [], tracesWith: () => [] };

/** Signals of traces, as they were found under one version. */
export function createKeptSignals(db: Database) {
  const kinds = db.prepare<[number, number, number], readonly [trace: number, kinds: number]>('SELECT trace, kinds FROM signal WHERE trace >= ? AND trace <= ? AND version = ?').raw() as unknown as { all(from: number, to: number, version: number): [number, number][] };
  const body = db.prepare<[number, number], string>('SELECT body FROM signal WHERE trace = ? AND version = ?').pluck();
  // Whoever wrote the trace anew meanwhile has made this a wrong one.
  const save = db.prepare<[number, number, number, string, number, number]>('INSERT OR REPLACE INTO signal SELECT ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM trace_body WHERE trace = ? AND first_content = ?)');

  return {
    kindsBetween: (from: number, to: number, version: number): readonly (readonly [trace: number, kinds: number])[] => kinds.all(from, to, version),
    body: (trace: number, version: number): string | undefined => body.get(trace, version),
    /** Does not wait for another writer: throws SQLITE_BUSY at once. */
    save(version: number, rows: readonly FoundSignals[]): void {
      const patience = db.pragma('busy_timeout', { simple: true }) as number;
      db.pragma('busy_timeout = 0');
      try {
        db.transaction(() => { for (const each of rows) save.run(each.trace, version, each.kinds, each.body, each.trace, each.firstContent); })();
      } finally {
        db.pragma(`busy_timeout = ${patience}`);
      }
    },
  };
}
