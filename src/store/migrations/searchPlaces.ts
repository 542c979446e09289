import type { Migration } from '../migrate.ts';

/**
 * Where the contents of a trace stood when full text learnt them. The two files are not committed as one: where the disk was
 * full, or the process was ended between the two, full text is behind, and can tell now.
 */
export const searchPlaces: Migration = {
  name: '003-search-places',
  up(db, schema) {
    db.exec(`
      ALTER TABLE ${schema}.indexed ADD COLUMN first INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE ${schema}.indexed ADD COLUMN count INTEGER NOT NULL DEFAULT 0;
      UPDATE ${schema}.indexed SET first = body.first_content, count = body.contents FROM main.trace_body AS body WHERE body.trace = indexed.trace;
    `);
  },
};
