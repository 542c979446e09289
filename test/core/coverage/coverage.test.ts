import { expect, test } from 'vitest';
import type { LabelledFailure } from '../../../src/core/coverage/backTest.ts';
import { backTest } from '../../../src/core/coverage/backTest.ts';
import type { StandingCase } from '../../../src/core/coverage/caseAbout.ts';
import { toolsOf, wordingsOf } from '../../../src/core/coverage/caseAbout.ts';
import { classCoverage } from '../../../src/core/coverage/classes.ts';
import { goldenSetHealth } from '../../../src/core/coverage/health.ts';
import type { HealthParts } from '../../../src/core/coverage/health.ts';
import { createQueryIndex } from '../../../src/core/coverage/queries.ts';
import { recurrenceOf } from '../../../src/core/coverage/recurrence.ts';
import { sliceCoverage } from '../../../src/core/coverage/slices.ts';
import { staleness } from '../../../src/core/coverage/stale.ts';
import { healthRows } from '../../../src/core/display/goldenSet.ts';
import { defaultOptions } from '../../../src/core/evaluators/evaluator.ts';
import type { SliceCoverage } from '../../../src/core/model/coverage.ts';
import type { EvalCase } from '../../../src/core/model/evalCase.ts';
import type { Label } from '../../../src/core/model/label.ts';
import { finish } from '../../../src/core/support/slices.ts';
import { trialFrom } from '../evaluators/trials.ts';

const standing = (caseId: string, value: Partial<EvalCase> = {}, more: Partial<StandingCase> = {}): StandingCase => ({ caseId, file: `casebook/cases/${caseId}.case.yaml`, value: { id: caseId, query: 'q', ...value }, undecided: null, proofHolds: false, ...more });
const draft = { undecided: { kind: 'draft', said: 'a draft' } } as const;
const archived = { undecided: { kind: 'archived', said: 'archived' } } as const;
const label = (verdict: Label['verdict'], className?: string, mode?: string): Label => ({
  by: 'ana', at: '2026-01-01T00:00:00Z', verdict, class: className === undefined ? null : { class: className, ...(mode === undefined ? {} : { mode }) }, firstWrong: null, lastGood: null,
  note: '', cause: '', fix: '', correction: '', wrongWords: '', owner: '', status: null,
});

test('a class is guarded by active cases whose proof holds, and by no others; merged classes count for their follower, unknown ones for none', () => {
  const taxonomy = { classes: [{ id: 'billing', name: 'Billing' }, { id: 'invoices', mergedInto: 'billing' }, { id: 'a', mergedInto: 'b' }, { id: 'b', mergedInto: 'a' }] };
  const labels = [label('fail', 'tool_selection', 'wrong_tool'), label('fail', 'tool_selection'), label('fail', 'answer_quality'), label('fail', 'invoices'), label('pass', 'policy_boundary'), label('fail'), label('fail', 'a')];
  const cases = [
    standing('guard', { failureWeObserved: { summary: 's', class: 'tool_selection', mode: 'wrong_tool' } }, { proofHolds: true }),
    standing('drafted', { failureWeObserved: { summary: 's', class: 'answer_quality' } }, draft),
    standing('old', { failureWeObserved: { summary: 's', class: 'answer_quality' } }, archived),
    standing('policy', { metadata: { failureClass: 'billing' } }),
  ];
  const { classes, unclassified } = classCoverage(taxonomy, labels, cases);
  const row = (id: string) => classes.find((each) => each.id === id);
  expect(unclassified).toBe(2);
  expect(classes[0]).toMatchObject({ id: 'answer_quality', failures: 1, cases: 1, active: 0, proven: 0, unguarded: true });
  expect(row('tool_selection')).toMatchObject({ failures: 2, cases: 1, active: 1, proven: 1, unguarded: false });
  expect(row('tool_selection')?.modes[0]).toEqual({ id: 'wrong_tool', name: 'Wrong tool', failures: 1, cases: 1, active: 1, unguarded: false });
  expect(row('billing')).toMatchObject({ name: 'Billing', failures: 1, cases: 1, active: 1, proven: 0, unguarded: true });
  expect(row('policy_boundary')).toMatchObject({ failures: 0, unguarded: false });
});

