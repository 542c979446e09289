import { z } from 'zod';
import type { CaseResult, Outcome } from '../core/model/result.ts';
import type { RunStatistics } from '../core/model/runStatistics.ts';
import type { Method, Parsers } from './rpc.ts';

/** Cases run against targets. */

export const RunRequest = z.strictObject({
  /** Case ids, or absolute case files or folders. Empty: all of the workspace. */
  cases: z.array(z.string()),
  target: z.string().optional(),
  /** Each program is started so that it waits on this port of 127.0.0.1 for a debugger. Targets that are not started as Node are refused. */
  debugPort: z.number().int().min(1).max(65535).optional(),
  trials: z.number().int().positive().optional(),
  concurrency: z.number().int().positive().optional(),
  onlyFailing: z.boolean().optional(),
  /** Folder for the run's files; default .casebook/runs/<run id>. */
  out: z.string().optional(),
});
export type RunRequest = z.infer<typeof RunRequest>;
/** `position`: which of the run's cases `result` is of, from 0, in the order of the report. */
export type RunProgress = { readonly done: number; readonly cases: number; readonly running: readonly string[]; readonly result: CaseResult | null; readonly position?: number };
export type RunReport = {
  readonly runId: string;
  /** Null when there was nothing to run: then nothing was written. */
  readonly folder: string | null;
  /** In the order of the case files, whatever was done first. */
  readonly results: readonly CaseResult[];
  /** Archived cases that were not named, those that did not fail the last time where only such were asked for, and those of `results` that their file says to skip. */
  readonly leftOut: { readonly archived: number; readonly notFailing: number; readonly skipped: number };
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly statistics: RunStatistics;
  readonly cancelled: boolean;
  /** Why something of the run could not be written, such as a full disk; then these results are all there is. */
  readonly notKept?: string;
};

/** What a lens says of a case. */
export type LastResult = { readonly caseId: string; readonly outcome: Outcome; readonly at: string; readonly target: string; readonly passed: number; readonly trials: number; readonly sentence: string };

export interface RunApi {
  runCases: Method<RunRequest, RunReport, RunProgress>;
  lastResults: Method<Record<string, never>, readonly LastResult[]>;
  /** Targets of config.yaml by name, with their type. */
  targets: Method<Record<string, never>, { readonly targets: readonly { readonly name: string; readonly type: string }[]; readonly defaultTarget: string | null }>;
}

const nothing = z.strictObject({});

export const runParsers: Parsers<RunApi> = {
  runCases: RunRequest,
  lastResults: nothing,
  targets: nothing,
};
