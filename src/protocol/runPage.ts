import { z } from 'zod';
import type { RunCase, RunView } from '../core/model/runView.ts';
import type { Method, Parsers } from './rpc.ts';

/** `run` is null where nothing was run yet. */
export type RunPageView = { readonly folder: string; readonly name: string; readonly run: RunView | null; /** The case that somebody wants to see, told once. */ readonly wanted: string | null };

const CaseOfRun = z.strictObject({ caseId: z.string().min(1), target: z.string() });
const TrialOfCase = CaseOfRun.extend({ trial: z.number().int().positive(), variant: z.string().nullable() });
const run = z.string().min(1);

/** What the page of a run may ask of the editor. Files go by case and trial: a page names no path. */
export interface RunPageApi {
  open: Method<Record<string, never>, RunPageView>;
  readCase: Method<z.infer<typeof CaseOfRun>, RunCase>;
  /** Asks which of all runs; null where the question was put away. */
  chooseRun: Method<Record<string, never>, RunPageView | null>;
  /** Another run in the same tab. */
  showRun: Method<{ run: string }, RunPageView>;
  openTrajectory: Method<z.infer<typeof TrialOfCase>, null>;
  compareExpected: Method<z.infer<typeof TrialOfCase>, null>;
  comparePassing: Method<z.infer<typeof TrialOfCase>, null>;
  openCase: Method<{ caseId: string }, null>;
  /** Runs cases of the run against the same target. `run` is null where nothing was run. */
  runAgain: Method<{ caseIds: string[]; target: string }, { readonly run: string | null; readonly sentence: string }>;
  /** Goes on with the run, which ended before its end. */
  resume: Method<Record<string, never>, { readonly sentence: string }>;
  runAll: Method<Record<string, never>, null>;
  newCase: Method<Record<string, never>, null>;
  /** The whole run, or one case of it. */
  copyMarkdown: Method<{ of?: z.infer<typeof CaseOfRun> | undefined }, null>;
}

export interface RunPageEvents {
  /** A run ended, or cases changed. */
  runsChanged: Method<Record<string, never>, null>;
}

const nothing = z.strictObject({});

export const runPageParsers: Parsers<RunPageApi> = {
  open: nothing,
  readCase: CaseOfRun,
  chooseRun: nothing,
  showRun: z.strictObject({ run }),
  openTrajectory: TrialOfCase,
  compareExpected: TrialOfCase,
  comparePassing: TrialOfCase,
  openCase: z.strictObject({ caseId: z.string().min(1) }),
  runAgain: z.strictObject({ caseIds: z.array(z.string().min(1)).min(1).max(100_000), target: z.string() }),
  resume: nothing,
  runAll: nothing,
  newCase: nothing,
  copyMarkdown: z.strictObject({ of: CaseOfRun.optional() }),
};
