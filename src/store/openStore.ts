import { existsSync, statSync } from 'node:fs';
import type { CaseResult } from '../core/model/result.ts';
import type { ToolDefinition } from '../core/model/span.ts';
import type { Trace } from '../core/model/trace.ts';
import type { TraceSummary } from '../core/model/trajectory.ts';
import { messageOf } from '../core/support/errors.ts';
import type { Log } from '../core/support/log.ts';
import type { LastResult } from '../protocol/runApi.ts';
import type { GroupQuery, TraceGroup, TraceQuery } from '../protocol/traceApi.ts';
import { createCaseResults } from './caseResults.ts';
import type { Connection, ConnectionOptions } from './connection.ts';
import { indexFile, moveSearchAside, openEmpty, openFiles } from './connection.ts';
import { createDigests } from './digests.ts';
import type { SpanPieces, TraceStamp } from './digests.ts';
import type { EncodedTrace } from './encodedTrace.ts';
import type { FoundText } from './foundTexts.ts';
import type { ReviewRow } from './reviewRows.ts';
import { createReviewRows } from './reviewRows.ts';
import { createTextSearch } from './foundTexts.ts';
import type { Beside } from './beside.ts';
import { nothingBeside } from './beside.ts';
import type { ListedRow } from './listedRows.ts';
import type { FoundSignals, SignalSets } from './keptSignals.ts';
import { createKeptSignals, noSignals } from './keptSignals.ts';
import { createListedRows } from './listedRows.ts';
import type { LiveCount, LiveKind } from './liveCounts.ts';
import { createLiveCounts } from './liveCounts.ts';
import { createReadings } from './readings.ts';
import type { FinishedReading, KnownSource, StoredCounts } from './readings.ts';
import { createRemovals } from './removals.ts';
import type { RemovedRecord } from './removals.ts';
import { createSearchRepair } from './search.ts';
import type { SetAside } from './setAside.ts';
import { isSound, setIndexAside } from './setAside.ts';
import { damagedIndex, explainSqlite, isBusy, isDamaged, isDiskFull } from './sqliteErrors.ts';
import { startThreadedWriting } from './threadedWriting.ts';
import type { ThreadedWriting } from './threadedWriting.ts';
import type { NamedTrace } from './traceNames.ts';
import { createTraceNames } from './traceNames.ts';
import { createTraceNeighbours } from './traceNeighbours.ts';
import type { StoredNeighbours } from './traceNeighbours.ts';
import type { StoredList } from './traceQuery.ts';
import { createTraceQuery } from './traceQuery.ts';
import { createTraceReader } from './traceReader.ts';
import type { StoredTrace, TraceParts } from './traceReader.ts';
import { createIndexTransaction, createTraceWriter } from './traceWriter.ts';
import { createWriters } from './writers.ts';
import type { Wiping } from './wiping.ts';
import { wipe } from './wiping.ts';

/**
 * The index of one workspace folder: traces, full text, results. It holds nothing that cannot be made again. Its files are
 * made when the first thing is written, and opened anew when someone has deleted them.
 */
