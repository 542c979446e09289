import { resolve } from 'node:path';
import { plural } from '../../core/display/numbers.ts';
import { printableLine } from '../../core/display/terminal.ts';
import type { CaseResult } from '../../core/model/result.ts';
import { UserError } from '../../core/support/errors.ts';
import type { RunReport, RunRequest, Shard } from '../../protocol/runApi.ts';
import { checkCost } from '../askAboutCost.ts';
import { caseLines } from '../caseLines.ts';
import type { Cli } from '../cli.ts';
import { exitCodes } from '../exitCodes.ts';
import { defineCommand, option } from '../command.ts';
import { createPlaces } from '../expectationPlaces.ts';
import { inOrder } from '../inOrder.ts';
import { readCount, readShard } from '../optionValues.ts';
import { expandCases, folderOr } from '../paths.ts';
import { reportOptions, type WantedReports } from '../runReports.ts';
import { exitCodeOfRun, tellRun } from '../runSummary.ts';

type RunOptions = {
  readonly target?: string; readonly trials?: number; readonly concurrency?: number; readonly onlyFailing?: true; readonly out?: string;
  readonly resume?: string; readonly shard?: Shard; readonly cache?: true; readonly yes?: true;
} & WantedReports;

/** What a run is of was said when it was begun. */
const notWhenResumed = ['target', 'trials', 'onlyFailing', 'out', 'shard', 'cache'] as const;

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
    option('--resume <run>', 'go on with a run that was cut off: its id, the beginning of it, its folder, or last'),
    option('--shard <i/n>', 'run only one of so many parts; casebook merge puts them together').argParser(readShard),
    option('--cache', 'take answers that a target gave to the very same question before: for writing cases'),
    option('--yes', 'run it whatever it is likely to cost'),
    option('--out <folder>', 'folder for the run\'s files (default: .casebook/runs/<run id>)'),
    ...reportOptions(),
  ],
  examples: ['run', 'run shipment-status-check --target mended', 'run "casebook/cases/orders*" --trials 3 --json', 'run --junit casebook.xml --md summary.md', 'run --shard 1/4 --out shard-1', 'run --resume last'],
  async run(cli, operands, options) {
    const { out: folder, resume, junit: _junit, md: _md, yes = false, ...rest } = options;
    const { out } = cli;
    const [at, start] = [new Date(), performance.now()];
    if (resume !== undefined) refuseBeside(operands, options);
    const engine = await cli.engine();
    const request: RunRequest = { cases: [...expandCases(operands, cli.cwd)], ...rest, ...(resume === undefined ? {} : { resume: folderOr(resume, cli.cwd) }), ...(folder === undefined ? {} : { out: resolve(cli.cwd, folder) }) };
    await checkCost(await engine.estimateRun(request, cli.calling()), yes, cli);
    const places = createPlaces(cli.workspace, cli.cwd);
    const printed = inOrder<CaseResult>((result) => caseLines(result, places, out.paint).forEach((line) => out.line(line)));
    const report = await engine.runCases(
      request,
      cli.calling(({ done, cases, running, result, position }) => {
        if (result !== null) printed.add(result, position ?? done - 1);
        out.status.show(`${done} of ${cases} done${running.length > 0 ? `, running ${running.map(printableLine).join(', ')}` : ''}`);
      }),
    );
    printed.end();
    const isNothing = report.folder === null && !report.cancelled && sayNothing(report, operands, cli);
    tellRun(report, options, { at, durationMs: performance.now() - start }, cli);
    // A pipeline in the wrong folder must not be green.
    return isNothing ? exitCodes.usage : exitCodeOfRun(report, cli.strict);
  },
});

function refuseBeside(operands: readonly string[], options: RunOptions): void {
  const given = [...operands.slice(0, 1), ...notWhenResumed.filter((name) => options[name] !== undefined).map((name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`)];
  if (given.length > 0) throw new UserError('usage', `--resume goes on with a run as it was begun, so it takes no ${given.join(' and no ')}.`, 'Leave that out, or start a new run without --resume.');
}

/** Says what there was to run and why none of it was; what was named and is not there is an error. @returns whether there was nothing at all */
function sayNothing({ leftOut: { archived, notFailing } }: RunReport, operands: readonly string[], { out, workspace }: Cli): boolean {
  if (notFailing > 0) out.warn(`Nothing to run: ${notFailing === 1 ? 'the case' : `none of the ${plural(notFailing, 'case')}`} ${notFailing === 1 ? 'did not fail' : 'failed'} when last run. Without --only-failing all are run.`);
  else if (archived > 0) out.warn(`Nothing to run: ${plural(archived, 'case')} ${archived === 1 ? 'is' : 'are'} archived. Name one by its id to run it.`);
  else if (operands.length > 0) throw new UserError('no-such-case', `There is no case in ${operands.join(', ')}.`, 'In folders, files that end in .case.yaml or .case.json are read.');
  else {
    out.warn(`Nothing to run: there are no case files under ${workspace.display(workspace.cases)}. Make one from a trace: casebook make <trace>. Elsewhere, name the folder with --workspace.`);
    return true;
  }
  return false;
}
