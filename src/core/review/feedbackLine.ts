import { firstIssueInWords } from '../cases/structureIssues.ts';
import { severityOf } from '../cases/severity.ts';
import { FeedbackEvent } from '../model/feedback.ts';
import type { Problem } from '../model/problem.ts';
import type { LineFinding } from './journalLine.ts';
import { isStillToCome, isTime, linesIn, mergeMark, parsed } from './journalLine.ts';

export type FeedbackLine = { readonly event: FeedbackEvent | null; readonly finding: LineFinding | null };

/** Reads one line of `casebook/feedback/`. What cannot be read is left out and said, never thrown. A time that cannot be meant counts as none. */
export function readFeedbackLine(text: string, now: Date): FeedbackLine {
  const line = text.replace(/^\uFEFF/u, '').trim();
  if (line === '') return { event: null, finding: null };
  const mark = mergeMark(line);
  if (mark) return { event: null, finding: mark };
  const value = parsed(line);
  if (value === undefined) return { event: null, finding: { code: 'CJ101', message: 'is not JSON and is left out.' } };
  const read = FeedbackEvent.safeParse(value);
  if (!read.success) {
    const version = typeof value === 'object' && value !== null && 'v' in value ? value.v : undefined;
    if (typeof version === 'number' && version > 1) return { event: null, finding: { code: 'CJ103', message: `was written by a newer Casebook (v: ${version}) and is left out.` } };
    return { event: null, finding: { code: 'CJ102', message: `is no feedback that Casebook knows and is left out: ${firstIssueInWords(read.error.issues)}.` } };
  }
  const { at, ...untimed } = read.data;
  const trouble = at === undefined ? null : timeTrouble(at, now);
  if (trouble !== null) return { event: untimed, finding: { code: 'CJ109', message: `counts as feedback without a time: ${trouble}.` } };
  return { event: at === undefined ? untimed : { ...untimed, at: new Date(at).toISOString() }, finding: null };
}

/** Why a time cannot be that of feedback; null where it can. */
export function timeTrouble(at: string, now: Date): string | null {
  const time = Date.parse(at);
  if (!isTime(time)) return `at is ${JSON.stringify(at.slice(0, 40))}, which is no time`;
  return isStillToCome(time, now) ? `at is ${new Date(time).toISOString().slice(0, 16).replace('T', ' ')}, which is still to come` : null;
}

/** What is wrong with the lines of a feedback file. Nothing of it keeps the others from counting. */
export function feedbackProblems(text: string, now: Date): readonly Problem[] {
  return [...linesIn(text)].flatMap(({ line, range }): readonly Problem[] => {
    const { finding } = readFeedbackLine(line, now);
    return finding === null ? [] : [{ code: finding.code, severity: severityOf(finding.code), message: `This line ${finding.message}`, range }];
  });
}
