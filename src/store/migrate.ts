import type { Database } from 'better-sqlite3';

/**
 * One step of a schema. Its name is recorded in the same transaction, so that it has run whole or not at all.
 * `schema` is the SQLite schema it works on: `main`, or the name a second file is attached under.
 */
export type Migration = { readonly name: string; up(db: Database, schema: string): void };

export type MigrationOutcome = { readonly state: 'current'; readonly applied: readonly string[] } | { readonly state: 'newer'; readonly unknown: readonly string[] };

/**
 * Brings a schema up to date. A recorded name that is not in the list was written by a newer version: nothing is touched then.
 * @param writable false: only looks; steps that are missing are not applied
 */
export function migrate(db: Database, schema: string, migrations: readonly Migration[], writable = true): MigrationOutcome {
  const recorded = recordedNames(db, schema);
  const known = new Set(migrations.map((each) => each.name));
  const unknown = recorded.filter((name) => !known.has(name));
  if (unknown.length > 0) return { state: 'newer', unknown };

  const done = new Set(recorded);
  const missing = migrations.filter((each) => !done.has(each.name));
  if (!writable || missing.length === 0) return { state: 'current', applied: [] };

  db.exec(`CREATE TABLE IF NOT EXISTS ${schema}.migration (name TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID`);
  const record = db.prepare<[string, string]>(`INSERT INTO ${schema}.migration (name, at) VALUES (?, ?)`);
  const applied: string[] = [];
  for (const migration of missing) {
    // Immediate: two windows may open the same old file at once. The second one waits and then finds it done.
    db.transaction(() => {
      if (recordedNames(db, schema).includes(migration.name)) return;
      migration.up(db, schema);
      record.run(migration.name, new Date().toISOString());
      applied.push(migration.name);
    }).immediate();
  }
  return { state: 'current', applied };
}

function recordedNames(db: Database, schema: string): readonly string[] {
  const table = db.prepare(`SELECT 1 FROM ${schema}.sqlite_schema WHERE type = 'table' AND name = 'migration'`).get();
  return table ? db.prepare<[], string>(`SELECT name FROM ${schema}.migration ORDER BY name`).pluck().all() : [];
}
