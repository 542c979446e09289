import { detectFormat } from '../core/formats/detect.ts';
import type { Format, ReadReport, TraceFragment } from '../core/formats/format.ts';
import type { FactsConfig } from '../core/model/config.ts';
import type { ImportWarning } from '../core/model/problem.ts';
import { createRedactor } from '../core/redaction/redactor.ts';
import type { ImportedFile } from '../protocol/engineApi.ts';
import type { Batch, Store } from '../store/openStore.ts';
import { doesNotFit, emptyFile, nothingRead, unknownKind } from './importSentences.ts';
import type { ImportedTrace } from './importTraces.ts';
import { importTrace, traceIdOf } from './importTraces.ts';
import { createPendingTraces } from './pendingTraces.ts';
import { contentOf, createRunNames } from './separateRuns.ts';
import { openSource } from './source.ts';

export type FileImport = {
  readonly path: string;
  readonly shownAs: string;
  /** Insisted on; undefined: found out by content. */
  readonly format: Format | undefined;
  readonly store: Store;
  readonly redaction: Parameters<typeof createRedactor>[0];
  readonly factsConfig: FactsConfig;
  readonly importedAt: string;
  readonly signal: AbortSignal;
  /** Runs a batch's transaction, waiting for other writers. */
  write<T>(work: () => T): Promise<T>;
  onProgress(bytesRead: number, traces: number): void;
};

export type FileOutcome = { readonly report: ImportedFile; readonly traces: ReadonlyMap<string, ImportedTrace>; readonly cancelled: boolean };

/** A batch is written when it holds this much, the first ones sooner so that a list has rows at once. */
const batchTraces = 400;
const batchBytes = 16_000_000;
const firstBatches = 16;
const warningsShown = 100;

/** Reads one file into the index, batch by batch. What was committed stays when it is cancelled. */
export async function importFile(job: FileImport): Promise<FileOutcome> {
  const { path, store, signal } = job;
  const warnings: ImportWarning[] = [];
  const warningLines = new Map<number, number>();
  let warningCount = 0;
  const warn = (line: number | null, message: string) => {
    warningCount++;
    if (warnings.length < warningsShown) warnings.push({ line, message });
    if (line !== null) warningLines.set(line, (warningLines.get(line) ?? 0) + 1);
  };
  const report: ReadReport = { warn };

  const traces = new Map<string, ImportedTrace>();
  let repeated = 0;
  let cut = 0;
  const redactor = createRedactor(job.redaction);
  const outcome = (format: string | null, why: string | null, error: string | null, cancelled = false): FileOutcome => {
    const all = [...traces.values()];
    const sum = (pick: (each: ImportedTrace) => number) => all.reduce((total, each) => total + pick(each), 0);
    const count = (state: ImportedTrace['state']) => all.filter((each) => each.state === state).length;
    return {
      traces, cancelled,
      report: {
        path: job.shownAs, format, why, error, traces: all.length, spans: sum((each) => each.spans), messages: sum((each) => each.messages), toolCalls: sum((each) => each.toolCalls),
        new: count('new'), updated: count('updated'), unchanged: count('unchanged') + repeated, warnings, warningCount, redactions: { ...redactor.counts }, cut,
      },
    };
  };

  const source = openSource(path, job.shownAs, report);
  try {
    if (source.size === 0) return outcome(null, null, emptyFile(path));
    const detected = job.format ? { format: job.format, why: 'as asked' } : detectFormat(source.sample);
    if (!detected) return outcome(null, null, unknownKind(path, source.sample, source.firstProblem));
    const { format, why } = detected;
    if (job.format && job.format.detect(source.sample) === undefined) return outcome(null, null, doesNotFit(path, job.format.id, source.sample));

    const reading = await job.write(() => store.beginReading(job.shownAs));
    const runs = format.repeats === 'separate' ? createRunNames(store, format.id, warn) : undefined;
    const settings = { store, format, redact: redactor, factsConfig: job.factsConfig, importedAt: job.importedAt, onCut: () => cut++ };
    const pending = createPendingTraces();

    const settle = (rows: Batch) => {
      let again = 0;
      const ready = pending.take();
      for (const each of ready) {
        const { id, ...imported } = importTrace(settings, rows, each);
        const earlier = traces.get(id);
        if (earlier) again++;
        traces.set(id, earlier && earlier.state !== 'unchanged' ? { ...imported, state: earlier.state } : imported);
      }
      pending.metAgain(again, ready.length);
    };

    const take = (fragment: TraceFragment) => {
      const { line, offset, length } = fragment.record;
      const { sha256, media } = source.bytesOf(fragment.record);
      const record = { file: job.shownAs, line, offset, length, sha256, media, reading };
      const told = warningLines.get(line) ?? 0;
      warningLines.delete(line);
      if (!runs) {
        pending.add(fragment.nativeId, fragment, record, told);
        return;
      }
      const run = { ...record, content: contentOf(fragment) };
      const { nativeId, repeated: isRepeated } = runs.nameOf(fragment.nativeId, run);
      if (isRepeated && (pending.has(nativeId) || traces.has(traceIdOf(format.id, nativeId)))) repeated++;
      else pending.add(nativeId, fragment, run, told);
    };

    const fragments = format.read(source, report)[Symbol.iterator]();
    let next = fragments.next();
    let cancelled = false;
    for (let batches = 1; next.done !== true && !cancelled; batches++) {
      const size = Math.min(batches / firstBatches, 1);
      const start = next.value.record.offset;
      const known = traces.size;
      // Reading goes on inside the batch, so that what was read of a trace is written before much else is read.
      await job.write(() => store.batch((rows) => {
        while (next.done !== true) {
          const { offset } = next.value.record;
          take(next.value);
          next = fragments.next();
          // A record is not torn apart: its pieces of one trace are written together.
          if (next.done !== true && next.value.record.offset === offset) continue;
          const isFull = offset - start >= batchBytes * size || traces.size - known + pending.size() >= batchTraces * size;
          if (next.done === true || isFull || pending.isRipe(next.value.record.offset)) settle(rows);
          if (isFull) break;
        }
      }));
      job.onProgress(source.position(), traces.size);
      // Whoever waits for the engine gets a turn: a list, a cancellation.
      await new Promise((resolve) => { setImmediate(resolve); });
      cancelled = signal.aborted && !isDone(next);
    }
    if (cancelled) fragments.return?.();
    else await job.write(() => store.finishReading(reading));
    const nothing = traces.size === 0 && !cancelled ? nothingRead(path) : null;
    return outcome(format.id, why, nothing, cancelled);
  } finally {
    source.close();
  }
}

/** Asked anew after each batch, which moves on inside a callback. */
function isDone(result: IteratorResult<TraceFragment>): boolean {
  return result.done === true;
}
