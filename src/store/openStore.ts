import { existsSync, statSync } from 'node:fs';
import type { Label } from '../core/model/label.ts';
import type { CaseResult } from '../core/model/result.ts';
import type { Trace } from '../core/model/trace.ts';
import type { TraceSummary } from '../core/model/trajectory.ts';
import type { Log } from '../core/support/log.ts';
import type { LastResult, TraceList, TraceQuery } from '../protocol/engineApi.ts';
import { createCaseResults } from './caseResults.ts';
import type { Connection, ConnectionOptions } from './connection.ts';
import { indexFile, openEmpty, openFiles, searchFile } from './connection.ts';
import { createJoined } from './joined.ts';
import { createTextCollector, createTextWriter } from './messageTexts.ts';
import { createSearchRepair } from './search.ts';
import { explainSqlite } from './sqliteErrors.ts';
import { startTextWriting } from './textWriting.ts';
import type { TextWriting } from './textWriting.ts';
import type { NamedTrace } from './traceNames.ts';
import { createTraceNames } from './traceNames.ts';
import { createTraceQuery } from './traceQuery.ts';
import { createTraceReader } from './traceReader.ts';
import type { StoredTrace } from './traceReader.ts';
import { createTraceWriter } from './traceWriter.ts';
import type { TraceWriter } from './traceWriter.ts';
import { createWriters } from './writers.ts';

/** What a batch may do while it holds the write lock. */
export type Batch = Pick<TraceWriter, 'write' | 'remove'>;

/**
 * The index of one workspace folder: traces, full text, results. It holds nothing that cannot be made again. Its files are
 * made when the first thing is written, and opened anew when someone has deleted them.
 */
export interface Store {
  /** The whole trace with payloads. */
  readTrace(id: string): Trace | undefined;
  readStored(id: string): StoredTrace | undefined;
  /** Which records a stored trace was read from. */
  readRecords(id: string): StoredTrace['records'] | undefined;
  readSkeleton: ReturnType<typeof createTraceReader>['skeleton'];
  keyOf(id: string): number | undefined;
  /** Changes whenever the trace does; undefined when it is not stored. */
  stampOf(id: string): string | undefined;
  /** Distinct messages of a trace; 0 when it is not stored. */
  countMessages(id: string): number;
  /** As computed at import, without label and cases. */
  readSummary(id: string): TraceSummary | undefined;
  /** With label and cases, as `join` gave them. */
  summary(id: string): TraceSummary | undefined;
  list(query: TraceQuery): TraceList;
  findNamed(typed: string): readonly NamedTrace[];
  newest(count: number): readonly NamedTrace[];
  tracesOfFile(path: string): readonly string[];
  /** Labels and made cases to join with what is read from now on. Cheap when they are the same maps as before. */
  join(labels: ReadonlyMap<string, Label>, cases: ReadonlyMap<string, readonly string[]>): void;

  /** Throws the UserError that says why nothing can be written; else signs in as a writer. */
  beginWriting(what: string): void;
  endWriting(): void;
  /** Other processes that signed in as writers, in words. */
  otherWriters(): string | undefined;
  /**
   * From now on full text is written by a thread of its own, until `finish`. Without a program for it, or for a small import,
   * that is not worth it, and batches write it themselves.
   */
  beginTextThread(): { settle(): Promise<void>; finish(): Promise<void> } | undefined;
  /** One transaction over index and full text. Throws an error with code SQLITE_BUSY when another writer held on too long. */
  batch<T>(work: (batch: Batch) => T): T;
  /** A reading of one file; its records count as known once it is finished. */
  beginReading(path: string): number;
  finishReading(reading: number): void;

  saveResults(results: readonly CaseResult[]): void;
  lastResults(): readonly LastResult[];
  close(): void;
}

export type StoreOptions = ConnectionOptions & {
  readonly log: Log;
  /** The program of the text thread (textThread.ts), where it is built as a file of its own. */
  readonly textThread?: string | URL | undefined;
};

/** Batches of text that may wait for the thread. */
const mostWaiting = 2;

