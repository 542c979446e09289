import type { Format } from '../core/formats/format.ts';
import type { ColumnMap } from '../core/model/columnMap.ts';
import type { Config, FactsConfig } from '../core/model/config.ts';
import type { Json } from '../core/model/json.ts';
import type { Pricing } from '../core/pricing/pricing.ts';
import { createRedactor } from '../core/redaction/redactor.ts';
import type { RedactionRules } from '../core/redaction/redactor.ts';
import type { ImportedFile } from '../protocol/importApi.ts';
import type { Store } from '../store/openStore.ts';
import { cutMedia } from './cutMedia.ts';
import { createFileAccount, createWarningLines } from './fileAccount.ts';
import { growthOf } from './growth.ts';
import { unknownRows, whyWrong } from './mappableFile.ts';
import type { HowRead, ReadingRules } from './readingRules.ts';
import { canReadInBlocks, importBlocks } from './importBlocks.ts';
import { importPass } from './importPass.ts';
import { doesNotFit, emptyFile, noMappedColumns, noTrace, nothingRead, notUnpacked, stillWritten, unknownKind } from './importSentences.ts';
import type { ImportedTrace } from './importTraces.ts';
import { recordKey } from './importTraces.ts';
import type { ImportSizes } from './importSizes.ts';
import type { ImportUnit } from './importUnits.ts';
import { openRecords } from './recordSource.ts';
import type { RowWriting } from './rowWriting.ts';
import type { OpenSource, Problem } from './source.ts';
import { openSource, toldOf } from './source.ts';
import type { ReadingReport } from './unchangedFile.ts';
import { grownFile, lastingStamp, lastSaid, unchangedFile } from './unchangedFile.ts';
import type { MetRecords } from './vanished.ts';
import { heldBefore, removeVanished, staleTraces } from './vanished.ts';

const headBytes = 4096;
/** Kept with a reading. */
const mostNotes = 2000;

export type FileImport = {
  readonly unit: ImportUnit;
  /** Insisted on; undefined: found out by content. */
  readonly format: Format | undefined;
  /** Of that format, where it is one of rows with a column map. */
  readonly map: ColumnMap | undefined;
  readonly rules: ReadingRules;
  readonly store: Store;
  readonly redaction: RedactionRules;
  readonly factsConfig: FactsConfig;
  readonly pricing: Pricing;
  /** What it computes with, besides the built-in prices. */
  readonly prices: Config['prices'];
  readonly readThread: string | URL | undefined;
  readonly sizes: ImportSizes;
  readonly importedAt: string;
  /** Stands for redaction, facts, prices and version. */
  readonly settings: string;
  /** Files that are read anew in this import, besides those of the unit. */
  readonly outdated: ReadonlySet<string>;
  readonly signal: AbortSignal;
  readonly writing: RowWriting;
  /** The file was named, or the archive it is in: what was removed of it comes back. */
  readonly byName: boolean;
  isLabelled(trace: string): boolean;
  onProgress(bytesRead: number, traces: number): void;
};

export type FileOutcome = {
  readonly report: ImportedFile; readonly traces: ReadonlyMap<string, ImportedTrace>; readonly cancelled: boolean;
  /** Text that was stored is so no longer: what was read under other settings, or what the file does not hold any more. */
  readonly replaced?: 'settings' | 'content' | undefined;
  /** What a file is that was refused as no trace by itself. */
  readonly kind?: string | undefined;
};

