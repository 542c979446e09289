import type { Migration } from '../migrate.ts';

/** Full text of messages. Holds no text of its own: a row has the number of its content. `indexed` says which traces are in it. */
export const search: Migration = {
  name: '001-search',
  up(db, schema) {
    db.exec(`
      CREATE VIRTUAL TABLE ${schema}.message_text USING fts5(text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');
      INSERT INTO ${schema}.message_text (message_text, rank) VALUES ('automerge', 0);
      INSERT INTO ${schema}.message_text (message_text, rank) VALUES ('hashsize', 4194304);
      CREATE TABLE ${schema}.indexed (trace INTEGER PRIMARY KEY);
    `);
  },
};
