import { hiddenShortly } from '../../core/display/failureWords.ts';
import { formatCost, formatCount, formatTokens, plural } from '../../core/display/numbers.ts';
import { padEnd, padStart, printable, textWidth } from '../../core/display/terminal.ts';
import { formatDate, formatDuration } from '../../core/display/time.ts';
import { oneLine } from '../../core/display/truncate.ts';
import type { TraceSummary } from '../../core/model/trajectory.ts';
import type { EngineApi } from '../../protocol/engineApi.ts';
import type { TraceList, TraceQuery } from '../../protocol/traceApi.ts';
import type { Cli } from '../cli.ts';
import { defineCommand, option } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import { readCount } from '../optionValues.ts';
import { sayNothingHere } from '../nothingHere.ts';
import { outcomeColumn } from '../outcome.ts';
import type { Output } from '../output.ts';
import { blindOptions, readerOf } from '../blindOptions.ts';
import type { BlindOptions } from '../blindOptions.ts';
import { checkClass, filterWords, signalLine, traceFilterOptions, traceQueryOf, type TraceFilters } from '../traceFilters.ts';
import { traceJson } from '../traceJson.ts';

type ListOptions = TraceFilters & BlindOptions & Required<Pick<TraceQuery, 'limit' | 'sort'>>;

const defaultLimit = 50;

export const listCommand = defineCommand<ListOptions>({
  name: 'list',
  summary: 'Recent traces, one a line, newest first',
  details: 'A trace is failing when it errored or its user rejected the answer; a reviewer\'s verdict goes before that. Several filters narrow each other.\n\nUnder blind review (review.blind in casebook/config.yaml, on by default) a trace that others judged and you did not shows nothing of what they said; filters and counts go by all labels.',
  operands: [],
  options: [
    ...traceFilterOptions(),
    ...blindOptions(),
    option('--limit <n>', 'at most so many').argParser(readCount).default(defaultLimit),
    option('--sort <order>', 'what comes first').choices(['newest', 'oldest', 'slowest', 'costliest']).default('newest'),
  ],
  examples: ['list', 'list --failing', 'list --unlabelled --tool getOrder', 'list --signal retryStorm', 'list --text "order 12345" --json', 'list --since 7d --min-latency 2s --sort slowest'],
  async run(cli, _operands, options) {
    const engine = await cli.imported();
    const list = await engine.listTraces({ ...traceQueryOf(options), ...await readerOf(cli, options), limit: options.limit, sort: options.sort }, cli.calling((progress) => cli.out.status.show(signalLine(progress))));
    cli.out.status.clear();
    if (list.warning) cli.out.note(list.warning);
    if (list.total === 0) await sayNone(engine, cli, options);
    else printTraces(list, options.sort, cli.out);
    return exitCodes.done;
  },
});

/** Nothing was imported, or nothing matches: which, and what was asked for. */
async function sayNone(engine: EngineApi, cli: Cli, options: ListOptions): Promise<void> {
  if (options.failure !== undefined && options.failure !== null) await checkClass(engine, cli, options.failure);
  if (await sayNothingHere(engine, cli)) return;
  const { total } = await engine.listTraces({ limit: 1 }, cli.calling());
  cli.out.note(`${total === 1 ? 'The one trace here does not match' : `None of ${plural(total, 'trace')} matches`} ${filterWords(options)}.`);
}

function printTraces({ traces, total, failing, unlabelled }: TraceList, sort: ListOptions['sort'], out: Output): void {
  for (const trace of traces) out.result(traceJson(trace));
  for (const line of tableOf(traces, sort, out)) out.line(line);
  const counts = [`${plural(total, 'trace')}, ${formatCount(failing)} failing`, ...(unlabelled > 0 ? [`${formatCount(unlabelled)} not reviewed`] : [])].join(', ');
  out.line(out.paint.dim(traces.length < total ? `${formatCount(traces.length)} of ${counts}; --limit shows more` : counts));
}

/** One line a trace. What no trace here records has no column; cost has one where it decides the order. */
function tableOf(traces: readonly TraceSummary[], sort: ListOptions['sort'], { paint }: Output): readonly string[] {
  const rows = traces.map((trace) => ({
    trace,
    cells: [
      trace.startUs === null ? 'time not recorded' : formatDate(trace.startUs, { locale: 'en-GB' }),
      trace.latencyMs === null ? '' : formatDuration(trace.latencyMs),
      tokensOf(trace),
      ...(sort === 'costliest' ? [costOf(trace)] : []),
    ],
    by: trace.hidden !== undefined ? hiddenShortly : trace.label === null ? '' : printable(oneLine(`${trace.label.verdict === null ? 'noted ' : ''}by ${trace.label.by}`, 30)),
  }));
  const widths = [0, 1, 2, 3].map((column) => rows.reduce((width, { cells }) => Math.max(width, textWidth(cells[column] ?? '')), 0));
  const byWidth = rows.reduce((width, { by }) => Math.max(width, textWidth(by)), 0);
  return rows.map(({ trace, cells, by }) => [
    outcomeColumn(trace, paint),
    trace.id,
    ...cells.map((cell, column) => padStart(cell, widths[column] ?? 0)).filter((_, column) => widths[column] !== 0),
    ...(byWidth === 0 ? [] : [paint.dim(padEnd(by, byWidth))]),
    trace.query === null ? paint.dim('no query recorded') : printable(oneLine(trace.query, 80)),
  ].join('  '));
}

function tokensOf({ inputTokens, outputTokens }: TraceSummary): string {
  return inputTokens === null && outputTokens === null ? '' : `${formatTokens((inputTokens ?? 0) + (outputTokens ?? 0))} tokens`;
}

function costOf({ costUsd, costSource, price }: TraceSummary): string {
  if (costUsd === null) return 'cost not recorded';
  const whose = price === undefined || price.by === 'list' ? 'list price' : price.by === 'own' ? 'your price' : 'list and your prices';
  return `${formatCost(costUsd)}${costSource === 'computed' ? ` by ${whose}` : ''}`;
}
