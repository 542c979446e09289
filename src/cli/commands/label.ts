import { formatCount, plural } from '../../core/display/numbers.ts';
import { printableLine } from '../../core/display/terminal.ts';
import { oneLine } from '../../core/display/truncate.ts';
import type { LabelChange } from '../../core/model/label.ts';
import type { LabelledTrace } from '../../core/model/review.ts';
import { UserError } from '../../core/support/errors.ts';
import type { EngineApi } from '../../protocol/engineApi.ts';
import type { LabelsOfTrace } from '../../protocol/labelApi.ts';
import type { SignalProgress } from '../../protocol/traceApi.ts';
import type { Cli } from '../cli.ts';
import { allOption, readerOf } from '../blindOptions.ts';
import { defineCommand, option } from '../command.ts';
import type { ExitCode } from '../exitCodes.ts';
import { exitCodes } from '../exitCodes.ts';
import type { ChangeOptions } from '../labelChange.ts';
import { changeNames, changeOf, changeOptions, classOf } from '../labelChange.ts';
import { bulkLine, labelledLines, listedLines, takenBackLine } from '../labelLines.ts';
import { findReviewer, tellReviewer } from '../reviewer.ts';
import { signalLine } from '../traceFilters.ts';

type LabelOptions = ChangeOptions & { readonly by?: string; readonly undo?: true; readonly redo?: true; readonly list?: true; readonly orphans?: true; readonly all?: true; readonly queue?: string; readonly adjudicate?: 'pass' | 'fail' };

const changes: string[] = [...changeNames];

export const labelCommand = defineCommand<LabelOptions>({
  name: 'label',
  summary: 'Record a judgement of a trace, decide between two, or take it back',
  details: [
    'Labels are appended to casebook/labels/<reviewer>.jsonl and never rewritten. A failure class means fail unless you say otherwise. What is said of several traces at once is one change, taken back as one.',
    'Where two reviewers differ on pass or fail, or on the class, --adjudicate says which holds; anybody may decide, and their labels stay as they are. casebook report labels lists what waits for a decision.',
    'Labels of traces that are gone, and rows of a failure log whose run is not here, are kept; --orphans lists them, and the id it shows names them.',
    'Under blind review what others said of a trace is hidden until you judge it, in lists and in the reply to a label; --list with --all shows it, and --by goes by all labels.',
  ].join('\n\n'),
  operands: [['[traces...]', 'ids of traces, or the beginnings of some; optional with --undo, --redo and --list']],
  options: [
    ...changeOptions(),
    option('--adjudicate <verdict>', 'decide between reviewers: pass, or fail with --class and --mode if they differ').choices(['pass', 'fail']).conflicts([...changes.filter((name) => name !== 'class' && name !== 'mode'), 'queue']),
    option('--queue <id>', 'the queue it was met in: a verdict then says whether the trace is of a random sample').conflicts(['undo', 'redo', 'list', 'orphans']),
    option('--by <name>', 'who labels (default: from git\'s user.email, else your account); with --list, whose labels'),
    option('--undo', 'take back your last change, of this trace or of any').conflicts([...changes, 'adjudicate', 'redo', 'list', 'orphans']),
    option('--redo', 'do again what you took back last').conflicts([...changes, 'adjudicate', 'list', 'orphans']),
    option('--list', 'list the labels of all traces, or of these').conflicts([...changes, 'adjudicate']),
    allOption().conflicts([...changes, 'adjudicate', 'undo', 'redo', 'queue']),
    option('--orphans', 'list only labels whose trace is not imported').conflicts([...changes, 'adjudicate']),
  ],
  examples: [
    'label tr_8f21 --class tool_selection --mode wrong_tool --last-good 2 --step 3 --note "Claimed delivery without looking"',
    'label tr_8f21 --owner mia --status fixing',
    'label tr_8f21 --pass --queue sample',
    'label tr_8f21 tr_90aa --class wrong_tool',
    'label tr_8f21 --adjudicate fail --class tool_selection',
    'label --list --by jonas',
    'label --undo',
  ],
  async run(cli, traces, options) {
    const { adjudicate } = options;
    const change = adjudicate === undefined ? changeOf(options) : {};
    const back = options.undo ? 'undoLabel' : options.redo ? 'redoLabel' : undefined;
    const lists = options.list ?? options.orphans ?? false;
    if (traces.length === 0 && back === undefined && !lists) throw new UserError('usage', 'Say which trace to label.', 'casebook list shows their ids.');
    if (back !== undefined && traces.length > 1) throw new UserError('usage', `--${options.undo ? 'undo' : 'redo'} takes one trace, or none for your last change of any.`, 'A change of several traces is taken back as one where no trace is named.');
    if (back === undefined && !lists && adjudicate === undefined && Object.keys(change).length === 0) throw new UserError('usage', 'Say what to record.', 'For example --fail, --pass, --class CLASS or --note TEXT; casebook label --help lists them.');
    if (adjudicate !== undefined && traces.length > 1) throw new UserError('usage', '--adjudicate decides about one trace.', 'Decide about the traces one by one.');
    if (adjudicate === 'pass' && classOf(options) !== undefined) throw new UserError('usage', 'What passes has no failure class.', 'Leave --class and --mode out, or decide fail.');
    const { firstWrongStep, lastGoodStep, wrongWords, ...ofAll } = change;
    if (traces.length > 1 && (firstWrongStep !== undefined || lastGoodStep !== undefined || wrongWords !== undefined)) throw new UserError('usage', 'Steps and wrong words belong to one trace.', 'Label the traces one by one.');
    const engine = await cli.imported();
    if (lists) return list(cli, engine, traces, options);
    const named: LabelsOfTrace[] = [];
    for (const trace of traces) named.push(await engine.readLabels({ trace }, cli.calling()));
    const reviewer = await findReviewer(options.by, cli.workspace, cli.env);
    tellReviewer(cli, reviewer);
    const [one, ...more] = named;
    if (back !== undefined || one === undefined) return takeBack(cli, engine, back ?? 'undoLabel', reviewer.name, one?.trace);
    if (adjudicate !== undefined) return decide(cli, engine, one.trace, reviewer.name, adjudicate, options);
    if (options.queue !== undefined) await checkMet(cli, engine, named, options.queue, reviewer.name);
    const met = options.queue === undefined ? {} : { queue: options.queue };
    if (more.length > 0) {
      const ids = named.map(({ trace }) => trace);
      const report = await engine.labelTraces({ traces: ids, by: reviewer.name, change: ofAll, ...met }, cli.calling());
      cli.out.result({ traces: ids, by: reviewer.name, replaced: report.replaced });
      cli.out.line(bulkLine(report.traces, reviewer.name, change));
      tellReplaced(cli, report.replaced);
    } else await labelOne(cli, engine, one.trace, reviewer.name, change, met);
    if (options.queue !== undefined && (change.verdict ?? change.class)) await tellNext(cli, engine, options.queue, reviewer.name, (more.at(-1) ?? one).trace);
    return exitCodes.done;
  },
});

