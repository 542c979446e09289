import { describe, expect, test } from 'vitest';
import { inQueueOrder, tellingIn } from '../../../src/core/review/queue.ts';
import type { QueueSources } from '../../../src/core/review/queue.ts';
import type { QueueTrace } from '../../../src/core/review/queueTrace.ts';
import { firstQueue } from '../../../src/core/review/queueKinds.ts';
import { rareClassesAmong } from '../../../src/core/review/rareClasses.ts';
import { bitOf, blockedBit } from '../../../src/core/signals/kept.ts';
import { queueTrace } from './queueTraces.ts';

const nothing: QueueSources = { bitsOf: () => 0, saidOf: () => undefined, rare: () => undefined };
const bits = (...ids: readonly string[]) => ids.reduce((sum, id) => sum | (bitOf.get(id) ?? 0), 0);
/** Twenty that are alike, so that what is unusual can be told. */
const usual = Array.from({ length: 20 }, (_, at) => queueTrace(`usual ${at}`, { latencyMs: 1000 + at * 10, costUsd: 0.01 + at / 10_000, tokens: 1000 + at, toolCalls: 2 + (at % 2) }));

function whyOf(said: Partial<QueueTrace>, sources: Partial<QueueSources> = {}): string {
  const trace = queueTrace('this', said);
  return tellingIn([...usual, trace], { ...nothing, ...sources }).why(trace);
}

describe('a row says why it stands where it does', () => {
  const rows: readonly (readonly [words: string, said: Partial<QueueTrace>, sources?: Partial<QueueSources>])[] = [
    ['random', {}],
    ['rejected, unsupported number', { feedback: 'rejected' }, { bitsOf: () => bits('unsupportedNumber') }],
    ['6 signals, rejected', { feedback: 'rejected' }, { bitsOf: () => bits('malformedArguments', 'retryStorm', 'toolErrorNotRecovered', 'staleContext', 'unsupportedNumber', 'loop') }],
    ['malformed arguments', {}, { bitsOf: () => bits('malformedArguments') }],
    ['edited by the user', { feedback: 'edited' }],
    ['18.4 s, slow', { latencyMs: 18_400 }, { bitsOf: () => bits('slow') }],
    ['2.00 s, outlier', { latencyMs: 2000 }],
    ['$4.00, outlier', { costUsd: 4 }],
    ['no tool call, outlier', { toolCalls: 0 }],
    ['14 tool calls, outlier', { toolCalls: 14 }],
    ['near miss', {}, { bitsOf: () => blockedBit }],
    ['scored fail', { judge: 'fail' }],
    ['scored fail, user accepted', { judge: 'fail', feedback: 'accepted' }],
    ['scored pass, ana says fail', { judge: 'pass' }, { saidOf: () => ({ by: 'ana', verdict: 'fail' }) }],
    ['few examples: policy', {}, { rare: () => 'policy' }],
    ['critical risk', { risk: 'critical' }],
    ['the user worked around it', { outcome: 'workaround' }],
  ];
  test.each(rows.map(([words, said, sources]) => ({ words, said, sources })))('$words', ({ words, said, sources }) => expect(whyOf(said, sources)).toBe(words));
});

test('failures come before what is merely unusual, and what shows nothing comes last', () => {
  const rows = [
    queueTrace('risky', { risk: 'high' }), queueTrace('rejected', { feedback: 'rejected' }), queueTrace('failed', { errored: true, judge: 'fail' }), queueTrace('costly', { costUsd: 0.5 }),
    queueTrace('both', { feedback: 'rejected', errored: true }),
  ];
  const all = [...usual, ...rows];
  const ordered = inQueueOrder('week', all, 'telling', tellingIn(all, nothing)).map(({ id }) => id);
  expect(ordered.slice(0, 5)).toEqual(['both', 'rejected', 'failed', 'costly', 'risky']);
});

test('the order is the same whatever the traces came in, and another one in another queue', () => {
  const order = (queue: string, traces: readonly QueueTrace[]) => inQueueOrder(queue, traces, 'telling', tellingIn(traces, nothing)).map(({ id }) => id);
  expect(order('week', usual.toReversed())).toEqual(order('week', usual));
  expect(order('other', usual)).not.toEqual(order('week', usual));
  expect(order('week', usual)).not.toEqual(usual.map(({ id }) => id));
});

