import { relative, resolve } from 'node:path';
import { formatCount, plural } from '../../core/display/numbers.ts';
import { printableLine, type Paint } from '../../core/display/terminal.ts';
import type { CaseResult, Outcome } from '../../core/model/result.ts';
import { statisticsLines } from '../../core/runs/statisticsLines.ts';
import { verdictOf, type Verdict } from '../../core/runs/verdict.ts';
import { UserError } from '../../core/support/errors.ts';
import type { Workspace } from '../../engine/workspace.ts';
import type { RunReport } from '../../protocol/runApi.ts';
import { caseLines } from '../caseLines.ts';
import type { Cli } from '../cli.ts';
import { defineCommand, option } from '../command.ts';
import type { ExitCode } from '../exitCodes.ts';
import { exitCodes, worstOf } from '../exitCodes.ts';
import { createPlaces } from '../expectationPlaces.ts';
import { inOrder } from '../inOrder.ts';
import { readCount } from '../optionValues.ts';
import type { Output } from '../output.ts';
import { expandCases } from '../paths.ts';
import { writeRunReports, type WantedReports } from '../runReports.ts';

type RunOptions = { readonly target?: string; readonly trials?: number; readonly concurrency?: number; readonly onlyFailing?: true; readonly out?: string } & WantedReports;

export const runCommand = defineCommand<RunOptions>({
  name: 'run',
  summary: 'Run cases against an agent',
  details: 'Targets are named in casebook/config.yaml. Exits 1 when an active case fails, 2 when a target broke and nothing failed. Drafts and quarantined cases are shown and never change the exit code.',
  operands: [['[cases...]', 'case ids, case files, folders or patterns (default: all of casebook/cases)']],
  options: [
    option('--target <name>', 'run against this target'),
    option('--trials <n>', 'run each case so often').argParser(readCount),
    option('--concurrency <n>', 'run at most so many at once').argParser(readCount),
    option('--only-failing', 'run only what did not pass the last time'),
    option('--out <folder>', 'folder for the run\'s files (default: .casebook/runs/<run id>)'),
    option('--junit <file>', 'write the results as JUnit XML, as CI servers read it'),
    option('--md <file>', 'write a summary as Markdown; to that of a GitHub job it is added'),
  ],
  examples: ['run', 'run shipment-status-check --target mended', 'run "casebook/cases/orders*" --trials 3 --json', 'run --junit casebook.xml --md summary.md'],
  async run(cli, operands, { out: folder, junit, md, ...options }) {
    const { out } = cli;
    const [at, start] = [new Date(), performance.now()];
    const engine = await cli.engine();
    const places = createPlaces(cli.workspace, cli.cwd);
    const printed = inOrder<CaseResult>((result) => caseLines(result, places, out.paint).forEach((line) => out.line(line)));
    const report = await engine.runCases(
      { cases: [...expandCases(operands, cli.cwd)], ...options, ...(folder === undefined ? {} : { out: resolve(cli.cwd, folder) }) },
      cli.calling(({ done, cases, running, result, position }) => {
        if (result !== null) printed.add(result, position ?? done - 1);
        out.status.show(`${done} of ${cases} done${running.length > 0 ? `, running ${running.map(printableLine).join(', ')}` : ''}`);
      }),
    );
    printed.end();
    if (report.results.length === 0 && !report.cancelled) sayNothing(report, operands, out);
    out.result(portable(report, cli.workspace));
    if (report.folder !== null) printSummary(report, cli);
    if (report.notKept !== undefined) out.warn(report.notKept);
    writeRunReports({ ...(junit === undefined ? {} : { junit }), ...(md === undefined ? {} : { md }) }, report, { at, durationMs: performance.now() - start }, cli);
    // Last, where a person looks: what came before may be pages.
    if (report.folder !== null) out.line(paintVerdict(verdictOf(report.results, { cancelled: report.cancelled, notKept: report.notKept !== undefined }), out.paint));
    return exitCodeOfRun(report, cli.strict);
  },
});