/** What is to be reviewed next, as the page would open it. */
async function tellNext(cli: Cli, engine: EngineApi, queue: string, by: string, after: string): Promise<void> {
  const { next, queue: { left } } = await engine.nextInQueue({ queue, by, after }, cli.calling());
  cli.out.note(next === null ? `Nothing is left in ${queue} for ${by}.` : `${formatCount(left)} left in ${queue} for ${by}; next is ${next.id}${next.why === '' ? '' : ` (${printableLine(next.why)})`}: ${printableLine(oneLine(next.title, 80))}`);
}

async function labelOne(cli: Cli, engine: EngineApi, trace: string, by: string, change: LabelChange, met: { readonly queue?: string }): Promise<void> {
  const { replaced = 0, ...label } = await engine.labelTrace({ trace, by, change, ...met }, cli.calling());
  const now = await engine.readLabels({ trace, reader: by }, cli.calling());
  cli.out.result({ trace, by, label, own: now.labels.own.find((each) => each.by === by) ?? null, hidden: now.hidden, replaced });
  for (const line of labelledLines(now, by, change)) cli.out.line(line);
  tellReplaced(cli, replaced);
  const own = now.labels.own.find((each) => each.by === by);
  if (change.class && change.verdict === undefined && own?.verdict === 'pass') cli.out.note('You said that it passed, and that stays; add --fail if the class says that it failed.');
}

/** A verdict that names a queue says where it was given, and rates are computed by that: it is refused where it cannot be true. */
async function checkMet(cli: Cli, engine: EngineApi, named: readonly LabelsOfTrace[], queue: string, by: string): Promise<void> {
  const looking = cli.calling((progress: SignalProgress) => cli.out.status.show(signalLine(progress)));
  for (const { trace, labels } of named) {
    const { at } = await engine.openQueue({ queue, by, trace, limit: 1, whole: true }, looking);
    // What was met there before may have left it by that very verdict.
    if (at !== null || labels.own.some((each) => each.by === by && each.queue === queue)) continue;
    cli.out.status.clear();
    throw new UserError('no-such-row', `${trace} is not in the queue ${queue}, so it cannot have been met there; nothing was written.`, `Leave --queue out, or see what is in it: casebook queue ${queue} --all.`);
  }
  cli.out.status.clear();
}

