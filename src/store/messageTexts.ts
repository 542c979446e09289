import type { Database } from 'better-sqlite3';

/** What full text is to learn of one batch: rows to forget, then rows to know, and the traces that are in it afterwards. */
export type TextChanges = { readonly removed: readonly number[]; readonly rows: readonly number[]; readonly texts: readonly string[]; readonly traces: readonly number[]; readonly removedTraces: readonly number[] };

/** Takes what changes in the texts of traces, in the course of a batch. */
export interface TextSink {
  remove(row: number): void;
  add(row: number, text: string): void;
  removeTrace(trace: number): void;
  /** All rows of this trace have been given. */
  addTrace(trace: number): void;
}

/**
 * Writes into the full text of `schema`, as part of the transaction that is open. Many rows at once are twice as fast as one
 * now and then: the tables that full text gathers words in stay in the processor's cache.
 */
export function createTextWriter(db: Database, schema: string): TextSink & { apply(changes: TextChanges): void } {
  const insert = db.prepare<[number, string]>(`INSERT INTO ${schema}.message_text (rowid, text) VALUES (CAST(? AS INTEGER), ?)`);
  const forget = db.prepare<[number]>(`DELETE FROM ${schema}.message_text WHERE rowid = CAST(? AS INTEGER)`);
  const insertTrace = db.prepare<[number]>(`INSERT OR IGNORE INTO ${schema}.indexed VALUES (?)`);
  const forgetTrace = db.prepare<[number]>(`DELETE FROM ${schema}.indexed WHERE trace = ?`);
  return {
    remove: (row) => void forget.run(row),
    add: (row, text) => void insert.run(row, text),
    removeTrace: (trace) => void forgetTrace.run(trace),
    addTrace: (trace) => void insertTrace.run(trace),
    apply({ removed, rows, texts, traces, removedTraces }) {
      for (const row of removed) forget.run(row);
      for (const trace of removedTraces) forgetTrace.run(trace);
      rows.forEach((row, n) => insert.run(row, texts[n] ?? ''));
      for (const trace of traces) insertTrace.run(trace);
    },
  };
}

/** Keeps the changes of a batch until they are taken. */
export function createTextCollector(): TextSink & { take(): TextChanges } {
  let changes = empty();
  function empty() {
    return { removed: [] as number[], rows: [] as number[], texts: [] as string[], traces: [] as number[], removedTraces: [] as number[] };
  }
  return {
    remove: (row) => void changes.removed.push(row),
    add(row, text) {
      changes.rows.push(row);
      changes.texts.push(text);
    },
    removeTrace: (trace) => void changes.removedTraces.push(trace),
    addTrace: (trace) => void changes.traces.push(trace),
    take() {
      const taken = changes;
      changes = empty();
      return taken;
    },
  };
}
