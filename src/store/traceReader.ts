import type { Database } from 'better-sqlite3';
import type { RecordPlace, Span } from '../core/model/span.ts';
import type { Trace } from '../core/model/trace.ts';
import type { TraceSummary, PackedSkeleton, TrajectoryNote, TrajectorySkeleton } from '../core/model/trajectory.ts';
import { assemble } from '../core/trajectory/assemble.ts';
import { isCurrent, packSteps, unpackSteps } from '../core/trajectory/packedSteps.ts';
import { stepScores } from '../core/trajectory/scores.ts';
import { asWrapper } from '../core/trajectory/wrapperCalls.ts';
import { headerOf } from './merge.ts';
import type { HeaderParts, PlacedSpan } from './merge.ts';
import { rowKey } from './rowKey.ts';
import { decodeSummary, wholeSummary } from './summaryTexts.ts';
import type { SpanRow } from './traceRows.ts';
import { createSpanDecoder, decodeHeader, decodeShapes } from './traceRows.ts';
import type { StoredRecord } from './encodedTrace.ts';

/** `done`: its reading came to its end; `settings` are those of its reading. */
export type KnownRecord = StoredRecord & { readonly done: boolean; readonly settings: string };

export type StoredTrace = {
  readonly key: number;
  readonly trace: Trace;
  readonly header: HeaderParts;
  /** The spans as they were read from the export; in `trace`, calls that wrap others do not count. */
  readonly spans: readonly PlacedSpan[];
  readonly records: readonly KnownRecord[];
};

/** A trace that is read bit by bit. Spans stand in stored order; messages that are equal are one object however they are read. */
export type TraceParts = {
  readonly trace: Omit<Trace, 'spans'>;
  readonly spanIds: readonly string[];
  readonly contents: number;
  /** Reads the texts of contents ahead, which is faster than one by one. */
  readContents(from: number, to: number): void;
  spans(from: number, to: number): readonly Span[];
};

type RecordRow = [file: string, line: number, offset: number, length: number, sha256: Buffer, content: Buffer | null, reading: number, done: number, settings: string];