/** Reads one file, or the files of one run, into the index, batch by batch. What was committed stays when it is cancelled. */
export async function importFile(job: FileImport): Promise<FileOutcome> {
  const { store, signal, writing } = job;
  const { path, shownAs, files, stamp, size } = job.unit;
  const account = createFileAccount(shownAs, job.redaction);
  const { report, traces, warnings, counts } = account;
  const refused = (error: string): FileOutcome => ({ traces, cancelled: false, report: account.told(null, null, account.inWords(error)) });

  /** Of rows that a person can map, the report says what they hold. */
  function unknownFile({ sample, firstProblem }: OpenSource): FileOutcome {
    const { kind, mappable } = unknownRows(sample, job.redaction);
    const error = kind === undefined ? unknownKind(path, headOf(job.unit), sample, firstProblem) : noTrace(path, kind, mappable);
    const { report: told } = refused(error);
    return { traces, cancelled: false, report: mappable ? { ...told, mappable } : told, kind };
  }

  const removed = store.keptAway();
  const wanted = new Set<string>();
  const keptAway = new Set<string>();
  function staysAway(id: string): boolean {
    const stays = removed.has(id) && !job.byName;
    if (removed.has(id)) (stays ? keptAway : wanted).add(id);
    return stays;
  }

  const readAt = Date.now();
  const standing = job.format ? [] : job.rules.standing(job.unit);
  const same = standing.map((settings) => unchangedFile(store, job.unit, settings, staysAway)).find((each) => each !== undefined);
  if (same) {
    for (const [id, trace] of same.traces) traces.set(id, trace);
    counts.repeated = same.report.repeated;
    counts.keptAway = keptAway.size;
    const { map } = same.report;
    const told = account.told(same.report.format, map ? account.inWords(job.rules.whyMapped(job.unit, map)) : same.report.why, same.report.error);
    return { traces, cancelled: false, report: { ...told, warnings: same.report.warnings, warningCount: same.report.warningCount, ...same.report.brought, ...(map ? { map } : {}) } };
  }

  const grown = grownFile(store, job.unit, standing, staysAway, (sample) => job.rules.detect(job.unit, sample));
  const from = grown && { end: grown.growth.end, kept: grown.growth.kept };
  if (grown) {
    for (const [id, trace] of grown.traces) traces.set(id, trace);
    counts.repeated = grown.report.repeated;
    warnings.restore(grown.growth.told);
  }

  let source = openSource(files, shownAs, report, from);
  try {
    if (source.sample.records.length === 0 && !grown) {
      const trouble = source.trouble();
      if (trouble !== undefined) return refused(notUnpacked(path, trouble));
      if (source.size === 0) return refused(emptyFile(path));
    }
    const asked = job.format && { format: job.format, map: job.map, why: job.map ? 'by the column map, as asked' : 'as asked', settings: job.settings };
    const detected: HowRead | undefined = grown?.detected ?? asked ?? job.rules.detect(job.unit, source.sample);
    if (!detected) return unknownFile(source);
    const { format, settings, map } = detected;
    const why = account.inWords(detected.why);
    if (asked && format.detect(source.sample) === undefined) return refused(job.map ? noMappedColumns(path, job.map, source.sample) : doesNotFit(path, format.id, source.sample));
    const wrongMap = job.map && whyWrong(job.unit, job.map, source.sample);
    if (wrongMap !== undefined) return refused(wrongMap);

    const saidBefore = lastSaid(store, shownAs, settings);
    const names = new Set(files.map((each) => each.shownAs));
    const before = grown ? undefined : heldBefore(store, shownAs, names);
    let replaced: FileOutcome['replaced'] = before && before.traces.length > 0 && store.lastReading(shownAs)?.settings !== settings ? 'settings' : undefined;
    const met: MetRecords | undefined = before && before.traces.length > 0 ? new Map(before.traces.map((id) => [id, new Map<string, number>()])) : undefined;
    const reading = await writing.run(() => store.beginReading(shownAs, settings, files.length > 1 ? [...names] : []));
    const pass = {
      context: {
        store, format, redact: account.redactor, factsConfig: job.factsConfig, pricing: job.pricing, importedAt: job.importedAt, settings,
        files: names, outdated: new Set([...names, ...job.outdated]), onCut: () => counts.cut++,
      },
      reading, writing, traces, removed, staysAway, warningsOn: account.warningsOn,
      onRepeated: () => counts.repeated++,
      async onBatch(position = source.position()) {
        job.onProgress(position, traces.size);
        // Whoever waits for the engine gets a turn: a list, a cancellation.
        await new Promise((resolve) => { setImmediate(resolve); });
        return !signal.aborted;
      },
    };

    /** Reads some of the traces once more. */
    async function readAgain(only: readonly string[], afresh?: Set<string>): Promise<boolean> {
      const updated = afresh ? only.filter((id) => traces.get(id)?.state === 'updated') : [];
      for (const id of only) traces.delete(id);
      const lines = createWarningLines();
      const counted = { warn: (line: number | null, _: string, file?: string) => lines.add(line, file) };
      const again = openSource(files, shownAs, counted, from);
      try {
        const ended = await importPass({ ...pass, context: { ...pass.context, ...(afresh ? { afresh } : {}) }, source: again, report: counted, only: new Set(only), warningsOn: lines.take, onRepeated() {} });
        await writing.written();
        // What was joined with what is there no more may say the same as what is there alone.
        for (const trace of updated.map((id) => traces.get(id))) if (trace) trace.state = 'updated';
        return ended;
      } finally {
        again.close();
      }
    }
    /** Another process wrote some traces between our reading them and our writing them: they are joined anew. */
    async function settle(): Promise<boolean> {
      for (let conflicts = writing.takeConflicts(); conflicts.length > 0; conflicts = writing.takeConflicts()) if (!(await readAgain(conflicts))) return false;
      return true;
    }

    /** The beginning of a large file, in several threads. @returns whether to go on */
    async function readBlocks(): Promise<boolean> {
      const [file] = files;
      const start = from?.end ?? { offset: 0, line: 1 };
      if (job.readThread === undefined || !file || files.length > 1 || met || removed.size > 0 || size - start.offset < job.sizes.large || !canReadInBlocks(file, format, source.sample)) return true;
      const blocks = await importBlocks({
        program: job.readThread, format: format.id, file, start, sizes: job.sizes, writing, traces,
        rules: { path: file.path, shownAs, redaction: job.redaction, factsConfig: job.factsConfig, prices: job.prices, importedAt: job.importedAt, settings, reading },
        isStored: (id) => store.readRecords(id) !== undefined,
        onRead(redactions, cut) {
          account.addRedactions(redactions);
          counts.cut += cut;
        },
        onBatch: (position) => pass.onBatch(position),
      });
      if (blocks.end.offset === start.offset) return !blocks.cancelled;
      source.close();
      source = openSource(files, shownAs, report, { end: blocks.end, kept: undefined });
      if (blocks.cancelled || blocks.apart.size === 0) return !blocks.cancelled;
      const lines = createWarningLines();
      const counted = { warn: (line: number | null, _: string, named?: string) => lines.add(line, named) };
      using again = openRecords(file.path, shownAs, counted, [...blocks.apart.values()].flat());
      return importPass({ ...pass, source: again, report: counted, only: new Set(blocks.apart.keys()), warningsOn: lines.take });
    }

    let finished = (await readBlocks()) && (await importPass({ ...pass, source, report, only: undefined, met }));
    await writing.written();
    finished &&= await settle();
    if (finished && before && met) {
      const stale = staleTraces(store, before, met, recordKey(format));
      if (stale.length > 0) finished = (await readAgain(stale, new Set(stale))) && (await settle());
      if (finished) {
        const { removed, kept, renamed } = await removeVanished(store, writing, before, traces, format, job.isLabelled);
        counts.removed = removed;
        if (stale.length > 0 || removed > 0) replaced ??= 'content';
        for (const sentence of kept) warnings.add(null, sentence);
        if (renamed.length > 0) finished = (await readAgain(renamed)) && (await settle());
      }
    }

    if (wanted.size > 0) await writing.run(() => store.liftRemoval([...wanted]));
    counts.keptAway = keptAway.size;
    const told = warnings.state();
    for (const [id, trace] of traces) {
      const notes = saidBefore.notes[id];
      const own = trace.own ?? saidBefore.own[id];
      if (trace.state === 'unchanged' && (notes || own)) traces.set(id, { ...trace, ...(notes ? { notes } : {}), ...(own ? { own } : {}) });
    }
    const unfinished = source.unfinished();
    if (finished && unfinished) warnings.add(unfinished.line, ofLastLine(unfinished, format, files.some(({ packed }) => packed)));
    for (const { notes } of traces.values()) for (const { line, message, file } of notes ?? []) warnings.add(line, message, file);
    const error = traces.size === 0 && keptAway.size === 0 && finished ? nothingRead(path, format, warnings.count() > 0) : null;
    const whole = account.told(format.id, why, error, grown && size - grown.growth.end.offset);
    const isSame = !grown && saidBefore.brought?.traces === traces.size && [...traces.values()].every((each) => each.state === 'unchanged');
    const toldOfFile = isSame ? { ...whole, ...saidBefore.brought } : whole;
    if (finished) {
      const growth = growthOf(job.unit, source, format, cleaned(account.kept(), job.redaction), told);
      const notes = [...traces].flatMap(([id, each]) => (each.notes ? [[id, [...each.notes]] as const] : []));
      const own = [...traces].flatMap(([id, each]) => (each.own ? [[id, each.own] as const] : []));
      const { spans, messages, toolCalls } = toldOfFile;
      const ended: ReadingReport = {
        brought: { traces: traces.size, spans, messages, toolCalls },
        format: format.id, why, error, traces: traces.size, repeated: counts.repeated, warnings: [...warnings.shown()], warningCount: warnings.count(),
        ...(stamp.digest === undefined ? {} : { digest: stamp.digest }), ...(map ? { map } : {}), ...(keptAway.size > 0 ? { keptAway: [...keptAway] } : {}), ...(own.length === 0 || own.length > mostNotes ? {} : { own: Object.fromEntries(own) }),
        // For so many the file is read from its start, and they are found again.
        ...(notes.length > mostNotes ? {} : { notes: Object.fromEntries(notes), ...(growth ? { growth } : {}) }),
      };
      await writing.run(() => store.finishReading(reading, { ...lastingStamp(stamp, readAt), report: JSON.stringify(ended) }));
    }
    return { traces, cancelled: !finished, replaced, report: map ? { ...toldOfFile, map } : toldOfFile };
  } finally {
    source.close();
  }
}

/** A last line that is not whole: of a log that grows, it is most likely being written. */
function ofLastLine(problem: Problem, { growth }: Format, packed: boolean): string {
  return growth !== undefined && !packed && problem.lost === 'unfinished' ? stillWritten(problem.line) : toldOf(problem);
}

/** What a reader keeps is stored, so it is looked through like all that is. */
function cleaned(kept: Json | undefined, redaction: RedactionRules): Json | undefined {
  return kept === undefined ? undefined : createRedactor(redaction).json(cutMedia(kept, () => {}));
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
