import type { Database } from 'better-sqlite3';
import { createTextWriter } from './messageTexts.ts';
import { contentText } from './searchText.ts';

/** Puts the messages of traces that full text does not know yet into it: after search.db was lost, or was not written with the rest. */
export function createSearchRepair(db: Database) {
  const missing = db.prepare<[], number>('SELECT t.key FROM main.trace t LEFT JOIN search.indexed i ON i.trace = t.key WHERE i.trace IS NULL').pluck();
  const contents = db.prepare<[number], [number, string]>('SELECT c.key, c.body FROM trace_body b JOIN content c ON c.key >= b.first_content AND c.key < b.first_content + b.contents WHERE b.trace = ?').raw() as unknown as { all(trace: number): [number, string][] };
  const texts = createTextWriter(db, 'search');
  let checked = false;

  return {
    /** Something was not written: look again before the next search. */
    doubt: () => void (checked = false),
    /** Looks once a connection. @returns how many traces were added */
    repair(): number {
      if (checked) return 0;
      checked = true;
      const keys = missing.all();
      if (keys.length > 0) {
        db.transaction(() => {
          for (const key of keys) {
            for (const [row, body] of contents.all(key)) {
              const text = contentText(JSON.parse(body));
              texts.remove(row);
              if (text !== undefined) texts.add(row, text);
            }
            texts.addTrace(key);
          }
        }).immediate();
      }
      return keys.length;
    },
  };
}
