import { LabelStatus } from '../core/model/label.ts';
import type { ClassValue, LabelChange, Verdict } from '../core/model/label.ts';
import { option } from './command.ts';
import { nothingNamed, readCountOrNone } from './optionValues.ts';

/** What can be said of a trace, as options. */
export type ChangeOptions = {
  readonly class?: string; readonly mode?: string; readonly cause?: string; readonly fix?: string; readonly note?: string; readonly correction?: string;
  readonly span?: string; readonly step?: number | 'none'; readonly lastGood?: number | 'none'; readonly owner?: string; readonly status?: LabelStatus;
  readonly pass?: true; readonly fail?: true; readonly defer?: true;
};

/** Their names, as options that exclude them name them. */
export const changeNames: readonly (keyof ChangeOptions)[] = ['fail', 'pass', 'defer', 'class', 'mode', 'step', 'lastGood', 'span', 'correction', 'cause', 'fix', 'note', 'owner', 'status'];

export const changeOptions = () => [
  option('--fail', 'the run failed').conflicts(['pass', 'defer']),
  option('--pass', 'the run is right').conflicts(['fail', 'defer', 'class', 'mode']),
  option('--defer', 'decide later').conflicts(['pass', 'fail']),
  option('--class <class>', 'failure class, such as tool_selection; none takes it back'),
  option('--mode <mode>', 'failure mode under the class, such as wrong_tool'),
  option('--step <n>', 'the first wrong step; none takes it back').argParser(readCountOrNone),
  option('--last-good <n>', 'the last good step, before the first wrong one; none takes it back').argParser(readCountOrNone),
  option('--span <text>', 'the wrong words of the answer, as they stand there'),
  option('--correction <text>', 'what the answer should have been'),
  option('--cause <text>', 'why it happened'),
  option('--fix <text>', 'what mended it'),
  option('--owner <name>', 'who is to mend it; none for nobody'),
  option('--status <status>', 'what became of it: fixing is a fix in review').choices(LabelStatus.options),
  option('--note <text>', 'what went wrong, in a sentence; "" takes a text back'),
];

/** A mode alone stands for its class and itself. */
export function classOf({ class: id, mode }: ChangeOptions): ClassValue | null | undefined {
  if (id === nothingNamed) return null;
  const named = id ?? mode;
  return named === undefined ? undefined : { class: named, ...(id === undefined || mode === undefined ? {} : { mode }) };
}

export function changeOf(options: ChangeOptions): LabelChange {
  const { step, lastGood, note, cause, fix, correction, span, owner, status } = options;
  const verdict: Verdict | undefined = options.pass ? 'pass' : options.defer ? 'defer' : options.fail ? 'fail' : undefined;
  const failureClass = classOf(options);
  return {
    ...(verdict === undefined ? {} : { verdict }),
    ...(failureClass === undefined ? {} : { class: failureClass }),
    ...(step === undefined ? {} : { firstWrongStep: step === nothingNamed ? null : step }),
    ...(lastGood === undefined ? {} : { lastGoodStep: lastGood === nothingNamed ? null : lastGood }),
    ...(note === undefined ? {} : { note }),
    ...(cause === undefined ? {} : { cause }),
    ...(fix === undefined ? {} : { fix }),
    ...(correction === undefined ? {} : { correction }),
    ...(span === undefined ? {} : { wrongWords: span }),
    ...(owner === undefined ? {} : { owner: owner === nothingNamed ? '' : owner }),
    ...(status === undefined ? {} : { status }),
  };
}