test('tools are those that a case names anywhere, by name or pattern', () => {
  const tools = toolsOf(standing('a', {
    expectedTool: ['getOrder'], policy: { requiresApproval: [{ tools: ['refund'], by: 'lead' }] },
    trajectory: { steps: [{ tool: 'look' }, { anyOf: [{ tool: 'find' }, { tool: 'search*' }] }], forbidden: ['drop', { tool: 'admin*' }, { sequence: ['x', 'y'] }] },
  }));
  expect([...tools]).toEqual(['getOrder', 'look', 'find', 'search*', 'drop', 'admin*', 'x', 'y', 'refund']);
  expect([...toolsOf(standing('b', { expectedTool: null }))]).toEqual([]);
});

test('a slice says how much of live traffic an active case speaks of', () => {
  const live = [{ value: 'getOrder', total: 6 }, { value: 'searchOrders', total: 3 }, { value: 'refund', total: 1 }, { value: null, total: 2 }];
  const cases = [standing('a', { expectedTool: 'getOrder' }), standing('b', { expectedTool: 'refund' }, draft), standing('c', { expectedTool: 'search*' }), standing('d', { expectedTool: 'cancel' }), standing('e', { expectedTool: 'refund' }, archived)];
  expect(sliceCoverage(live, 10, cases, toolsOf)).toEqual({
    values: [
      { value: 'getOrder', traces: 6, share: 0.6, cases: 1, active: 1 },
      { value: 'searchOrders', traces: 3, share: 0.3, cases: 1, active: 1 },
      { value: 'refund', traces: 1, share: 0.1, cases: 1, active: 0 },
      { value: 'cancel', traces: 0, share: 0, cases: 1, active: 1 },
    ],
    seen: 10, covered: 9, share: 0.9, without: 2,
  });
  expect(sliceCoverage([], 0, [], toolsOf)).toEqual({ values: [], seen: 0, covered: 0, share: null, without: 0 });
});

test('a case is stale where its trace or proof changed, was never there, or nobody looked for long', () => {
  const now = new Date('2026-11-20T00:00:00Z');
  const around = { now, hasRecording: true, traceSha256: undefined };
  const kinds = (each: StandingCase, more: Partial<typeof around> | { traceSha256: string } = {}) => staleness(each, { ...around, ...more })?.reasons.map(({ kind }) => kind) ?? null;
  const proof = (failed: string[]) => ({ at: '', sha256: 'p', failed, casebook: '1' });
  const failing = { failureWeObserved: 'Claimed delivery' };
  expect(kinds(standing('a'))).toBeNull();
  expect(kinds(standing('a', { source: { traceId: 't', sha256: 'x' } }), { traceSha256: 'x' })).toBeNull();
  expect(kinds(standing('a', { source: { traceId: 't', sha256: 'x' } }), { traceSha256: 'y' })).toEqual(['traceChanged']);
  expect(kinds(standing('a', failing))).toEqual(['neverProven']);
  expect(kinds(standing('a', failing, archived))).toBeNull();
  expect(kinds(standing('a', failing, { proofHolds: true }))).toBeNull();
  expect(kinds(standing('a', { ...failing, source: { proof: proof(['x']) } }))).toEqual(['proofStale']);
  expect(kinds(standing('a', { ...failing, source: { proof: proof([]) } }))).toEqual(['neverProven']);
  expect(kinds(standing('a', { ...failing, source: { proof: proof(['x']) } }), { hasRecording: false })).toEqual(['recordingMissing']);
  expect(kinds(standing('a', { metadata: { reviewed: { by: 'ana', at: '2026-08-22' } } }))).toBeNull();
  expect(staleness(standing('a', { metadata: { reviewed: { by: 'ana', at: '2026-08-21' } } }), around)?.reasons).toEqual([{ kind: 'reviewOld', said: 'reviewed 91 days ago' }]);
  expect(kinds(standing('a', { status: 'quarantined', quarantine: { reason: 'r', until: '2026-11-19' } }))).toEqual(['quarantineOver']);
  expect(kinds(standing('a', { status: 'quarantined', quarantine: { reason: 'r', until: '2026-12-19' } }))).toBeNull();
});

