import type { Database } from 'better-sqlite3';
import { createTextChanges } from './messageTexts.ts';
import { contentText } from './searchText.ts';

/** Puts the messages of traces that full text does not know yet into it: after search.db was lost, or was not written with the rest. */
export function createSearchRepair(db: Database) {
  const missing = db.prepare<[], number>('SELECT t.key FROM main.trace t LEFT JOIN search.indexed i ON i.trace = t.key WHERE i.trace IS NULL').pluck();
  const contents = db.prepare<[number], [number, string]>('SELECT c.key, c.body FROM trace_body b JOIN content c ON c.key >= b.first_content AND c.key < b.first_content + b.contents WHERE b.trace = ? ORDER BY c.key')
    .raw() as unknown as { all(trace: number): [number, string][] };
  const texts = createTextChanges(db, 'search');
  let checked = false;

  return {
    /** Looks once a connection. @returns how many traces were added */
    repair(): number {
      if (checked) return 0;
      checked = true;
      const keys = missing.all();
      if (keys.length > 0) {
        db.transaction(() => {
          for (const key of keys) {
            const rows = contents.all(key);
            const first = rows[0]?.[0] ?? 0;
            // Rows of an earlier trace may have had these numbers.
            texts.remove(key, first, rows.length);
            texts.add(key, first, rows.map(([, body]) => contentText(JSON.parse(body)) ?? ''));
            texts.apply();
          }
        }).immediate();
      }
      return keys.length;
    },
  };
}
