import { firstIssueInWords } from '../cases/structureIssues.ts';
import { LabelEvent } from '../model/label.ts';
import type { TextRange } from '../model/problem.ts';
import { reviewerFrom } from '../support/reviewerName.ts';

/** What can be said of lines of a journal of labels, or of feedback (FILES), by code. */
export const journalCodes: Readonly<Record<string, string>> = {
  CJ101: 'A line is cut in half or was edited: it is not JSON and is left out.',
  CJ102: 'A line is no label event and no feedback, has a value that none can have, or names nobody or no trace; it is left out.',
  CJ103: 'A line was written by a newer Casebook and is left out.',
  CJ104: 'A merge conflict was left in the file. The lines of both sides count.',
  CJ105: 'An event stands in two wordings. One of them counts, the same one everywhere.',
  CJ106: 'An event is dated in the future, so it stands over everything that is said until then.',
  CJ107: 'Events have another reviewer\'s name than their file. They count as theirs by whom they say they are.',
  CJ108: 'Events are not in the order of their times. They count in that order, wherever they stand.',
  CJ109: 'Feedback carries a time that is none, or still to come. It counts as feedback without a time.',
};

/** `message` goes on from the place: "line 7 …". */
export type LineFinding = { readonly code: string; readonly message: string };
/** A line may hold an event behind what an interrupted write left. */
export type JournalLine = { readonly event: LabelEvent | null; readonly finding: LineFinding | null };

const blank: JournalLine = { event: null, finding: null };
const marker = /^(?:<{7}|\|{7}|>{7})(?: |$)|^={7}$/;
const canonicalTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** Clocks of two machines may differ by so much without a word. */
const aheadMs = 24 * 60 * 60 * 1000;

/** Reads one line of a journal. What cannot be read is left out and said, never thrown. */
export function readJournalLine(text: string, now: Date): JournalLine {
  const line = text.trim();
  if (line === '') return blank;
  const mark = mergeMark(line);
  if (mark) return { event: null, finding: mark };
  const value = parsed(line);
  if (value !== undefined) return readEvent(value, now);
  // Whoever appends to a line that was cut off begins in its middle.
  for (let at = line.indexOf('{"v":', 1); at > 0; at = line.indexOf('{"v":', at + 1)) {
    const rest = parsed(line.slice(at));
    const event = rest === undefined ? null : readEvent(rest, now).event;
    if (event) return { event, finding: { code: 'CJ101', message: 'begins with an event that is cut off and left out; the one behind it counts.' } };
  }
  return { event: null, finding: { code: 'CJ101', message: 'is not JSON and is left out.' } };
}

export function mergeMark(line: string): LineFinding | null {
  return marker.test(line) ? { code: 'CJ104', message: 'is a mark of a merge conflict. The lines of both sides count; take out the marks.' } : null;
}

/** Times are compared as texts: years of other than four digits would not be in order. */
export const isTime = (ms: number): boolean => !Number.isNaN(ms) && canonicalTime.test(new Date(ms).toISOString());
export const isStillToCome = (ms: number, now: Date): boolean => ms > now.getTime() + aheadMs;

/** Undefined: it is not JSON. */
export function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function readEvent(value: unknown, now: Date): JournalLine {
  const read = LabelEvent.safeParse(value);
  if (!read.success) {
    const version = typeof value === 'object' && value !== null && 'v' in value ? value.v : undefined;
    if (typeof version === 'number' && version > 1) return { event: null, finding: { code: 'CJ103', message: `was written by a newer Casebook (v: ${version}) and is left out.` } };
    return { event: null, finding: { code: 'CJ102', message: `is no label event that Casebook knows and is left out: ${firstIssueInWords(read.error.issues)}.` } };
  }
  const time = Date.parse(read.data.at);
  const missing = whatIsMissing(read.data, time);
  if (missing !== null) return { event: null, finding: { code: 'CJ102', message: `is left out: ${missing}.` } };
  // Times are compared as texts, so each is brought into the one form that journals are written in.
  const event = canonicalTime.test(read.data.at) ? read.data : { ...read.data, at: new Date(time).toISOString() };
  if (!isStillToCome(time, now)) return { event, finding: null };
  return { event, finding: { code: 'CJ106', message: `is dated ${event.at.slice(0, 16).replace('T', ' ')}, which is still to come: until then it stands over all that its reviewer says.` } };
}

/** What keeps an event of the right form from being anybody's, of any trace, or from having a place among the others. */
function whatIsMissing({ by, at, trace }: LabelEvent, time: number): string | null {
  if (!/^[\p{L}\p{N}]/u.test(by) && reviewerFrom(by) === '') return `by is ${JSON.stringify(by.slice(0, 40))}, which names no reviewer`;
  if (trace.id.trim() === '') return 'trace.id is empty';
  return !Number.isNaN(time) && (canonicalTime.test(at) || isTime(time)) ? null : `at is ${JSON.stringify(at.slice(0, 40))}, which is no time`;
}

export function* linesIn(text: string): Generator<{ readonly line: string; readonly range: TextRange }> {
  let start = 0;
  for (const line of text.split('\n')) {
    yield { line, range: { start, end: start + line.trimEnd().length } };
    start += line.length + 1;
  }
}
