import { formatCount, plural } from '../../core/display/numbers.ts';
import { padEnd, padStart, printable, textWidth } from '../../core/display/terminal.ts';
import { formatDate } from '../../core/display/time.ts';
import { oneLine } from '../../core/display/truncate.ts';
import { marks } from '../../core/display/outcome.ts';
import type { QueueOrder, QueueProgress, QueueRow } from '../../core/model/queue.ts';
import { queueOrders } from '../../core/model/queue.ts';
import type { Cli } from '../cli.ts';
import { defineCommand, option } from '../command.ts';
import type { ExitCode } from '../exitCodes.ts';
import { exitCodes } from '../exitCodes.ts';
import { readCount } from '../optionValues.ts';
import type { Output } from '../output.ts';
import { sayNothingHere } from '../nothingHere.ts';
import { findReviewer } from '../reviewer.ts';
import { signalLine } from '../traceFilters.ts';

type QueueOptions = { readonly by?: string; readonly limit: number; readonly order?: QueueOrder; readonly all?: true; readonly now?: true };

const defaultLimit = 50;

export const queueCommand = defineCommand<QueueOptions>({
  name: 'queue',
  summary: 'What is left to review, most telling first, and how far everybody is',
  details: [
    'Without an id it lists the queues: the last 7 days of the data, all traces, failed ones, those that a person overrode, your share of the week, the weekly sample, what users flagged, what nobody else reviewed, and those of config.yaml under queues.',
    'A queue is asked for anew each time. First come traces with signals of failures, then what users rejected or edited, what is unusual for the queue, what a judge and a person see differently, and what resembles classes with few examples; the rest is at random, the same for everybody. Each row says why it stands there.',
  ].join('\n\n'),
  operands: [['[id]', 'which queue, such as week']],
  options: [
    option('--by <name>', 'whose progress (default: from git\'s user.email, else your account)'),
    option('--all', 'reviewed ones, too'),
    option('--order <order>', 'what comes first').choices([...queueOrders]),
    option('--limit <n>', 'at most so many').argParser(readCount).default(defaultLimit),
    option('--now', 'do not wait until new traces were looked at for signals'),
  ],
  examples: ['queue', 'queue week', 'queue week --by jonas --limit 10', 'queue sample --all --json'],
  async run(cli, [id], options) {
    const engine = await cli.imported();
    const { name: by } = await findReviewer(options.by, cli.workspace, cli.env);
    const asked = { by, whole: options.now === undefined };
    const looking = cli.calling((progress: { readonly looked: number; readonly of: number }) => cli.out.status.show(signalLine(progress)));
    if (id === undefined) {
      const { queues, pending } = await engine.listQueues(asked, looking);
      cli.out.status.clear();
      return queues.every(({ total }) => total === 0) && await sayNothingHere(engine, cli) ? none(cli, queues) : listed(cli, queues, pending, by);
    }
    const { order, limit } = options;
    const { queue, rows, total, pending, warning } = await engine.openQueue({ ...asked, queue: id, limit, ...(order === undefined ? {} : { order }), ...(options.all ? {} : { only: 'left' as const }) }, looking);
    cli.out.status.clear();
    if (warning !== undefined) cli.out.note(warning);
    for (const row of rows) cli.out.result({ queue: queue.id, ...row });
    for (const line of tableOf(rows, cli.out)) cli.out.line(line);
    if (queue.total === 0 && await sayNothingHere(engine, cli)) return exitCodes.done;
    if (rows.length === 0) cli.out.note(queue.total === 0 ? `${queue.name} holds no trace. ${queue.about}` : `${by} has reviewed all ${plural(queue.total, 'trace')} of ${queue.name}.`);
    notePending(cli.out, pending);
    cli.out.line(cli.out.paint.dim([...(rows.length < total ? [`${formatCount(rows.length)} of ${plural(total, 'trace')}; --limit shows more`] : []), progressWords(queue, by)].join('. ')));
    if (rows[0] !== undefined && queue.left > 0) cli.out.note(`casebook label ${rows[0].id} --pass --queue ${queue.id} records that it was met here, which rates are computed by.`);
    return exitCodes.done;
  },
});

function none({ out }: Cli, queues: readonly QueueProgress[]): ExitCode {
  for (const each of queues) out.result(each);
  return exitCodes.done;
}

function listed(cli: Cli, queues: readonly QueueProgress[], pending: number, by: string): ExitCode {
  const { out } = cli;
  const wide = (of: (each: QueueProgress) => string) => queues.reduce((width, each) => Math.max(width, textWidth(of(each))), 0);
  const name = (each: QueueProgress) => printable(oneLine(each.name, 40));
  const reviewed = (each: QueueProgress) => `${formatCount(each.reviewed)} of ${formatCount(each.total)} reviewed`;
  const widths = [wide(({ id }) => id), wide(name), wide(reviewed)] as const;
  for (const each of queues) {
    out.result(each);
    out.line([padEnd(each.id, widths[0]), padEnd(name(each), widths[1]), padStart(reviewed(each), widths[2]), each.left === 0 ? '' : out.paint.dim(`${formatCount(each.left)} left for ${by}`)].join('  ').trimEnd());
  }
  notePending(out, pending);
  return exitCodes.done;
}

function notePending(out: Output, pending: number): void {
  if (pending > 0) out.note(`The signals of ${plural(pending, 'trace')} are not looked at yet; they may stand too low.`);
}

/** `37 of 120 reviewed (maria 20, jonas 17); 83 left for jonas, about 41 min`. */
function progressWords({ reviewed, total, by: each, left, deferred, minutesLeft }: QueueProgress, by: string): string {
  const names = each.length === 0 ? '' : ` (${each.map(({ name, reviewed: count }) => `${name} ${formatCount(count)}`).join(', ')})`;
  const later = deferred === 0 ? '' : `, ${formatCount(deferred)} put off`;
  const time = minutesLeft === null || left === 0 ? '' : `, about ${formatCount(minutesLeft)} min`;
  return `${formatCount(reviewed)} of ${formatCount(total)} reviewed${names}; ${formatCount(left)} left for ${by}${later}${time}`;
}

const markOf = { pass: 'pass', fail: 'fail', defer: 'deferred' } as const;

/** One line a trace: mark, id, why, when, what was asked. */
function tableOf(rows: readonly QueueRow[], { paint }: Output): readonly string[] {
  const when = ({ startUs }: QueueRow) => (startUs === null ? 'time not recorded' : formatDate(startUs, { locale: 'en-GB' }));
  const wide = (of: (row: QueueRow) => string) => rows.reduce((width, row) => Math.max(width, textWidth(of(row))), 0);
  const why = (row: QueueRow) => printable(row.why);
  const [whyWidth, whenWidth] = [wide(why), wide(when)];
  return rows.map((row) => [
    row.verdict === null ? paint.dim(marks.unlabelled.terminal) : marks[markOf[row.verdict]].terminal,
    row.id, padEnd(why(row), whyWidth), paint.dim(padStart(when(row), whenWidth)), printable(oneLine(row.title, 80)),
  ].join('  '));
}
