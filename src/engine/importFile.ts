import { detectFormat } from '../core/formats/detect.ts';
import type { Format, ReadReport } from '../core/formats/format.ts';
import type { FactsConfig } from '../core/model/config.ts';
import { createRedactor } from '../core/redaction/redactor.ts';
import type { ImportedFile } from '../protocol/engineApi.ts';
import type { Store } from '../store/openStore.ts';
import { doesNotFit, emptyFile, nothingRead, unknownKind } from './importSentences.ts';
import type { ImportedTrace } from './importTraces.ts';
import { importPass } from './importPass.ts';
import { createWarnings } from './importWarnings.ts';
import type { RowWriting } from './rowWriting.ts';
import { openSource } from './source.ts';
import { lastingStamp, stampOfFile, unchangedFile } from './unchangedFile.ts';
import type { ReadingReport } from './unchangedFile.ts';

export type FileImport = {
  readonly path: string;
  readonly shownAs: string;
  /** Insisted on; undefined: found out by content. */
  readonly format: Format | undefined;
  readonly store: Store;
  readonly redaction: Parameters<typeof createRedactor>[0];
  readonly factsConfig: FactsConfig;
  readonly importedAt: string;
  /** Stands for redaction, facts and version. */
  readonly settings: string;
  readonly signal: AbortSignal;
  readonly writing: RowWriting;
  onProgress(bytesRead: number, traces: number): void;
};

export type FileOutcome = { readonly report: ImportedFile; readonly traces: ReadonlyMap<string, ImportedTrace>; readonly cancelled: boolean };

/** Reads one file into the index, batch by batch. What was committed stays when it is cancelled. */
export async function importFile(job: FileImport): Promise<FileOutcome> {
  const { path, store, signal } = job;
  const warnings = createWarnings();
  const warningLines = new Map<number, number>();
  const warn = (line: number | null, message: string) => {
    warnings.add(line, message);
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
        new: count('new'), updated: count('updated'), unchanged: count('unchanged') + repeated, warnings: warnings.shown(), warningCount: warnings.count(), redactions: { ...redactor.counts }, cut,
      },
    };
  };

  const stamp = stampOfFile(path);
  const readAt = Date.now();
  const same = job.format ? undefined : unchangedFile(store, job.shownAs, stamp, job.settings);
  if (same) {
    for (const [id, trace] of same.traces) traces.set(id, trace);
    repeated = same.report.repeated;
    const told = outcome(same.report.format, same.report.why, same.report.error);
    return { ...told, report: { ...told.report, warnings: same.report.warnings, warningCount: same.report.warningCount } };
  }

  const source = openSource(path, job.shownAs, report);
  try {
    if (source.size === 0) return outcome(null, null, emptyFile(path));
    const detected = job.format ? { format: job.format, why: 'as asked' } : detectFormat(source.sample);
    if (!detected) return outcome(null, null, unknownKind(path, source.sample, source.firstProblem));
    const { format, why } = detected;
    if (job.format && job.format.detect(source.sample) === undefined) return outcome(null, null, doesNotFit(path, job.format.id, source.sample));

    const { writing } = job;
    const reading = await writing.run(() => store.beginReading(job.shownAs, job.settings));
    const pass = {
      context: { store, format, redact: redactor, factsConfig: job.factsConfig, importedAt: job.importedAt, settings: job.settings, onCut: () => cut++ },
      reading, writing, traces,
      warningsOn(line: number) {
        const told = warningLines.get(line) ?? 0;
        warningLines.delete(line);
        return told;
      },
      onRepeated: () => repeated++,
      async onBatch() {
        job.onProgress(source.position(), traces.size);
        // Whoever waits for the engine gets a turn: a list, a cancellation.
        await new Promise((resolve) => { setImmediate(resolve); });
        return !signal.aborted;
      },
    };
    let finished = await importPass({ ...pass, source, report, only: undefined });
    await writing.written();
    for (let conflicts = writing.takeConflicts(); conflicts.length > 0 && finished; conflicts = writing.takeConflicts()) {
      // Another process wrote these traces between our reading them and our writing them: they are joined anew.
      for (const id of conflicts) traces.delete(id);
      const again = openSource(path, job.shownAs, { warn() {} });
      try {
        finished = await importPass({ ...pass, source: again, report: { warn() {} }, only: new Set(conflicts), onRepeated() {} });
        await writing.written();
      } finally {
        again.close();
      }
    }
    const cancelled = !finished;
    for (const { notes } of traces.values()) for (const { line, message } of notes ?? []) warnings.add(line, message);
    const nothing = traces.size === 0 && !cancelled ? nothingRead(path, format, warnings.count() > 0) : null;
    if (finished) {
      const told: ReadingReport = { format: format.id, why, error: nothing, traces: traces.size, repeated, warnings: [...warnings.shown()], warningCount: warnings.count() };
      await writing.run(() => store.finishReading(reading, { ...lastingStamp(stamp, readAt), report: JSON.stringify(told) }));
    }
    return outcome(format.id, why, nothing, cancelled);
  } finally {
    source.close();
  }
}
