import { factsOf, oversightWords, scoreWords } from '../display/facts.ts';
import { costInWords, formatCount, formatTokens, plural } from '../display/numbers.ts';
import { feedbackWords, marks, traceMark } from '../display/outcome.ts';
import { hiddenWords, statusWords } from '../display/failureWords.ts';
import { createPaint, padEnd, padStart, printable, printableLine } from '../display/terminal.ts';
import type { Paint } from '../display/terminal.ts';
import { measuredInWords } from '../display/signalWords.ts';
import { formatDate, formatDuration } from '../display/time.ts';
import { oneLine, quoted } from '../display/truncate.ts';
import type { Signal } from '../model/insights.ts';
import type { Label } from '../model/label.ts';
import type { TraceLabels } from '../model/review.ts';
import type { StepDetail, StepScore, TraceSummary, TrajectorySkeleton, TrajectoryStep } from '../model/trajectory.ts';
import { stepText } from './stepText.ts';

export type TextOptions = { readonly color: boolean; readonly timeZone?: string | undefined; readonly signals?: readonly Signal[]; /** What each reviewer says of it. */ readonly labels?: TraceLabels };

/** Longest answer or question in the header; the step that holds it shows the whole. */
const headerText = 600;
const detailText = 90;

/**
 * A trace for reading in a terminal: what it is, S0's six questions, its label, then the numbered steps. The steps of
 * `details` follow with their payloads in full. Every line is safe to print. Ends without a line feed.
 */
export function trajectoryText(skeleton: TrajectorySkeleton, details: readonly StepDetail[], options: TextOptions): string {
  const paint = createPaint(options.color);
  const { summary, steps, notes, scores = [] } = skeleton;
  const shown = withoutNoise(steps, new Set((options.labels?.own ?? []).flatMap(({ firstWrong, lastGood }) => [firstWrong?.step, lastGood?.step])));
  const parts = [
    headerLines(summary, paint, options.timeZone),
    sixQuestions(summary).map(([question, answer]) => `${paint.dim(padEnd(question, 10))} ${answer}`),
    knownLines(summary, scores, paint),
    labelLines(summary, options.labels, paint),
    [paint.bold(plural(shown.length, 'step')), ...stepLines(shown, paint)],
    [...hiddenLines(steps.length - shown.length, paint), ...legendLines(shown, notes.length > 0, paint)],
    signalLines(options.signals ?? [], paint),
    notes.map((note) => paint.yellow(`${marks.warning.terminal} ${safe(note.message, 300)}`)),
    ...details.map((detail) => [stepText(detail, steps.find((step) => step.n === detail.n), options, scores)]),
  ];
  return parts.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n');
}

/** One line of at most `max` characters, safe to print. */
function safe(text: string, max: number): string {
  return printable(oneLine(text, max));
}

const mostSignals = 20;

/** What the trace shows by itself: where, what, why, and how far each kind can be believed. */
function signalLines(signals: readonly Signal[], paint: Paint): string[] {
  if (signals.length === 0) return [];
  const told = signals.slice(0, mostSignals).map(({ steps, title, why, severity, measured }) => {
    const where = steps.length === 0 ? 'run' : `step ${steps[0]}`;
    const words = `${padEnd(where, 10)} ${title}: ${safe(why, 300)}`;
    return `${severity === 'error' ? paint.red(words) : paint.yellow(words)} ${paint.dim(`(${measuredInWords(measured)})`)}`;
  });
  const more = signals.length - told.length;
  return [paint.bold(plural(signals.length, 'signal')), ...told, ...(more > 0 ? [paint.dim(`and ${formatCount(more)} more; --json has them`)] : [])];
}

function headerLines(summary: TraceSummary, paint: Paint, timeZone: string | undefined): string[] {
  const mark = traceMark(summary);
  const { label } = summary;
  const words = `${marks[mark].terminal} ${marks[mark].words}${label === null || label.verdict === null ? '' : ` by ${safe(label.by, 40)}`}`;
  const colored = mark === 'unlabelled' || mark === 'deferred' ? words : mark === 'pass' ? paint.green(words) : paint.red(words);
  const named = [summary.name, summary.agent ?? summary.app, summary.models.join(', ')].filter((each) => each !== null && each !== '').map((each) => safe(String(each), 80));
  const error = summary.firstError;
  return [
    `${paint.bold(summary.id)}  ${colored}`,
    ...(named.length > 0 ? [[...new Set(named)].join(' · ')] : []),
    paint.dim(`${summary.startUs === null ? 'time not recorded' : formatDate(summary.startUs, { locale: 'en-GB', timeZone })} · ${measuresOf(summary)}`),
    paint.dim(`${summary.formatTitle ?? summary.format} · ${printableLine(summary.file)} · ${safe(summary.nativeId, 80)}`),
    ...(error ? [paint.red(`! Step ${error.step}, ${safe(error.name, 60)}: ${error.message === null ? 'failed' : safe(error.message, 200)}`)] : []),
  ];
}

