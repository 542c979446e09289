import { plural } from '../../core/display/numbers.ts';
import { printableLine } from '../../core/display/terminal.ts';
import { quoted } from '../../core/display/truncate.ts';
import type { LabelChange, Verdict } from '../../core/model/label.ts';
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
  readonly span?: string; readonly step?: number; readonly pass?: true; readonly fail?: true; readonly defer?: true; readonly by?: string; readonly undo?: true;
};

export const labelCommand = defineCommand<LabelOptions>({
  name: 'label',
  summary: 'Record a judgement of a trace, or take it back',
  details: 'Labels are appended to casebook/labels/<reviewer>.jsonl and never rewritten. A failure class means fail unless you say otherwise.',
  operands: [['[trace]', 'id of a trace, or the beginning of one; optional with --undo']],
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
    option('--by <name>', 'who labels (default: from git\'s user.email, else your account)'),
    option('--undo', 'take back your last change, of this trace or of any').conflicts(['fail', 'pass', 'defer', 'class', 'mode', 'step', 'span', 'correction', 'cause', 'fix', 'note']),
  ],
  examples: [
    'label tr_8f21 --class tool_selection --mode wrong_tool --step 3 --note "Claimed delivery without looking"',
    'label tr_8f21 --pass',
    'label --undo',
  ],
  async run(cli, [trace], options) {
    const change = changeOf(options);
    if (trace === undefined && options.undo === undefined) throw new UserError('usage', 'Say which trace to label.', 'casebook list shows their ids.');
    if (options.undo === undefined && Object.keys(change).length === 0) throw new UserError('usage', 'Say what to record.', 'For example --fail, --pass, --class CLASS or --note TEXT; casebook label --help lists them.');
    const engine = await cli.imported();
    const id = trace === undefined ? undefined : (await engine.findTrace({ trace }, cli.calling())).id;
    const reviewer = await findReviewer(options.by, cli.workspace.folder, cli.env);
    if (options.by === undefined) cli.out.note(`Labelling as ${reviewer.name}, from ${reviewer.from}; --by NAME changes it.`);
    if (id === undefined || options.undo) return undo(cli, engine, reviewer.name, id);
    const { replaced = 0, ...label } = await engine.labelTrace({ trace: id, by: reviewer.name, change }, cli.calling());
    cli.out.result({ trace: id, by: reviewer.name, label, replaced });
    const marked = change.wrongWords === undefined || label.wrongWords === '' ? '' : ` · wrong words ${printableLine(quoted(label.wrongWords, 120))}`;
    cli.out.line(`${id}: ${labelLine(label)}${marked} · by ${label.by}`);
    if (replaced > 0) cli.out.warn(`${plural(replaced, 'likely secret')} ${replaced === 1 ? 'was' : 'were'} replaced before the label was written.`);
    return exitCodes.done;
  },
});

async function undo(cli: Cli, engine: EngineApi, by: string, trace: string | undefined): Promise<ExitCode> {
  const report = await engine.undoLabel({ by, ...(trace === undefined ? {} : { trace }) }, cli.calling());
  cli.out.result(report);
  if (report === null) cli.out.line(`${by} has no change to take back${trace === undefined ? '' : ` on ${trace}`}.`);
  else cli.out.line(`${report.trace}: taken back: ${printableLine(report.undone)}${report.label === null ? '; no label is left' : `; now ${labelLine(report.label)}`}`);
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
