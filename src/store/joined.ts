import type { Database } from 'better-sqlite3';
import type { Label } from '../core/model/label.ts';

/**
 * Labels and made cases beside the traces, so that a list can be filtered by them. They live in text files under
 * version control; here they are temporary tables, private to the connection and filled from those files.
 */
export function createJoined(db: Database) {
  db.exec(`
    CREATE TEMP TABLE label (trace TEXT PRIMARY KEY, verdict TEXT, class TEXT, mode TEXT, body TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX temp.label_class ON label (class);
    CREATE TEMP TABLE made_case (trace TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (trace, id)) WITHOUT ROWID;
  `);
  const insertLabel = db.prepare<[string, string | null, string | null, string | null, string]>('INSERT INTO temp.label VALUES (?, ?, ?, ?, ?)');
  const insertCase = db.prepare<[string, string]>('INSERT OR IGNORE INTO temp.made_case VALUES (?, ?)');
  const casesOf = db.prepare<[string], string>('SELECT id FROM temp.made_case WHERE trace = ? ORDER BY id').pluck();
  let labelsNow: ReadonlyMap<string, Label> | undefined;
  let casesNow: ReadonlyMap<string, readonly string[]> | undefined;

  return {
    /** Cheap when the maps are the ones it already holds. */
    fill(labels: ReadonlyMap<string, Label>, cases: ReadonlyMap<string, readonly string[]>): void {
      if (labels !== labelsNow) {
        db.transaction(() => {
          db.exec('DELETE FROM temp.label');
          for (const [trace, label] of labels) insertLabel.run(trace, label.verdict, label.class?.class ?? null, label.class?.mode ?? null, JSON.stringify(label));
        })();
        labelsNow = labels;
      }
      if (cases !== casesNow) {
        db.transaction(() => {
          db.exec('DELETE FROM temp.made_case');
          for (const [trace, ids] of cases) for (const id of ids) insertCase.run(trace, id);
        })();
        casesNow = cases;
      }
    },
    casesOf: (trace: string): readonly string[] => casesOf.all(trace),
  };
}
