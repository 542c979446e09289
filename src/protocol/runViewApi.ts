import { z } from 'zod';
import type { CaseResult } from '../core/model/result.ts';
import type { RunCase, RunHeader, RunView } from '../core/model/runView.ts';
import type { Method, Parsers } from './rpc.ts';

/** Runs that were kept, looked at again. */

/** The name of a folder under `.casebook/runs`, and of none above it. */
const run = z.string().regex(/^[\w-][\w.-]*$/u);

export const OpenRunRequest = z.strictObject({
  /** Absent: the newest one. */
  run: run.optional(),
});
export const RunCaseRequest = z.strictObject({ run, caseId: z.string().min(1), target: z.string() });

export const TrialRequest = RunCaseRequest.extend({ trial: z.number().int().positive(), variant: z.string().nullable() });

export const RunMarkdownRequest = z.strictObject({ run, of: RunCaseRequest.pick({ caseId: true, target: true }).optional() });

export interface RunViewApi {
  /** Newest first, at most 200. Runs whose folder was named (`--out`) lie elsewhere and are not among them. */
  listRuns: Method<Record<string, never>, { readonly runs: readonly RunHeader[] }>;
  /** Null where no run was named and there is none. */
  openRun: Method<z.infer<typeof OpenRunRequest>, RunView | null>;
  /** What each case failed by the last time it was run, as far as its run is kept: without what was observed, expected and found. */
  lastFailures: Method<Record<string, never>, readonly CaseResult[]>;
  readRunCase: Method<z.infer<typeof RunCaseRequest>, RunCase>;
  /** Writes what was observed of a trial beside its run, as an export of chat messages; null where nothing was. For trials whose target sent no spans. */
  writeObserved: Method<z.infer<typeof TrialRequest>, { readonly file: string } | null>;
  /** The whole run as a report to copy, or one case of it. */
  runMarkdown: Method<z.infer<typeof RunMarkdownRequest>, { readonly markdown: string }>;
}

export const runViewParsers: Parsers<RunViewApi> = {
  listRuns: z.strictObject({}),
  openRun: OpenRunRequest,
  lastFailures: z.strictObject({}),
  readRunCase: RunCaseRequest,
  writeObserved: TrialRequest,
  runMarkdown: RunMarkdownRequest,
};
