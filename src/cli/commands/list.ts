import { formatCount, formatTokens, plural } from '../../core/display/numbers.ts';
import { padStart, printable, textWidth } from '../../core/display/terminal.ts';
import { formatDate, formatDuration } from '../../core/display/time.ts';
import { oneLine } from '../../core/display/truncate.ts';
import type { TraceSummary } from '../../core/model/trajectory.ts';
import type { TraceList, TraceQuery } from '../../protocol/engineApi.ts';
import { defineCommand, option } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import { readCount, readDuration, readTime } from '../optionValues.ts';
import { outcomeColumn, outcomeOf } from '../outcome.ts';
import type { Output } from '../output.ts';

type ListOptions = Omit<TraceQuery, 'minLatencyMs' | 'offset'> & { readonly minLatency?: number };

const defaultLimit = 50;

export const listCommand = defineCommand<ListOptions>({
  name: 'list',
  summary: 'Recent traces, one a line, newest first',
  details: 'A trace is failing when it errored or its user rejected the answer; a reviewer\'s verdict goes before that. Several filters narrow each other.',
  operands: [],
  options: [
    option('--failure <class>', 'labelled with this failure class or mode'),
    option('--tool <name>', 'in which this tool was called'),
    option('--model <name>', 'answered by this model'),
    option('--user <id>', 'of this user'),
    option('--role <role>', 'of users in this role'),
    option('--use-case <name>', 'of this use case'),
    option('--session <id>', 'of this conversation'),
    option('--tag <tag>', 'with this tag'),
    option('--min-latency <time>', 'that took at least this long, such as 2s').argParser(readDuration),
    option('--since <time>', 'from this date or time on, or from this long ago, such as 7d').argParser((text) => readTime(text, false)),
    option('--until <time>', 'up to this date or time').argParser((text) => readTime(text, true)),
    option('--failing', 'that are failing'),
    option('--unlabelled', 'that nobody has labelled'),
    option('--text <words>', 'in whose messages these words stand'),
    option('--limit <n>', 'at most so many').argParser(readCount).default(defaultLimit),
    option('--sort <order>', 'what comes first').choices(['newest', 'oldest', 'slowest', 'costliest']).default('newest'),
  ],
  examples: ['list', 'list --failing', 'list --unlabelled --tool getOrder', 'list --text "order 12345" --json', 'list --since 7d --min-latency 2s --sort slowest'],
  async run(cli, _operands, { minLatency, ...query }) {
    const engine = await cli.engine();
    const list = await engine.listTraces({ ...query, ...(minLatency === undefined ? {} : { minLatencyMs: minLatency }) }, cli.calling());
    if (list.warning) cli.out.note(list.warning);
    printTraces(list, cli.out);
    return exitCodes.done;
  },
});

function printTraces({ traces, total, failing, unlabelled }: TraceList, out: Output): void {
  for (const trace of traces) out.result({ ...trace, outcome: outcomeOf(trace) });
  for (const line of tableOf(traces, out)) out.line(line);
  const counts = [`${plural(total, 'trace')}, ${formatCount(failing)} failing`, ...(unlabelled > 0 ? [`${formatCount(unlabelled)} not reviewed`] : [])].join(', ');
  if (total === 0) out.note('No trace is here yet, or none matches. Import an export with: casebook import FILE');
  else out.line(out.paint.dim(traces.length < total ? `${formatCount(traces.length)} of ${counts}; --limit shows more` : counts));
}

/** One line a trace. What no trace here records has no column. */
function tableOf(traces: readonly TraceSummary[], { paint }: Output): readonly string[] {
  const rows = traces.map((trace) => ({
    trace,
    cells: [
      trace.startUs === null ? 'time not recorded' : formatDate(trace.startUs, { locale: 'en-GB' }),
      trace.latencyMs === null ? '' : formatDuration(trace.latencyMs),
      tokensOf(trace),
    ],
  }));
  const widths = [0, 1, 2].map((column) => rows.reduce((width, { cells }) => Math.max(width, textWidth(cells[column] ?? '')), 0));
  return rows.map(({ trace, cells }) => [
    outcomeColumn(trace, paint),
    trace.id,
    ...cells.map((cell, column) => padStart(cell, widths[column] ?? 0)).filter((_, column) => widths[column] !== 0),
    trace.query === null ? paint.dim('no query recorded') : printable(oneLine(trace.query, 80)),
  ].join('  '));
}

function tokensOf({ inputTokens, outputTokens }: TraceSummary): string {
  return inputTokens === null && outputTokens === null ? '' : `${formatTokens((inputTokens ?? 0) + (outputTokens ?? 0))} tokens`;
}
