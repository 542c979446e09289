import { statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { ConnectionOptions } from './connection.ts';
import { isClean, markAsClean, openFiles, searchFile } from './connection.ts';

/**
 * What SQLite deletes it overwrites at once (`secure_delete`). Three things are left: words in full text, which only marks rows as
 * gone; the log beside each file; and whatever an earlier version, which did not overwrite, left in free pages.
 * `words` clears the first two; `words-if-few` too, where that takes no time to speak of; `all` writes both files anew.
 */
export type Wiping = 'words' | 'words-if-few' | 'all';

/** Full text of this size is written anew in a third of a second. */
const fewBytes = 16_000_000;

/**
 * Works on a connection of its own, as no statement may be under way where a file is written anew.
 * @returns whether nothing is left; not, where others read or write at this moment
 */
export function wipe(options: ConnectionOptions, wiping: Wiping): boolean {
  if (wiping === 'words-if-few' && (statSync(searchFile(options), { throwIfNoEntry: false })?.size ?? 0) > fewBytes) return true;
  const { db, refusal } = openFiles(options);
  try {
    if (refusal) return false;
    db.transaction(() => {
      forgetReports(db);
      forgetNames(db);
    }).immediate();
    db.prepare(`INSERT INTO search.message_text (message_text) VALUES ('optimize')`).run();
    if (wiping === 'all' || (wiping === 'words' && !isClean(db))) writeAnew(db);
    return ['main', 'search'].map((schema) => db.pragma(`${schema}.wal_checkpoint(TRUNCATE)`) as readonly { readonly busy: number }[]).every(([state]) => state?.busy === 0);
  } finally {
    db.close();
  }
}

/**
 * What a reading told of a file quotes what was in it. It is told again only as long as all its traces are there (unchangedFile.ts),
 * so of others the column map stays, and a size that no file has.
 */
function forgetReports(db: Database): void {
  db.prepare(`UPDATE main.reading SET size = -1, report = json_set(json_remove(report, '$.notes', '$.growth'), '$.warnings', json('[]'))
    WHERE done = 1 AND size >= 0 AND json_valid(report) AND json_extract(report, '$.traces') <> (
      SELECT count(DISTINCT r.trace) FROM main.record r WHERE r.file = reading.file OR r.file IN (SELECT m.file FROM main.unit_file m WHERE m.unit = reading.file))`).run();
}

function writeAnew(db: Database): void {
  // In memory the copy would take as much room as the index.
  db.pragma('temp_store = FILE');
  db.exec('VACUUM main');
  db.exec('VACUUM search');
  markAsClean(db);
}

/** Names of files that nothing refers to: they were removed, or are shown as something else since the last rebuild. */
function forgetNames(db: Database): void {
  db.exec(`DELETE FROM main.reading WHERE settings = '' AND id NOT IN (SELECT reading FROM main.record)`);
  db.exec('DELETE FROM main.unit_file WHERE unit NOT IN (SELECT file FROM main.reading) AND file NOT IN (SELECT file FROM main.record UNION SELECT file FROM main.reading)');
  const holders = ['record', 'reading', 'unit_file', 'removed_trace'].filter((table) => db.prepare(`SELECT 1 FROM main.sqlite_schema WHERE name = ?`).get(table));
  db.exec(`DELETE FROM main.source_file WHERE id NOT IN (SELECT unit FROM main.unit_file UNION ${holders.map((table) => `SELECT file FROM main.${table}`).join(' UNION ')})`);
}
