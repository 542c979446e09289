import type { Database } from 'better-sqlite3';
import type { Trace } from '../core/model/trace.ts';
import type { TraceSummary, TrajectoryNote, TrajectoryStep } from '../core/model/trajectory.ts';
import { UserError } from '../core/support/errors.ts';
import type { Facet } from './facets.ts';
import { atUsOf, facetsOf } from './facets.ts';
import { headerOf } from './merge.ts';
import type { HeaderParts, PlacedSpan } from './merge.ts';
import type { TextSink } from './messageTexts.ts';
import { mostRows, rowKey } from './rowKey.ts';
import type { SpanColumns } from './traceRows.ts';
import { cutSummary } from './summaryTexts.ts';
import { columnsOf, createSpanEncoder, decodeHeader, encodeHeader, encodeSteps } from './traceRows.ts';

/** One record of a source file, as a span was read from it. */
export type StoredRecord = {
  readonly file: string; readonly line: number; readonly offset: number; readonly length: number; readonly sha256: string; readonly reading: number;
  /** Where one record may hold several runs: SHA-256 over what was read from it for this one. */
  readonly content?: string | undefined;
};

export type TraceToWrite = {
  readonly trace: Trace;
  readonly header: HeaderParts;
  /** The spans of the trace as they were read, and whether each turned out to wrap another model call. */
  readonly spans: readonly (PlacedSpan & { readonly wraps: boolean })[];
  readonly records: readonly StoredRecord[];
  readonly summary: TraceSummary;
  readonly steps: readonly TrajectoryStep[];
  readonly notes: readonly TrajectoryNote[];
};

export type TraceWriter = ReturnType<typeof createTraceWriter>;

/**
 * Writes and removes whole traces. Every call belongs inside a transaction. For new traces there are single INSERTs only:
 * any UPDATE makes SQLite open a savepoint, at which full text writes all it has gathered (0.3 ms a trace).
 */
