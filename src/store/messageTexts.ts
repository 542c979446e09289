import type { Database } from 'better-sqlite3';
import type { Text } from './encodedTrace.ts';

/** So many characters are written at once; more would only live long in memory. */
const atOnce = 1_000_000;

/**
 * What full text is to learn in one transaction, gathered and then written together: many rows at once are twice as fast as one
 * now and then, as the tables that full text gathers words in stay in the processor's cache.
 */
export function createTextChanges(db: Database, schema: string) {
  const insert = db.prepare<[number, Text]>(`INSERT INTO ${schema}.message_text (rowid, text) VALUES (CAST(? AS INTEGER), CAST(? AS TEXT))`);
  const remove = db.prepare<[number]>(`DELETE FROM ${schema}.message_text WHERE rowid = CAST(? AS INTEGER)`);
  const insertTrace = db.prepare<[number, number, number]>(`INSERT OR IGNORE INTO ${schema}.indexed VALUES (?, ?, ?)`);
  const indexed = db.prepare<[number], { first: number; count: number }>(`SELECT first, count FROM ${schema}.indexed WHERE trace = ?`);
  const removeTrace = db.prepare<[number]>(`DELETE FROM ${schema}.indexed WHERE trace = ?`);
  type Change = { readonly trace: number; readonly added?: { readonly first: number; readonly texts: readonly Text[] } };
  let changes: Change[] = [];
  let gathered = 0;

  function apply(): void {
    for (const { trace, added } of changes) {
      if (added) {
        let rowid = added.first;
        for (const text of added.texts) {
          if (text.length > 0) insert.run(rowid, text);
          rowid++;
        }
        insertTrace.run(trace, added.first, added.texts.length);
      } else {
        const { first, count } = indexed.get(trace) ?? { first: 0, count: 0 };
        for (let n = 0; n < count; n++) remove.run(first + n);
        removeTrace.run(trace);
      }
    }
    forget();
  }

  function forget(): void {
    changes = [];
    gathered = 0;
  }

  return {
    /** Texts of the contents of a trace from `first` on; an empty one is left out. */
    add(trace: number, first: number, texts: readonly Text[]): void {
      changes.push({ trace, added: { first, texts } });
      for (const text of texts) gathered += text.length;
      if (gathered >= atOnce) apply();
    },
    /** What full text itself holds of a trace; the index may know it otherwise, if only one of the two could be written. */
    remove: (trace: number): void => void changes.push({ trace }),
    apply,
    forget,
  };
}
