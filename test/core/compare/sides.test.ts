import { expect, test } from 'vitest';
import { compareSides } from '../../../src/core/compare/compare.ts';
import { sideOfCase } from '../../../src/core/compare/sideOfCase.ts';
import { sideOfTrial } from '../../../src/core/compare/sideOfTrial.ts';
import type { EvalCase } from '../../../src/core/model/evalCase.ts';
import type { JsonMap } from '../../../src/core/model/json.ts';
import type { CheckResult } from '../../../src/core/model/result.ts';
import type { Call, Trial } from '../../../src/core/model/trace.ts';

/** `step` as the trajectory numbered it, where the trial was read from one. */
const call = (index: number, name: string, args: JsonMap, step: number | null = null, result = 'done'): Call => ({ name, args, index, groupId: null, status: 'ok', result, startUs: null, endUs: null, spanId: null, step });
const trial = (calls: readonly Call[], output: string | null = 'Done.'): Trial => ({
  calls, output, retrieved: null, citations: null, state: null, approvals: null, escalated: null, terminal: null, fallback: null, latencyMs: 900, costUsd: null, tokens: null, turns: null, feedback: null, redacted: [],
});
const side = (of: Trial, title = 'run') => sideOfTrial(of, { trace: null, title, words: '', verdict: null });
const told = (a: Parameters<typeof compareSides>[0], b: Parameters<typeof compareSides>[1]) => compareSides(a, b).pairs.map((pair) => [pair.a?.name ?? '-', pair.relation, pair.differs, pair.b?.name ?? '-']);

test('two trials part at the first call that differs, which is named with its argument', () => {
  const a = side(trial([call(0, 'search', { q: 'x' }), call(1, 'getOrder', { orderId: '1' })]));
  const b = side(trial([call(0, 'search', { q: 'x' }), call(1, 'getOrder', { orderId: '2' })]));
  expect(told(a, b)).toEqual([['search', 'same', null, 'search'], ['getOrder', 'changed', 'orderId', 'getOrder'], ['answer', 'same', null, 'answer']]);
  expect(compareSides(a, b).firstDivergence).toEqual({ pair: 1, sentence: 'at step 2: both call getOrder, with different orderId' });
});

test.each([
  ['one call more', trial([call(0, 'search', {})]), trial([call(0, 'search', {}), call(1, 'refund', {})]), 'at step 2 of B: only B calls refund'],
  ['one call less', trial([call(0, 'search', {}), call(1, 'refund', {})]), trial([call(0, 'search', {})]), 'at step 2: only A calls refund'],
  ['another tool', trial([call(0, 'getOrder', {})]), trial([call(0, 'getShipment', {})]), 'at step 1: A calls getOrder, B calls getShipment'],
  ['another result', trial([call(0, 'getOrder', {}, null, 'sent')]), trial([call(0, 'getOrder', {}, null, 'lost')]), 'at step 1: the same call of getOrder gives another result'],
  ['another answer', trial([], 'Yes.'), trial([], 'No.'), 'at step 1: the answers differ'],
])('%s is the divergence', (_, a, b, sentence) => expect(compareSides(side(a), side(b)).firstDivergence?.sentence).toBe(sentence));

test('runs that do the same do not part', () => expect(compareSides(side(trial([call(0, 'search', {})])), side(trial([call(0, 'search', {})]))).firstDivergence).toBeNull());

const evalCase = { id: 'c', query: 'q', trajectory: { steps: [{ tool: 'search' }, { tool: 'getOrder', args: { orderId: { $regex: '^[0-9]+$' } } }] }, groundTruth: 'Done.' } as unknown as EvalCase;

test("what a case expects is met by its own matchers, whatever numbers the trajectory gave the calls", () => {
  // The second call's place is the first call's number in the trajectory.
  const run = trial([call(0, 'search', { q: 'x' }, 2), call(1, 'getOrder', { orderId: '12345' }, 4)]);
  expect(told(sideOfCase(evalCase, run, []), side(run))).toEqual([['search', 'same', null, 'search'], ['getOrder', 'same', null, 'getOrder'], ['answer', 'same', null, 'answer']]);
});

test('what a case expects and did not get says why', () => {
  const run = trial([call(0, 'search', {}), call(1, 'getOrder', { orderId: 'none' })], 'Lost.');
  const failed = { id: 'answer', path: ['groundTruth'], outcome: 'fail', reason: 'Lost. is not Done.' } as unknown as CheckResult;
  const [, order, answer] = told(sideOfCase(evalCase, run, [failed]), side(run));
  expect(order).toEqual(['getOrder', 'changed', expect.stringContaining('orderId'), 'getOrder']);
  expect(answer).toEqual(['answer', 'changed', 'Lost. is not Done.', 'answer']);
});

test('figures that a trial does not have are not recorded, and calls nobody tells of are no count', () => {
  expect(side(trial([])).header).toMatchObject({ toolCalls: 0, toolErrors: 0, latencyMs: 900, costUsd: null, tokens: null, unsupported: null });
  expect(side({ ...trial([]), callsUnknown: true }).header).toMatchObject({ toolCalls: null, toolErrors: null });
});
