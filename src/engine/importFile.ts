import { addCompleteness, nothingLookedFor, unpackCompleteness } from '../core/doctor/completeness.ts';
import { detectFormat } from '../core/formats/detect.ts';
import type { Format, ReadReport } from '../core/formats/format.ts';
import { whyNoTrace } from '../core/formats/notTraces.ts';
import type { FactsConfig } from '../core/model/config.ts';
import type { Pricing } from '../core/pricing/pricing.ts';
import { createRedactor } from '../core/redaction/redactor.ts';
import type { ImportedFile } from '../protocol/engineApi.ts';
import type { Store } from '../store/openStore.ts';
import { doesNotFit, emptyFile, nothingRead, notUnpacked, unknownKind } from './importSentences.ts';
import type { ImportedTrace } from './importTraces.ts';
import { importPass } from './importPass.ts';
import { createWarnings } from './importWarnings.ts';
import type { RowWriting } from './rowWriting.ts';
import { openSource, toldOf } from './source.ts';
import type { ImportUnit } from './importUnits.ts';
import { lastingStamp, unchangedFile } from './unchangedFile.ts';
import type { ReadingReport } from './unchangedFile.ts';

const headBytes = 4096;

export type FileImport = {
  readonly unit: ImportUnit;
  /** Insisted on; undefined: found out by content. */
  readonly format: Format | undefined;
  readonly store: Store;
  readonly redaction: Parameters<typeof createRedactor>[0];
  readonly factsConfig: FactsConfig;
  readonly pricing: Pricing;
  readonly importedAt: string;
  /** Stands for redaction, facts, prices and version. */
  readonly settings: string;
  readonly signal: AbortSignal;
  readonly writing: RowWriting;
  onProgress(bytesRead: number, traces: number): void;
};

export type FileOutcome = {
  readonly report: ImportedFile; readonly traces: ReadonlyMap<string, ImportedTrace>; readonly cancelled: boolean;
  /** What a file is that was refused as no trace by itself. */
  readonly kind?: string | undefined;
};

/** Reads one file, or the files of one run, into the index, batch by batch. What was committed stays when it is cancelled. */
export async function importFile(job: FileImport): Promise<FileOutcome> {
  const { store, signal } = job;
  const { path, shownAs, files, stamp } = job.unit;
  const warnings = createWarnings();
  const warningLines = new Map<string, number>();
  const placeOf = (line: number, file: string | undefined) => `${file ?? ''} ${line}`;
  const warn = (line: number | null, message: string, file?: string) => {
    warnings.add(line, message, file);
    if (line !== null) warningLines.set(placeOf(line, file), (warningLines.get(placeOf(line, file)) ?? 0) + 1);
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
        path: shownAs, format, why, error, traces: all.length, spans: sum((each) => each.spans), messages: sum((each) => each.messages), toolCalls: sum((each) => each.toolCalls),
        new: count('new'), updated: count('updated'), unchanged: count('unchanged') + repeated, warnings: warnings.shown(), warningCount: warnings.count(), redactions: { ...redactor.counts }, cut,
        completeness: all.length === 0 ? null : all.reduce((total, { completeness }) => (completeness === undefined ? total : addCompleteness(total, unpackCompleteness(completeness))), nothingLookedFor),
      },
    };
  };

  const readAt = Date.now();
  const same = job.format ? undefined : unchangedFile(store, shownAs, stamp, job.settings);
  if (same) {
    for (const [id, trace] of same.traces) traces.set(id, trace);
    repeated = same.report.repeated;
    const told = outcome(same.report.format, same.report.why, same.report.error);
    return { ...told, report: { ...told.report, warnings: same.report.warnings, warningCount: same.report.warningCount } };
  }

  const source = openSource(files, shownAs, report);
  try {
    const nothing = source.sample.records.length === 0;
    const trouble = nothing ? source.trouble() : undefined;
    if (trouble !== undefined) return outcome(null, null, notUnpacked(path, trouble));
    if (source.size === 0) return outcome(null, null, emptyFile(path));
    const detected = job.format ? { format: job.format, why: 'as asked' } : detectFormat(source.sample);
    if (!detected) return { ...outcome(null, null, unknownKind(path, headOf(job.unit), source.sample, source.firstProblem)), kind: whyNoTrace(source.sample) };
    const { format, why } = detected;
    if (job.format && job.format.detect(source.sample) === undefined) return outcome(null, null, doesNotFit(path, job.format.id, source.sample));

    const { writing } = job;
    const reading = await writing.run(() => store.beginReading(shownAs, job.settings, files.length > 1 ? files.map((each) => each.shownAs) : []));
    const pass = {
      context: { store, format, redact: redactor, factsConfig: job.factsConfig, pricing: job.pricing, importedAt: job.importedAt, settings: job.settings, files: new Set(files.map((each) => each.shownAs)), onCut: () => cut++ },
      reading, writing, traces,
      warningsOn(line: number, file: string | undefined) {
        const told = warningLines.get(placeOf(line, file)) ?? 0;
        warningLines.delete(placeOf(line, file));
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
      const again = openSource(files, shownAs, { warn() {} });
      try {
        finished = await importPass({ ...pass, source: again, report: { warn() {} }, only: new Set(conflicts), onRepeated() {} });
        await writing.written();
      } finally {
        again.close();
      }
    }
    const cancelled = !finished;
    const unfinished = source.unfinished();
    if (finished && unfinished) warnings.add(unfinished.line, toldOf(unfinished));
    for (const { notes } of traces.values()) for (const { line, message, file } of notes ?? []) warnings.add(line, message, file);
    const error = traces.size === 0 && !cancelled ? nothingRead(path, format, warnings.count() > 0) : null;
    if (finished) {
      const told: ReadingReport = {
        format: format.id, why, error, traces: traces.size, repeated, warnings: [...warnings.shown()], warningCount: warnings.count(), ...(stamp.digest === undefined ? {} : { digest: stamp.digest }),
      };
      await writing.run(() => store.finishReading(reading, { ...lastingStamp(stamp, readAt), report: JSON.stringify(told) }));
    }
    return outcome(format.id, why, error, cancelled);
  } finally {
    source.close();
  }
}

/** The first bytes of a file, which tell what it is where it is no JSON. */
function headOf({ files: [file] }: ImportUnit): Buffer {
  const bytes = file?.open();
  try {
    return Buffer.from(bytes?.read(0, headBytes) ?? []);
  } finally {
    bytes?.close();
  }
}
