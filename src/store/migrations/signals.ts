import type { Migration } from '../migrate.ts';

/**
 * What each trace shows by itself, looked for after imports and when somebody asks. `kinds`: which, as bits (core/signals/kept.ts), so that
 * all traces are sorted by them without reading a text. It goes when its trace does, or is written anew.
 */
export const signals: Migration = {
  name: '007-signals',
  up(db, schema) {
    db.exec(`
      CREATE TABLE ${schema}.signal (trace INTEGER PRIMARY KEY, version INTEGER NOT NULL, kinds INTEGER NOT NULL, body TEXT NOT NULL);
      CREATE TRIGGER ${schema}.signal_gone AFTER DELETE ON trace_body BEGIN DELETE FROM signal WHERE trace = OLD.trace; END;
    `);
  },
};
