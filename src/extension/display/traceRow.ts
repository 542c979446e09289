import { hiddenShortly, hiddenWords } from '../../core/display/failureWords.ts';
import { formatCost, formatTokens } from '../../core/display/numbers.ts';
import { marks, traceMark } from '../../core/display/outcome.ts';
import { formatDate, formatDuration, formatTimeOfDay, formatWhen } from '../../core/display/time.ts';
import { oneLine, quoted, truncate, wholeWords } from '../../core/display/truncate.ts';
import { visibleText } from '../../core/display/visibleText.ts';
import type { TraceSummary } from '../../core/model/trajectory.ts';

/** The name of a failure class by its id. */
export type ClassName = (id: string) => string;

/** What a trace is called on screen: the user's question, else the name the export gave it. */
export function traceTitle(summary: TraceSummary): string {
  return oneLine(beginning(summary), 48) || summary.id;
}

/** Rules and bullets before the first word say nothing. */
const leadingMarks = /^[\s_=*#~–—|>•-]+(?=[^\s_=*#~–—|>•-])/u;

/** Trees and tabs draw direction marks as they are told, and half a character can stand in no address. */
function beginning(summary: TraceSummary): string {
  const title = visibleText(truncate(summary.query || summary.name || summary.nativeId, 400).text);
  return title.replace(leadingMarks, '') || title;
}

/** The row of a trace. The side bar cuts it where it ends, so that a wider one shows more; the type-to-find of trees looks at all of it. */
export function rowTitle(summary: TraceSummary): string {
  return wholeWords(beginning(summary), 80) || summary.id;
}

/** Names one trace among others that ask the same: its question and when it began. */
export function traceName(summary: TraceSummary): string {
  return [quoted(visibleText(truncate(summary.query || summary.name || summary.nativeId, 400).text), 60), summary.startUs === null ? null : formatDate(summary.startUs)].filter((part) => part !== null).join(', ');
}

/** The icon's meaning in words: "Labelled fail, Tool choice, by jonas", "Failed, step 4 searchOrders", "Not reviewed". */
export function outcomeWords(summary: TraceSummary, className: ClassName): string {
  if (summary.hidden === undefined) return standingWords(summary, className);
  return `${traceMark(summary) === 'unlabelled' ? 'Not reviewed by you' : standingWords(summary, className)}, ${hiddenWords}`;
}

function standingWords(summary: TraceSummary, className: ClassName): string {
  const mark = traceMark(summary);
  const { label, firstError } = summary;
  if (label?.verdict) return [marks[mark].words, label.class && className(label.class.class), `by ${label.by}`].filter(Boolean).join(', ');
  if (mark === 'failed' && firstError) return `${marks[mark].words}, step ${firstError.step} ${oneLine(visibleText(firstError.name), 60)}`;
  return marks[mark].words;
}

/** Tokens in and out together; null when neither is recorded. */
export function tokensOf(summary: TraceSummary): number | null {
  if (summary.inputTokens === null && summary.outputTokens === null) return null;
  return (summary.inputTokens ?? 0) + (summary.outputTokens ?? 0);
}

/** What the icon leaves open, or says less exactly. */
function inAWord(summary: TraceSummary, className: ClassName): string | null {
  if (summary.label?.class) return className(summary.label.class.class).toLowerCase();
  if (summary.label?.verdict) return null;
  if (summary.failing === 'rejected') return 'rejected';
  if (summary.failing === 'error' && summary.firstError) return `${oneLine(summary.firstError.name, 30)} failed`;
  const [first, ...more] = signalTitles(summary) ?? [];
  return first === undefined ? null : more.length === 0 ? first : `${more.length + 1} signals`;
}

/** The kinds of signals that a trace shows, each once, in small letters; without those that hardly tell. Undefined: not looked at yet. */
export function signalTitles({ signals }: TraceSummary): readonly string[] | undefined {
  return signals && [...new Set(signals.filter(({ quiet }) => !quiet).map(({ title }) => title.toLowerCase()))];
}

function figures(summary: TraceSummary, className: ClassName): readonly string[] {
  const tokens = tokensOf(summary);
  return [
    summary.latencyMs === null ? null : formatDuration(summary.latencyMs),
    tokens === null ? null : `${formatTokens(tokens)} tokens`,
    summary.costUsd === null ? null : formatCost(summary.costUsd),
    inAWord(summary, className),
    summary.hidden === undefined ? null : hiddenShortly,
  ].filter((part) => part !== null);
}

/** The time of day, which tells runs of one day apart, then latency, tokens and cost where recorded; last what the icon says too. */
export function rowDescription(summary: TraceSummary, className: ClassName): string {
  return [...(summary.startUs === null ? [] : [formatTimeOfDay(summary.startUs)]), ...figures(summary, className)].join(' · ');
}

/** As `rowDescription`, for a list that is not grouped by day. */
export function datedDescription(summary: TraceSummary, className: ClassName): string {
  return [...(summary.startUs === null ? [] : [formatDate(summary.startUs)]), ...figures(summary, className)].join(' · ');
}

/** As `rowDescription`, among traces of other days. */
export function groupedDescription(summary: TraceSummary, className: ClassName, now: Date): string {
  return [...(summary.startUs === null ? [] : [formatWhen(summary.startUs, now.getTime() * 1000)]), ...figures(summary, className)].join(' · ');
}

/** For a screen reader: the title, then what the icon says, then the figures. */
export function spokenRow(summary: TraceSummary, className: ClassName): string {
  return [traceTitle(summary), outcomeWords(summary, className), rowDescription(summary, className)].filter(Boolean).join(', ');
}
