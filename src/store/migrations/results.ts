import type { Migration } from '../migrate.ts';

/** Results of cases, for lenses and lists. A run's own folder keeps them in full. */
export const results: Migration = {
  name: '002-results',
  up(db, schema) {
    db.exec(`
      CREATE TABLE ${schema}.case_result (
        case_id TEXT NOT NULL, at TEXT NOT NULL, run_id TEXT NOT NULL, target TEXT NOT NULL, outcome TEXT NOT NULL,
        passed INTEGER NOT NULL, trials INTEGER NOT NULL, sentence TEXT NOT NULL, PRIMARY KEY (case_id, at, run_id)
      ) WITHOUT ROWID;
    `);
  },
};
