import { describe, expect, test } from 'vitest';
import { foldFeedback, readFeedbackRow as readRow, withFeedback } from '../../../src/core/review/feedback.ts';
import { feedbackProblems, readFeedbackLine } from '../../../src/core/review/feedbackLine.ts';
import { trace } from '../trajectory/spans.ts';

const now = new Date('2026-11-20T12:00:00Z');
const readFeedbackRow = (row: Parameters<typeof readRow>[0]) => readRow(row, now);
const event = (row: Parameters<typeof readFeedbackRow>[0]) => {
  const read = readFeedbackRow(row);
  return 'event' in read ? read.event : read.problem;
};

describe('a row of feedback', () => {
  test('is read by the usual names of its columns', () => {
    expect(event({ 'Run ID': 17, rating: '👎', Comment: 'wrong order', at: '2026-11-20T10:00:00Z', edit_minutes: '3.5' }))
      .toEqual({ v: 1, trace: '17', feedback: 'rejected', note: 'wrong order', at: '2026-11-20T10:00:00.000Z', editMinutes: 3.5 });
  });
  test('reads seconds and milliseconds since 1970', () => {
    expect(event({ traceId: 'a', feedback: 1, timestamp: 1_700_000_000 })).toMatchObject({ feedback: 'accepted', at: '2023-11-14T22:13:20.000Z' });
    expect(event({ traceId: 'a', feedback: true, timestamp: '1700000000000' })).toMatchObject({ at: '2023-11-14T22:13:20.000Z' });
  });
  test.each([['yesterday', 'at is "yesterday", which is no time'], ['2031-01-01', 'at is 2031-01-01 00:00, which is still to come'], [9e15, 'at is "9000000000000000", which is no time']])('at %j leaves it without a time, and says so', (at, why) => {
    expect(readFeedbackRow({ traceId: 'a', feedback: 'up', at })).toEqual({ event: { v: 1, trace: 'a', feedback: 'accepted' }, unknown: [], undated: `It counts without a time: ${why}.` });
  });
  test('names the columns it does not know', () => expect(readFeedbackRow({ traceId: 'a', feedback: 'up', colour: 'red' })).toMatchObject({ unknown: ['colour'] }));
  test.each([
    [{ feedback: 'up' }, 'no traceId'], [{ traceId: 'a' }, 'says nothing'], [{ traceId: 'a', by: 'ana' }, 'says nothing'], [{ traceId: 'a', feedback: 'so-so' }, 'feedback "so-so" is none of'],
    [{ traceId: 'a', feedback: 0.5 }, 'feedback 0.5'], [{ traceId: 'a', outcome: 'lost' }, 'outcome "lost"'], [{ traceId: 'a', editMinutes: -1 }, 'editMinutes -1'], [{ traceId: { a: 1 }, note: 'x' }, 'no traceId'],
  ])('%j is refused with the reason', (row, reason) => expect(event(row)).toContain(reason));
});

test('later events stand field by field', () => {
  const base = { v: 1 as const, trace: 'a' };
  expect(foldFeedback([{ ...base, feedback: 'accepted', at: '2026-02-01' }, { ...base, feedback: 'rejected', note: 'n', at: '2026-01-01' }, { ...base, outcome: 'used' }])).toEqual({ feedback: 'accepted', note: 'n', outcome: 'used', at: '2026-02-01' });
});

test('what users said later stands over what the export knew', () => {
  expect(withFeedback(trace([], { facts: { feedback: 'accepted', queue: 'q' } }), { feedback: 'rejected', note: 'n' }).header.facts).toEqual({ feedback: 'rejected', queue: 'q' });
});

describe('a line of a feedback file', () => {
  const line = (more: object) => JSON.stringify({ v: 1, trace: 'r1', feedback: 'rejected', ...more });
  test('is an event with its time in the form that orders', () => {
    expect(readFeedbackLine(`\uFEFF${line({ at: '2026-11-20T12:00:00+02:00' })}\r`, now)).toEqual({ event: { v: 1, trace: 'r1', feedback: 'rejected', at: '2026-11-20T10:00:00.000Z' }, finding: null });
    expect(readFeedbackLine(' ', now)).toEqual({ event: null, finding: null });
  });
  test('that cannot be meant is told by code, and the good ones beside it count', () => {
    const text = ['<<<<<<< HEAD', line({}), '=======', line({ note: 'n' }), '>>>>>>> other', '{"v":1,', line({ feedback: 'so-so' }), line({ v: 2 }), line({ trace: '' }), line({ at: '2031-01-01' }), line({ at: 'yesterday' })].join('\n');
    expect(feedbackProblems(text, now).map(({ code, severity, message, range }) => [text.slice(0, range.start).split('\n').length, code, severity, message])).toEqual([
      [1, 'CJ104', 'error', 'This line is a mark of a merge conflict. The lines of both sides count; take out the marks.'], [3, 'CJ104', 'error', expect.any(String)], [5, 'CJ104', 'error', expect.any(String)],
      [6, 'CJ101', 'warning', 'This line is not JSON and is left out.'], [7, 'CJ102', 'warning', expect.stringMatching(/^This line is no feedback that Casebook knows and is left out: feedback /)],
      [8, 'CJ103', 'warning', expect.stringContaining('newer Casebook (v: 2)')], [9, 'CJ102', 'warning', expect.stringContaining('trace')],
      [10, 'CJ109', 'warning', 'This line counts as feedback without a time: at is 2031-01-01 00:00, which is still to come.'], [11, 'CJ109', 'warning', 'This line counts as feedback without a time: at is "yesterday", which is no time.'],
    ]);
    expect(text.split('\n').flatMap((each) => readFeedbackLine(each, now).event ?? [])).toHaveLength(4);
    expect(readFeedbackLine(line({ at: '2031-01-01' }), now).event).not.toHaveProperty('at');
  });
});
