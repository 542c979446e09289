import type { Migration } from '../migrate.ts';
import { undatedShiftUs } from '../undated.ts';

/** Traces without a clock stand behind all others, where they stood among them at the time they were imported. */
export const undatedLast: Migration = {
  name: '004-undated-last',
  up(db, schema) {
    db.exec(`
      UPDATE ${schema}.trace_facet SET at_us = at_us - ${undatedShiftUs} WHERE trace IN (SELECT key FROM ${schema}.trace WHERE start_us IS NULL);
      UPDATE ${schema}.trace SET at_us = at_us - ${undatedShiftUs} WHERE start_us IS NULL;
    `);
  },
};
