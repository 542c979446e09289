import { describe, expect, test } from 'vitest';
import { foldFeedback, readFeedbackRow, withFeedback } from '../../../src/core/review/feedback.ts';
import { trace } from '../trajectory/spans.ts';

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
