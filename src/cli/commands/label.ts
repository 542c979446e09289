import { plural } from '../../core/display/numbers.ts';
import { printableLine } from '../../core/display/terminal.ts';
import { quoted } from '../../core/display/truncate.ts';
import type { LabelChange, Verdict } from '../../core/model/label.ts';
import type { LabelledTrace } from '../../core/model/review.ts';
import { UserError } from '../../core/support/errors.ts';
import { labelLine } from '../../core/trajectory/text.ts';
import type { EngineApi } from '../../protocol/engineApi.ts';
import type { Cli } from '../cli.ts';
import { defineCommand, option } from '../command.ts';
import type { ExitCode } from '../exitCodes.ts';
import { exitCodes } from '../exitCodes.ts';
import { readCount } from '../optionValues.ts';
import { findReviewer } from '../reviewer.ts';

type LabelOptions = {
  readonly class?: string; readonly mode?: string; readonly cause?: string; readonly fix?: string; readonly note?: string; readonly correction?: string;
  readonly span?: string; readonly step?: number; readonly pass?: true; readonly fail?: true; readonly defer?: true; readonly by?: string; readonly undo?: true; readonly redo?: true;
  readonly list?: true; readonly orphans?: true; readonly queue?: string;
};

const changes = ['fail', 'pass', 'defer', 'class', 'mode', 'step', 'span', 'correction', 'cause', 'fix', 'note'];

export const labelCommand = defineCommand<LabelOptions>({
  name: 'label',
  summary: 'Record a judgement of a trace, or take it back',
  details: 'Labels are appended to casebook/labels/<reviewer>.jsonl and never rewritten. A failure class means fail unless you say otherwise. What is said of several traces at once is one change, taken back as one.',
  operands: [['[traces...]', 'ids of traces, or the beginnings of some; optional with --undo, --redo and --list']],
  options: [
    option('--fail', 'the run failed').conflicts(['pass', 'defer']),
    option('--pass', 'the run is right').conflicts(['fail', 'defer', 'class', 'mode']),
    option('--defer', 'decide later').conflicts(['pass', 'fail']),
    option('--class <class>', 'failure class, such as tool_selection'),
    option('--mode <mode>', 'failure mode under the class, such as wrong_tool'),
    option('--step <n>', 'the first wrong step').argParser(readCount),
    option('--span <text>', 'the wrong words of the answer, as they stand there'),
    option('--correction <text>', 'what the answer should have been'),
    option('--cause <text>', 'why it happened'),
    option('--fix <text>', 'what mended it'),
    option('--note <text>', 'what went wrong, in a sentence'),
    option('--queue <id>', 'the queue it was met in: a verdict then says whether the trace is of a random sample').conflicts(['undo', 'redo', 'list', 'orphans']),
    option('--by <name>', 'who labels (default: from git\'s user.email, else your account)'),
    option('--undo', 'take back your last change, of this trace or of any').conflicts([...changes, 'redo', 'list']),
    option('--redo', 'do again what you took back last').conflicts([...changes, 'list']),
    option('--list', 'list the labels of all traces, or of these').conflicts(changes),
    option('--orphans', 'list only labels whose trace is not imported').conflicts(changes),
  ],
  examples: [
    'label tr_8f21 --class tool_selection --mode wrong_tool --step 3 --note "Claimed delivery without looking"',
    'label tr_8f21 --pass --queue sample',
    'label tr_8f21 tr_90aa --class wrong_tool',
    'label --undo',
  ],
  async run(cli, traces, options) {
    const change = changeOf(options);
    const back = options.undo ? 'undoLabel' : options.redo ? 'redoLabel' : undefined;
    const lists = options.list ?? options.orphans ?? false;
    if (traces.length === 0 && back === undefined && !lists) throw new UserError('usage', 'Say which trace to label.', 'casebook list shows their ids.');
    if (back !== undefined && traces.length > 1) throw new UserError('usage', `--${options.undo ? 'undo' : 'redo'} takes one trace, or none for your last change of any.`, 'A change of several traces is taken back as one where no trace is named.');
    if (back === undefined && !lists && Object.keys(change).length === 0) throw new UserError('usage', 'Say what to record.', 'For example --fail, --pass, --class CLASS or --note TEXT; casebook label --help lists them.');
    const { firstWrongStep, wrongWords, ...ofAll } = change;
    if (traces.length > 1 && (firstWrongStep !== undefined || wrongWords !== undefined)) throw new UserError('usage', 'A step or wrong words belong to one trace.', 'Label the traces one by one.');
    const engine = await cli.imported();
    if (lists) return list(cli, engine, traces, options.orphans);
    const ids: string[] = [];
    for (const trace of traces) ids.push((await engine.findTrace({ trace }, cli.calling())).id);
    const reviewer = await findReviewer(options.by, cli.workspace.folder, cli.env);
    if (options.by === undefined) cli.out.note(`Labelling as ${reviewer.name}, from ${reviewer.from}; --by NAME changes it.`);
    const met = options.queue === undefined ? {} : { queue: options.queue };
    const [id, ...more] = ids;
    if (back !== undefined || id === undefined) return takeBack(cli, engine, back ?? 'undoLabel', reviewer.name, id);
    if (more.length > 0) {
      const report = await engine.labelTraces({ traces: ids, by: reviewer.name, change: ofAll, ...met }, cli.calling());
      cli.out.result({ traces: ids, by: reviewer.name, replaced: report.replaced });
      cli.out.line(`${plural(report.traces, 'trace')} labelled · by ${reviewer.name}`);
      tellReplaced(cli, report.replaced);
      return exitCodes.done;
    }
    const { replaced = 0, ...label } = await engine.labelTrace({ trace: id, by: reviewer.name, change, ...met }, cli.calling());
    cli.out.result({ trace: id, by: reviewer.name, label, replaced });
    const marked = change.wrongWords === undefined || label.wrongWords === '' ? '' : ` · wrong words ${printableLine(quoted(label.wrongWords, 120))}`;
    cli.out.line(`${id}: ${labelLine(label)}${marked} · by ${label.by}`);
    tellReplaced(cli, replaced);
    return exitCodes.done;
  },
});

