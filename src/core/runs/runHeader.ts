import { z } from 'zod';
import { Outcome, type CaseResult } from '../model/result.ts';
import type { RunHeader } from '../model/runView.ts';
import { RunStatistics } from '../model/runStatistics.ts';
import { resultKey } from './changes.ts';
import type { Gathered } from './trialLines.ts';

/** What is read of `summary.json`: whatever else later versions add to it. */
export const KeptSummary = z.object({
  at: z.string(),
  durationMs: z.number().nonnegative(),
  cancelled: z.boolean().catch(false),
  /** Set where the run ended itself, having spent too much. */
  stopped: z.object({ spentUsd: z.number(), limitUsd: z.number(), trialsNotRun: z.number().int() }).optional().catch(undefined),
  notRun: z.number().int().catch(0).default(0),
  shard: z.object({ index: z.number().int(), of: z.number().int() }).optional().catch(undefined),
  statistics: RunStatistics.optional().catch(undefined),
  cases: z.array(z.object({ caseId: z.string(), target: z.string(), outcome: Outcome, decides: z.boolean().catch(true) })).readonly(),
});
export type KeptSummary = z.infer<typeof KeptSummary>;

/** Undefined where it is not there, not whole, or not ours. */
export function readSummaryText(text: string | undefined): KeptSummary | undefined {
  if (text === undefined) return undefined;
  try {
    return KeptSummary.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // as good as none: the results are read instead
  }
}

export type HeaderAndOutcomes = { readonly header: RunHeader; readonly outcomes: ReadonlyMap<string, Outcome>; readonly statistics: RunStatistics | undefined };

type Said = Pick<CaseResult, 'caseId' | 'target' | 'outcome' | 'decides'>;

function headerOf(run: string, cases: readonly Said[]): Pick<RunHeader, 'run' | 'targets' | 'cases' | 'undecided' | 'counts'> {
  const counts: Record<Outcome, number> = { pass: 0, fail: 0, error: 0, 'n/a': 0 };
  const deciding = cases.filter(({ decides }) => decides);
  for (const { outcome } of deciding) counts[outcome]++;
  return { run, targets: [...new Set(cases.flatMap(({ target }) => (target === '' ? [] : [target])))], cases: deciding.length, undecided: cases.length - deciding.length, counts };
}

const outcomesOf = (cases: readonly Said[]): ReadonlyMap<string, Outcome> => new Map(cases.map((each) => [resultKey(each), each.outcome]));

export function headerOfSummary(run: string, { at, durationMs, cancelled, cases, statistics, stopped, notRun, shard }: KeptSummary): HeaderAndOutcomes {
  return { header: { ...headerOf(run, cases), at, durationMs, finished: true, running: false, progress: null, cancelled, stopped: stopped ?? null, notRun, shard: shard ?? null }, outcomes: outcomesOf(cases), statistics };
}

/** What is known of a run that did not end, beside its results. */
export type Unended = { readonly at: string | null; readonly running: boolean; readonly trials: number | null };

/** A run that goes on, or was killed: what its results say. */
export function headerOfResults(run: string, { results, unfinished }: Gathered, { at: beganAt, running, trials }: Unended = { at: null, running: false, trials: null }): HeaderAndOutcomes {
  const done = [...results, ...unfinished].reduce((sum, each) => sum + each.trials.length, 0);
  const at = beganAt ?? firstStart(results);
  return { header: { ...headerOf(run, results), at, durationMs: null, finished: false, running, progress: trials === null ? null : { done, of: trials }, cancelled: false, stopped: null, notRun: 0, shard: null }, outcomes: outcomesOf(results), statistics: undefined };
}

function firstStart(results: readonly CaseResult[]): string | null {
  return results.flatMap(({ trials }) => trials.map(({ startedAt }) => startedAt)).reduce<string | null>((first, each) => (first === null || each < first ? each : first), null);
}
