import type { Database } from 'better-sqlite3';
import type { ToolDefinition } from '../core/model/span.ts';
import { rowKey } from './rowKey.ts';

/** A trace as it is now: the same pair means that nothing of it changed. */
export type TraceStamp = readonly [trace: number, firstContent: number];

/** What each trace adds to the catalogue, kept from one session to the next. */
export function createDigests(db: Database) {
  // All of it stands in an index: 100,000 traces are 12 ms.
  const stamps = db.prepare<[], TraceStamp>('SELECT trace, first_content FROM trace_body').raw() as unknown as { all(): TraceStamp[] };
  const between = db.prepare<[number, number, number], readonly [number, string]>('SELECT trace, body FROM digest WHERE trace >= ? AND trace <= ? AND version = ?').raw() as unknown as { all(from: number, to: number, version: number): [number, string][] };
  // Whoever wrote the trace anew meanwhile has made its digest a wrong one.
  const save = db.prepare<[number, number, string, number, number]>('INSERT OR REPLACE INTO digest SELECT ?, ?, ? WHERE EXISTS (SELECT 1 FROM trace_body WHERE trace = ? AND first_content = ?)');
  const idOf = db.prepare<[number], string>('SELECT id FROM trace WHERE key = ?').pluck();
  const offers = db.prepare<[number, number], number>(`SELECT DISTINCT json_extract(body, '$.tools') FROM span WHERE key >= ? AND key < ? AND instr(body, '"tools":') > 0`).pluck();
  const content = db.prepare<[number, number], string>('SELECT c.body FROM trace_body b JOIN content c ON c.key = b.first_content + ? WHERE b.trace = ?').pluck();

  return {
    stamps: (): readonly TraceStamp[] => stamps.all(),
    between: (from: number, to: number, version: number): readonly (readonly [trace: number, body: string])[] => between.all(from, to, version),
    idOf: (trace: number): string | undefined => idOf.get(trace),
    /** All that the steps of a trace say of the tools they were offered; later ones come last. */
    definitionsIn(trace: number): readonly ToolDefinition[] {
      const numbers = offers.all(rowKey(trace, 0), rowKey(trace + 1, 0)).filter((number) => typeof number === 'number');
      return numbers.flatMap((number) => JSON.parse(content.get(number, trace) ?? '[]') as ToolDefinition[]);
    },
    /** Does not wait for another writer: throws SQLITE_BUSY at once. */
    save(version: number, rows: readonly (readonly [trace: number, firstContent: number, body: string])[]): void {
      const patience = db.pragma('busy_timeout', { simple: true }) as number;
      db.pragma('busy_timeout = 0');
      try {
        db.transaction(() => { for (const [trace, first, body] of rows) save.run(trace, version, body, trace, first); })();
      } finally {
        db.pragma(`busy_timeout = ${patience}`);
      }
    },
  };
}
