import { resolve } from 'node:path';
import { spanOfTrials } from '../../core/runs/trials.ts';
import { caseLines } from '../caseLines.ts';
import { defineCommand, option } from '../command.ts';
import { createPlaces } from '../expectationPlaces.ts';
import { folderOr } from '../paths.ts';
import { reportOptions, type WantedReports } from '../runReports.ts';
import { exitCodeOfRun, tellRun } from '../runSummary.ts';

export const mergeCommand = defineCommand<{ readonly out?: string; readonly partial?: true } & WantedReports>({
  name: 'merge',
  summary: 'Put the parts of a sharded run together',
  details: 'Takes the runs that casebook run --shard 1/n to n/n made, by their ids or folders, and makes one run of them: the same as if it had not been cut up. Exits as that run would.',
  operands: [['<runs...>', 'ids of runs, or their folders']],
  options: [
    option('--out <folder>', 'folder for the run\'s files (default: .casebook/runs/<run id>)'),
    option('--partial', 'also when parts are missing or were cut off'),
    ...reportOptions(),
  ],
  examples: ['merge shard-1 shard-2 shard-3 shard-4', 'merge shard-1 shard-3 --partial --json'],
  async run(cli, operands, { out: folder, partial, ...wanted }) {
    const at = new Date();
    const { out, cwd } = cli;
    const engine = await cli.engine();
    const places = createPlaces(cli.workspace, cwd);
    const report = await engine.mergeRuns({ runs: operands.map((run) => folderOr(run, cwd)), ...(partial ? { partial } : {}), ...(folder === undefined ? {} : { out: resolve(cwd, folder) }) }, cli.calling());
    for (const result of report.results) caseLines(result, places, out.paint).forEach((line) => out.line(line));
    tellRun(report, wanted, { at, durationMs: spanOfTrials(report.results.flatMap(({ trials }) => trials)) }, cli);
    return exitCodeOfRun(report, cli.strict);
  },
});
