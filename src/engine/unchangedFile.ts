import { z } from 'zod';
import { ImportWarning } from '../core/model/problem.ts';
import type { Store } from '../store/openStore.ts';
import type { ImportedTrace } from './importTraces.ts';
import type { FileStamp } from './sourceFile.ts';

/** What the last reading of a file told, so that it can be told again without reading. */
export const ReadingReport = z.object({
  format: z.string(), why: z.string(), error: z.string().nullable(), traces: z.number(), repeated: z.number(), warnings: z.array(ImportWarning), warningCount: z.number(),
  digest: z.string().optional(),
});
export type ReadingReport = z.infer<typeof ReadingReport>;

/** Changes within this time before a reading may bear the same time as the file that was read. */
const clockGrainMs = 2000;

/**
 * What an import of a file would find that nobody has touched since it was read to its end under the same settings, all of whose
 * traces are still there. Undefined when it has to be read.
 */
export function unchangedFile(store: Store, shownAs: string, { size, mtimeMs, digest }: FileStamp, settings: string): { readonly report: ReadingReport; readonly traces: ReadonlyMap<string, ImportedTrace> } | undefined {
  const last = store.lastReading(shownAs);
  if (!last || last.settings !== settings || last.size !== size || last.mtimeMs !== mtimeMs) return undefined;
  const report = ReadingReport.parse(JSON.parse(last.report));
  if (report.digest !== digest) return undefined;
  const counts = store.countsOfFile(shownAs);
  if (counts.length !== report.traces) return undefined;
  return { report, traces: new Map(counts.map(({ id, ...each }) => [id, { state: 'unchanged', ...each }])) };
}

/** A stamp that a later change is sure to alter; otherwise one that matches nothing. */
export function lastingStamp(stamp: FileStamp, now: number): FileStamp {
  return now - stamp.mtimeMs > clockGrainMs ? stamp : { ...stamp, mtimeMs: -1 };
}
