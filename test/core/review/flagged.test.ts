import { expect, test } from 'vitest';
import type { StandingCase } from '../../../src/core/coverage/caseAbout.ts';
import type { Label } from '../../../src/core/model/label.ts';
import type { HeardTrace } from '../../../src/core/model/users.ts';
import { classGuards, closingOf, flaggedOutput, reviewerBurden, reviewTimes } from '../../../src/core/review/flagged.ts';
import { userPages } from '../../../src/core/review/userPages.ts';
import { userPagesHtml } from '../../../src/core/review/userPagesHtml.ts';
import { isoDurationMs } from '../../../src/core/support/isoDuration.ts';
import { fail, inClass, labelledBy, pass } from './labelledBy.ts';

const at = (day: number): number => Date.UTC(2026, 1, day);
const dayMs = 86_400_000;
const around = { nowMs: at(20), cadenceMs: 7 * dayMs };

const heard = (told: Partial<HeardTrace>): HeardTrace => ({
  id: 't', query: 'Where is my parcel?', name: 'run', user: 'ana', role: null, useCase: null, startMs: at(1), feedback: { feedback: 'rejected', at: new Date(at(2)).toISOString() },
  labels: undefined, reviewedMs: null, handledMs: null, cases: [], ...told,
});
const failed = (status: Label['status'] = null) => labelledBy('t', [['mara', fail, inClass('tool_selection'), ...(status === null ? [] : [{ kind: 'status', value: status } as const])]]).labels;
const made = (told: Partial<HeardTrace['cases'][number]> = {}): HeardTrace['cases'][number] => ({ id: 'c', status: 'draft', guards: false, provenMs: null, ...told });

test('what comes next for a flagged output, from its flag to the fix', () => {
  const next = (told: Partial<HeardTrace>) => flaggedOutput(heard(told), around)?.next;
  expect(next({ feedback: { feedback: 'accepted', note: 'thank you' } })).toBeUndefined();
  expect(next({})).toBe('review');
  expect(next({ labels: labelledBy('t', [['mara', { kind: 'verdict', value: 'defer' }]]).labels })).toBe('review');
  expect(next({ labels: labelledBy('t', [['mara', fail], ['jonas', pass]]).labels })).toBe('decide');
  expect(next({ labels: labelledBy('t', [['mara', pass]]).labels })).toBe('none');
  expect(next({ labels: labelledBy('t', [['mara', fail]]).labels })).toBe('classify');
  expect(next({ labels: failed() })).toBe('makeCase');
  expect(next({ labels: failed(), cases: [made({ status: 'archived', provenMs: at(4) })] })).toBe('makeCase');
  expect(next({ labels: failed(), cases: [made()] })).toBe('prove');
  expect(next({ labels: failed(), cases: [made({ provenMs: at(4) })] })).toBe('activate');
  expect(next({ labels: failed('fixing'), cases: [made({ status: 'active', guards: true, provenMs: at(4) })] })).toBe('fix');
  expect(next({ labels: failed('handled'), cases: [made({ status: 'active', guards: true, provenMs: at(4) })] })).toBe('done');
});

