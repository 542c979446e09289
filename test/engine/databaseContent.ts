import Database from 'better-sqlite3';

type Row = Record<string, unknown>;

/**
 * All that the index holds, table by table, with names instead of numbers that depend on the order of writing. Left out: which
 * reading a record came with, and the readings themselves, which tell when and how often files were read.
 */
export function databaseContent(folder: string): Readonly<Record<string, readonly string[]>> {
  const db = new Database(`${folder}/casebook.db`, { readonly: true });
  try {
    db.prepare('ATTACH ? AS search').run(`${folder}/search.db`);
    db.exec(`CREATE VIRTUAL TABLE temp.term USING fts5vocab('search', 'message_text', 'instance')`);
    const all = (sql: string) => db.prepare(sql).all() as Row[];
    const nameOf = new Map(all('SELECT key, id FROM trace').map(({ key, id }) => [key, id]));
    const fileOf = new Map(all('SELECT id, path FROM source_file').map(({ id, path }) => [id, path]));
    const bodies = all('SELECT * FROM trace_body').map((row) => ({ ...row, trace: nameOf.get(row['trace']), first: Number(row['first_content']), end: Number(row['first_content']) + Number(row['contents']) }));
    const ofContent = (key: number) => {
      const body = bodies.find(({ first, end }) => key >= first && key < end);
      return body ? `${String(body.trace)} ${key - body.first}` : `nobody's ${key}`;
    };
    const tables: Record<string, Row[]> = {
      trace: all('SELECT * FROM trace').map(({ key: _, ...row }) => row),
      body: bodies.map(({ first: _, end: __, ...row }) => ({ ...row, first_content: null })),
      facet: all('SELECT * FROM trace_facet').map((row) => ({ ...row, trace: nameOf.get(row['trace']) })),
      record: all('SELECT trace, n, file, line, offset, length, hex(sha256) AS sha256, hex(content) AS content FROM record').map((row) => ({ ...row, trace: nameOf.get(row['trace']), file: fileOf.get(row['file']) })),
      span: all('SELECT * FROM span').map((row) => ({ ...row, key: `${String(nameOf.get(Math.floor(Number(row['key']) / 2 ** 22)))} ${Number(row['key']) % 2 ** 22}` })),
      content: all('SELECT * FROM content').map((row) => ({ ...row, key: ofContent(Number(row['key'])) })),
      term: all('SELECT term, doc, offset FROM temp.term').map((row) => ({ ...row, doc: ofContent(Number(row['doc'])) })),
      indexed: all('SELECT trace FROM search.indexed').map((row) => ({ trace: nameOf.get(row['trace']) })),
      unit: all('SELECT * FROM unit_file').map(({ unit, file }) => ({ unit: fileOf.get(unit), file: fileOf.get(file) })),
    };
    return Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.map((row) => JSON.stringify(row)).sort()]));
  } finally {
    db.close();
  }
}
