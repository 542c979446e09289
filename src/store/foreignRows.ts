import Database from 'better-sqlite3';
import { requireNodeApi } from './runtime.ts';
import { isDamaged } from './sqliteErrors.ts';

/** Tables of a program whose conversations stand in SQLite, and how their rows belong together. */
type Layout = {
  /** With the columns that have to be there. */
  readonly tables: Readonly<Record<string, readonly string[]>>;
  /** Finds the groups of rows, and of each group its rows in the order in which they are to be read. */
  index(rows: RowsOf): Iterable<readonly Place[]>;
};
type Place = { readonly table: string; readonly rowid: number };
/** Some columns of all rows of a table, with their rowid first. */
type RowsOf = (table: string, ...columns: readonly string[]) => Iterable<readonly unknown[]>;

/** A longer value would need more memory than a reader has for it. */
const longestValue = 256 << 20;
/** No row takes less in a file. More rows than that are a tree whose branches grow together. */
const smallestRow = 4;

/**
 * The rows of a SQLite file of another program, one JSON object a line: `{"table":…,"row":{<column>:…}}`, a value that is JSON text as what it
 * says. Rows of one conversation stand together, sub-agents behind the one they were started in. Of a database with none of the known
 * layouts, one line names its tables: `{"sqlite":{"tables":[…]}}`.
 *
 * The file must be a copy that nobody else has: its log is worked into it. Nothing in it runs: views, virtual tables and triggers are not read.
 */
export interface ForeignRows {
  lines(): Iterable<string>;
  close(): void;
}

/** What is wrong with the file, as the end of a sentence. */
export class UnreadableDatabase extends Error {}