export interface Store {
  /** The whole trace with payloads. */
  readTrace(id: string): Trace | undefined;
  /** The same, bit by bit: as long as its stamp stays the same, and the trace is not written meanwhile, the bits belong together. */
  readParts(id: string): TraceParts | undefined;
  readStored(id: string): StoredTrace | undefined;
  /** Which records a stored trace was read from. */
  readRecords(id: string): StoredTrace['records'] | undefined;
  readSkeleton: ReturnType<typeof createTraceReader>['skeleton'];
  readPackedSkeleton: ReturnType<typeof createTraceReader>['packedSkeleton'];
  keyOf(id: string): number | undefined;
  /** Changes whenever the trace does; undefined when it is not stored. */
  stampOf(id: string): string | undefined;
  /** As computed at import, without label and cases. */
  readSummary(id: string): TraceSummary | undefined;
  /** With label, cases and feedback, as `join` gave them. */
  summary(id: string, whole?: boolean): TraceSummary | undefined;
  /** The row of one trace in lists, without what people wrote of it; undefined when it is not stored. */
  listedRow(id: string): ListedRow | undefined;
  /** Many traces at once, for queues. */
  reviewRows(traces: readonly number[]): readonly ReviewRow[];
  /** Another text whenever any trace may have been written or removed, by whomever. */
  generation(): string;
  list(query: TraceQuery): StoredList;
  /** The traces of a query in which its words stand, each with the first few texts that hold them, as many texts in all as traces may be listed. */
  findTexts(query: TraceQuery & { readonly text: string }, most: number): TraceTexts;
  /** Numbers of the traces of a query, in no order and without a limit. */
  keys(query: TraceQuery): readonly number[];
  groups(query: GroupQuery): readonly TraceGroup[];
  /** All traces by what they show; one that shows two values stands in both. */
  liveCounts(kind: LiveKind): readonly LiveCount[];
  /** How many of these traces are failing, as a list counts them. */
  failingAmong(ids: readonly string[]): number;
  findNamed(typed: string): readonly NamedTrace[];
  newest(count: number): readonly NamedTrace[];
  /** Over the records of the traces that have exactly this id, ours or the export's own; at most two of them. */
  hashesOf(id: string): readonly string[];
  /** The trace among those of its session or file; undefined where it has none. */
  neighbours(id: string, by: 'session' | 'file'): StoredNeighbours | undefined;
  /** What people wrote, to join with what is read from now on. Cheap when they are the same maps as before. */
  join(beside: Beside): void;

  /** Throws the UserError that says why nothing can be written; else signs in as a writer. */
  beginWriting(what: string): void;
  endWriting(): void;
  /** Other processes that signed in as writers, in words. */
  otherWriters(): string | undefined;
  /**
   * Writes traces in one transaction, with their full text. Throws an error with code SQLITE_BUSY when another writer held on too long.
   * @returns ids of traces that were not written: what they were to replace has been changed by someone else
   */
  writeTraces(traces: readonly EncodedTrace[]): readonly string[];
  /** @returns how many of them there were */
  removeTraces(ids: readonly string[]): number;
  /** The same, and remembers them as removed until they are lifted. */
  keepAway(ids: readonly string[]): number;
  /** Traces that are kept away, by id. */
  keptAway(): ReadonlyMap<string, RemovedRecord>;
  liftRemoval(ids: readonly string[]): void;
  /** How many files the index was made from under a path: the file itself, or those in a folder or an archive. */
  filesUnder(path: string): number;
  /** Takes out all traces of these files, and the files as sources. @returns how many traces there were */
  removeFiles(path: string): number;
  /** A thread that writes traces beside this one; undefined where its program is not there. */
  startWriteThread(): ThreadedWriting | undefined;
  /**
   * A reading of one file; its records count as known, to readings under the same settings, once it is finished.
   * @param members the files that are read as one under the name of their folder
   */
  beginReading(path: string, settings: string, members?: readonly string[]): number;
  finishReading(reading: number, how: Omit<FinishedReading, 'settings'>): void;
  lastReading(path: string): FinishedReading | undefined;
  /** Ids of the traces with a record in this file, or in those that were read as one under this name. */
  tracesOfReading(path: string): readonly string[];
  filesOfReading(path: string): readonly string[];
  /** All files that traces were read from, entries of archives by themselves. */
  sources(): readonly KnownSource[];
  /** What was read from these files counts as read under other settings. */
  forgetReadings(paths: readonly string[]): void;
  /** Ids of the traces of which all is forgotten, and nothing was read since. */
  forgottenTraces(): readonly string[];
  /** Of all traces with a record in this file. */
  countsOfFile(path: string): readonly StoredCounts[];
  countsOf(id: string): StoredCounts | undefined;

  /** All traces as they are now, in no order. */
  traceStamps(): readonly TraceStamp[];
  traceIdOf(trace: number): string | undefined;
  /** Its spans in pieces and without their places, with or without messages: many traces are read so in little time. */
  spansOf(trace: number, messages: boolean): SpanPieces | undefined;
  /** What a trace's steps say of the tools they were offered, the latest last. */
  definitionsIn(trace: number): readonly ToolDefinition[];
  /** The same as JSON, each list of definitions once. */
  offeredIn(trace: number): readonly string[];
  /** Digests of the traces of these numbers, both included, as far as they are kept in this version. */
  digestsBetween(from: number, to: number, version: number): readonly (readonly [trace: number, body: string])[];
  /** @returns false where nothing can be written now; then nothing was */
  saveDigests(version: number, rows: readonly (readonly [trace: number, firstContent: number, body: string])[]): boolean;