export function openStore(options: StoreOptions): Store {
  const file = indexFile(options);
  let open: { readonly parts: Parts; readonly inode: number | undefined } | undefined;
  let labels: ReadonlyMap<string, Label> = new Map();
  let cases: ReadonlyMap<string, readonly string[]> = new Map();
  let threaded: TextWriting | undefined;

  const inodeNow = () => statSync(file, { throwIfNoEntry: false })?.ino;

  function opened(connection: Connection, inode: number | undefined): Parts {
    open?.parts.connection.db.close();
    open = undefined;
    const parts = createParts(connection);
    open = { parts, inode };
    return parts;
  }

  function parts(): Parts {
    const inode = inodeNow();
    const current = open && open.inode === inode ? open.parts : opened(inode === undefined ? openEmpty(options) : openFiles(options), inode);
    current.joined.fill(labels, cases);
    return current;
  }

  function writable(): Parts {
    if (open?.inode === undefined || open.inode !== inodeNow()) {
      const connection = openFiles(options);
      opened(connection, inodeNow());
    }
    const current = parts();
    if (current.connection.refusal) throw current.connection.refusal;
    return current;
  }

  function explained<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw explainSqlite(error, file);
    }
  }
  const read = <T>(work: (parts: Parts) => T): T => explained(() => work(parts()));
  const write = <T>(work: (parts: Parts) => T): T => explained(() => work(writable()));

  return {
    readTrace: (id) => read(({ reader }) => reader.read(id)?.trace),
    readStored: (id) => read(({ reader }) => reader.read(id)),
    readRecords: (id) => read(({ reader }) => reader.records(id)),
    readSkeleton: (id) => read(({ reader }) => reader.skeleton(id)),
    keyOf: (id) => read(({ reader }) => reader.keyOf(id)),
    stampOf: (id) => read(({ reader }) => reader.stamp(id)),
    countMessages: (id) => read(({ reader }) => reader.messages(id)),
    readSummary: (id) => read(({ reader }) => reader.summary(id)),
    summary: (id) => read(({ query }) => query.summary(id)),
    list: (query) => read((parts) => {
      if (query.text !== undefined && !parts.connection.refusal) {
        const added = parts.repair.repair();
        if (added > 0) options.log.info(`Full text was made again for ${added} traces.`);
      }
      return parts.query.list(query);
    }),
    findNamed: (typed) => read(({ names }) => names.find(typed)),
    newest: (count) => read(({ names }) => names.newest(count)),
    tracesOfFile: (path) => read(({ names }) => names.inFile(path)),
    join(nextLabels, nextCases) {
      labels = nextLabels;
      cases = nextCases;
    },

    beginWriting: (what) => write(({ writers }) => writers.enter(what)),
    endWriting: () => write(({ writers }) => writers.leave()),
    otherWriters: () => read(({ writers }) => writers.others()),
    beginTextThread() {
      if (options.textThread === undefined || (typeof options.textThread === 'string' && !existsSync(options.textThread))) return undefined;
      const { repair } = writable();
      repair.repair();
      const thread = startTextWriting(options.textThread, searchFile(options));
      threaded = thread;
      return {
        settle: () => thread.settle(mostWaiting),
        async finish() {
          threaded = undefined;
          const problem = await thread.finish();
          if (problem === undefined) return;
          options.log.warn(`Full text was not written completely (${problem}); it is completed before the next search.`);
          if (open) open.parts.repair.doubt();
        },
      };
    },
    batch: (work) => write(({ transaction, writer, collector, textWriter }) => {
      try {
        const result = transaction(() => {
          const given = writer.batch(() => work(writer));
          if (!threaded) textWriter.apply(collector.take());
          return given;
        });
        threaded?.send(collector.take());
        return result;
      } catch (error) {
        collector.take();
        writer.forget();
        throw error;
      }
    }),
    beginReading: (path) => write(({ readings }) => readings.begin(path)),
    finishReading: (reading) => write(({ readings }) => readings.finish(reading)),

    saveResults: (results) => write(({ transaction, results: table }) => transaction(() => table.save(results))),
    lastResults: () => read(({ results }) => results.last()),
    close() {
      open?.parts.connection.db.close();
      open = undefined;
    },
  };
}

export function hasIndex(folder: string): boolean {
  return existsSync(indexFile({ folder }));
}

type Parts = ReturnType<typeof createParts>;

function createParts(connection: Connection) {
  const { db } = connection;
  const joined = createJoined(db);
  const transaction = createIndexTransaction(db);
  const collector = createTextCollector();
  return {
    connection, joined, transaction, collector,
    textWriter: createTextWriter(db, 'search'),
    reader: createTraceReader(db),
    writer: createTraceWriter(db, collector),
    query: createTraceQuery(db, joined.casesOf),
    names: createTraceNames(db),
    writers: createWriters(db),
    repair: createSearchRepair(db),
    results: createCaseResults(db),
    readings: createReadings(db, transaction),
  };
}

/**
 * Takes the write lock of the index at once, and that of the full text only when something is written to it: the text thread
 * may hold that one. (BEGIN IMMEDIATE would take both.)
 */
function createIndexTransaction(db: Connection['db']): <T>(work: () => T) => T {
  const takeLock = db.prepare('UPDATE main.writer SET since = since WHERE pid = -1');
  return <T>(work: () => T) => db.transaction(() => {
    takeLock.run();
    return work();
  })();
}

function createReadings(db: Connection['db'], transaction: <T>(work: () => T) => T) {
  const addFile = db.prepare<[string]>('INSERT INTO source_file (path) VALUES (?) ON CONFLICT DO NOTHING');
  const begin = db.prepare<[string, string]>('INSERT INTO reading (file, at) SELECT id, ? FROM source_file WHERE path = ?');
  const finish = db.prepare<[number]>('UPDATE reading SET done = 1 WHERE id = ?');
  return {
    begin: (path: string): number => transaction(() => {
      addFile.run(path);
      return Number(begin.run(new Date().toISOString(), path).lastInsertRowid);
    }),
    finish: (reading: number): void => void finish.run(reading),
  };
}