test('times: from the flag to the label, from the failing run to the first proof, and what is overdue', () => {
  const closed = heard({ labels: failed('handled'), reviewedMs: at(3), handledMs: at(6), cases: [made({ status: 'active', guards: true, provenMs: at(5) }), made({ id: 'd', provenMs: at(9) })] });
  expect(flaggedOutput(closed, around)).toMatchObject({ flaggedAt: 'said', toLabelMs: dayMs, toGuardMs: 4 * dayMs, guardedMs: at(5), handledMs: at(6), overdue: false });
  expect(flaggedOutput(heard({ feedback: { outcome: 'workaround' } }), around)).toMatchObject({ kinds: ['workaround'], flaggedAt: 'run', ageMs: 19 * dayMs, overdue: true });
  expect(flaggedOutput(heard({ feedback: { feedback: 'edited', at: new Date(at(15)).toISOString() } }), around)).toMatchObject({ overdue: false });
  // Without any clock nothing is told of its age, and it is not overdue.
  expect(flaggedOutput(heard({ feedback: { note: 'wrong' }, startMs: null }), around)).toMatchObject({ kinds: ['note'], flaggedMs: null, flaggedAt: null, ageMs: null, overdue: false });
  // Reviewed before the user spoke: nothing was waited for.
  expect(flaggedOutput(heard({ labels: failed(), reviewedMs: at(1) }), around)?.toLabelMs).toBe(0);

  const closing = closingOf([closed, heard({ id: 'u' }), heard({ id: 'v', feedback: {} })], { nowMs: at(20), cadenceMs: undefined, classes: [], burden: reviewerBurden([], 3) });
  expect(closing).toMatchObject({ cadence: { ms: 7 * dayMs, stated: false }, toLabel: { n: 1, median: dayMs }, toGuard: { n: 1, p90: 4 * dayMs }, queueAge: { n: 1, median: 18 * dayMs, p90: 18 * dayMs } });
  expect(closing.flagged.map(({ trace }) => trace)).toEqual(['t', 'u']);
});

test('time to guard of a class is its first proven case less its first failing trace', () => {
  const run = (id: string, day: number, failure: string) => labelledBy(id, [['mara', fail, inClass(failure)]], { startUs: at(day) * 1000 });
  const proven = (caseId: string, day: number, failureClass: string, more: Partial<StandingCase> = {}): StandingCase => ({
    caseId, file: 'c.yaml', undecided: null, proofHolds: true, ...more,
    value: { id: caseId, metadata: { failureClass }, source: { proof: { at: new Date(at(day)).toISOString(), sha256: '', failed: [], casebook: '1' } } } as unknown as StandingCase['value'],
  });
  const labelled = [run('a', 4, 'tool_selection'), run('b', 2, 'tool_selection'), run('c', 3, 'answer_quality')];
  const cases = [proven('late', 9, 'tool_selection'), proven('first', 6, 'tool_selection'), proven('broken', 1, 'tool_selection', { proofHolds: false }), proven('gone', 1, 'answer_quality', { undecided: { kind: 'archived' } as StandingCase['undecided'] })];
  expect(classGuards(labelled, cases, { classes: [] }, at(20)).map(({ id, failures, firstTrace, case: by, toGuardMs }) => ({ id, failures, firstTrace, by, toGuardMs }))).toEqual([
    { id: 'answer_quality', failures: 1, firstTrace: 'c', by: null, toGuardMs: null },
    { id: 'tool_selection', failures: 2, firstTrace: 'b', by: 'first', toGuardMs: 4 * dayMs },
  ]);
});

test('the reviewer burden is by the pace of those who reviewed enough in a row; others count at theirs', () => {
  const six = [0, 2, 4, 6, 8, 10].map((m) => labelledBy(`t${m}`, [['mara', { ...pass, m }]]));
  expect(reviewerBurden(six, 50)).toEqual({ reviews: 6, reviewerDays: 1, perReviewerDay: 6, runs: 50, minutesPer100Runs: 24, reviewers: 1, timed: 1 });
  expect(reviewerBurden([...six, labelledBy('x', [['jonas', pass]])], 50)).toMatchObject({ reviews: 7, reviewerDays: 2, minutesPer100Runs: 28, reviewers: 2, timed: 1 });
  expect(reviewerBurden([labelledBy('x', [['jonas', pass]])], 50)).toMatchObject({ minutesPer100Runs: null, reviewers: 1, timed: 0 });
  expect(reviewerBurden([], 0)).toMatchObject({ perReviewerDay: null, minutesPer100Runs: null });
});

test('labels of one request, as of a list or of many traces at once, took the time of one review', () => {
  const each = [0, 2, 4, 6, 8, 10].map((m) => labelledBy(`t${m}`, [['mara', { ...pass, m }]]));
  const atOnce = Array.from({ length: 100 }, (_, n) => labelledBy(`b${n}`, [['mara', { ...pass, m: 12 }]]));
  expect(reviewerBurden([...each, ...atOnce], 100)).toMatchObject({ reviews: 106, minutesPer100Runs: 14 });
});