  /** Which signals traces of these numbers show, as bits, both included, as far as they are kept in this version. */
  signalKinds(from: number, to: number, version: number): readonly (readonly [trace: number, kinds: number])[];
  signalsBody(trace: number, version: number): string | undefined;
  /** @returns false where nothing can be written now; then nothing was */
  saveSignals(version: number, rows: readonly FoundSignals[]): boolean;
  /** From here on queries by signal are answered by these. */
  useSignals(sets: SignalSets): void;

  saveResults(results: readonly CaseResult[]): void;
  lastResults(): readonly LastResult[];
  /** After a write found damage that is not in the index itself: full text is put aside. @returns whether it was so */
  mendSearch(): boolean;
  /** Makes what was replaced or removed unreadable in the bytes of the files, too. What keeps it from that is logged. */
  wipe(wiping: Wiping): void;
  /** Puts a damaged index aside, for a new one to take its place. */
  setAside(): SetAside;
  close(): void;
}

/** `texts` go with the trace of the same place in the list. */
export type TraceTexts = StoredList & { readonly texts: readonly (readonly FoundText[])[] };

export type StoreOptions = ConnectionOptions & {
  readonly log: Log;
  /** The program of the write thread (writeThread.ts), where it is built as a file of its own. */
  readonly writeThread?: string | URL | undefined;
};

/** How long the write thread waits for another process that writes. */
const threadPatienceMs = 20_000;

