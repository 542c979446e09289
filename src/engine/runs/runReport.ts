import type { CaseResult, Outcome, TrialLine, TrialResult } from '../../core/model/result.ts';
import { runStatistics } from '../../core/runs/runStatistics.ts';
import type { RunReport } from '../../protocol/runApi.ts';
import type { RunSummary } from '../runFiles.ts';
import type { Workspace } from '../workspace.ts';

export function countOutcomes(results: readonly CaseResult[]): Record<Outcome, number> {
  const counts: Record<Outcome, number> = { pass: 0, fail: 0, error: 0, 'n/a': 0 };
  for (const { outcome } of results) counts[outcome]++;
  return counts;
}

type Told = Omit<RunReport, 'counts' | 'statistics'>;

export const reportOf = (told: Told): RunReport => ({ ...told, counts: countOutcomes(told.results), statistics: runStatistics(told.results) });

/** How many of the answers came from the cache. */
export function cachedOf(trials: readonly Pick<TrialResult, 'cached' | 'observed'>[]): NonNullable<RunReport['cached']> {
  const answered = trials.filter(({ observed }) => observed !== null);
  return { trials: answered.filter(({ cached }) => cached).length, of: answered.length };
}

function meanCost({ trials }: Pick<CaseResult, 'trials'>): number | null {
  const costs = trials.flatMap(({ costUsd }) => costUsd ?? []);
  return costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
}

/** A report without what stands in `results.jsonl`. @param unfinished trials of cases that were cut off: they have no outcome, and cost what they cost */
export function summaryOf(report: RunReport, when: Pick<RunSummary, 'at' | 'durationMs' | 'casebook'>, { display }: Workspace, unfinished: readonly (readonly TrialLine[])[] = []): RunSummary {
  const { runId, results, counts, statistics, cancelled, shard, resumed, cached, stopped, notRun, warnings } = report;
  const passed = (result: CaseResult): number => result.trials.filter((each) => each.outcome === 'pass').length;
  return {
    runId, ...when, cancelled, ...(shard ? { shard } : {}), ...(resumed === undefined ? {} : { resumed }), ...(cached ? { cached } : {}), ...(stopped ? { stopped } : {}), ...(notRun === undefined ? {} : { notRun }), ...(warnings ? { warnings } : {}), counts, statistics,
    cases: results.map((result) => ({ caseId: result.caseId, file: display(result.file), target: result.target, outcome: result.outcome, decides: result.decides, trials: result.trials.length, passed: passed(result), costUsd: meanCost(result) })),
    ...(unfinished.length === 0 ? {} : { unfinished: unfinished.flatMap((trials) => trials.slice(0, 1).map(({ caseId, target }) => ({ caseId, target, costUsd: meanCost({ trials }) }))) }),
  };
}
