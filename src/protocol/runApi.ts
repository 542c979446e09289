import { z } from 'zod';
import type { CaseResult, Outcome } from '../core/model/result.ts';
import type { RunStatistics } from '../core/model/runStatistics.ts';
import type { Method, Parsers } from './rpc.ts';

/** Cases run against targets. */

/** One of so many parts of a run, from 1. */
export const Shard = z.strictObject({ index: z.number().int().positive(), of: z.number().int().positive().max(1000) }).refine(({ index, of }) => index <= of, 'The part is one of so many.');
export type Shard = z.infer<typeof Shard>;

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
  /** Goes on with a run that was cut off: its id, the beginning of it, its absolute folder, or `last`. What is run, and against what, is what it was begun with. */
  resume: z.string().optional(),
  /** Only the cases that fall to one of so many parts; `index` from 1. */
  shard: Shard.optional(),
  /** Takes answers that a target gave to the very same question before. */
  cache: z.boolean().optional(),
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
  readonly leftOut: { readonly archived: number; readonly notFailing: number; readonly skipped: number; readonly otherShards?: number };
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly statistics: RunStatistics;
  readonly cancelled: boolean;
  /** Why something of the run could not be written, such as a full disk; then these results are all there is. */
  readonly notKept?: string;
  readonly shard?: Shard;
  /** Trials that were done before the run was gone on with. */
  readonly resumed?: number;
  /** Trials that were answered from the cache; absent where it was not used. */
  readonly cached?: { readonly trials: number; readonly of: number };
  /** Set where the run ended itself. `resume` runs the rest. */
  readonly stopped?: RunStop;
  /** Cases that the run did not get to, or not to the end of: they have no outcome and are not among `results`. Absent where there are none. */
  readonly notRun?: number;
  /** Sentences about targets that did more than answer. They change no outcome. Absent where there are none. */
  readonly warnings?: readonly string[];
};

/** Spent more than `runs.stopAboveUsd`. */
export type RunStop = { readonly why: 'budget'; readonly spentUsd: number; readonly limitUsd: number; readonly trialsNotRun: number };

/** What a run would cost, by what the same cases cost before against the same targets. */
export type RunEstimate = {
  readonly trials: number;
  /** Of the trials whose cost is known from before; null where none is. */
  readonly knownUsd: number | null;
  /** Trials of which nothing is known: they may cost anything. */
  readonly unknownTrials: number;
  /** `runs.askAboveUsd` of config.yaml. */
  readonly askAboveUsd: number;
  readonly isAbove: boolean;
};

/** Parts of a run, each by its id, the beginning of it, or its absolute folder. */
export const MergeRequest = z.strictObject({
  runs: z.array(z.string()).min(1),
  out: z.string().optional(),
  /** Also when parts are missing or were cut off. */
  partial: z.boolean().optional(),
});
export type MergeRequest = z.infer<typeof MergeRequest>;

/** What a lens says of a case. */
export type LastResult = { readonly caseId: string; readonly runId: string; readonly outcome: Outcome; readonly at: string; readonly target: string; /** Of the case's own question. */ readonly passed: number; readonly trials: number; readonly sentence: string };

export interface RunApi {
  runCases: Method<RunRequest, RunReport, RunProgress>;
  /** What a run would cost; null where config.yaml sets no limit to ask at. Nothing is run, and nothing is written. */
  estimateRun: Method<RunRequest, RunEstimate | null>;
  /** The parts of a sharded run as one run. */
  mergeRuns: Method<MergeRequest, RunReport>;
  /** A port of 127.0.0.1 that nobody listens on at this moment, for a program to wait on. */
  freePort: Method<Record<string, never>, { readonly port: number }>;
  lastResults: Method<Record<string, never>, readonly LastResult[]>;
  /** Targets of config.yaml by name, with their type. */
  targets: Method<Record<string, never>, { readonly targets: readonly { readonly name: string; readonly type: string }[]; readonly defaultTarget: string | null }>;
}

const nothing = z.strictObject({});

export const runParsers: Parsers<RunApi> = {
  runCases: RunRequest,
  estimateRun: RunRequest,
  mergeRuns: MergeRequest,
  freePort: nothing,
  lastResults: nothing,
  targets: nothing,
};
