import type { Database } from 'better-sqlite3';
import { createTextChanges } from './messageTexts.ts';
import { contentText } from './searchText.ts';

/** Brings full text up to what the index holds: after search.db was lost, or was not written with the rest. */
export function createSearchRepair(db: Database) {
  const missing = db.prepare<[], { trace: number; first: number; end: number }>('SELECT b.trace, b.first_content AS first, b.first_content + b.contents AS end FROM main.trace_body b LEFT JOIN search.indexed i ON i.trace = b.trace WHERE i.trace IS NULL');
  const outdated = db.prepare<[], number>('SELECT i.trace FROM search.indexed i LEFT JOIN main.trace_body b ON b.trace = i.trace WHERE b.trace IS NULL OR b.first_content <> i.first OR b.contents <> i.count').pluck();
  const contents = db.prepare<[number, number], string>('SELECT body FROM main.content WHERE key >= ? AND key < ? ORDER BY key').pluck();
  const texts = createTextChanges(db, 'search');
  let checked = false;

  function forgetOutdated(): void {
    for (const trace of outdated.all()) texts.remove(trace);
    texts.apply();
  }

  function addMissing(): number {
    const traces = missing.all();
    for (const { trace, first, end } of traces) {
      texts.add(trace, first, contents.all(first, end).map((body) => contentText(JSON.parse(body)) ?? ''));
      texts.apply();
    }
    return traces.length;
  }

  /** Another process may do the same at this moment, so what is wrong is looked up again once the lock is held. */
  function inTransaction<T>(work: () => T): T {
    try {
      return db.transaction(work).immediate();
    } catch (error) {
      texts.forget();
      throw error;
    }
  }

  return {
    /** Looks once a connection, and again after `prepare`. @returns how many traces were added */
    repair(): number {
      if (checked) return 0;
      const isWhole = missing.get() === undefined && outdated.get() === undefined;
      const added = isWhole ? 0 : inTransaction(() => {
        forgetOutdated();
        return addMissing();
      });
      checked = true;
      return added;
    },
    /** Before new traces are written: they may get the numbers of contents that are gone, whose words must be gone by then. */
    prepare(): void {
      checked = false;
      if (outdated.get() !== undefined) inTransaction(forgetOutdated);
    },
  };
}
