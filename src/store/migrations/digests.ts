import type { Migration } from '../migrate.ts';

/**
 * What each trace adds to the catalogue, made when somebody first asks for it. It goes when its trace does, or is written anew:
 * an import of new traces deletes nothing and pays nothing.
 */
export const digests: Migration = {
  name: '006-digests',
  up(db, schema) {
    db.exec(`
      CREATE TABLE ${schema}.digest (trace INTEGER PRIMARY KEY, version INTEGER NOT NULL, body TEXT NOT NULL);
      CREATE TRIGGER ${schema}.digest_gone AFTER DELETE ON trace_body BEGIN DELETE FROM digest WHERE trace = OLD.trace; END;
    `);
  },
};