export function createTraceWriter(db: Database, texts: TextSink) {
  const run = <P extends unknown[]>(sql: string) => db.prepare<P>(sql);
  const insertFile = run<[string]>('INSERT INTO source_file (path) VALUES (?) ON CONFLICT DO NOTHING');
  const fileId = db.prepare<[string], number>('SELECT id FROM source_file WHERE path = ?').pluck();
  const insertTrace = run<unknown[]>(`INSERT INTO trace (id, native_id, format, sha256, at_us, start_us, latency_ms, cost_usd, failing, user, role, use_case, session, summary) VALUES (${'?,'.repeat(13)}?)`);
  const updateTrace = run<unknown[]>('UPDATE trace SET native_id=?, format=?, sha256=?, at_us=?, start_us=?, latency_ms=?, cost_usd=?, failing=?, user=?, role=?, use_case=?, session=?, summary=? WHERE key=?');
  const insertBody = run<[trace: number, firstContent: number, contents: number, messages: number, header: string, steps: string, notes: string, longTexts: string | null]>('INSERT INTO trace_body VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const insertFacet = run<[...Facet, number, number]>('INSERT OR IGNORE INTO trace_facet VALUES (?, ?, ?, ?)');
  const insertRecord = run<unknown[]>('INSERT INTO record (trace, n, file, line, offset, length, sha256, content, reading) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const insertSpan = run<[...SpanColumns, body: string]>(`INSERT INTO span VALUES (${'?,'.repeat(14)}?)`);
  const insertContent = run<[number, string]>('INSERT INTO content VALUES (?, ?)');

  const lastContent = db.prepare<[], number>('SELECT first_content + contents FROM trace_body ORDER BY first_content DESC LIMIT 1').pluck();
  let next = 0;

  const stored = db.prepare<[number], { summary: string; header: string }>('SELECT t.summary, b.header FROM trace t JOIN trace_body b ON b.trace = t.key WHERE t.key = ?');
  const contentRange = db.prepare<[number], { first: number; count: number }>('SELECT first_content AS first, contents AS count FROM trace_body WHERE trace = ?');
  const deleteFacet = run<[...Facet, number, number]>('DELETE FROM trace_facet WHERE kind = ? AND value = ? AND at_us = ? AND trace = ?');
  const deleteParts = ['trace_body', 'record'].map((table) => run<[number]>(`DELETE FROM ${table} WHERE trace = ?`));
  const [deleteSpans, deleteContents] = (['span', 'content'] as const).map((table) => run<[number, number]>(`DELETE FROM ${table} WHERE key >= ? AND key < ?`));
  const deleteTrace = run<[number]>('DELETE FROM trace WHERE key = ?');

  const fileIds = new Map<string, number>();
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
      const summary = JSON.parse(before.summary) as TraceSummary;
      for (const facet of facetsOf(summary, headerOf(decodeHeader(before.header)))) deleteFacet.run(...facet, atUsOf(summary), key);
    }
    const { first, count } = contentRange.get(key) ?? { first: 0, count: 0 };
    for (let row = first; row < first + count; row++) texts.remove(row);
    texts.removeTrace(key);
    deleteContents?.run(first, first + count);
    deleteSpans?.run(rowKey(key, 0), rowKey(key + 1, 0));
    for (const statement of deleteParts) statement.run(key);
  }

  function insertParts(key: number, { trace, header, spans, records, summary, steps, notes }: TraceToWrite, longTexts: string | null): number {
    const atUs = atUsOf(summary);
    for (const facet of facetsOf(summary, trace.header)) insertFacet.run(...facet, atUs, key);

    const recordAt = new Map<string, number>();
    records.forEach(({ file, line, offset, length, sha256, content, reading }, n) => {
      recordAt.set(`${file}\0${offset}`, n);
      insertRecord.run(key, n, idOfFile(file), line, offset, length, Buffer.from(sha256, 'hex'), content === undefined ? null : Buffer.from(content, 'hex'), reading);
    });

    const encoder = createSpanEncoder();
    for (const placed of spans) {
      const { span } = placed;
      const record = span.place === null ? -1 : (recordAt.get(`${span.place.file}\0${span.place.offset}`) ?? -1);
      insertSpan.run(...columnsOf(rowKey(key, span.seq), placed, placed.wraps, record), encoder.body(span));
    }

    const { length } = encoder.contents;
    const first = next;
    next += length;
    encoder.contents.forEach(({ json, search }, n) => {
      insertContent.run(first + n, json);
      if (search !== undefined) texts.add(first + n, search);
    });
    insertBody.run(key, first, length, encoder.messages(), encodeHeader(header), encodeSteps(steps), JSON.stringify(notes), longTexts);
    texts.addTrace(key);
    return encoder.messages();
  }

  return {
    /** @param key of the stored trace that this one takes the place of */
    write(what: TraceToWrite, key?: number): { readonly key: number; readonly messages: number } {
      const { trace, summary } = what;
      if (trace.spans.length >= mostRows) throw new UserError('trace-too-large', `The trace ${trace.nativeId} has ${trace.spans.length} spans; Casebook reads up to ${mostRows}.`, 'Split the export.');
      const listed = cutSummary(summary);
      const columns = [
        trace.nativeId, trace.format, trace.sha256, atUsOf(summary), summary.startUs, summary.latencyMs, summary.costUsd, summary.failing,
        summary.userId ?? summary.facts.user ?? null, summary.facts.role ?? null, summary.facts.useCase ?? null, summary.sessionId, JSON.stringify(listed.summary),
      ];
      if (key !== undefined) {
        clear(key);
        updateTrace.run(...columns, key);
        return { key, messages: insertParts(key, what, listed.long) };
      }
      const inserted = Number(insertTrace.run(trace.id, ...columns).lastInsertRowid);
      return { key: inserted, messages: insertParts(inserted, what, listed.long) };
    },

    remove(key: number): void {
      clear(key);
      deleteTrace.run(key);
    },

    /** Runs a batch; the transaction around it is open. Contents are numbered on from those that are there. */
    batch<T>(work: () => T): T {
      next = lastContent.get() ?? 1;
      return work();
    },

    /** After a rolled back transaction: what was learnt in it is not so. */
    forget: () => fileIds.clear(),
  };
}