async function decide(cli: Cli, engine: EngineApi, trace: string, by: string, verdict: 'pass' | 'fail', options: ChangeOptions): Promise<ExitCode> {
  const value = classOf(options);
  const { said } = await engine.adjudicate({ trace, by, verdict, ...(value === undefined ? {} : { class: value }) }, cli.calling());
  const { labels } = await engine.readLabels({ trace }, cli.calling());
  cli.out.result({ trace, by, adjudicated: labels.adjudicated, label: labels.label });
  cli.out.line(printableLine(`${trace}: ${said} · by ${by} · between ${labels.own.map((each) => each.by).join(' and ')}`));
  return exitCodes.done;
}

function tellReplaced(cli: Cli, replaced: number): void {
  if (replaced > 0) cli.out.warn(`${plural(replaced, 'likely secret')} ${replaced === 1 ? 'was' : 'were'} replaced before the label was written.`);
}

async function takeBack(cli: Cli, engine: EngineApi, method: 'undoLabel' | 'redoLabel', by: string, trace: string | undefined): Promise<ExitCode> {
  const report = await engine[method]({ by, ...(trace === undefined ? {} : { trace }) }, cli.calling());
  cli.out.result(report);
  const [nothing, done] = method === 'undoLabel' ? ['no change to take back', 'taken back'] : ['nothing to do again', 'done again'];
  cli.out.line(report === null ? `${by} has ${nothing}${trace === undefined ? '' : ` on ${printableLine(trace)}`}.` : takenBackLine(by, done, report));
  return exitCodes.done;
}

async function list(cli: Cli, engine: EngineApi, traces: readonly string[], { orphans, by, all }: LabelOptions): Promise<ExitCode> {
  const { labelled, warning } = await engine.listLabels({ ...(orphans === undefined ? {} : { orphans }), ...await readerOf(cli, all === undefined ? {} : { all }) }, cli.calling());
  const whose = by === undefined ? undefined : (await findReviewer(by, cli.workspace, cli.env)).name;
  const isNamed = ({ id, nativeId }: LabelledTrace, ref: string) => id.startsWith(ref) || nativeId.startsWith(ref);
  const bare = orphans ? [] : traces.filter((ref) => !labelled.some((each) => isNamed(each, ref)));
  // Of one that is not there at all this says so.
  for (const trace of bare) await engine.readLabels({ trace }, cli.calling());
  // Whose labels are meant goes by all of them, also by those that are hidden from who reads.
  const whoseIds = whose === undefined ? undefined : new Set((await engine.listLabels({}, cli.calling())).labelled.filter(({ labels }) => labels.own.some((label) => label.by === whose)).map(({ id }) => id));
  await cli.breathe();
  const isMeant = (each: LabelledTrace) => (traces.length === 0 || traces.some((ref) => isNamed(each, ref))) && (whoseIds === undefined || whoseIds.has(each.id));
  const meant = labelled.filter(isMeant).toSorted((a, b) => ((a.labels.label?.at ?? '') < (b.labels.label?.at ?? '') ? 1 : -1));
  cli.out.result({ labels: meant.map((each) => ({ ...each, hidden: each.hidden ?? 0 })) });
  for (const each of meant) for (const line of listedLines(each, cli.out.paint.dim)) cli.out.line(line);
  if (warning !== undefined) cli.out.warn(warning);
  for (const ref of bare) cli.out.note(`${printableLine(ref)} is not labelled.`);
  if (meant.length === 0 && bare.length < Math.max(1, traces.length)) cli.out.note(labelled.length > 0 ? `None of ${plural(labelled.length, 'label')} is ${whose === undefined ? '' : `by ${whose}`}${whose !== undefined && traces.length > 0 ? ' and ' : ''}${traces.length === 0 ? '' : `of ${traces.map(printableLine).join(', ')}`}.` : orphans ? 'Every label belongs to a trace that is imported.' : 'Nothing is labelled.');
  else if (orphans) cli.out.note('Import their exports to have the traces back, or name one by its id: casebook label ID --undo, --class CLASS or --status handled.');
  return exitCodes.done;
}
