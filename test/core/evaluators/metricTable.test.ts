import { expect, test } from 'vitest';
import { measuredElsewhere } from '../../../src/core/cases/metricNames.ts';
import { evaluate, metricTable } from '../../../src/core/evaluators/evaluate.ts';
import { EvalCase } from '../../../src/core/model/evalCase.ts';
import type { Json } from '../../../src/core/model/json.ts';
import type { Trial } from '../../../src/core/model/trace.ts';
import { trialFrom } from './trials.ts';

/** The ids of METRICS 1.2 that one trial can give, by themselves or as what a rate is the mean of. */
const ofOneTrial = [
  'toolPrecision', 'toolRecall', 'toolF1', 'callPrecision', 'callRecall', 'toolSelectionAccuracy', 'firstToolAccuracy', 'ordering', 'argumentQuality', 'malformedArgs',
  'callEfficiency', 'callsPerTask', 'redundancy', 'retryRate', 'retrievalRecall', 'retrievalPrecision', 'mrr', 'ndcg', 'freshness', 'provenance', 'answerCorrectness', 'factRecall',
  'contractValid', 'contractOrFallback', 'fallbackRate', 'groundingAccuracy', 'fabricatedCitations', 'hallucinationRate', 'policyViolations', 'nearMisses', 'escalationMiss',
  'overEscalation', 'userAcceptanceRate', 'usableRate', 'feedbackCoverage', 'correctionBurden', 'editRatio', 'learningMinutes', 'deferralRate', 'workaroundRate',
  'trustedTaskCompletion', 'taskCompletion', 'taskCompletionRate', 'answerLength',
];

/** Those that only many trials, weeks or reviewers give. */
const ofMany = [
  'reviewerBurden', 'passRate', 'passAtK', 'passHatK', 'flakeRate', 'consistency', 'latencyMsP50', 'latencyMsP95', 'costPerSuccessfulRun', 'costPerReviewedRun',
  'costPerApprovedAction', 'costPerAvoidedEscalation', 'costPerCaughtFailure', 'recurrence', 'timeToDetect', 'timeToGuard',
];

/** What METRICS defines without listing it: parts of the above, and what sections 3, 5, 6, 7 and 10 ask to store beside them. */
const besides = [
  'pathMatch', 'callF1', 'lcsRecall', 'inOrder', 'loop', 'staleHits', 'staleInAnswer', 'citationPrecision', 'citationRecall', 'quotesGrounded', 'latencyMs', 'slow', 'costUsd', 'tokens', 'turns',
];

/** METRICS 18: needs no reference, so it is measured on every live trace, too. */
const record = [
  'malformedArgs', 'redundancy', 'loop', 'retryRate', 'callsPerTask', 'fallbackRate', 'freshness', 'staleInAnswer', 'provenance', 'fabricatedCitations', 'quotesGrounded', 'latencyMs', 'slow', 'costUsd',
  'tokens', 'turns', 'taskCompletionRate', 'userAcceptanceRate', 'usableRate', 'feedbackCoverage', 'correctionBurden', 'editRatio', 'learningMinutes', 'deferralRate', 'workaroundRate', 'answerLength',
];

const downward = [
  'malformedArgs', 'callsPerTask', 'redundancy', 'retryRate', 'loop', 'staleHits', 'staleInAnswer', 'fallbackRate', 'fabricatedCitations', 'hallucinationRate', 'policyViolations', 'nearMisses',
  'escalationMiss', 'overEscalation', 'correctionBurden', 'editRatio', 'learningMinutes', 'deferralRate', 'workaroundRate', 'answerLength', 'latencyMs', 'slow', 'costUsd', 'tokens', 'turns',
];

const ids = metricTable.map(({ id }) => id);

test('every id that one trial can give is in the table once, and nothing else', () => {
  expect(ids.toSorted()).toEqual([...ofOneTrial, ...besides].toSorted());
});

test('the others are named as measured elsewhere', () => expect([...measuredElsewhere].toSorted()).toEqual(ofMany.toSorted()));

test('basis, direction and section of each', () => {
  expect(metricTable.filter(({ basis }) => basis === 'record').map(({ id }) => id).toSorted()).toEqual(record.toSorted());
  expect(metricTable.filter(({ direction }) => direction === 'down').map(({ id }) => id).toSorted()).toEqual(downward.toSorted());
  expect(metricTable.filter(({ section }) => !/^(?:2\.[1-4]|3|4|5|6|7|8|10)$/.test(section)).map(({ id }) => id)).toEqual([]);
});

test('without a reference and a source, nothing but what any run shows has a value', () => {
  const { metrics } = evaluate(EvalCase.parse({ id: 'bare', query: 'q' }), trialFrom());
  expect(Object.fromEntries(Object.entries(metrics).filter(([, value]) => value !== null))).toEqual({ callsPerTask: 0, loop: 0, feedbackCoverage: 0 });
});

test('what a hostile run nests is measured or unknown, and never thrown', () => {
  const nested = JSON.parse(`${'['.repeat(20_000)}1${']'.repeat(20_000)}`) as Json;
  const strange = JSON.parse('{"__proto__": {"x": 1}, "constructor": "\\u202egnp", "n": 1e308}') as unknown;
  const evalCase = EvalCase.parse({
    id: 'hostile', query: 'q', groundTruth: 'x', expectedTool: 'get', trajectory: { steps: [{ tool: 'get', args: { q: 'x' } }], forbidden: ['rm'] }, outputContract: { schema: { type: 'object' } },
    retrieval: { relevant: ['__proto__', 'constructor'], minRecall: 1, freshness: { maxAge: 'P1D', asOf: '2026-01-01' }, provenance: { requireSource: true } }, grounding: { mustCite: ['__proto__'], minGrounded: 1 },
    correction: { maxEditRatio: 0.1 }, nearMiss: { $regex: '(a+)+$' }, policy: { neverExpose: [{ $regex: 'secret' }] },
  });
  const shallow = trialFrom({
    calls: [{ name: 'get', args: {}, at: [0, 1] }, { name: 'get', args: strange, status: 'blocked' }],
    output: `${'[1]【'.repeat(5_000)}${'~~~a\n'.repeat(20_000)}`, retrieved: [{ id: '__proto__', metadata: strange, updatedAt: '-999999-99-99' }, {}],
    facts: { finalText: '\u0000'.repeat(2_000), snapshot: '2026-99-99' },
  });
  const [call] = shallow.calls;
  const deep: Trial = { ...shallow, calls: call ? [{ ...call, args: nested }] : [], output: `{"citations": ${'['.repeat(20_000)}${']'.repeat(20_000)}}` };
  const started = performance.now();
  const checks = [shallow, deep].flatMap((trial) => evaluate(evalCase, trial).checks);
  expect(performance.now() - started).toBeLessThan(5_000);
  expect(checks.every(({ outcome }) => ['pass', 'fail', 'error', 'n/a'].includes(outcome))).toBe(true);
});