test('the back-test counts failures that an active case asks about and fails on, and says why it misses the others', () => {
  const index = createQueryIndex<StandingCase>();
  const cases = [
    standing('orders', { query: 'What is the status of order 12345?', expectedTool: 'getShipment', variants: ['Has parcel 12345 arrived yet?'], source: { traceId: 't1' } }),
    // Word for word what t3 asks; it was not asked whether it catches it.
    standing('arrived', { query: 'Has the parcel 12345 arrived yet?', expectedTool: 'refund' }, draft),
    standing('refunds', { query: 'Refund my order please', expectedTool: 'refund' }, draft),
    standing('judged', { query: 'Write a poem about rain', expectedBehavior: ['Rhymes'] }),
  ];
  for (const each of cases) for (const wording of wordingsOf(each)) index.add(each, wording);
  const redacted = standing('redacted', { query: 'Call [personal:phone]', expectedTool: 'getShipment', source: { runId: 'native t7' } });
  cases.push(redacted);
  index.add(redacted, 'Call [personal:phone]');
  const asked: string[] = [];
  const failure = (trace: string, query: string, call: string): LabelledFailure => ({
    trace, nativeId: `native ${trace}`, query, class: null, hasCase: trace === 't1',
    trial() {
      asked.push(trace);
      return trialFrom({ calls: [{ name: call }] });
    },
  });
  const result = finish(backTest([
    failure('t1', 'What is the status of order 12345?', 'getOrder'),
    failure('t2', 'what is the staus of order 12345', 'getOrder'),
    failure('t3', 'Has the parcel 12345 arrived yet?', 'getShipment'),
    failure('t4', 'Refund my order please', 'getOrder'),
    failure('t5', 'Book a table', 'getOrder'),
    failure('t6', 'Write a poem about rain', 'getOrder'),
    failure('t7', 'no it was not! Call +49 170 1234567', 'getOrder'),
  ], { cases, wordings: index }, defaultOptions));
  expect(result).toMatchObject({ failures: 7, caught: 3, own: 2, asked: 5, withCase: 1, share: 3 / 7 });
  expect(result.missed.map(({ trace, why, nearest }) => [trace, why, nearest && `${nearest.caseId}, ${nearest.undecided ?? 'active'}`])).toEqual([['t3', 'passed', 'orders, active'], ['t4', 'unasked', 'refunds, a draft'], ['t5', 'unasked', null], ['t6', 'unmeasured', 'judged, active']]);
  // A trace that no case asks about is not read.
  expect(asked).toEqual(['t1', 't2', 't3', 't6', 't7']);
  expect(finish(backTest([], { cases, wordings: index }, defaultOptions))).toMatchObject({ failures: 0, caught: 0, share: null });
});

const counted = { all: 0, active: 0, needProof: 0, proven: 0, drafts: 0, quarantined: 0, archived: 0, withPath: 0, broken: 0 };
const unseen: SliceCoverage = { values: [], seen: 0, covered: 0, share: null, without: 0 };
const today = new Date('2026-06-01T00:00:00Z');
const proof = (at: string) => ({ source: { proof: { at, sha256: 'x', failed: ['expectedTool'], casebook: '1' } } });
const parts: HealthParts = { cases: counted, classes: [], tags: unseen, stale: [], traces: 0, recurrence: [], converted: { count: 0, n: 0 } };