function measuresOf(summary: TraceSummary): string {
  const { latencyMs, inputTokens, outputTokens, costUsd, costSource, price } = summary;
  const tokens = inputTokens === null && outputTokens === null ? 'tokens not recorded' : `${inputTokens === null ? '?' : formatTokens(inputTokens)} in, ${outputTokens === null ? '?' : formatTokens(outputTokens)} out tokens`;
  return [latencyMs === null ? 'latency not recorded' : formatDuration(latencyMs), tokens, costInWords(costUsd, costSource, price)].join(' · ');
}

const notRecorded = 'Not recorded';

/** S0's six questions of a trace, each with its answer on one line. */
export function sixQuestions(summary: TraceSummary): readonly (readonly [string, string])[] {
  const { query, toolsOffered, toolsCalled, callsKnown, why, whyTool, promptTokens, documents, answer, feedback } = summary;
  const offered = toolsOffered === null ? notRecorded : toolsOffered.length === 0 ? 'None offered' : toolsOffered.map((tool) => safe(tool, 60)).join(', ');
  const called = toolsCalled.length === 0 ? (callsKnown ? 'No tool' : notRecorded) : toolsCalled.map((tool) => safe(tool, 60)).join(', ');
  const context = [...(promptTokens === null ? [] : [`${formatTokens(promptTokens)} tokens at most`]), ...(documents === null ? [] : [plural(documents, 'document')])];
  return [
    ['Query', query === null ? notRecorded : safe(query, headerText)],
    ['Considered', offered],
    ['Picked', why === null ? called : `${called}: ${whyTool === undefined ? '' : `${safe(whyTool, 60)}, `}${printable(quoted(why, 300))}`],
    ['Context', context.length === 0 ? notRecorded : context.join(', ')],
    ['Answer', answer === null ? notRecorded : safe(answer, headerText)],
    ['Feedback', feedback === null ? notRecorded : feedbackWords[feedback]],
  ];
}

const mostScores = 20;

/** Facts, what people approved, how the run ended, and the scores that came with it: each only where it is known. */
function knownLines(summary: TraceSummary, scores: readonly StepScore[], paint: Paint): string[] {
  const line = (name: string, text: string) => `${paint.dim(padEnd(name, 10))} ${printableLine(text)}`;
  const facts = factsOf(summary).map(({ name, value }) => `${name} ${oneLine(value, 120)}`);
  const { finalText } = summary.facts;
  const said = scores.slice(0, mostScores).map(scoreWords);
  const onOneLine = scores.slice(0, mostScores).every(({ comment }) => comment === null);
  const more = scores.length - said.length;
  return [
    ...(facts.length > 0 ? [line('Facts', facts.join(' · '))] : []),
    ...(finalText === undefined ? [] : [line('Final text', oneLine(finalText, headerText))]),
    ...oversightWords(summary).map(({ name, value }) => line(name, value)),
    ...(onOneLine && said.length > 0 ? [line('Scores', said.join(' · '))] : said.map((words, at) => line(at === 0 ? 'Scores' : '', words))),
    ...(more > 0 ? [line('', `and ${plural(more, 'more score')}; --json has them`)] : []),
  ];
}

const verdictWords = { fail: 'Fail', pass: 'Pass', defer: 'Deferred' } as const;

/** A label in one line: "Fail · tool_selection, wrong_tool · first wrong step 2". What was written in it stands elsewhere. */
export function labelLine(label: Label): string {
  const parts = [
    label.verdict !== null ? verdictWords[label.verdict] : label.note === '' ? 'No verdict' : 'Noted, no verdict',
    ...(label.class ? [label.class.mode === undefined ? label.class.class : `${label.class.class}, ${label.class.mode}`] : []),
    ...(label.firstWrong ? [`first wrong step ${label.firstWrong.step}`] : []),
    ...(label.lastGood ? [`last good step ${label.lastGood.step}`] : []),
    ...(label.status === null || label.status === 'open' ? [] : [statusWords[label.status].toLowerCase()]),
    ...(label.owner === '' ? [] : [`owner ${oneLine(label.owner, 40)}`]),
  ];
  return printableLine(parts.join(' · '));
}

const hiddenLine = `${hiddenWords[0]!.toUpperCase()}${hiddenWords.slice(1)}`;

