import type { Database } from 'better-sqlite3';
import type { FeedbackState } from '../core/model/feedback.ts';
import type { Label } from '../core/model/label.ts';

/** What people wrote of traces, as it is on disk now. Feedback goes by the id it names, which may be the export's own. */
export type Beside = {
  readonly labels: ReadonlyMap<string, Label>;
  readonly cases: ReadonlyMap<string, readonly string[]>;
  readonly feedback: ReadonlyMap<string, FeedbackState>;
};
export const nothingBeside: Beside = { labels: new Map(), cases: new Map(), feedback: new Map() };

/**
 * Labels, made cases and feedback beside the traces, so that a list can be filtered by them. They live in text files under
 * version control; here they are temporary tables, private to the connection and filled from those files.
 */
export function createJoined(db: Database) {
  db.exec(`
    CREATE TEMP TABLE label (trace TEXT PRIMARY KEY, verdict TEXT, class TEXT, mode TEXT, body TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX temp.label_class ON label (class);
    CREATE TEMP TABLE made_case (trace TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (trace, id)) WITHOUT ROWID;
    CREATE TEMP TABLE said (trace TEXT PRIMARY KEY, feedback TEXT, body TEXT NOT NULL) WITHOUT ROWID;
  `);
  const insertLabel = db.prepare<[string, string | null, string | null, string | null, string]>('INSERT INTO temp.label VALUES (?, ?, ?, ?, ?)');
  const insertCase = db.prepare<[string, string]>('INSERT OR IGNORE INTO temp.made_case VALUES (?, ?)');
  const insertSaid = db.prepare<[string, string | null, string]>('INSERT INTO temp.said VALUES (?, ?, ?)');
  const casesOf = db.prepare<[string], string>('SELECT id FROM temp.made_case WHERE trace = ? ORDER BY id').pluck();
  let now: Partial<Beside> = {};

  const replace = (table: string, fill: () => void) => db.transaction(() => {
    db.exec(`DELETE FROM temp.${table}`);
    fill();
  })();

  return {
    /** Cheap when the maps are the ones it already holds. */
    fill(next: Beside): void {
      if (next.labels !== now.labels) {
        replace('label', () => { for (const [trace, label] of next.labels) insertLabel.run(trace, label.verdict, label.class?.class ?? null, label.class?.mode ?? null, JSON.stringify(label)); });
      }
      if (next.cases !== now.cases) replace('made_case', () => { for (const [trace, ids] of next.cases) for (const id of ids) insertCase.run(trace, id); });
      if (next.feedback !== now.feedback) replace('said', () => { for (const [trace, said] of next.feedback) insertSaid.run(trace, said.feedback ?? null, JSON.stringify(said)); });
      now = next;
    },
    casesOf: (trace: string): readonly string[] => casesOf.all(trace),
  };
}
