import type { Outcome } from './result.ts';
import type { RunComparison } from './runComparison.ts';
import type { RunStatistics } from './runStatistics.ts';

/** A run as a page shows it. Null is "not known", never 0. */

/** One run of a list. */
export type RunHeader = {
  /** The name of its folder. */
  readonly run: string;
  /** ISO time it began at; null where neither its summary nor a trial says so. */
  readonly at: string | null;
  /** Null for a run that was not finished. */
  readonly durationMs: number | null;
  /** False while it goes on, and for good where it was killed: then it has the results it had by then. */
  readonly finished: boolean;
  /** A process of this machine is at it. */
  readonly running: boolean;
  /** Trials done, of those it was to have; null where it is finished, or that is not known. */
  readonly progress: { readonly done: number; readonly of: number } | null;
  readonly cancelled: boolean;
  /** Set where it ended itself, having spent too much. */
  readonly stopped: { readonly spentUsd: number; readonly limitUsd: number; readonly trialsNotRun: number } | null;
  /** Cases that it ended before, by being cancelled or by its budget. 0 too where that is not known. */
  readonly notRun: number;
  /** Set where it is one of so many parts. */
  readonly shard: { readonly index: number; readonly of: number } | null;
  readonly targets: readonly string[];
  /** Cases that decide. */
  readonly cases: number;
  readonly undecided: number;
  /** Of those that decide. */
  readonly counts: Readonly<Record<Outcome, number>>;
};

/** What became of a case since an earlier run, in the order in which a person wants to know. */
export const runGroups = ['newlyFailing', 'newlyFixed', 'stillFailing', 'failing', 'error', 'cutOff', 'flaky', 'notMeasured', 'passing', 'undecided'] as const;
export type RunGroup = (typeof runGroups)[number];

/** One case against one target. */
export type RunRow = {
  readonly caseId: string;
  readonly target: string;
  /** From the workspace folder. */
  readonly file: string;
  /** Null where the case is no longer there, or its file has no name for it. */
  readonly suite: string | null;
  /** As the case asks now; null where it is no longer there. */
  readonly query: string | null;
  readonly outcome: Outcome;
  readonly group: RunGroup;
  /** In the run it is compared with; null where that does not hold it. */
  readonly was: Outcome | null;
  /** Why it did not pass, in one line. */
  readonly why: string | null;
  /** Of the case's own question: how many passed, of those that passed or failed, of all. */
  readonly trials: { readonly passes: number; readonly n: number; readonly all: number };
  /** Trials of its rewordings that failed. */
  readonly rewordingsFailed: number;
  /** Trials for which the target was not asked again. */
  readonly cached: number;
  /** Median of its trials: what they recorded, else what they took. */
  readonly ms: number | null;
  /** Sum of its trials; null where none recorded any. */
  readonly costUsd: number | null;
  /** What it said in runs up to this one, oldest first; null where a run did not hold it. This run is the last. */
  readonly history: readonly (Outcome | null)[];
  /** Why it decides nothing; null where it decides. */
  readonly undecided: string | null;
};

export type RunVerdict = { readonly kind: 'failed' | 'broken' | 'passed' | 'undecided'; readonly sentence: string };

/** An earlier run, or a committed baseline, and what changed since. */
export type ComparedRun = {
  readonly run: string;
  readonly at: string | null;
  readonly comparison: RunComparison;
};
export type ComparedBaseline = { readonly file: string; readonly at: string | null; readonly newlyFailing: readonly string[]; readonly newlyFixed: readonly string[]; /** Cases that both hold. */ readonly both: number };

export type RunView = {
  readonly header: RunHeader;
  readonly verdict: RunVerdict;
  readonly rows: readonly RunRow[];
  readonly statistics: RunStatistics;
  readonly trials: { readonly all: number; readonly cached: number };
  /** Null where there is no earlier run against the same target. */
  readonly before: ComparedRun | null;
  readonly baselines: readonly ComparedBaseline[];
  /** It ended before its end, and nothing is at it: `resume` goes on. */
  readonly canResume: boolean;
  /** When the runs of `history` began, oldest first. */
  readonly historyOf: readonly (string | null)[];
  /** Lines of its results that cannot be read. */
  readonly brokenLines: number;
  /** What of it the disk refused, as a sentence and what to do, as long as the engine that ran it is there. */
  readonly notKept: string | null;
};

/** A value as text; `whole` is longer than the text where it was cut. */
export type ShownText = { readonly text: string; readonly whole: number };

/** One check of one trial. */
export type ShownCheck = {
  readonly id: string;
  readonly outcome: Outcome;
  readonly gating: boolean;
  readonly metric: string | null;
  readonly score: number | null;
  readonly reason: string;
  readonly step: number | null;
  readonly expected: ShownText;
  readonly actual: ShownText;
};

export type ShownTrial = {
  readonly trial: number;
  readonly variant: string | null;
  /** What a rewording asked; null for the case's own question, and where neither the results nor the case know it. */
  readonly asked: string | null;
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly checks: readonly ShownCheck[];
  /** Null where none was recorded, as of a recorded run, which stands in its recording. */
  readonly answer: ShownText | null;
  readonly durationMs: number;
  readonly latencyMs: number | null;
  readonly costUsd: number | null;
  readonly tokens: number | null;
  readonly toolCalls: number | null;
  readonly cached: boolean;
  /** The spans it sent, as a file beside the results. */
  readonly trace: { readonly file: string; readonly traceId: string } | null;
  /** There is something to lay beside what the case expects. */
  readonly comparable: boolean;
  /** False where the target was not asked, as of a case that is skipped. */
  readonly tookPlace: boolean;
};

/** A trial that passed, to be laid beside one that did not. */
export type PassingTrial = { readonly run: string; readonly at: string | null; readonly target: string; readonly trial: number; readonly variant: string | null };

export type RunCase = {
  readonly run: string;
  /** Of the run's files, absolute. */
  readonly folder: string;
  readonly caseId: string;
  readonly target: string;
  readonly file: string;
  readonly outcome: Outcome;
  readonly trials: readonly ShownTrial[];
  /** Trials beyond those told here. */
  readonly moreTrials: number;
  /** Of this run where its trials disagree, else of the newest other run against the same target. */
  readonly passing: PassingTrial | null;
  /** The trace the case was made from, where it names one. */
  readonly source: string | null;
};