export function openForeignRows(file: string, bytes: number): ForeignRows {
  requireNodeApi();
  const db = explained(() => opened(file));

  const rowsOf: RowsOf = function* (table, ...columns) {
    const most = bytes / smallestRow;
    let count = 0;
    for (const row of db.prepare(`SELECT rowid, ${columns.map(quoted).join(', ')} FROM ${quoted(table)}`).raw().iterate()) {
      if (++count > most) throw new UnreadableDatabase('it is a SQLite database that is damaged: it seems to hold more rows than fit into it');
      yield row as readonly unknown[];
    }
  };

  function* lines(): Generator<string, void> {
    const tables = db.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'table'`).raw().all() as readonly (readonly [string, string | null])[];
    const plain = new Set(tables.flatMap(([name, sql]) => (/^\s*CREATE\s+VIRTUAL/i.test(sql ?? '') || /\bWITHOUT\s+ROWID\b/i.test(sql ?? '') ? [] : [name])));
    const layout = layouts.find((each) => Object.entries(each.tables).every(([table, needed]) => plain.has(table) && needed.every((column) => columnsOf(db, table).includes(column))));
    let any = false;
    if (layout) {
      const readers = new Map(Object.keys(layout.tables).map((table) => [table, rowReader(db, table)]));
      for (const group of layout.index(rowsOf)) {
        for (const { table, rowid } of group) {
          const line = readers.get(table)?.(rowid);
          if (line === undefined) continue;
          any = true;
          yield line;
        }
      }
    }
    if (!any) yield JSON.stringify({ sqlite: { tables: tables.map(([name]) => name).filter((name) => !name.startsWith('sqlite_')) } });
  }

  return {
    *lines() {
      const each = lines()[Symbol.iterator]();
      for (;;) {
        const next = explained(() => each.next());
        if (next.done === true) return;
        yield next.value;
      }
    },
    close: () => void db.close(),
  };
}

function opened(file: string): Database.Database {
  const db = new Database(file, { fileMustExist: true });
  try {
    db.pragma('trusted_schema = OFF');
    db.pragma('cell_size_check = ON');
    db.pragma('mmap_size = 0');
    db.pragma('temp_store = MEMORY');
    db.pragma('synchronous = OFF');
    // What stands in the log beside the file becomes part of it, and no file is needed beside it any more.
    db.pragma('journal_mode = MEMORY');
    db.pragma('query_only = ON');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function explained<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    throw new UnreadableDatabase(isDamaged(error) ? 'it is a SQLite database that is damaged, or encrypted' : `it is a SQLite database that cannot be read (${error.code}: ${error.message})`);
  }
}

function columnsOf(db: Database.Database, table: string): readonly string[] {
  return (db.prepare('SELECT name FROM pragma_table_info(?)').raw().all(table) as readonly (readonly [string])[]).map(([name]) => name);
}

/** One row as a line; undefined where it is gone. */
function rowReader(db: Database.Database, table: string): (rowid: number) => string | undefined {
  const columns = columnsOf(db, table);
  const values = columns.map((name) => `CASE WHEN octet_length(${quoted(name)}) > ${longestValue} THEN NULL ELSE ${quoted(name)} END`);
  const statement = db.prepare(`SELECT ${values.join(', ')} FROM ${quoted(table)} WHERE rowid = ?`).raw();
  return (rowid) => {
    const row = statement.get(rowid) as readonly unknown[] | undefined;
    return row && `{"table":${JSON.stringify(table)},"row":{${columns.map((name, at) => `${JSON.stringify(name)}:${valueText(row[at])}`).join(',')}}}`;
  };
}

/** A value of a column as JSON. Bytes are text in the stores of programs that write JSON into a BLOB. */
function valueText(value: unknown): string {
  const text = Buffer.isBuffer(value) ? value.toString('utf8') : value;
  if (typeof text !== 'string') return JSON.stringify(typeof text === 'number' && Number.isFinite(text) ? text : null);
  return isContainer(text) ? text.replace(/[\r\n]+/g, ' ') : JSON.stringify(text);
}

function isContainer(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Cursor keeps a conversation under one key, and each of its messages under a key of its own. */
const cursor: Layout = {
  tables: { cursorDiskKV: ['key', 'value'] },
  * index(rowsOf) {
    const groups = new Map<string, { head: number | undefined; readonly messages: number[] }>();
    for (const [rowid, key] of rowsOf('cursorDiskKV', 'key')) {
      const found = typeof key === 'string' ? /^(composerData|bubbleId):([^:]*)/.exec(key) : null;
      if (found === null || typeof rowid !== 'number') continue;
      const id = found[2] ?? '';
      const group = groups.get(id) ?? { head: undefined, messages: [] };
      if (found[1] === 'composerData') group.head = rowid;
      else group.messages.push(rowid);
      groups.set(id, group);
    }
    for (const { head, messages } of groups.values()) yield [...(head === undefined ? [] : [head]), ...messages].map((rowid) => ({ table: 'cursorDiskKV', rowid }));
  },
};

type Session = { readonly id: string; readonly parent: string | undefined; readonly children: string[]; readonly rows: Place[] };

/** opencode has a table each for sessions, messages and their parts. */
const opencode: Layout = {
  tables: { session: ['id', 'parent_id'], message: ['id', 'session_id', 'data'], part: ['id', 'message_id', 'session_id', 'data'] },
  * index(rowsOf) {
    const sessions = new Map<string, Session>();
    const sessionOf = (id: unknown, parent?: unknown): Session => {
      const name = String(id);
      const session = sessions.get(name) ?? { id: name, parent: typeof parent === 'string' ? parent : undefined, children: [], rows: [] };
      sessions.set(name, session);
      return session;
    };
    for (const [rowid, id, parent] of rowsOf('session', 'id', 'parent_id')) sessionOf(id, parent).rows.push({ table: 'session', rowid: Number(rowid) });
    for (const table of ['message', 'part']) for (const [rowid, session] of rowsOf(table, 'session_id')) sessionOf(session).rows.push({ table, rowid: Number(rowid) });
    for (const { id, parent } of sessions.values()) if (parent !== undefined) sessions.get(parent)?.children.push(id);
    const told = new Set<string>();
    const roots = [...sessions.values()].filter(({ parent }) => parent === undefined || !sessions.has(parent));
    // Sessions whose parents go round in a circle have no root.
    for (const root of [...roots, ...sessions.values()]) {
      const open = [root.id];
      for (let id = open.pop(); id !== undefined; id = open.pop()) {
        const session = sessions.get(id);
        if (session === undefined || told.has(id)) continue;
        told.add(id);
        open.push(...session.children.toReversed());
        yield session.rows;
      }
    }
  },
};

const layouts: readonly Layout[] = [cursor, opencode];