test.each([['newest', ['late', 'early', 'undated']], ['oldest', ['early', 'late', 'undated']]] as const)('%s first, what has no clock last', (order, ids) => {
  const traces = [queueTrace('undated', { startUs: null }), queueTrace('early', { startUs: 1 }), queueTrace('late', { startUs: 2 })];
  expect(inQueueOrder('q', traces, order, tellingIn(traces, nothing)).map(({ id }) => id)).toEqual(ids);
});

test('few values have no usual, and equal ones no outliers', () => {
  const few = [queueTrace('a'), queueTrace('b', { latencyMs: 9000 })];
  expect(tellingIn(few, nothing).why(few[1]!)).toBe('random');
  const same = Array.from({ length: 20 }, (_, at) => queueTrace(`${at}`));
  expect(tellingIn(same, nothing).why(same[0]!)).toBe('random');
});

test('a trace resembles the failures of a rare class where few others do', () => {
  const refund = queueTrace('refund', { tools: ['issueRefund', 'getOrder'] });
  const traces = [...Array.from({ length: 9 }, (_, at) => queueTrace(`order ${at}`, { tools: ['getOrder'] })), refund, queueTrace('travel', { useCase: 'travel' })];
  const name = (id: string) => id.replace('_boundary', '');
  const rare = rareClassesAmong(traces, [{ trace: 'another', class: 'policy_boundary', tools: ['issueRefund', 'getOrder'], useCase: 'travel' }], name);
  expect(traces.map(rare)).toEqual([...Array.from({ length: 9 }, () => undefined), 'policy', 'policy']);
  const common = Array.from({ length: 5 }, (_, at) => ({ trace: `common ${at}`, class: 'policy_boundary', tools: ['issueRefund'], useCase: null }));
  expect(rareClassesAmong(traces, common, name)(refund)).toBeUndefined();
});

test('a labelled trace does not resemble itself: its row would tell the class', () => {
  const [one, two] = [queueTrace('one', { tools: ['issueRefund'] }), queueTrace('two', { tools: ['issueRefund'] })];
  const traces = [...usual, one, two];
  const example = (trace: QueueTrace, id: string) => ({ trace: trace.id, class: id, tools: trace.tools, useCase: null });
  expect([one, two].map(rareClassesAmong(traces, [example(one, 'policy')], (id) => id))).toEqual([undefined, 'policy']);
  expect([one, two].map(rareClassesAmong(traces, [example(one, 'policy'), example(two, 'recovery')], (id) => id))).toEqual(['recovery', 'policy']);
});

test('a reason that many share tells none apart: few are said to resemble rare classes, by what the fewest share', () => {
  const tools = ['Bash', 'Read', 'Grep', 'Edit', 'Glob'];
  const agents = Array.from({ length: 100 }, (_, at) => queueTrace(`agent ${at}`, { tools: [tools[at % 5]!, ...(at < 4 ? ['issueRefund'] : [])] }));
  const examples = tools.map((tool, at) => ({ trace: `labelled ${at}`, class: `class ${at}`, tools: at === 3 ? [tool, 'issueRefund'] : [tool], useCase: null }));
  expect(agents.map(rareClassesAmong(agents, examples, (id) => id)).flatMap((id, at) => (id === undefined ? [] : [`${at} ${id}`]))).toEqual(['0 class 3', '1 class 3', '2 class 3', '3 class 3']);
});

test('nobody chose a queue: the week is the first, and all traces where it holds less than a tenth of them', () => {
  const day = 86_400_000_000;
  const dated = (count: number, at: number) => Array.from({ length: count }, (_, index) => queueTrace(`${at} ${index}`, { startUs: 100 * day + at * day }));
  expect(firstQueue([...dated(1, 0), ...dated(9, -30)], 100 * day)).toBe('week');
  expect(firstQueue([...dated(1, 0), ...dated(10, -30)], 100 * day)).toBe('all');
  expect(firstQueue([queueTrace('undated', { startUs: null })], null)).toBe('week');
  expect(firstQueue([], null)).toBe('week');
});