function paintVerdict({ kind, sentence }: Verdict, { bold, green, red, yellow }: Paint): string {
  return bold((kind === 'passed' ? green : kind === 'undecided' ? yellow : red)(printableLine(sentence)));
}

/** With paths as any machine reads them. */
function portable(report: RunReport, { display }: Workspace): RunReport {
  return { ...report, folder: report.folder === null ? null : display(report.folder), results: report.results.map((result) => ({ ...result, file: display(result.file) })) };
}

const unprovenCases = (results: readonly CaseResult[]): readonly string[] => [...new Set(results.flatMap(({ caseId, undecided }) => (undecided?.kind === 'unproven' ? [caseId] : [])))];

/** Only what decides counts: a draft may fail, and a target may break under it. Strictly, a proof that does not hold is an error. */
export function exitCodeOfRun({ results, notKept }: Pick<RunReport, 'results' | 'notKept'>, strict: boolean): ExitCode {
  const codes: Readonly<Record<Outcome, ExitCode>> = { pass: exitCodes.done, fail: exitCodes.against, error: exitCodes.errors, 'n/a': strict ? exitCodes.errors : exitCodes.done };
  return worstOf([...(notKept === undefined ? [] : [exitCodes.errors]), ...(strict && unprovenCases(results).length > 0 ? [exitCodes.errors] : []), ...results.filter((result) => result.decides).map((result) => codes[result.outcome])]);
}

/** Says what there was to run and why none of it was; what was named and is not there is an error. */
function sayNothing({ leftOut: { archived, notFailing } }: RunReport, operands: readonly string[], out: Output): void {
  if (notFailing > 0) out.warn(`Nothing to run: ${notFailing === 1 ? 'the case' : `none of the ${plural(notFailing, 'case')}`} ${notFailing === 1 ? 'did not fail' : 'failed'} when last run. Without --only-failing all are run.`);
  else if (archived > 0) out.warn(`Nothing to run: ${plural(archived, 'case')} ${archived === 1 ? 'is' : 'are'} archived. Name one by its id to run it.`);
  else if (operands.length > 0) throw new UserError('no-such-case', `There is no case in ${operands.join(', ')}.`, 'In folders, files that end in .case.yaml or .case.json are read.');
  else out.warn('Nothing to run: there are no case files under casebook/cases. Make one from a trace: casebook make <trace>.');
}

function printSummary({ results, leftOut: { archived, notFailing, skipped }, counts, statistics, folder, cancelled }: RunReport, { out, cwd }: Cli): void {
  const parts = (['pass', 'fail', 'error', 'n/a'] as const).flatMap((outcome) => (counts[outcome] > 0 ? [`${formatCount(counts[outcome])} ${outcome}`] : []));
  const apart = [
    ...(skipped > 0 ? [`${formatCount(skipped)} skipped`] : []),
    ...(archived > 0 ? [`${formatCount(archived)} archived not run`] : []),
    ...(notFailing > 0 ? [`${formatCount(notFailing)} that did not fail not run`] : []),
  ];
  out.line(out.paint.bold([`${plural(results.length, 'case')}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`, ...apart].join('; ')));
  for (const line of statisticsLines(statistics)) out.line(line);
  if (folder !== null) out.note(`Results: ${relative(cwd, folder) || '.'}`);
  const unproven = unprovenCases(results);
  if (unproven.length > 0) out.warn(`${unproven.length === 1 ? '1 active case decides nothing, because its proof does not hold' : `${formatCount(unproven.length)} active cases decide nothing, because their proofs do not hold`}: ${unproven.slice(0, 3).join(', ')}${unproven.length > 3 ? ', …' : ''}. casebook prove says why.`);
  if (cancelled) out.warn(`Cancelled. The ${plural(results.length, 'result')} above ${results.length === 1 ? 'is' : 'are'} kept.`);
}
