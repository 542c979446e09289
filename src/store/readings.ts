import type { Database } from 'better-sqlite3';
import { decodeSummary } from './summaryTexts.ts';

/** How a file was when it was read to its end, and what its reader told. `report` is the engine's own, as JSON. */
export type FinishedReading = { readonly settings: string; readonly size: number; readonly mtimeMs: number; readonly report: string };

/** What a list or a report counts of a trace. */
export type StoredCounts = { readonly id: string; readonly spans: number; readonly messages: number; readonly toolCalls: number; readonly failing: boolean; /** Packed (doctor/completeness.ts). */ readonly completeness?: readonly number[] | undefined; readonly scoreNames?: readonly string[] | undefined };

/** The file @path itself, or those that are read as one under this name. */
export const filesOfReading = 'SELECT id FROM source_file WHERE path = @path UNION SELECT m.file FROM source_file u JOIN unit_file m ON m.unit = u.id WHERE u.path = @path';

/** A file that traces were read from, and how many. */
export type KnownSource = { readonly path: string; readonly traces: number };

type CountRow = { id: string; failing: string | null; messages: number; summary: string };

export function createReadings(db: Database, transaction: <T>(work: () => T) => T) {
  const addFile = db.prepare<[string]>('INSERT INTO source_file (path) VALUES (?) ON CONFLICT DO NOTHING');
  const begin = db.prepare<[string, string, string]>('INSERT INTO reading (file, at, settings) SELECT id, ?, ? FROM source_file WHERE path = ?');
  const finish = db.prepare<[number, number, string, number]>('UPDATE reading SET done = 1, size = ?, mtime_ms = ?, report = ? WHERE id = ?');
  // Nobody asks what earlier readings told, and they may have told what is redacted by now.
  const forgetEarlier = db.prepare<[number, number]>('UPDATE reading SET report = NULL WHERE report IS NOT NULL AND file = (SELECT file FROM reading WHERE id = ?) AND id < ?');
  const last = db.prepare<[string], FinishedReading>('SELECT r.settings, r.size, r.mtime_ms AS mtimeMs, r.report FROM source_file f JOIN reading r ON r.file = f.id WHERE f.path = ? AND r.done = 1 ORDER BY r.id DESC LIMIT 1');
  const countsSelect = 'SELECT t.id, t.failing, b.messages, b.summary FROM trace t JOIN trace_body b ON b.trace = t.key';
  const clearUnit = db.prepare<[string]>('DELETE FROM unit_file WHERE unit = (SELECT id FROM source_file WHERE path = ?)');
  const addToUnit = db.prepare<[string, string]>('INSERT OR IGNORE INTO unit_file SELECT u.id, f.id FROM source_file u, source_file f WHERE u.path = ? AND f.path = ?');
  const countsOfFile = db.prepare<[{ path: string }], CountRow>(`${countsSelect} WHERE t.key IN (SELECT r.trace FROM record r WHERE r.file IN (${filesOfReading}))`);
  const tracesOf = db.prepare<[{ path: string }], string>(`SELECT id FROM trace WHERE key IN (SELECT trace FROM record WHERE file IN (${filesOfReading}))`).pluck();
  const filesOf = db.prepare<[{ path: string }], string>(`SELECT path FROM source_file WHERE id IN (${filesOfReading})`).pluck();
  const sources = db.prepare<[], KnownSource>(`SELECT f.path, (SELECT count(DISTINCT trace) FROM record WHERE file = f.id) AS traces FROM source_file f
    WHERE f.id IN (SELECT file FROM record UNION SELECT file FROM reading UNION SELECT file FROM unit_file) AND f.id NOT IN (SELECT unit FROM unit_file) ORDER BY f.path`);
  // The reading of a unit is kept under the name of its folder.
  const forget = db.prepare<[{ path: string }]>(`UPDATE reading SET done = 0, settings = '', report = NULL WHERE file IN (SELECT id FROM source_file WHERE path = @path UNION SELECT m.unit FROM source_file f JOIN unit_file m ON m.file = f.id WHERE f.path = @path)`);
  const forgotten = db.prepare<[], string>(`SELECT id FROM trace t WHERE NOT EXISTS (SELECT 1 FROM record r JOIN reading g ON g.id = r.reading WHERE r.trace = t.key AND g.settings <> '')`).pluck();
  const countsOfTrace = db.prepare<[string], CountRow>(`${countsSelect} WHERE t.id = ?`);

  function decode({ id, failing, messages, summary }: CountRow): StoredCounts {
    const { spans, toolCalls, completeness, scoreNames } = decodeSummary(summary);
    return { id, spans, messages, toolCalls, failing: failing !== null, completeness, scoreNames };
  }

  return {
    begin: (path: string, settings: string, members: readonly string[] = []): number => transaction(() => {
      addFile.run(path);
      clearUnit.run(path);
      for (const member of members) {
        addFile.run(member);
        addToUnit.run(path, member);
      }
      return Number(begin.run(new Date().toISOString(), settings, path).lastInsertRowid);
    }),
    finish: (reading: number, { size, mtimeMs, report }: Omit<FinishedReading, 'settings'>): void => transaction(() => {
      finish.run(size, mtimeMs, report, reading);
      forgetEarlier.run(reading, reading);
    }),
    /** The last reading of a file that came to its end. */
    last: (path: string): FinishedReading | undefined => last.get(path),
    countsOfFile: (path: string): readonly StoredCounts[] => countsOfFile.all({ path }).map(decode),
    /** Ids of the traces it counts. */
    tracesOf: (path: string): readonly string[] => tracesOf.all({ path }),
    /** The file itself, or those that were read as one under this name. */
    filesOf: (path: string): readonly string[] => filesOf.all({ path }),
    sources: (): readonly KnownSource[] => sources.all(),
    forget: (paths: readonly string[]): void => transaction(() => { for (const path of paths) forget.run({ path }); }),
    forgotten: (): readonly string[] => forgotten.all(),
    countsOf(id: string): StoredCounts | undefined {
      const row = countsOfTrace.get(id);
      return row && decode(row);
    },
  };
}