test('the golden set says when it grew last, and what it cannot know as unknown', () => {
  const dated = [standing('old', proof('2026-01-01T00:00:00Z')), standing('again', { ...proof('2026-05-20T00:00:00Z'), metadata: { reviewed: { by: 'ana', at: '2026-01-02' } } }), standing('undated'), standing('archived', proof('2026-05-30T00:00:00Z'), archived)];
  const health = goldenSetHealth(dated, parts, today);
  expect(health.added).toEqual({ count: 0, dated: 2, undated: 1, days: 90, last: '2026-01-02T00:00:00.000Z' });
  expect(health.size).toMatchObject({ cases: 3, stands: 'below' });
  expect(health.levels).toEqual([{ level: 'investigate', said: 'No case was added in 90 days, as far as they carry a date; 1 carries none.' }]);
  expect(goldenSetHealth([standing('a', proof('2026-03-03T00:00:00Z'))], parts, today)).toMatchObject({ added: { count: 1 }, levels: [] });
  expect(goldenSetHealth([standing('a', proof('no time'))], parts, today).added).toEqual({ count: null, dated: 0, undated: 1, days: 90, last: null });
  const empty = goldenSetHealth([], parts, today);
  expect([empty.converted, empty.proven, empty.withPath, empty.tags]).toEqual(Array.from({ length: 4 }, () => ({ count: 0, n: 0, share: null })));
  expect(healthRows(empty, 0, { failures: 0, caught: 0, share: null }).map(({ value }) => value)).toEqual(['0 cases', 'Not recorded', 'Not measured', 'Not measured', 'Not measured', 'Not recorded', 'Not measured', '0 pairs']);
});

test('levels name what is let through, and what falls behind', () => {
  const classes = classCoverage(undefined, [label('fail', 'answer_quality')], []).classes;
  const recurrence = [{ id: 'tool_selection', name: 'Tool selection', since: '2026-01-01T00:00:00.000Z', count: 1, n: 9, share: 1 / 9 }];
  const { levels } = goldenSetHealth([], { ...parts, classes, recurrence, traces: 4, stale: [{ caseId: 'a', file: 'a', reasons: [] }] }, today);
  expect(levels).toEqual([
    { level: 'breach', said: 'No case decides anything: none is active.' },
    { level: 'breach', said: 'answer_quality has 1 labelled failure and no active case whose proof holds.' },
    { level: 'investigate', said: 'tool_selection came back: 1 of 9 reviewed runs since its first proof fails in this way.' },
    { level: 'investigate', said: '1 case is stale.' },
  ]);
  expect(goldenSetHealth(Array.from({ length: 101 }, (_, n) => standing(`c${n}`)), { ...parts, cases: { ...counted, all: 101, active: 101 } }, today)).toMatchObject({ size: { stands: 'above' }, levels: [] });
});

test('a class came back where runs after its first proof fail in it; its followers and later proofs count as it', () => {
  const us = (at: string) => Date.parse(at) * 1000;
  const taxonomy = { classes: [{ id: 'routing', mergedInto: 'tool_selection' }] };
  const named = (id: string, at: string) => ({ ...proof(at), failureWeObserved: { summary: 's', class: id } });
  const cases = [
    standing('later', named('tool_selection', '2026-03-01T00:00:00Z'), { proofHolds: true }), standing('first', named('routing', '2026-02-01T00:00:00Z'), { proofHolds: true }),
    standing('unproven', named('answer_quality', '2026-01-01T00:00:00Z')), standing('policy', named('policy_boundary', '2026-05-01T00:00:00Z'), { proofHolds: true }),
  ];
  const runs = [
    { startUs: us('2026-01-15T00:00:00Z'), failed: true, class: 'tool_selection' }, { startUs: us('2026-02-15T00:00:00Z'), failed: true, class: 'routing' },
    { startUs: us('2026-02-16T00:00:00Z'), failed: true, class: 'answer_quality' }, { startUs: us('2026-02-17T00:00:00Z'), failed: false, class: null },
  ];
  expect(recurrenceOf(taxonomy, cases, runs)).toEqual([
    { id: 'tool_selection', name: 'Tool choice', since: '2026-02-01T00:00:00.000Z', count: 1, n: 3, share: 1 / 3 },
    { id: 'policy_boundary', name: 'Policy', since: '2026-05-01T00:00:00.000Z', count: 0, n: 0, share: null },
  ]);
});
