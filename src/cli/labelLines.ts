import { plural } from '../core/display/numbers.ts';
import { printableLine } from '../core/display/terminal.ts';
import { oneLine } from '../core/display/truncate.ts';
import { hiddenWords, statusWords } from '../core/display/failureWords.ts';
import type { Label, LabelChange } from '../core/model/label.ts';
import type { LabelledTrace } from '../core/model/review.ts';
import { labelLine } from '../core/trajectory/text.ts';
import type { LabelsOfTrace, UndoReport } from '../protocol/labelApi.ts';

/** What the label command prints. Every line is safe for a terminal. */

const textNames = { note: 'note', cause: 'cause', fix: 'fix', correction: 'correction', wrongWords: 'wrong words' } as const satisfies Partial<Record<keyof LabelChange, string>>;
type TextName = keyof typeof textNames;
const allTexts = Object.keys(textNames) as readonly TextName[];
/** Of a text on one line; --json has the whole. */
const mostOfText = 160;

function textLines(label: Label, names: readonly TextName[], indent = '  '): readonly string[] {
  const filled = names.filter((name) => label[name] !== '');
  const width = Math.max(0, ...filled.map((name) => textNames[name].length));
  return filled.map((name) => `${indent}${textNames[name].padEnd(width)}  ${printableLine(oneLine(label[name], mostOfText))}`);
}

/** What stands now, where it is not what the reviewer said. */
function inForceLines({ labels: { label, adjudicated }, hidden }: LabelsOfTrace, by: string): readonly string[] {
  if (hidden > 0) return [`  others    ${hiddenWords}`];
  return label === null || label.by === by ? [] : [`  in force  ${labelLine(label)} · ${printableLine(adjudicated === null ? `by ${label.by}` : `decided by ${label.by}`)}`];
}

const takenBack = (change: LabelChange): readonly string[] => [
  ...(change.class === null ? ['class'] : []), ...(change.firstWrongStep === null ? ['first wrong step'] : []), ...(change.lastGoodStep === null ? ['last good step'] : []), ...(change.owner === '' ? ['owner'] : []),
  ...allTexts.filter((name) => change[name] === '').map((name) => textNames[name]),
];

/** The label as its reviewer has it now, with the texts that were just written. */
export function labelledLines(now: LabelsOfTrace, by: string, change: LabelChange): readonly string[] {
  const { trace, labels } = now;
  const own = labels.own.find((each) => each.by === by);
  const back = takenBack(change);
  return [
    own === undefined ? `${printableLine(trace)}: ${printableLine(by)} says nothing of it now` : `${printableLine(trace)}: ${labelLine(own)} · by ${printableLine(by)}`,
    ...(own === undefined ? [] : textLines(own, allTexts.filter((name) => change[name] !== undefined))),
    ...(back.length === 0 ? [] : [`  taken back: ${back.join(', ')}`]),
    ...inForceLines(now, by),
  ];
}

/** What was said of several traces at once. */
export function bulkLine(traces: number, by: string, { verdict, class: value, owner, status, ...texts }: LabelChange): string {
  const said = [
    ...(verdict === undefined || verdict === null ? [] : [verdict]),
    ...(value === undefined ? [] : [value === null ? 'no class' : [value.class, ...(value.mode === undefined ? [] : [value.mode])].join(', ')]),
    ...(owner === undefined ? [] : [owner === '' ? 'no owner' : `owner ${oneLine(owner, 40)}`]),
    ...(status === undefined ? [] : [statusWords[status].toLowerCase()]),
    ...allTexts.filter((name) => texts[name] !== undefined).map((name) => textNames[name]),
  ];
  return printableLine(`${plural(traces, 'trace')} labelled: ${said.join(' · ')} · by ${by}`);
}

export function takenBackLine(by: string, done: string, { trace, traces, undone, label, hidden }: NonNullable<UndoReport>): string {
  if (traces.length > 1) return `${plural(traces.length, 'trace')}: ${done}: ${printableLine(undone)}`;
  const now = label === null ? `no label ${hidden > 0 ? 'of yours ' : ''}is left` : `now ${labelLine(label)}${label.by === by ? '' : `, which is ${printableLine(label.by)}'s`}`;
  return `${printableLine(trace)}: ${done}: ${printableLine(undone)}; ${now}${hidden > 0 ? `; ${hiddenWords}` : ''}`;
}

/** Title, verdict, whose it is, and what was written; what others say of it where they disagree. */
export function listedLines({ id, orphan, title, hidden, labels: { label, own, adjudicated, disagree } }: LabelledTrace, dim: (text: string) => string): readonly string[] {
  const titleLine = title === null ? [] : [`  ${dim(printableLine(oneLine(title, 100)))}`];
  if (!label) return hidden === undefined ? [] : [`${printableLine(id)}: ${hiddenWords}`, ...titleLine];
  const others = own.filter(({ by }) => by !== label.by);
  const notes = [
    adjudicated === null ? `by ${label.by}` : `decided by ${label.by}`,
    ...(others.length === 0 && adjudicated === null ? [] : [adjudicated !== null && !disagree ? `between ${own.flatMap(({ by, verdict }) => (verdict === null ? [] : [by])).join(' and ')}` : `${disagree ? 'against' : 'with'} ${others.map(({ by }) => by).join(', ')}`]),
    ...(orphan ? ['its trace is not imported'] : []),
    ...(hidden === undefined ? [] : [hiddenWords]),
  ];
  return [
    `${printableLine(id)}: ${labelLine(label)} · ${printableLine(notes.join(' · '))}`,
    ...titleLine,
    ...textLines(label, allTexts),
    ...(disagree ? others.flatMap((other) => [`  ${printableLine(other.by)} says ${labelLine(other)}`, ...textLines(other, allTexts, '    ')]) : []),
  ];
}
