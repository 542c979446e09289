import { relative, resolve } from 'node:path';
import { formatCount, plural } from '../../core/display/numbers.ts';
import { printableLine } from '../../core/display/terminal.ts';
import { formatDuration } from '../../core/display/time.ts';
import { oneLine } from '../../core/display/truncate.ts';
import type { CaseResult, Outcome } from '../../core/model/result.ts';
import type { RunReport } from '../../protocol/engineApi.ts';
import type { Cli } from '../cli.ts';
import { defineCommand, option } from '../command.ts';
import type { ExitCode } from '../exitCodes.ts';
import { exitCodes, worstOf } from '../exitCodes.ts';
import { createPlaces } from '../expectationPlaces.ts';
import type { Places } from '../expectationPlaces.ts';
import { readCount } from '../optionValues.ts';
import { expandCases } from '../paths.ts';

type RunOptions = { readonly target?: string; readonly trials?: number; readonly concurrency?: number; readonly onlyFailing?: true; readonly out?: string };

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
  ],
  examples: ['run', 'run shipment-status-check --target mended', 'run "casebook/cases/orders*" --trials 3 --json'],
  async run(cli, operands, { out: folder, ...options }) {
    const { out } = cli;
    const engine = await cli.engine();
    const places = createPlaces(cli.workspace, cli.cwd);
    const report = await engine.runCases(
      { cases: [...expandCases(operands, cli.cwd)], ...options, ...(folder === undefined ? {} : { out: resolve(cli.cwd, folder) }) },
      cli.calling(({ done, cases, running, result }) => {
        if (result !== null) for (const line of resultLines(result, places, cli)) out.line(line);
        out.status.show(`${done} of ${cases} done${running.length > 0 ? `, running ${running.map(printableLine).join(', ')}` : ''}`);
      }),
    );
    out.result(report);
    printSummary(report, cli);
    return exitCodeOfRun(report, cli.strict);
  },
});

/** Only what decides counts: a draft may fail, and a target may break under it. */
export function exitCodeOfRun({ results }: Pick<RunReport, 'results'>, strict: boolean): ExitCode {
  const codes: Readonly<Record<Outcome, ExitCode>> = { pass: exitCodes.done, fail: exitCodes.against, error: exitCodes.errors, 'n/a': strict ? exitCodes.errors : exitCodes.done };
  return worstOf(results.filter((result) => result.decides).map((result) => codes[result.outcome]));
}

const outcomeMarks: Readonly<Record<Outcome, string>> = { pass: '✓ pass ', fail: '✗ fail ', error: '! error', 'n/a': '· n/a  ' };

/** One line a case, then what failed, with the place of the expectation. */
function resultLines(result: CaseResult, places: Places, { out: { paint } }: Cli): string[] {
  const { trials, outcome } = result;
  const mark = outcome === 'pass' ? paint.green(outcomeMarks.pass) : outcome === 'n/a' ? paint.dim(outcomeMarks['n/a']) : paint.red(outcomeMarks[outcome]);
  const passed = trials.filter((trial) => trial.outcome === 'pass').length;
  const facts = [
    result.target,
    formatDuration(trials.reduce((sum, trial) => sum + trial.durationMs, 0)),
    ...(trials.length > 1 ? [`${formatCount(passed)} of ${formatCount(trials.length)} trials passed`] : []),
    ...(result.decides ? [] : ['decides nothing']),
  ];
  const reasons = new Set(trials.flatMap((trial) => [
    ...(trial.reason === null ? [] : [`  ${printableLine(oneLine(trial.reason, 400))}`]),
    ...trial.checks.filter((check) => check.outcome === 'fail' || check.outcome === 'error')
      .map((check) => `  ${places.of(result, check.path)}: ${check.id}${check.gating ? '' : ' (does not decide)'}: ${printableLine(oneLine(check.reason, 400))}`),
  ]));
  return [`${mark}  ${result.caseId}  ${paint.dim(facts.join(', '))}`, ...reasons];
}

function printSummary({ results, counts, folder, cancelled }: RunReport, { out, cwd }: Cli): void {
  const parts = (['pass', 'fail', 'error', 'n/a'] as const).flatMap((outcome) => (counts[outcome] > 0 ? [`${formatCount(counts[outcome])} ${outcome}`] : []));
  out.line(out.paint.bold(`${plural(results.length, 'case')}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`));
  if (folder !== null) out.note(`Results: ${relative(cwd, folder) || '.'}`);
  if (cancelled) out.warn(`Cancelled. The ${plural(results.length, 'result')} above ${results.length === 1 ? 'is' : 'are'} kept.`);
}