function tellReplaced(cli: Cli, replaced: number): void {
  if (replaced > 0) cli.out.warn(`${plural(replaced, 'likely secret')} ${replaced === 1 ? 'was' : 'were'} replaced before the label was written.`);
}

async function takeBack(cli: Cli, engine: EngineApi, method: 'undoLabel' | 'redoLabel', by: string, trace: string | undefined): Promise<ExitCode> {
  const report = await engine[method]({ by, ...(trace === undefined ? {} : { trace }) }, cli.calling());
  cli.out.result(report);
  const [nothing, done] = method === 'undoLabel' ? ['no change to take back', 'taken back'] : ['nothing to do again', 'done again'];
  if (report === null) cli.out.line(`${by} has ${nothing}${trace === undefined ? '' : ` on ${trace}`}.`);
  else if (report.traces.length > 1) cli.out.line(`${plural(report.traces.length, 'trace')}: ${done}: ${printableLine(report.undone)}`);
  else cli.out.line(`${report.trace}: ${done}: ${printableLine(report.undone)}${report.label === null ? '; no label is left' : `; now ${labelLine(report.label)}`}`);
  return exitCodes.done;
}

async function list(cli: Cli, engine: EngineApi, traces: readonly string[], orphans: true | undefined): Promise<ExitCode> {
  const { labelled, warning } = await engine.listLabels(orphans === undefined ? {} : { orphans }, cli.calling());
  const isMeant = ({ id, nativeId }: LabelledTrace) => traces.length === 0 || traces.some((ref) => id.startsWith(ref) || nativeId.startsWith(ref));
  const meant = labelled.filter(isMeant).toSorted((a, b) => ((a.labels.label?.at ?? '') < (b.labels.label?.at ?? '') ? 1 : -1));
  cli.out.result({ labels: meant });
  for (const { id, orphan, labels: { label, own, disagree } } of meant) {
    if (!label) continue;
    const others = own.filter(({ by }) => by !== label.by).map(({ by }) => by);
    const notes = [`by ${label.by}`, ...(others.length === 0 ? [] : [`${disagree ? 'against' : 'with'} ${others.join(', ')}`]), ...(orphan ? ['its trace is not imported'] : [])];
    cli.out.line(`${printableLine(id)}: ${labelLine(label)} · ${printableLine(notes.join(' · '))}`);
  }
  if (warning !== undefined) cli.out.warn(warning);
  if (meant.length === 0) cli.out.note(orphans ? 'Every label belongs to a trace that is imported.' : 'Nothing is labelled.');
  return exitCodes.done;
}

function changeOf(options: LabelOptions): LabelChange {
  const { step, note, cause, fix, correction, span, mode } = options;
  const verdict: Verdict | undefined = options.pass ? 'pass' : options.defer ? 'defer' : options.fail ? 'fail' : undefined;
  // A mode alone stands for its class and itself.
  const failureClass = options.class ?? mode;
  return {
    ...(verdict === undefined ? {} : { verdict }),
    ...(failureClass === undefined ? {} : { class: { class: failureClass, ...(options.class === undefined || mode === undefined ? {} : { mode }) } }),
    ...(step === undefined ? {} : { firstWrongStep: step }),
    ...(note === undefined ? {} : { note }),
    ...(cause === undefined ? {} : { cause }),
    ...(fix === undefined ? {} : { fix }),
    ...(correction === undefined ? {} : { correction }),
    ...(span === undefined ? {} : { wrongWords: span }),
  };
}