function labelLines({ label, hidden, cases }: TraceSummary, labels: TraceLabels | undefined, paint: Paint): string[] {
  const others = labels?.own.filter(({ by }) => by !== label?.by) ?? [];
  const line = (name: string, text: string) => `${paint.dim(padEnd(name, 10))} ${text}`;
  const texts = label ? ([['Note', label.note], ['Cause', label.cause], ['Fix', label.fix], ['Wrong', label.wrongWords], ['Correction', label.correction]] as const) : [];
  return [
    ...(label ? [line('Label', `${labelLine(label)} · by ${printableLine(label.by)}`)] : []),
    ...(hidden === undefined ? [] : [line(label ? 'Others' : 'Label', hiddenLine)]),
    ...others.map((other) => line(labels?.disagree ? 'Against' : 'Also', `${labelLine(other)} · by ${printableLine(other.by)}${!labels?.disagree || other.note === '' ? '' : `: ${printable(quoted(other.note, 200))}`}`)),
    ...texts.flatMap(([name, text]) => (text === '' ? [] : [line(name, safe(text, headerText))])),
    ...(cases.length > 0 ? [line('Cases', cases.map(printableLine).join(', '))] : []),
  ];
}

/** The steps that are shown, each as deep as its shown parents make it. What failed or was marked is shown whatever it carries. */
function withoutNoise(steps: readonly TrajectoryStep[], marked: ReadonlySet<number | undefined>): readonly TrajectoryStep[] {
  const inside = new Map<number, number>();
  return steps.flatMap((step) => {
    const isHidden = step.noise && !step.failed && !step.blocked && !marked.has(step.n);
    const depth = step.parent === null ? 0 : (inside.get(step.parent) ?? step.depth);
    inside.set(step.n, depth + (isHidden ? 0 : 1));
    return isHidden ? [] : [{ ...step, depth }];
  });
}

function markOf(step: TrajectoryStep): (typeof marks)['blocked'] | undefined {
  return step.blocked ? marks.blocked : step.failed ? marks.failed : undefined;
}

/** What the marks before steps and notes mean, where there are any. */
function legendLines(steps: readonly TrajectoryStep[], notes: boolean, paint: Paint): string[] {
  const met = new Set(steps.map(markOf));
  const known = [marks.failed, marks.blocked].filter((mark) => met.has(mark));
  return known.length === 0 && !notes ? [] : [paint.dim([...known, ...(notes ? [marks.warning] : [])].map(({ terminal, words }) => `${terminal} ${words.toLowerCase()}`).join('  '))];
}

function stepLines(steps: readonly TrajectoryStep[], paint: Paint): string[] {
  const numberWidth = String(steps.at(-1)?.n ?? 0).length;
  const rows = steps.map((step) => {
    const mark = markOf(step);
    const name = `${'  '.repeat(Math.min(step.depth, 12))}${step.kind === 'other' ? '' : `${step.kind} `}${safe(step.name, 60)}`;
    return { step, mark, name: `${mark?.terminal ?? ' '} ${name}`, time: timeOf(step), tokens: tokensOf(step) };
  });
  const widest = (pick: (row: (typeof rows)[number]) => string, most: number) => Math.min(most, rows.reduce((width, row) => Math.max(width, pick(row).length), 0));
  const widths = { name: widest((row) => row.name, 52), time: widest((row) => row.time, 16), tokens: widest((row) => row.tokens, 20) };
  return rows.map(({ step, mark, name, time, tokens }) => {
    const what = step.error ?? (step.detail === null ? '' : step.detail);
    const last = safe(what, step.error === null ? detailText : 200);
    const columns: [string, (text: string) => string][] = [
      [padStart(String(step.n), numberWidth), paint.dim],
      [padEnd(name, widths.name), mark ? paint.red : (text) => text],
      ...(widths.time > 0 ? [[padStart(time, widths.time), paint.dim] as [string, Paint['dim']]] : []),
      ...(widths.tokens > 0 ? [[padStart(tokens, widths.tokens), paint.dim] as [string, Paint['dim']]] : []),
      [last, step.error === null ? (text) => text : paint.red],
    ];
    const end = columns.findLastIndex(([text]) => text.trim() !== '');
    return columns.slice(0, end + 1).map(([text, painted], index) => painted(index === end ? text.trimEnd() : text)).join('  ');
  });
}

function timeOf({ startUs, endUs }: TrajectoryStep): string {
  return startUs === null || endUs === null ? '' : formatDuration((endUs - startUs) / 1000);
}

function tokensOf({ inputTokens, outputTokens }: TrajectoryStep): string {
  if (inputTokens === null && outputTokens === null) return '';
  return `${inputTokens === null ? '?' : formatTokens(inputTokens)} → ${outputTokens === null ? '?' : formatTokens(outputTokens)}`;
}

function hiddenLines(hidden: number, paint: Paint): string[] {
  return hidden === 0 ? [] : [paint.dim(`${formatCount(hidden)} more ${hidden === 1 ? 'step carries' : 'steps carry'} the others over the wire and ${hidden === 1 ? 'is' : 'are'} left out; --json has ${hidden === 1 ? 'it' : 'them'}.`)];
}
