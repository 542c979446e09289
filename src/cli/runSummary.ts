import { relative } from 'node:path';
import { formatCost, formatCount, plural } from '../core/display/numbers.ts';
import { printableLine, type Paint } from '../core/display/terminal.ts';
import type { CaseResult, Outcome } from '../core/model/result.ts';
import { statisticsLines } from '../core/runs/statisticsLines.ts';
import { verdictOf, type Verdict } from '../core/runs/verdict.ts';
import type { Workspace } from '../engine/workspace.ts';
import type { RunReport } from '../protocol/runApi.ts';
import type { Cli } from './cli.ts';
import type { ExitCode } from './exitCodes.ts';
import { exitCodes, worstOf } from './exitCodes.ts';
import { writeRunReports, type WantedReports, type When } from './runReports.ts';

/** What run and merge say in the end. */

/** With paths as any machine reads them. */
function portable(report: RunReport, { display }: Workspace): RunReport {
  return { ...report, folder: report.folder === null ? null : display(report.folder), results: report.results.map((result) => ({ ...result, file: display(result.file) })) };
}

const unprovenCases = (results: readonly CaseResult[]): readonly string[] => [...new Set(results.flatMap(({ caseId, undecided }) => (undecided?.kind === 'unproven' ? [caseId] : [])))];

/** Only what decides counts: a draft may fail, and a target may break under it. A run that spent its budget is one that could not be finished. Strictly, a proof that does not hold is an error. */
export function exitCodeOfRun({ results, notKept, stopped }: Pick<RunReport, 'results' | 'notKept' | 'stopped'>, strict: boolean): ExitCode {
  const codes: Readonly<Record<Outcome, ExitCode>> = { pass: exitCodes.done, fail: exitCodes.against, error: exitCodes.errors, 'n/a': strict ? exitCodes.errors : exitCodes.done };
  return worstOf([...(notKept === undefined && stopped === undefined ? [] : [exitCodes.errors]), ...(strict && unprovenCases(results).length > 0 ? [exitCodes.errors] : []), ...results.filter((result) => result.decides).map((result) => codes[result.outcome])]);
}

function printSummary({ runId, results, leftOut: { archived, notFailing, skipped, otherShards }, counts, statistics, folder, cancelled, shard, resumed, cached, stopped, notKept, warnings }: RunReport, { out, cwd }: Cli): void {
  const parts = (['pass', 'fail', 'error', 'n/a'] as const).flatMap((outcome) => (counts[outcome] > 0 ? [`${formatCount(counts[outcome])} ${outcome}`] : []));
  const apart = [
    ...(skipped > 0 ? [`${formatCount(skipped)} skipped`] : []),
    ...(archived > 0 ? [`${formatCount(archived)} archived not run`] : []),
    ...(notFailing > 0 ? [`${formatCount(notFailing)} that did not fail not run`] : []),
    ...(shard ? [`shard ${shard.index}/${shard.of}, ${plural(otherShards ?? 0, 'case')} in the others`] : []),
    ...(cached ? [`${formatCount(cached.trials)} of ${plural(cached.of, 'answer')} from the cache`] : []),
    ...(resumed === undefined ? [] : [`${plural(resumed, 'trial')} done before`]),
  ];
  out.line(out.paint.bold([`${plural(results.length, 'case')}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`, ...apart].join('; ')));
  for (const line of statisticsLines(statistics)) out.line(line);
  if (folder !== null) out.note(`Results: ${relative(cwd, folder) || '.'}`);
  const unproven = unprovenCases(results);
  if (unproven.length > 0) out.warn(`${unproven.length === 1 ? '1 active case decides nothing, because its proof does not hold' : `${formatCount(unproven.length)} active cases decide nothing, because their proofs do not hold`}: ${unproven.slice(0, 3).join(', ')}${unproven.length > 3 ? ', …' : ''}. casebook prove says why.`);
  if (stopped) out.warn(`Stopped: the trials cost ${formatCost(stopped.spentUsd)}, more than runs.stopAboveUsd in config.yaml allows (${formatCost(stopped.limitUsd)}). ${plural(stopped.trialsNotRun, 'trial')} ${stopped.trialsNotRun === 1 ? 'was' : 'were'} not run. With a higher limit, casebook run --resume ${runId} goes on.`);
  if (cancelled) out.warn(`Cancelled. The ${plural(results.length, 'result')} above ${results.length === 1 ? 'is' : 'are'} kept. casebook run --resume ${runId} goes on.`);
  if (notKept !== undefined) out.warn(notKept);
  for (const warning of warnings ?? []) out.warn(printableLine(warning));
}

/** Everything that is said once a run is over: the result, what it amounts to, the files that were asked for, and the verdict. */
export function tellRun(report: RunReport, { junit, md }: WantedReports, when: When, cli: Cli): void {
  const { out } = cli;
  const { results, folder, cancelled, stopped, notRun, notKept } = report;
  out.result(portable(report, cli.workspace));
  if (folder !== null) printSummary(report, cli);
  writeRunReports({ ...(junit === undefined ? {} : { junit }), ...(md === undefined ? {} : { md }) }, report, when, cli);
  // Last, where a person looks: what came before may be pages.
  if (folder !== null) out.line(paintVerdict(verdictOf(results, { cancelled, stopped: stopped !== undefined, notRun, notKept: notKept !== undefined }), out.paint));
}

function paintVerdict({ kind, sentence }: Verdict, { bold, green, red, yellow }: Paint): string {
  return bold((kind === 'passed' ? green : kind === 'undecided' ? yellow : red)(printableLine(sentence)));
}
