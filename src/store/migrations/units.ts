import type { Migration } from '../migrate.ts';

/** Which files are read as one run, under the name of the folder that the reading is kept under. */
export const units: Migration = {
  name: '003-units',
  up(db, schema) {
    db.exec(`
      CREATE TABLE ${schema}.unit_file (unit INTEGER NOT NULL, file INTEGER NOT NULL, PRIMARY KEY (unit, file)) WITHOUT ROWID;
    `);
  },
};