/** Reads single traces. */
export function createTraceReader(db: Database) {
  const byId = db.prepare<[string], { key: number; native_id: string; format: string; sha256: string; summary: string; header: string }>('SELECT t.key, t.native_id, t.format, t.sha256, b.summary, b.header FROM trace t JOIN trace_body b ON b.trace = t.key WHERE t.id = ?');
  const stampById = db.prepare<[string], { key: number; first: number }>('SELECT t.key, b.first_content AS first FROM trace t JOIN trace_body b ON b.trace = t.key WHERE t.id = ?');
  const keyById = db.prepare<[string], number>('SELECT key FROM trace WHERE id = ?').pluck();
  const summaryById = db.prepare<[string], string>('SELECT b.summary FROM trace t JOIN trace_body b ON b.trace = t.key WHERE t.id = ?').pluck();
  const stepsOf = db.prepare<[string], { header: string; steps: string | null; notes: string | null }>('SELECT b.header, b.steps, b.notes FROM trace t JOIN trace_body b ON b.trace = t.key WHERE t.id = ?');
  const recordsOf = db.prepare<[number], RecordRow>(
    'SELECT f.path, r.line, r.offset, r.length, r.sha256, r.content, r.reading, g.done, g.settings FROM record r JOIN source_file f ON f.id = r.file JOIN reading g ON g.id = r.reading WHERE r.trace = ? ORDER BY r.n',
  ).raw() as unknown as { all(key: number): RecordRow[] };
  const spansOf = db.prepare<[number, number], SpanRow>('SELECT * FROM span WHERE key >= ? AND key < ? ORDER BY key')
    .raw() as unknown as { all(from: number, to: number): SpanRow[] };
  const spanIdsOf = db.prepare<[number, number], [key: number, id: string]>('SELECT key, id FROM span WHERE key >= ? AND key < ? ORDER BY key')
    .raw() as unknown as { all(from: number, to: number): [key: number, id: string][] };
  const contentRange = db.prepare<[number], { first: number; count: number }>('SELECT first_content AS first, contents AS count FROM trace_body WHERE trace = ?');
  const contentsBetween = db.prepare<[number, number], string>('SELECT body FROM content WHERE key >= ? AND key < ? ORDER BY key').pluck();
  const contentAt = db.prepare<[number], string>('SELECT body FROM content WHERE key = ?').pluck();
  const contentsOf = db.prepare<[number], string>('SELECT c.body FROM trace_body b JOIN content c ON c.key >= b.first_content AND c.key < b.first_content + b.contents WHERE b.trace = ? ORDER BY c.key').pluck();

  function readRecords(key: number): StoredTrace['records'] {
    return recordsOf.all(key).map(([file, line, offset, length, sha256, content, reading, done, settings]) => ({ file, line, offset, length, sha256: sha256.toString('hex'), content: content?.toString('hex'), reading, done: done === 1, settings }));
  }

  function read(id: string): StoredTrace | undefined {
    const row = byId.get(id);
    if (!row) return undefined;
    const { key } = row;
    const summary = decodeSummary(row.summary);
    const records = readRecords(key);
    const places = records.map(({ file, line, offset, length }): RecordPlace => ({ file, line, offset, length }));
    const contents = contentsOf.all(key);
    const decode = createSpanDecoder((at) => contents[at], decodeShapes(row.header));
    const columns = spansOf.all(rowKey(key, 0), rowKey(key + 1, 0));
    const spans = columns.map((each, seq) => decode(seq, each, places[each[12]] ?? null));
    const header = decodeHeader(row.header);
    return {
      key, records, header, spans,
      trace: { id, nativeId: row.native_id, format: row.format, file: summary.file, sha256: row.sha256, header: headerOf(header), spans: spans.map(({ span }, n) => (columns[n]?.[9] === 2 ? asWrapper(span) : span)) },
    };
  }

  function readParts(id: string): TraceParts | undefined {
    const row = byId.get(id);
    const range = row && contentRange.get(row.key);
    if (!row || !range) return undefined;
    const { key } = row;
    const places = readRecords(key).map(({ file, line, offset, length }): RecordPlace => ({ file, line, offset, length }));
    const stored = spanIdsOf.all(rowKey(key, 0), rowKey(key + 1, 0));
    const keyOfSpan = (at: number): number => stored[at]?.[0] ?? rowKey(key + 1, 0);
    const ahead: (string | undefined)[] = [];
    const decode = createSpanDecoder((at) => ahead[at] ?? contentAt.get(range.first + at), decodeShapes(row.header));
    return {
      trace: { id, nativeId: row.native_id, format: row.format, file: decodeSummary(row.summary).file, sha256: row.sha256, header: headerOf(decodeHeader(row.header)) },
      spanIds: stored.map(([, spanId]) => spanId),
      contents: range.count,
      readContents(from, to) {
        for (const [at, text] of contentsBetween.all(range.first + from, range.first + Math.min(to, range.count)).entries()) ahead[from + at] = text;
      },
      spans: (from, to) => spansOf.all(keyOfSpan(from), keyOfSpan(to)).map((each, at) => {
        const { span } = decode(from + at, each, places[each[12]] ?? null);
        return each[9] === 2 ? asWrapper(span) : span;
      }),
    };
  }

  /** Steps, or the text that holds them: one of both is there. */
  function skeletonOf(id: string) {
    const row = stepsOf.get(id);
    if (!row) return undefined;
    const { scores } = headerOf(decodeHeader(row.header));
    if (row.steps !== null && isCurrent(row.steps) && row.notes !== null) return { packed: row.steps, notes: JSON.parse(row.notes) as TrajectoryNote[], scores };
    const { steps, notes } = assemble(read(id)?.trace.spans ?? []);
    return { steps, notes, scores };
  }

  return {
    read,
    parts: readParts,
    keyOf: (id: string): number | undefined => keyById.get(id),
    /** Changes whenever the trace does. */
    stamp(id: string): string | undefined {
      const row = stampById.get(id);
      return row && `${row.key} ${row.first}`;
    },
    /** The records a trace was read from; undefined when the trace is not stored. */
    records(id: string): StoredTrace['records'] | undefined {
      const key = keyById.get(id);
      return key === undefined ? undefined : readRecords(key);
    },
    /** As it was computed at import: without label and cases. */
    summary(id: string): TraceSummary | undefined {
      const text = summaryById.get(id);
      return text === undefined ? undefined : wholeSummary(decodeSummary(text), () => read(id)?.trace);
    },
    skeleton(id: string): Omit<TrajectorySkeleton, 'summary'> | undefined {
      const found = skeletonOf(id);
      return found && { steps: found.steps ?? unpackSteps(found.packed!), notes: found.notes, ...(found.scores.length > 0 ? { scores: stepScores(found.scores, found.steps ?? unpackSteps(found.packed!)) } : {}) };
    },
    /** As `skeleton`; steps that are stored as one text are handed on as they are. */
    packedSkeleton(id: string): Omit<PackedSkeleton, 'summary'> | undefined {
      const found = skeletonOf(id);
      return found && { packed: found.packed ?? packSteps(found.steps!), notes: found.notes, ...(found.scores.length > 0 ? { scores: stepScores(found.scores, found.steps ?? unpackSteps(found.packed!)) } : {}) };
    },
  };
}
