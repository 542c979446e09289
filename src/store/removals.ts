import type { Database } from 'better-sqlite3';
import type { StoredRecord } from './encodedTrace.ts';
import { filesOfReading } from './readings.ts';

/** The first record of a trace that was taken out: by it a run of the same id is told from it. */
export type RemovedRecord = Omit<StoredRecord, 'reading'> & { readonly settings: string };

type Row = { id: string; file: string; line: number; offset: number; length: number; sha256: Buffer; content: Buffer | null; settings: string };

/** What was taken out and is to stay out: single traces until they are wanted again, and files as sources of the index. */
export function createRemovals(db: Database) {
  const remember = db.prepare<[string]>(`INSERT OR REPLACE INTO removed_trace
    SELECT t.id, r.file, r.line, r.offset, r.length, r.sha256, r.content, g.settings FROM trace t JOIN record r ON r.trace = t.key JOIN reading g ON g.id = r.reading WHERE t.id = ? ORDER BY r.n LIMIT 1`);
  const all = db.prepare<[], Row>('SELECT x.id, f.path AS file, x.line, x.offset, x.length, x.sha256, x.content, x.settings FROM removed_trace x JOIN source_file f ON f.id = x.file WHERE NOT EXISTS (SELECT 1 FROM trace t WHERE t.id = x.id)');
  const lift = db.prepare<[string]>('DELETE FROM removed_trace WHERE id = ?');
  // '0' is what sorts behind '/': all that lies in a folder or an archive.
  const under = `${filesOfReading} UNION SELECT id FROM source_file WHERE path >= @path || '/' AND path < @path || '0'`;
  const known = db.prepare<[{ path: string }], number>(`SELECT count(*) FROM source_file WHERE id IN (${under}) AND id IN (SELECT file FROM record UNION SELECT file FROM reading UNION SELECT file FROM unit_file) AND id NOT IN (SELECT unit FROM unit_file)`).pluck();
  const unitsOf = db.prepare<[{ path: string }], number>(`SELECT DISTINCT unit FROM unit_file WHERE file IN (${under})`).pluck();
  const leaveUnits = db.prepare<[{ path: string }]>(`DELETE FROM unit_file WHERE file IN (${under})`);
  const forgetReadings = db.prepare<[{ path: string }]>(`DELETE FROM reading WHERE file IN (${under})`);
  const isEmptyUnit = db.prepare<[number], number>('SELECT NOT EXISTS (SELECT 1 FROM unit_file WHERE unit = ?)').pluck();
  const forgetUnit = db.prepare<[number]>('DELETE FROM reading WHERE file = ?');
  // Traces of its other files refer to it.
  const outdateUnit = db.prepare<[number]>(`UPDATE reading SET done = 0, settings = '' WHERE file = ?`);

  return {
    /** Before they are taken out. */
    remember: (ids: readonly string[]): void => { for (const id of ids) remember.run(id); },
    all: (): ReadonlyMap<string, RemovedRecord> => new Map(all.all().map(({ id, sha256, content, ...record }) => [id, { ...record, sha256: sha256.toString('hex'), content: content?.toString('hex') }])),
    lift: (ids: readonly string[]): void => { for (const id of ids) lift.run(id); },
    /** How many files are known under a path: the file itself, or what lies in a folder or an archive. */
    filesUnder: (path: string): number => known.get({ path }) ?? 0,
    /** After their traces were taken out. */
    forgetFiles(path: string): void {
      const units = unitsOf.all({ path });
      forgetReadings.run({ path });
      leaveUnits.run({ path });
      for (const unit of units) (isEmptyUnit.get(unit) === 1 ? forgetUnit : outdateUnit).run(unit);
    },
  };
}