export function openStore(options: StoreOptions): Store {
  const file = indexFile(options);
  let open: { readonly parts: Parts; readonly inode: number | undefined } | undefined;
  let beside = nothingBeside;
  let sets = noSignals;

  /** How often this process wrote or opened the index anew; the database itself says whether others wrote. */
  let writes = 0;

  /** When the file on disk was last seen to be the one that is open. */
  let lookedAt = -Infinity;
  const inodeNow = () => statSync(file, { throwIfNoEntry: false })?.ino;

  function opened(connection: Connection, inode: number | undefined): Parts {
    open?.parts.connection.db.close();
    open = undefined;
    try {
      const parts = createParts(connection, () => sets, () => writes);
      open = { parts, inode };
      writes++;
      return parts;
    } catch (error) {
      connection.db.close();
      throw error;
    }
  }

  function parts(): Parts {
    if (open?.parts.connection.makeshift) close();
    const inode = inodeNow();
    const current = open && open.inode === inode ? open.parts : opened(inode === undefined ? openEmpty(options) : openFiles(options), inode);
    lookedAt = performance.now();
    current.query.join(beside);
    return current;
  }

  function writable(): Parts {
    if (open?.inode === undefined || open.inode !== inodeNow()) {
      const connection = openFiles(options);
      opened(connection, inodeNow());
    }
    const current = parts();
    writes++;
    if (current.connection.refusal) throw current.connection.refusal;
    return current;
  }

  function explained<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw explainSqlite(isOfDamage(error) ? damagedIndex(file) : error, file);
    }
  }

  /** Rows are JSON that was written whole. Other surprises are of our own making, unless the file turns out to be damaged. */
  function isOfDamage(error: unknown): boolean {
    return error instanceof SyntaxError || ((error instanceof TypeError || error instanceof RangeError) && inodeNow() !== undefined && !isSound(file));
  }

  function mendSearch(): boolean {
    if (open?.parts.connection.refusal || inodeNow() === undefined) return false;
    close();
    if (!isSound(file)) return false;
    moveSearchAside(options);
    return true;
  }

  /** Both files are read and written together; damage that is not in the index itself is in the full text. */
  function mending<T>(partsNow: () => Parts, work: (parts: Parts) => T): T {
    try {
      return work(partsNow());
    } catch (error) {
      if (!isDamaged(error) || !mendSearch()) throw error;
      return work(partsNow());
    }
  }

  function listed(current: Parts, query: TraceQuery): StoredList {
    if (query.text !== undefined && !current.connection.refusal) repairSearch(current);
    return current.query.list(query);
  }

  function foundTexts(current: Parts, query: TraceQuery & { readonly text: string }, most: number): TraceTexts {
    if (!current.connection.refusal) repairSearch(current);
    const matches = current.search(query.text);
    const list = current.query.list(query, matches.traces);
    let wanted = query.limit ?? Infinity;
    const texts = list.traces.map(({ id }) => {
      const found = wanted <= 0 ? [] : matches.textsOf(current.reader.keyOf(id) ?? -1, most);
      wanted -= found.length;
      return found;
    });
    return { ...list, texts };
  }

  function repairSearch({ repair }: Parts): void {
    try {
      const added = repair.repair();
      if (added > 0) writes++;
      if (added > 0) options.log.info(`Full text was made again for ${added === 1 ? '1 trace' : `${added} traces`}.`);
    } catch (error) {
      if (!isBusy(error) && !isDiskFull(error)) throw error;
      options.log.warn(`Full text is behind and cannot be completed now: ${isBusy(error) ? 'another process writes to the index' : 'the disk is full'}. A search may miss traces that were imported last.`);
    }
  }

  function close(): void {
    open?.parts.connection.db.close();
    open = undefined;
  }

  const read = <T>(work: (parts: Parts) => T): T => explained(() => mending(parts, work));
  /** For an import, which asks thousands of times a second and need not look at the disk each time. */
  const readAgain = <T>(work: (parts: Parts) => T): T => (open && performance.now() - lookedAt < 50 ? explained(() => work(open?.parts ?? parts())) : read(work));
  const write = <T>(work: (parts: Parts) => T): T => explained(() => mending(writable, work));

  /** What can be made again any time is not waited for. @returns whether it was written */
  const savedAside = (save: (parts: Parts) => void): boolean => read((current) => {
    if (current.connection.refusal || current.connection.makeshift) return false;
    try {
      save(current);
      return true;
    } catch (error) {
      if (!isBusy(error) && !isDiskFull(error)) throw error;
      return false;
    }
  });

  return {
    readTrace: (id) => read(({ reader }) => reader.read(id)?.trace),
    readParts: (id) => read(({ reader }) => reader.parts(id)),
    readStored: (id) => readAgain(({ reader }) => reader.read(id)),
    readRecords: (id) => readAgain(({ reader }) => reader.records(id)),
    readSkeleton: (id) => read(({ reader }) => reader.skeleton(id)),
    readPackedSkeleton: (id) => read(({ reader }) => reader.packedSkeleton(id)),
    keyOf: (id) => read(({ reader }) => reader.keyOf(id)),
    stampOf: (id) => read(({ reader }) => reader.stamp(id)),
    readSummary: (id) => read(({ reader }) => reader.summary(id)),
    summary: (id, whole) => read(({ query }) => query.summary(id, whole)),
    listedRow: (id) => readAgain(({ listedRow }) => listedRow(id)),
    reviewRows: (traces) => readAgain(({ reviewRows }) => reviewRows(traces)),
    generation: () => read(({ query }) => query.generation()),
    list: (query) => read((current) => listed(current, query)),
    findTexts: (query, most) => read((current) => foundTexts(current, query, most)),
    keys: (query) => read((current) => {
      if (query.text !== undefined && !current.connection.refusal) repairSearch(current);
      return current.query.keys(query);
    }),
    groups: (query) => read((current) => current.query.groups(query)),
    liveCounts: (kind) => read((current) => current.liveCounts(kind)),
    failingAmong: (ids) => read(({ query }) => query.failingAmong(ids)),
    findNamed: (typed) => read(({ names }) => names.find(typed)),
    newest: (count) => read(({ names }) => names.newest(count)),
    hashesOf: (id) => readAgain(({ names }) => names.hashesOf(id)),
    neighbours: (id, by) => read(({ neighbours }) => (by === 'session' ? neighbours.inSession(id) : neighbours.inFile(id))),
    join(next) {
      beside = next;
    },

    beginWriting: (what) => write(({ writers, repair }) => {
      writers.enter(what);
      repair.prepare();
    }),
    endWriting: () => write(({ writers }) => writers.leave()),
    otherWriters: () => read(({ writers }) => writers.others()),
    writeTraces: (traces) => write(({ writer }) => writer.writeAll(traces)),
    removeTraces: (ids) => write(({ writer }) => writer.removeAll(ids)),
    keepAway: (ids) => write(({ writer, removals, transaction }) => transaction.run(() => {
      removals.remember(ids);
      return writer.removeAll(ids);
    })),
    keptAway: () => read(({ removals }) => removals.all()),
    liftRemoval: (ids) => write(({ removals, transaction }) => transaction.run(() => removals.lift(ids))),
    filesUnder: (path) => read(({ removals }) => removals.filesUnder(path)),
    removeFiles: (path) => write(({ writer, names, removals, transaction }) => transaction.run(() => {
      const removed = writer.removeAll(names.inFile(path));
      removals.forgetFiles(path);
      return removed;
    })),
    startWriteThread() {
      const { writeThread: entry, folder, name } = options;
      if (entry === undefined || (typeof entry === 'string' && !existsSync(entry))) return undefined;
      explained(writable);
      return startThreadedWriting(entry, { folder, name, busyTimeoutMs: threadPatienceMs });
    },
    beginReading: (path, settings, members) => write(({ readings }) => readings.begin(path, settings, members)),
    finishReading: (reading, how) => write(({ readings }) => readings.finish(reading, how)),
    lastReading: (path) => read(({ readings }) => readings.last(path)),
    tracesOfReading: (path) => read(({ readings }) => readings.tracesOf(path)),
    filesOfReading: (path) => read(({ readings }) => readings.filesOf(path)),
    sources: () => read(({ readings }) => readings.sources()),
    forgetReadings: (paths) => write(({ readings }) => readings.forget(paths)),
    forgottenTraces: () => read(({ readings }) => readings.forgotten()),
    countsOfFile: (path) => read(({ readings }) => readings.countsOfFile(path)),
    countsOf: (id) => readAgain(({ readings }) => readings.countsOf(id)),

    traceStamps: () => read(({ digests }) => digests.stamps()),
    traceIdOf: (trace) => readAgain(({ digests }) => digests.idOf(trace)),
    spansOf: (trace, messages) => readAgain(({ digests }) => digests.spansOf(trace, messages)),
    definitionsIn: (trace) => read(({ digests }) => digests.definitionsIn(trace)),
    offeredIn: (trace) => read(({ digests }) => digests.offeredIn(trace)),
    digestsBetween: (from, to, version) => read(({ digests }) => digests.between(from, to, version)),
    saveDigests: (version, rows) => savedAside(({ digests }) => digests.save(version, rows)),

    signalKinds: (from, to, version) => read(({ signals }) => signals.kindsBetween(from, to, version)),
    signalsBody: (trace, version) => readAgain(({ signals }) => signals.body(trace, version)),
    saveSignals: (version, rows) => savedAside(({ signals }) => signals.save(version, rows)),
    useSignals(next) {
      sets = next;
    },

    saveResults: (results) => write(({ transaction, results: table }) => transaction.run(() => table.save(results))),
    lastResults: () => read(({ results }) => results.last()),
    mendSearch,
    wipe(wiping) {
      if (inodeNow() === undefined) return;
      close();
      try {
        if (wipe(options, wiping)) return;
        options.log.info('Another process reads the index: what was removed can be read in the log beside its files until that ends.');
      } catch (error) {
        options.log.warn(`What was removed or replaced may still be readable in the files of the index (${messageOf(error)}). Rebuild the index to wipe them.`);
      }
    },
    setAside() {
      close();
      return setIndexAside(options);
    },
    close,
  };
}

type Parts = ReturnType<typeof createParts>;

function createParts(connection: Connection, signals: () => SignalSets, writes: () => number) {
  const { db } = connection;
  const transaction = createIndexTransaction(db);
  const reader = createTraceReader(db);
  return {
    connection, transaction, reader,
    writer: createTraceWriter(db, transaction),
    query: createTraceQuery(db, { readTrace: (id) => reader.read(id)?.trace, signals, writes }),
    search: createTextSearch(db),
    listedRow: createListedRows(db),
    reviewRows: createReviewRows(db),
    names: createTraceNames(db),
    neighbours: createTraceNeighbours(db),
    writers: createWriters(db),
    repair: createSearchRepair(db),
    results: createCaseResults(db),
    digests: createDigests(db),
    signals: createKeptSignals(db),
    liveCounts: createLiveCounts(db),
    readings: createReadings(db, transaction.run),
    removals: createRemovals(db),
  };
}
