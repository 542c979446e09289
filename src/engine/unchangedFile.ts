import { z } from 'zod';
import { ColumnMap } from '../core/model/columnMap.ts';
import { ImportWarning } from '../core/model/problem.ts';
import type { Sample } from '../core/formats/format.ts';
import { Growth, grownSince } from './growth.ts';
import type { ImportUnit } from './importUnits.ts';
import type { Store } from '../store/openStore.ts';
import type { ImportedTrace } from './importTraces.ts';
import type { HowRead } from './readingRules.ts';
import type { FileStamp } from './sourceFile.ts';

const Brought = z.object({ spans: z.number(), messages: z.number(), toolCalls: z.number() });

/** What the last reading of a file told, so that it can be told again without reading. */
export const ReadingReport = z.object({
  format: z.string(), why: z.string(), error: z.string().nullable(), traces: z.number(), repeated: z.number(), warnings: z.array(ImportWarning), warningCount: z.number(),
  digest: z.string().optional(),
  /** Traces in it that were left out because somebody had removed them, by id. */
  keptAway: z.array(z.string()).optional(),
  map: ColumnMap.optional(),
  growth: Growth.optional(),
  /** What had to be mended in traces, by their id; absent where that was too much to keep. */
  notes: z.record(z.string(), z.array(ImportWarning).readonly()).optional(),
  /** What it holds of traces that stand in other files too, by their id. */
  own: z.record(z.string(), Brought).optional(),
  /** What it brought in all: other files may have told more of its traces since. */
  brought: Brought.extend({ traces: z.number() }).optional(),
});
export type ReadingReport = z.infer<typeof ReadingReport>;

/** Changes within this time before a reading may bear the same time as the file that was read. */
const clockGrainMs = 2000;

/**
 * What an import of a file would find that nobody has touched since it was read to its end under the same settings, all of whose
 * traces are still there. Undefined when it has to be read.
 */
export function unchangedFile(store: Store, { shownAs, stamp: { size, mtimeMs, digest } }: ImportUnit, settings: string, staysAway: StaysAway): EarlierReading | undefined {
  const last = store.lastReading(shownAs);
  if (!last || last.settings !== settings || last.size !== size || last.mtimeMs !== mtimeMs) return undefined;
  const report = reportOf(last);
  return report && report.digest === digest ? earlierReading(store, shownAs, report, staysAway) : undefined;
}

/** What an import found of a file that has only grown since, and from where to go on. Undefined when it has to be read from its start. */
export function grownFile(store: Store, unit: ImportUnit, standing: readonly string[], staysAway: StaysAway, detect: (sample: Sample) => HowRead | undefined): (EarlierReading & { readonly detected: HowRead; readonly growth: Growth }) | undefined {
  const last = store.lastReading(unit.shownAs);
  if (!last || !standing.includes(last.settings)) return undefined;
  const report = reportOf(last);
  if (!report) return undefined;
  const { growth } = report;
  const detected = growth && grownSince(unit, growth, { format: report.format, settings: last.settings, size: last.size }, detect);
  const earlier = detected && earlierReading(store, unit.shownAs, report, staysAway);
  return earlier && growth && { ...earlier, detected, growth };
}

/** Undefined where the index is damaged there: then the file is read as if for the first time. */
function reportOf({ report }: { readonly report: string }): ReadingReport | undefined {
  try {
    return ReadingReport.safeParse(JSON.parse(report)).data;
  } catch {
    return undefined;
  }
}

export type EarlierReading = { readonly report: ReadingReport; readonly traces: ReadonlyMap<string, ImportedTrace> };

/** Whether a trace that was removed when the file was read is to stay out now. */
type StaysAway = (id: string) => boolean;

/** Undefined where some of its traces were taken out since, or are wanted again. */
function earlierReading(store: Store, shownAs: string, report: ReadingReport, staysAway: StaysAway): EarlierReading | undefined {
  if (report.keptAway?.every(staysAway) === false) return undefined;
  const counts = store.countsOfFile(shownAs);
  if (counts.length !== report.traces) return undefined;
  return {
    report,
    traces: new Map(counts.map(({ id, ...each }) => {
      const notes = report.notes?.[id];
      const own = report.own?.[id];
      return [id, { state: 'unchanged', ...each, ...(notes ? { notes } : {}), ...(own ? { own } : {}) }];
    })),
  };
}

/** What the last reading said of traces that had to be mended, and of those that stand in other files too, by their id. */
export function lastSaid(store: Store, shownAs: string, settings: string): Required<Pick<ReadingReport, 'notes' | 'own'>> & Pick<ReadingReport, 'brought'> {
  const last = store.lastReading(shownAs);
  const report = last?.settings === settings ? reportOf(last) : undefined;
  return { notes: report?.notes ?? {}, own: report?.own ?? {}, ...(report?.brought ? { brought: report.brought } : {}) };
}

/** The column map that the last reading of a file took. */
export function lastMap(store: Store, shownAs: string): ColumnMap | undefined {
  const last = store.lastReading(shownAs);
  return last?.report.includes('"map":') === true ? reportOf(last)?.map : undefined;
}

/** A stamp that a later change is sure to alter; otherwise one that matches nothing. */
export function lastingStamp(stamp: FileStamp, now: number): FileStamp {
  return now - stamp.mtimeMs > clockGrainMs ? stamp : { ...stamp, mtimeMs: -1 };
}
