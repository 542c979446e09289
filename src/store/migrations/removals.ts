import type { Migration } from '../migrate.ts';

/** Single traces that somebody took out, with the first record of each: they stay away until their file is imported by name. */
export const removals: Migration = {
  name: '005-removals',
  up(db, schema) {
    db.exec(`
      CREATE TABLE ${schema}.removed_trace (
        id TEXT PRIMARY KEY, file INTEGER NOT NULL, line INTEGER NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL, sha256 BLOB NOT NULL, content BLOB, settings TEXT NOT NULL
      ) WITHOUT ROWID;
    `);
  },
};