test('a time that is still to come counts as not recorded', () => {
  const said = heard({ feedback: { feedback: 'rejected', at: '2031-01-01T00:00:00.000Z' } });
  expect(flaggedOutput(said, around)).toMatchObject({ flaggedAt: 'run', flaggedMs: at(1), ageMs: 19 * dayMs });
  expect(flaggedOutput({ ...said, startMs: at(60) }, around)).toMatchObject({ flaggedAt: null, flaggedMs: null, ageMs: null, overdue: false });
  // Clocks differ a little: what was said just now is of no age yet.
  expect(flaggedOutput(heard({ feedback: { feedback: 'rejected', at: new Date(at(20) + 60_000).toISOString() } }), around)).toMatchObject({ flaggedAt: 'said', ageMs: 0 });
});

test('a verdict that was taken back has no time, until it is given again', () => {
  const event = { v: 1, by: 'mara', trace: { id: 't', sha256: '' } } as const;
  const { reviewed, handled } = reviewTimes([[
    { ...event, id: '1', at: '2026-02-01T00:00:00.000Z', kind: 'verdict', value: 'fail' }, { ...event, id: '2', at: '2026-02-02T00:00:00.000Z', kind: 'undo', undoes: '1' },
    { ...event, id: '3', at: '2026-02-03T00:00:00.000Z', kind: 'verdict', value: 'defer' }, { ...event, id: '4', at: '2026-02-04T00:00:00.000Z', kind: 'verdict', value: 'pass' },
    { ...event, id: '5', at: '2026-02-05T00:00:00.000Z', kind: 'status', value: 'handled' },
  ]]);
  expect([reviewed.get('t'), handled.get('t')]).toEqual([at(4), at(5)]);
  expect(reviewTimes([[
    { ...event, id: '1', at: '2026-02-01T00:00:00.000Z', kind: 'verdict', value: 'fail' }, { ...event, id: '2', at: '2026-02-02T00:00:00.000Z', kind: 'undo', undoes: '1' },
    { ...event, id: '3', at: '2026-02-03T00:00:00.000Z', kind: 'undo', undoes: '2' },
  ]]).reviewed.get('t')).toBe(at(1));
});

test('a user\'s page tells what changed in plain words, and keeps out what another person wrote', () => {
  const closed = heard({ labels: failed('handled'), reviewedMs: at(3), handledMs: at(6), cases: [made({ id: 'parcel-1a2b', status: 'active', guards: true, provenMs: at(5) })], feedback: { feedback: 'rejected', note: 'nothing came', by: 'otto' } });
  const flagged = [flaggedOutput(closed, around)!];
  const [page] = userPages([closed], flagged, { phases: [{ id: 'p', users: [{ id: 'ana', feedbackChannel: ' ' }] }] });
  expect(page).toMatchObject({ user: 'ana', channel: null, listed: true, rejected: 1, reviewed: 1, outputs: [{ standing: 'changed', said: '', fixedMs: at(6), guardedMs: at(5) }] });
  const html = userPagesHtml([page!], { at: '2026-02-20T00:00:00.000Z', timezone: 'UTC' });
  expect(html).toContain('Fixed, and every change is now checked against this question.');
  expect(html).toContain('<li class="done"><b>Fixed</b>6 Feb 2026</li>');
  expect(html).not.toMatch(/parcel-1a2b|tool_selection|nothing came|\botto\b|mara/);
});

test('durations that say how long they are', () => {
  expect([isoDurationMs('P7D'), isoDurationMs('P1W'), isoDurationMs('P1DT12H'), isoDurationMs(' PT90M ')]).toEqual([7 * dayMs, 7 * dayMs, 1.5 * dayMs, dayMs / 16]);
  expect(['P1M', 'P', 'P0D', 'weekly', '', 'P1Y'].map(isoDurationMs)).toEqual([undefined, undefined, undefined, undefined, undefined, undefined]);
});
