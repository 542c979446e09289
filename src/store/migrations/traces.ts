import type { Migration } from '../migrate.ts';

/**
 * Traces as they were imported. `key` is the trace's number in this file and never used twice. A span is found by one integer:
 * key * 2^22 + seq (rowKey.ts). Contents are numbered through, as full text is smaller and faster for it;
 * those of one trace follow each other.
 */
export const traces: Migration = {
  name: '001-traces',
  up(db, schema) {
    db.exec(`
      CREATE TABLE ${schema}.source_file (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);

      -- One reading of one file under certain settings (redaction, facts, version). Only records of a finished reading count
      -- as known: a reading that was stopped may have stored half of a record. size, mtime_ms and report are there when it is done.
      CREATE TABLE ${schema}.reading (
        id INTEGER PRIMARY KEY AUTOINCREMENT, file INTEGER NOT NULL, at TEXT NOT NULL, settings TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0,
        size INTEGER, mtime_ms REAL, report TEXT
      );
      CREATE INDEX ${schema}.reading_file ON reading (file, id);

      CREATE TABLE ${schema}.trace (
        key INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        native_id TEXT NOT NULL,
        format TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        at_us INTEGER NOT NULL,
        start_us INTEGER,
        latency_ms REAL,
        cost_usd REAL,
        failing TEXT,
        user TEXT,
        role TEXT,
        use_case TEXT,
        session TEXT
      );
      CREATE INDEX ${schema}.trace_native ON trace (native_id);
      CREATE INDEX ${schema}.trace_at ON trace (at_us, key);
      CREATE INDEX ${schema}.trace_failing ON trace (at_us, key) WHERE failing IS NOT NULL;
      CREATE INDEX ${schema}.trace_latency ON trace (latency_ms, key);
      CREATE INDEX ${schema}.trace_cost ON trace (cost_usd, key);
      CREATE INDEX ${schema}.trace_user ON trace (user, at_us);
      CREATE INDEX ${schema}.trace_role ON trace (role, at_us);
      CREATE INDEX ${schema}.trace_use_case ON trace (use_case, at_us);
      CREATE INDEX ${schema}.trace_session ON trace (session, at_us);

      -- What is told of a trace: the list's row, the header, and, for a large one, the steps in reading order with what the
      -- tree had to mend. Small ones are assembled when they are opened. Apart from trace, so that counting reads little.
      CREATE TABLE ${schema}.trace_body (
        trace INTEGER PRIMARY KEY, first_content INTEGER NOT NULL, contents INTEGER NOT NULL, messages INTEGER NOT NULL,
        summary TEXT NOT NULL, header TEXT NOT NULL, steps TEXT, notes TEXT
      );
      CREATE INDEX ${schema}.trace_content ON trace_body (first_content, contents);

      -- Tools, models and tags of a trace, for filters: newest first within each value.
      CREATE TABLE ${schema}.trace_facet (kind TEXT NOT NULL, value TEXT NOT NULL, at_us INTEGER NOT NULL, trace INTEGER NOT NULL, PRIMARY KEY (kind, value, at_us, trace)) WITHOUT ROWID;

      CREATE TABLE ${schema}.record (
        trace INTEGER NOT NULL, n INTEGER NOT NULL, file INTEGER NOT NULL, line INTEGER NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL,
        sha256 BLOB NOT NULL, content BLOB, reading INTEGER NOT NULL, PRIMARY KEY (trace, n)
      ) WITHOUT ROWID;
      CREATE INDEX ${schema}.record_file ON record (file, trace);

      CREATE TABLE ${schema}.span (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL, parent_id TEXT, kind TEXT NOT NULL, name TEXT NOT NULL, start_us INTEGER, end_us INTEGER,
        status TEXT NOT NULL, synthetic INTEGER NOT NULL, counted INTEGER NOT NULL, model TEXT, provider TEXT, record INTEGER NOT NULL, position INTEGER NOT NULL,
        body TEXT NOT NULL
      );

      -- Messages, tool definitions, long arguments and results, each once a trace; spans and messages refer to them by number.
      CREATE TABLE ${schema}.content (key INTEGER PRIMARY KEY, body TEXT NOT NULL);

      -- Who is writing, so that who waits can say so.
      CREATE TABLE ${schema}.writer (pid INTEGER NOT NULL, host TEXT NOT NULL, since TEXT NOT NULL, what TEXT NOT NULL, PRIMARY KEY (pid, host)) WITHOUT ROWID;
    `);
  },
};
