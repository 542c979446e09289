import type { Database } from 'better-sqlite3';
import { filesOfReading } from './readings.ts';

export type NamedTrace = { readonly id: string; readonly nativeId: string };

const most = 20;

/** Finds traces by what people type: our id, the export's own, or the beginning of either. */
export function createTraceNames(db: Database) {
  const select = 'SELECT id, native_id AS nativeId FROM trace WHERE';
  const exact = db.prepare<[string, string], NamedTrace>(`${select} id = ? OR native_id = ? ORDER BY native_id LIMIT ${most}`);
  const hashes = db.prepare<[string, string], string>('SELECT sha256 FROM trace WHERE id = ? OR native_id = ? LIMIT 2').pluck();
  // Beyond every string that begins with the prefix: no character sorts behind U+10FFFF.
  const beginning = db.prepare<[string, string, string, string], NamedTrace>(`${select} (id >= ? AND id < ?) OR (native_id >= ? AND native_id < ?) ORDER BY native_id LIMIT ${most}`);
  // '0' is what sorts behind '/': all that lies in a folder or an archive.
  const ofFile = db.prepare<[{ path: string }], string>(`SELECT DISTINCT t.id FROM record r JOIN trace t ON t.key = r.trace WHERE r.file IN (${filesOfReading} UNION SELECT id FROM source_file WHERE path >= @path || '/' AND path < @path || '0')`).pluck();
  const some = db.prepare<[number], NamedTrace>(`${select} 1 ORDER BY at_us DESC LIMIT ?`);

  return {
    /** Those it names exactly, else those that begin with it; at most 20. */
    find(typed: string): readonly NamedTrace[] {
      const found = exact.all(typed, typed);
      if (found.length > 0 || typed === '') return found;
      const last = `${typed}\u{10FFFF}`;
      return beginning.all(typed, last, typed, last);
    },
    /** Over the records of the traces with exactly this id; at most two. */
    hashesOf: (id: string): readonly string[] => hashes.all(id, id),
    /** Ids of all traces with a record in this file, or in this folder or archive. */
    inFile: (path: string): readonly string[] => ofFile.all({ path }),
    newest: (count: number): readonly NamedTrace[] => some.all(count),
  };
}
