import { relative } from 'node:path';
import { formatCount } from '../../core/display/numbers.ts';
import { replaySentence } from '../../core/display/replaySentence.ts';
import { sectionsAsMarkdown } from '../../core/coverage/sectionsAsMarkdown.ts';
import { replayFacts, replaySections } from '../../core/runs/replaySections.ts';
import type { ReplayReport } from '../../protocol/replayApi.ts';
import { checkCost } from '../askAboutCost.ts';
import { defineCommand, option } from '../command.ts';
import { exitCodes, worstOf, type ExitCode } from '../exitCodes.ts';
import { writeMarkdown } from '../markdownFile.ts';
import { readCount, readNatural } from '../optionValues.ts';
import { printSections } from '../sections.ts';
import { checkClass, filterWords, traceFilterOptions, traceQueryOf, type TraceFilters } from '../traceFilters.ts';

type ReplayOptions = TraceFilters & { readonly target?: string; readonly limit?: number; readonly sample?: number; readonly seed?: number; readonly concurrency?: number; readonly md?: string; readonly exitCode?: true; readonly yes?: true };

/** Of a table: more is read in replay.jsonl. */
const mostRows = 50;

export const replayCommand = defineCommand<ReplayOptions>({
  name: 'replay',
  summary: 'Ask the agent of today what users asked in recent traces',
  details: [
    'Runs the queries of recent traces, with the messages before them where the trace has them (of a session the last turn), through a target of casebook/config.yaml, and compares each answer with the recorded one: the same tools in the same order, the same answer but for letter case and white space, the same end; and how time (around the target, its start included) and cost differ. It makes no cases. Of many traces 50 are drawn, unless --limit or --sample say otherwise; the same seed draws the same.',
    'Exits 0 whatever has changed, unless --exit-code is given: then 1 where something changed. 2 where the target broke and nothing failed so.',
  ].join('\n\n'),
  operands: [],
  options: [
    option('--target <name>', 'ask this target (default: the default target)'),
    ...traceFilterOptions(),
    option('--limit <n>', 'only the newest so many').argParser(readCount),
    option('--sample <n>', 'so many of them, drawn at random').argParser(readCount),
    option('--seed <n>', 'of the drawing').argParser(readNatural),
    option('--concurrency <n>', 'ask at most so many at once').argParser(readCount),
    option('--md <file>', 'write a summary as Markdown; to that of a GitHub job it is added'),
    option('--exit-code', 'exit 1 where something changed'),
    option('--yes', 'replay whatever it is likely to cost'),
  ],
  examples: ['replay --since 7d --target staging', 'replay --since 24h --sample 100 --seed 7 --json', 'replay --tool getOrder --limit 20 --exit-code'],
  async run(cli, _operands, { target, limit, sample, seed, concurrency, md, exitCode, yes = false, ...filters }) {
    const { out } = cli;
    const engine = await cli.imported();
    const given = Object.fromEntries(Object.entries({ target, limit, sample, seed, concurrency }).filter(([, value]) => value !== undefined));
    const request = { ...traceQueryOf(filters), ...given };
    await checkCost(await engine.estimateReplay(request, cli.calling()), yes, cli, 'replay');
    const report = await engine.replayTraces(request, cli.calling(({ done, traces, changed }) => out.status.show(`${formatCount(done)} of ${formatCount(traces)} asked, ${formatCount(changed)} changed`)));
    if (report.folder === null) {
      if (typeof filters.failure === 'string') await checkClass(engine, cli, filters.failure);
      const { total } = await engine.listTraces({ limit: 1 }, cli.calling());
      out.warn(total === 0 ? 'Nothing to replay: no trace is here yet. Import an export with: casebook import FILE' : `Nothing to replay: no trace matches ${filterWords(filters)}.`);
    }
    const { folder } = report;
    out.result({ ...report, folder: folder === null ? null : cli.workspace.display(folder) });
    if (folder !== null) {
      if (!out.json) printSections(replaySections(report, mostRows), out);
      out.line();
      for (const line of replayFacts(report)) out.line(line);
      out.note(`Results: ${relative(cli.cwd, folder) || '.'}`);
      if (report.notKept !== undefined) out.warn(report.notKept);
      out.line(out.paint.bold(replaySentence(report)));
    }
    if (md !== undefined) writeMarkdown(md, replayMarkdown(report), cli);
    return exitCodeOf(report, exitCode === true);
  },
});

function replayMarkdown(report: ReplayReport): string {
  const notKept = report.notKept === undefined ? [] : [report.notKept];
  return sectionsAsMarkdown(report.folder === null ? 'Nothing to replay: no trace matches' : replaySentence(report), [{ title: `Replay ${report.runId}`, lines: [...(report.folder === null ? [] : replayFacts(report)), ...notKept] }, ...replaySections(report, mostRows)]);
}

function exitCodeOf({ summary, notKept }: ReplayReport, changeCounts: boolean): ExitCode {
  const { changed, error } = summary.counts;
  return worstOf([...(changeCounts && changed > 0 ? [exitCodes.against] : []), ...(error > 0 || notKept !== undefined ? [exitCodes.errors] : [])]);
}
