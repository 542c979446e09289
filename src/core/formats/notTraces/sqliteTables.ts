import { isJsonMap } from '../../model/json.ts';
import type { NotATrace } from '../notTraces.ts';
import { listOf, mapOf } from '../values/fields.ts';

const mostShown = 12;

/** A SQLite database with tables that no format knows, or with none of the rows that one would read. */
export const sqliteTables: NotATrace = {
  detect({ records: [record] }) {
    const told = isJsonMap(record?.value) && Object.keys(record.value).length === 1 ? record.value['sqlite'] : undefined;
    if (!isJsonMap(told)) return undefined;
    const tables = listOf(mapOf(told)['tables']).filter((name) => typeof name === 'string');
    if (tables.includes('ItemTable')) {
      return 'a SQLite database with the settings of an editor, and holds no conversation. Cursor keeps these in the state.vscdb of its folder User/globalStorage, VS Code in the files of chatSessions: import those.';
    }
    if (tables.includes('session') && tables.includes('message') && tables.includes('part')) return "a SQLite database with opencode's tables and no rows in them: there is no conversation in it yet.";
    const named = tables.length === 0 ? 'without tables' : `with the ${tables.length === 1 ? 'table' : 'tables'} ${tables.slice(0, mostShown).join(', ')}${tables.length > mostShown ? ` and ${tables.length - mostShown} more` : ''}`;
    return `a SQLite database ${named}. Of databases, Casebook reads the conversations of Cursor (state.vscdb) and opencode (opencode.db). Write the rows to a file and import that: sqlite3 -json <database> "SELECT * FROM <table>" > rows.json.`;
  },
};
