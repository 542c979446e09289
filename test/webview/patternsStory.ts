import { queueTrace } from '../core/review/queueTraces.ts';
import { groupOf, patternsOf } from '../../src/core/review/patterns/patterns.ts';
import type { PatternChoice } from '../../src/core/review/patterns/patterns.ts';
import type { Label } from '../../src/core/model/label.ts';
import type { LabelledTrace } from '../../src/core/model/review.ts';
import type { TraceGroup } from '../../src/core/model/patterns.ts';
import type { PatternsAnswer } from '../../src/protocol/patternsApi.ts';
import { anchored, fail, labelled, us } from '../core/review/patterns/generatedTraffic.ts';

const order = ['input-screen', 'plan', 'searchOrders', 'getShipmentByOrderId', 'getOrder', 'searchPolicies', 'requestApproval', 'issueRefund', 'answer', 'end'];
/** Last good step, first wrong step, how many, class and mode. */
const transitions: readonly (readonly [string, string, number, string, string?])[] = [
  ['plan', 'searchOrders', 11, 'tool_selection', 'wrong_tool'], ['searchOrders', 'getOrder', 9, 'tool_selection'], ['searchPolicies', 'answer', 7, 'evidence_quality', 'stale_context'], ['getOrder', 'answer', 6, 'answer_quality', 'hallucination'],
  ['searchOrders', 'answer', 4, 'answer_quality'], ['plan', 'getOrder', 3, 'tool_arguments'], ['searchOrders', 'searchOrders', 3, 'tool_arguments'], ['plan', 'searchPolicies', 2, 'evidence_quality', 'missing_context'], ['input-screen', 'end', 2, 'policy_boundary'],
  ['getShipmentByOrderId', 'answer', 2, 'answer_quality'], ['getOrder', 'getOrder', 2, 'tool_arguments'], ['searchPolicies', 'searchPolicies', 2, 'evidence_quality', 'context_overflow'], ['requestApproval', 'issueRefund', 2, 'policy_boundary'],
  ['plan', 'answer', 1, 'answer_quality'], ['plan', 'issueRefund', 1, 'policy_boundary'], ['searchOrders', 'searchPolicies', 1, 'recovery_behavior'], ['searchOrders', 'end', 1, 'recovery_behavior'], ['getOrder', 'searchOrders', 1, 'recovery_behavior'], ['getOrder', 'end', 1, 'recovery_behavior'], ['requestApproval', 'end', 1, 'recovery_behavior'],
];
const questions = ["What's the status of order 12345?", 'Is order 55120 still in Leipzig?', 'Order 90113, where is it now?', 'Track 88213 and 88214', 'Status of order A-77', 'My parcel is late, order 87002', 'When will 86640 be here?', '<b>Order 86001</b>, any news?', 'Did 85990 leave the warehouse?', 'Is 85512 on its way to Graz?'];
const start = us('2025-12-15T09:00:00Z');
const day = 86_400_000_000;

/** 65 failures of 160 reviewed traces in eight weeks; the tools were renamed in the sixth. */
export const reviewedTraffic: readonly LabelledTrace[] = [
  ...transitions.flatMap(([good, wrong, count, of, mode]) => Array.from({ length: count }, (_, at) => failure(`${good} ${wrong} ${at}`, { ...fail(of, mode), ...anchored(good, wrong, order.indexOf(good) + 1) }, at))),
  ...Array.from({ length: 3 }, (_, at) => failure(`no steps ${at}`, fail('answer_quality'), at)),
  ...Array.from({ length: 95 }, (_, at) => labelled(`passed ${at}`, { startUs: start + ((at * 37) % 54) * day, ...told(at), toolsCalled: at % 2 === 0 ? ['getShipmentByOrderId'] : ['getOrder'], label: { stratum: 'random', queue: 'sample' } })),
];

function told(at: number): Partial<LabelledTrace> {
  return { facts: { promptVersion: at % 4 === 0 ? '13' : '14', role: at % 3 === 0 ? 'lead' : 'agent' }, models: ['gpt-4.1-mini'], toolsOffered: ['searchOrders', 'getOrder', 'getShipmentByOrderId', 'issueRefund'] };
}

function failure(id: string, label: Partial<Label>, at: number): LabelledTrace {
  return labelled(id, {
    title: questions[at % questions.length]!, startUs: start + ((id.length * 13 + at * 5) % 54) * day, ...told(at + 1), toolsCalled: ['searchOrders', 'getOrder'], feedback: at % 3 === 0 ? { feedback: 'rejected' } : {},
    cases: at === 4 ? [{ id: 'orders', status: 'active', guards: true, owner: null }] : [], label: { stratum: 'random', queue: at % 5 === 0 ? 'failed' : 'sample', ...label },
  });
}

const lint = [
  { code: 'CT103', tool: 'getOrder', other: 'searchOrders', message: 'The descriptions of getOrder and searchOrders overlap: 78 % of their words are the same. Say in each when the other one is right.' },
  { code: 'CT106', tool: 'getShipmentByOrderId', message: 'The description of getShipmentByOrderId does not say what it returns.' },
];
const renamed = start + 35 * day;

/** Each reviewed trace that was drawn, and as many that nobody reviewed yet. */
const drawn = reviewedTraffic.filter(({ labels: { label } }) => label?.stratum === 'random').flatMap(({ id, startUs }) => [queueTrace(id, { startUs }), queueTrace(`${id} not yet`, { startUs })]);

export function storyPatterns({ weeks, promptVersion }: PatternChoice): PatternsAnswer {
  const made = patternsOf(reviewedTraffic, { weeks, promptVersion }, {
    taxonomy: undefined, timezone: 'Europe/Berlin', now: new Date('2026-02-05T00:00:00Z'), lint,
    signalsOf: ({ id }) => (id.startsWith('searchPolicies answer') ? [{ id: 'staleContext', why: 'shipping-faq is 412 days old' }] : id === 'getOrder answer 0' ? [{ id: 'contextPressure', why: 'The prompt fills 93 % of the window' }] : []),
    draw: { sample: drawn, queue: () => [], isFair: (queue) => queue === 'sample', weekOf: String },
    offeredIn: (id) => {
      const isAfter = (reviewedTraffic.find((trace) => trace.id === id)!.startUs ?? 0) >= renamed;
      return { id: isAfter ? 'after' : 'before', texts: new Map([['searchOrders', 'a'], [isAfter ? 'getShipmentByOrderId' : 'shipment', 'b'], ['getOrder', isAfter ? 'c' : 'd']]) };
    },
    casesAround: () => ({ n: 88, before: 0.81, after: 0.94, interval: { low: 0.05, high: 0.21 }, runs: ['a', 'b'] }),
  });
  return { ...made, pending: false, lint: { tools: 6, nameOnly: 0, findings: lint }, warnings: [] };
}

export const storyGroup = (ids: readonly string[]): TraceGroup => groupOf(reviewedTraffic, ids, undefined);
