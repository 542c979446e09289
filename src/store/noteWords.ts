import type { Database } from 'better-sqlite3';
import type { Label } from '../core/model/label.ts';
import { changedKeys } from './beside.ts';
import { searchQueryOf } from './searchText.ts';

/** Full text of what people wrote in labels. It is made when somebody first searches, and follows the labels from then on. */
export function createNoteWords(db: Database) {
  let held: ReadonlyMap<string, Label> = new Map();
  const rows = new Map<string, number>();
  const ids: (string | undefined)[] = [];
  let statements: { readonly insert: (row: number, text: string) => void; readonly remove: (row: number) => void; readonly find: (query: string) => readonly number[] } | undefined;

  function prepared() {
    if (statements) return statements;
    db.exec(`CREATE VIRTUAL TABLE temp.note_text USING fts5(text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2')`);
    const [insert, remove, find] = [db.prepare<[number, string]>('INSERT INTO temp.note_text (rowid, text) VALUES (?, ?)'), db.prepare<[number]>('DELETE FROM temp.note_text WHERE rowid = ?'), db.prepare<[string], number>('SELECT rowid FROM temp.note_text WHERE note_text MATCH ?').pluck()];
    statements = { insert: (row, text) => void insert.run(row, text), remove: (row) => void remove.run(row), find: (query) => find.all(query) };
    return statements;
  }

  function follow(labels: ReadonlyMap<string, Label>): void {
    const changed = changedKeys(held, labels);
    if (changed.length === 0) return;
    const { insert, remove } = prepared();
    db.transaction(() => {
      for (const id of changed) {
        const before = rows.get(id);
        if (before !== undefined) {
          remove(before);
          rows.delete(id);
          ids[before] = undefined;
        }
        const text = textOf(labels.get(id));
        if (text === '') continue;
        const row = ids.push(id) - 1;
        insert(row, text);
        rows.set(id, row);
      }
    })();
    held = labels;
  }

  let last: { readonly query: string; readonly labels: ReadonlyMap<string, Label>; readonly found: readonly string[] } | undefined;

  /** Ids of the traces whose label in force has all the words in what was written. */
  return (typed: string, labels: ReadonlyMap<string, Label>): readonly string[] => {
    const query = searchQueryOf(typed);
    if (query === undefined || (labels.size === 0 && rows.size === 0)) return [];
    if (last?.query === query && last.labels === labels) return last.found;
    follow(labels);
    const found = statements === undefined ? [] : statements.find(query).flatMap((row) => ids[row] ?? []);
    last = { query, labels, found };
    return found;
  };
}

function textOf(label: Label | undefined): string {
  if (!label) return '';
  return [label.note, label.cause, label.fix, label.correction].filter((text) => text !== '').join('\n');
}
