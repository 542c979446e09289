import type { Database, Statement } from 'better-sqlite3';
import type { EncodedTrace, Text } from './encodedTrace.ts';
import { spanCells } from './encodedTrace.ts';
import type { Facet } from './facets.ts';
import { atUsOf, facetsOf } from './facets.ts';
import { headerOf } from './merge.ts';
import { createTextChanges } from './messageTexts.ts';
import { rowKey } from './rowKey.ts';
import { decodeSummary } from './summaryTexts.ts';
import { decodeHeader } from './traceRows.ts';

/** A text may come as its bytes. */
const asText = 'CAST(? AS TEXT)';

export type TraceWriter = ReturnType<typeof createTraceWriter>;

/**
 * Writes and removes whole traces, each call as one transaction. For new traces there are INSERTs of one row only: any UPDATE makes
 * SQLite open a savepoint, at which full text writes all it has gathered (0.3 ms a trace).
 */
export function createTraceWriter(db: Database, transaction: IndexTransaction) {
  const run = <P extends unknown[]>(sql: string) => db.prepare<P>(sql);
  const texts = createTextChanges(db, 'search');
  const insertFile = run<[string]>('INSERT INTO source_file (path) VALUES (?) ON CONFLICT DO NOTHING');
  const fileId = db.prepare<[string], number>('SELECT id FROM source_file WHERE path = ?').pluck();
  const insertTrace = run<unknown[]>(`INSERT INTO trace (id, native_id, format, sha256, at_us, start_us, latency_ms, cost_usd, failing, user, role, use_case, session) VALUES (${'?,'.repeat(12)}?)`);
  const updateTrace = run<unknown[]>('UPDATE trace SET native_id=?, format=?, sha256=?, at_us=?, start_us=?, latency_ms=?, cost_usd=?, failing=?, user=?, role=?, use_case=?, session=? WHERE key=?');
  const insertBody = run<unknown[]>(`INSERT INTO trace_body (trace, first_content, contents, messages, summary, header, steps, notes) VALUES (?, ?, ?, ?, ${asText}, ${asText}, ${asText}, ${asText})`);
  const insertFacet = run<[...Facet, number, number]>('INSERT OR IGNORE INTO trace_facet VALUES (?, ?, ?, ?)');
  const insertRecord = run<unknown[]>('INSERT INTO record (trace, n, file, line, offset, length, sha256, content, reading) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const insertSpan = run<unknown[]>(`INSERT INTO span VALUES (${'?,'.repeat(spanCells)}${asText})`);
  const insertContent = run<[number, Text]>(`INSERT INTO content VALUES (?, ${asText})`);

  const lastContent = db.prepare<[], number>('SELECT first_content + contents FROM trace_body ORDER BY first_content DESC LIMIT 1').pluck();
  const keyAndHash = db.prepare<[string], { key: number; sha256: string }>('SELECT key, sha256 FROM trace WHERE id = ?');
  const stored = db.prepare<[number], { summary: string; header: string; first: number; count: number }>('SELECT summary, header, first_content AS first, contents AS count FROM trace_body WHERE trace = ?');
  const deleteFacet = run<[...Facet, number, number]>('DELETE FROM trace_facet WHERE kind = ? AND value = ? AND at_us = ? AND trace = ?');
  const deleteParts = ['trace_body', 'record'].map((table) => run<[number]>(`DELETE FROM ${table} WHERE trace = ?`));
  const deleteSpans = run<[number, number]>('DELETE FROM span WHERE key >= ? AND key < ?');
  const deleteContents = run<[number, number]>('DELETE FROM content WHERE key >= ? AND key < ?');
  const deleteTrace = run<[number]>('DELETE FROM trace WHERE key = ?');

  let fileIds = new Map<string, number>();
  /** Number of the next content; those that are there end before it. */
  let next = 1;

  function idOfFile(path: string): number {
    let id = fileIds.get(path);
    if (id === undefined) {
      insertFile.run(path);
      id = fileId.get(path) ?? 0;
      fileIds.set(path, id);
    }
    return id;
  }

  function clear(key: number): void {
    const before = stored.get(key);
    if (before) {
      const summary = decodeSummary(before.summary);
      for (const facet of facetsOf(summary, headerOf(decodeHeader(before.header)))) deleteFacet.run(...facet, atUsOf(summary), key);
      texts.remove(key);
      deleteContents.run(before.first, before.first + before.count);
    }
    deleteSpans.run(rowKey(key, 0), rowKey(key + 1, 0));
    for (const statement of deleteParts) statement.run(key);
  }

  function insertParts(key: number, { atUs, facets, records, spans, spanBodies, contents, searchTexts, messages, body }: EncodedTrace): void {
    for (const facet of facets) insertFacet.run(...facet, atUs, key);
    records.forEach(({ file, line, offset, length, sha256, content, reading }, n) => {
      insertRecord.run(key, n, idOfFile(file), line, offset, length, Buffer.from(sha256, 'hex'), content === undefined ? null : Buffer.from(content, 'hex'), reading);
    });
    spanBodies.forEach((text, n) => {
      const at = n * spanCells;
      insertSpan.run(rowKey(key, Number(spans[at])), ...spans.slice(at + 1, at + spanCells), text);
    });
    const first = next;
    next += contents.length;
    contents.forEach((json, n) => insertContent.run(first + n, json));
    texts.add(key, first, searchTexts);
    insertBody.run(key, first, contents.length, messages, ...body);
  }

  /** @returns whether it was written: someone else may have changed the stored trace since it was read */
  function write(trace: EncodedTrace): boolean {
    const now = keyAndHash.get(trace.id);
    if ((now?.sha256 ?? null) !== trace.replaces) return false;
    if (now) {
      clear(now.key);
      updateTrace.run(...trace.columns, now.key);
      insertParts(now.key, trace);
    } else insertParts(Number(insertTrace.run(trace.id, ...trace.columns).lastInsertRowid), trace);
    return true;
  }

  /** What was learnt in a transaction that is rolled back is not so. */
  function forget(): void {
    fileIds = new Map();
    texts.forget();
  }

  /** Others may have written meanwhile, and names of files that nothing refers to may be gone (wiping.ts). */
  function begin(): void {
    next = lastContent.get() ?? 1;
    fileIds = new Map();
  }

  function guarded<T>(work: () => T): T {
    try {
      return transaction.run(() => {
        begin();
        const result = work();
        texts.apply();
        return result;
      });
    } catch (error) {
      forget();
      throw error;
    }
  }

  const writeAll = (traces: readonly EncodedTrace[]) => traces.filter((trace) => !write(trace)).map(({ id }) => id);

  return {
    /** @returns ids of the traces that were not written, as what they were to replace has changed */
    writeAll: (traces: readonly EncodedTrace[]): readonly string[] => guarded(() => writeAll(traces)),

    /** One transaction whose traces come in pieces. After an error it must be given up. */
    batch: {
      /** @returns ids of the traces that were not written, as what they were to replace has changed */
      add(traces: readonly EncodedTrace[]): readonly string[] {
        if (!db.inTransaction) {
          transaction.begin();
          begin();
        }
        return writeAll(traces);
      },
      end(): void {
        texts.apply();
        if (db.inTransaction) transaction.commit();
      },
      giveUp(): void {
        forget();
        if (db.inTransaction) transaction.rollback();
      },
    },

    /** @returns how many of them there were */
    removeAll: (ids: readonly string[]): number => guarded(() => {
      let removed = 0;
      for (const id of ids) {
        const key = keyAndHash.get(id)?.key;
        if (key === undefined) continue;
        clear(key);
        deleteTrace.run(key);
        removed++;
      }
      return removed;
    }),
  };
}

/**
 * Takes the write lock of the index at once, and that of the full text with the first text. (BEGIN IMMEDIATE would take both,
 * and wait for whoever only repairs full text.)
 */
export type IndexTransaction = ReturnType<typeof createIndexTransaction>;
export function createIndexTransaction(db: Database) {
  const takeLock = db.prepare('UPDATE main.writer SET since = since WHERE pid = -1');
  const [begin, commit, rollback] = ['BEGIN', 'COMMIT', 'ROLLBACK'].map((sql) => db.prepare(sql)) as [Statement, Statement, Statement];
  return {
    run: <T>(work: () => T): T => db.transaction(() => {
      takeLock.run();
      return work();
    })(),
    begin(): void {
      begin.run();
      takeLock.run();
    },
    commit: (): void => void commit.run(),
    rollback: (): void => void rollback.run(),
  };
}
