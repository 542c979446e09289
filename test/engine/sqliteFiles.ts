import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';

type Row = { readonly table: string; readonly row: Readonly<Record<string, unknown>> };

export const rowsOfFixture = (name: string): readonly Row[] => readFileSync(new URL(`../fixtures/formats/${name}`, import.meta.url), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Row);

const editorTables = 'CREATE TABLE ItemTable (key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB); CREATE TABLE cursorDiskKV (key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB);';

/** A database as Cursor's editor makes it, open: its log is beside it as long as it is. */
export function cursorDatabase(path: string, rows: readonly Row[], journal: 'WAL' | 'DELETE' = 'DELETE'): Database.Database & { add(rows: readonly Row[]): void } {
  mkdirSync(dirname(path), { recursive: true });
  const db = new Database(path);
  db.pragma(`journal_mode = ${journal}`);
  db.exec(editorTables);
  const insert = db.prepare('INSERT INTO cursorDiskKV VALUES (?, ?)');
  const add = (more: readonly Row[]) => {
    // Some versions write text, others bytes.
    more.forEach(({ row }, n) => insert.run(row['key'], n % 2 === 0 ? JSON.stringify(row['value']) : Buffer.from(JSON.stringify(row['value'], null, 1))));
  };
  db.prepare('INSERT INTO cursorDiskKV VALUES (?, ?)').run('checkpointId:x', '{"files":[]}');
  add(rows);
  return Object.assign(db, { add });
}

/** A database as opencode makes it. */
export function opencodeDatabase(path: string, rows: readonly Row[]): void {
  const db = new Database(path);
  db.exec(`
    CREATE TABLE session (id TEXT PRIMARY KEY, project_id TEXT NOT NULL, parent_id TEXT, slug TEXT, directory TEXT NOT NULL, title TEXT, version TEXT, time_created INTEGER, time_updated INTEGER);
    CREATE TABLE message (id TEXT PRIMARY KEY, session_id TEXT NOT NULL, time_created INTEGER, time_updated INTEGER, data TEXT NOT NULL);
    CREATE TABLE part (id TEXT PRIMARY KEY, message_id TEXT NOT NULL, session_id TEXT NOT NULL, time_created INTEGER, time_updated INTEGER, data TEXT NOT NULL);
  `);
  for (const { table, row } of rows.toReversed()) {
    const columns = Object.keys(row);
    db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`).run(columns.map((each) => (each === 'data' ? JSON.stringify(row[each]) : row[each])));
  }
  db.close();
}
