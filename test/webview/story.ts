import { classesInUse } from '../../src/core/model/failureClass.ts';
import type { Message, MessagePart } from '../../src/core/model/message.ts';
import { emptySpan } from '../../src/core/model/span.ts';
import type { RetrievedDocument, Span, ToolDefinition } from '../../src/core/model/span.ts';
import type { Trace } from '../../src/core/model/trace.ts';
import { emptyHeader } from '../../src/core/model/trace.ts';
import type { Usage } from '../../src/core/model/usage.ts';
import { finish } from '../../src/core/support/slices.ts';
import { assemble } from '../../src/core/trajectory/assemble.ts';
import { stepWithThread } from '../../src/core/trajectory/detail.ts';
import { fieldsOf } from '../../src/core/find/fields.ts';
import { findInFields } from '../../src/core/find/findInFields.ts';
import { insightsOf } from '../../src/core/insights/insightsOf.ts';
import { promptChangesOf } from '../../src/core/insights/promptChanges.ts';
import { summarize } from '../../src/core/trajectory/summarize.ts';
import { defaultFacts } from '../../src/core/model/config.ts';
import type { Recorded } from './recordedHost.ts';

/** A support run that says "delivered" without having looked: the order tool fails three times, and the answer is made up. */

const start = Date.UTC(2026, 1, 3, 9, 12, 4) * 1000;
const at = (ms: number) => start + ms * 1000;

const text = (role: Message['role'], said: string): Message => ({ role, parts: [{ type: 'text', text: said }] });
const usage = (input: number, output: number, more: Partial<Usage> = {}): Usage => ({ input, output, cachedRead: null, cacheWrite: null, reasoning: null, level: 'leaf', ...more });

const system = text('system', [
  'You are the order support assistant of Acme. Answer only about the orders of the signed-in customer. State a shipment status only when a tool returned it in this conversation.',
  'If a tool fails twice, say so and offer a hand-over to a person. Never guess a date.',
  '', '## Tone', '- Short sentences', '- No promises', '', '## Tools', ...Array.from({ length: 48 }, (_, index) => `${index + 1}. Rule ${index + 1} of the tool policy: call a tool only with values the customer or a tool gave you.`),
].join('\n'));
const user = text('user', "What's the status of order 12345?");

const tool = (name: string, description: string, properties: Record<string, { type: string }>): ToolDefinition => ({ name, description, schema: { type: 'object', properties, required: Object.keys(properties).slice(0, 1) } });
const tools: readonly ToolDefinition[] = [
  tool('searchOrders', 'Find orders of the customer by number, date or article.', { query: { type: 'string' }, limit: { type: 'integer' } }),
  tool('searchPolicies', 'Search the help centre.', { query: { type: 'string' } }),
  tool('getOrder', 'Get an order.', { orderId: { type: 'string' }, includeEvents: { type: 'boolean' } }),
  tool('getShipmentByOrderId', 'Get where a shipment is now, with all carrier events.', { orderId: { type: 'string' } }),
  tool('getRefund', 'Get the state of a refund.', { refundId: { type: 'string' } }),
  tool('openTicket', 'Open a ticket for a person to look at.', { subject: { type: 'string' }, body: { type: 'string' } }),
  tool('handOver', 'Hand the conversation over to a person.', { reason: { type: 'string' } }),
];

const call = (id: string, name: string, args: Record<string, string | number | boolean>): MessagePart => ({ type: 'toolCall', id, name, arguments: args });
const result = (callId: string, name: string, value: Extract<MessagePart, { type: 'toolResult' }>['result'], isError?: boolean): Message => ({ role: 'tool', parts: [{ type: 'toolResult', callId, name, result: value, ...(isError === undefined ? {} : { isError }) }] });

const orders = { orders: [{ id: '12345', placed: '2026-01-28', total: { amount: 84.5, currency: 'EUR' }, lines: [{ sku: 'KB-88', title: 'Keyboard, low profile', quantity: 1 }, { sku: 'CB-02', title: 'Cable, 2 m', quantity: 2 }], delivery: null }], more: false };
const documents: readonly RetrievedDocument[] = [
  { id: 'shipping-faq', content: 'Parcels are usually delivered within three working days. The carrier sends a message on the day of delivery.', score: 0.8412, version: '7', updatedAt: '2024-12-18T09:00:00Z', source: 'help/shipping-faq.md', metadata: { section: 'Delivery times', language: 'en' } },
  { id: 'returns-policy', content: 'You may return an order within 30 days.', score: 0.6127, version: '12', updatedAt: '2026-01-20T09:00:00Z', source: 'help/returns-policy.md', metadata: {} },
  { id: 'lost-parcel', content: 'If the carrier says delivered and nothing arrived, open a ticket.', score: 0.5981, version: null, updatedAt: '2025-11-02T09:00:00Z', source: 'help/lost-parcel.md', metadata: {} },
  { id: null, content: null, score: null, version: null, updatedAt: null, source: 'help/contact.md', metadata: {} },
];
const wrongArguments = { orderId: 12345, include_events: true };
const refused = { status: 422, error: 'orderId: expected string' };
const firstTurn: Message = { role: 'assistant', parts: [{ type: 'reasoning', text: 'The customer asks for the status of one order. I look the order up, and the delivery policy beside it, in case the parcel is late.' }, call('call_7Yb1pA', 'searchOrders', { query: '12345', limit: 5 }), call('call_7Yb1pB', 'searchPolicies', { query: 'delivery status of an order' })] };
const secondTurn: Message = { role: 'assistant', parts: [call('call_9Kd2wQ', 'getOrder', wrongArguments)] };
const answer = text('assistant', 'Good news! Order **12345** was delivered on 3 February at 14:05 and signed for at reception. Anything else I can help with?');

let seq = 0;
const span = (id: string, name: string, more: Partial<Span>): Span => ({
  ...emptySpan(id, ++seq, name), status: 'ok', place: { file: 'traces/2026-02-03.jsonl', line: 40 + seq, offset: 81_920 + seq * 2048, length: 2048 }, attributes: { 'service.name': 'support-agent', 'thread.id': 7 }, ...more,
});
const timed = (from: number, ms: number) => ({ startUs: at(from), endUs: at(from + ms) });
/** The client repeats the one call by itself: three spans answer one request. */
const failedCall = (id: string, from: number, ms: number): Span =>
  span(id, 'execute_tool getOrder', {
    ...timed(from, ms), kind: 'tool', parentId: 'root', status: 'error', statusMessage: '422, orderId must be string',
    tool: { name: 'getOrder', callId: 'call_9Kd2wQ', description: 'Get an order.', arguments: wrongArguments, result: refused, status: 'error' },
    events: [{ name: 'exception', timeUs: at(from + ms - 1), attributes: { 'exception.type': 'ValidationError', 'exception.message': 'orderId: expected string' } }],
  });
const http = (index: number): Span =>
  span(`http${index}`, index % 2 === 0 ? 'POST /v1/chat/completions' : 'orders.queue publish', { ...timed(60 + index * 300, 120), parentId: index % 2 === 0 ? 'llm1' : 'root', attributes: index % 2 === 0 ? { 'http.request.method': 'POST' } : { 'messaging.system': 'kafka' } });

const spans: readonly Span[] = [
  span('root', 'support-agent', { ...timed(0, 9170), kind: 'agent', input: [user], output: [answer], attributes: { 'gen_ai.prompt.version': '14', 'casebook.feedback': 'rejected', 'user.id': 'u_553' } }),
  span('screen1', 'input-screen', { ...timed(4, 38), kind: 'guardrail', parentId: 'root' }),
  span('llm1', 'chat gpt-4.1-mini', { ...timed(46, 1420), kind: 'llm', parentId: 'root', model: 'gpt-4.1-mini', provider: 'openai', usage: usage(3201, 74, { cachedRead: 2048, reasoning: 31 }), cost: { usd: 0.0008, source: 'computed' }, finishReason: 'tool_calls', toolDefinitions: tools, input: [system, user], output: [firstTurn] }),
  span('tool1', 'execute_tool searchOrders', { ...timed(1472, 612), kind: 'tool', parentId: 'root', tool: { name: 'searchOrders', callId: 'call_7Yb1pA', description: null, arguments: { query: '12345', limit: 5 }, result: orders, status: 'ok' } }),
  span('tool2', 'execute_tool searchPolicies', { ...timed(1472, 431), kind: 'retrieval', parentId: 'root', tool: { name: 'searchPolicies', callId: 'call_7Yb1pB', description: null, arguments: { query: 'delivery status of an order' }, result: documents.map((each) => each.source ?? ''), status: 'ok' }, documents }),
  span('llm2', 'chat gpt-4.1-mini', { ...timed(2090, 1310), kind: 'llm', parentId: 'root', model: 'gpt-4.1-mini', provider: 'openai', usage: usage(4850, 64), cost: { usd: 0.0011, source: 'computed' }, finishReason: 'tool_calls', toolDefinitions: tools, input: [system, user, firstTurn, result('call_7Yb1pA', 'searchOrders', orders), result('call_7Yb1pB', 'searchPolicies', documents.map((each) => each.source ?? ''))], output: [secondTurn] }),
  failedCall('tool3', 3406, 188),
  failedCall('tool4', 4594, 203),
  failedCall('tool5', 6797, 197),
  span('llm3', 'chat gpt-4.1-mini', {
    ...timed(7000, 2120), kind: 'llm', parentId: 'root', model: 'gpt-4.1-mini', provider: 'openai', usage: usage(5321, 59), cost: { usd: 0.0007, source: 'computed' }, finishReason: 'stop', toolDefinitions: tools,
    input: [system, user, firstTurn, result('call_7Yb1pA', 'searchOrders', orders), result('call_7Yb1pB', 'searchPolicies', documents.map((each) => each.source ?? '')), secondTurn, result('call_9Kd2wQ', 'getOrder', refused, true)], output: [answer],
  }),
  span('screen2', 'output-screen', { ...timed(9124, 41), kind: 'guardrail', parentId: 'root' }),
  ...Array.from({ length: 14 }, (_, index) => http(index)),
];

export const storyTrace: Trace = {
  id: 'tr_8f21c09a7be4', nativeId: '8f21c09a7be4d1f0', format: 'otlp', file: 'traces/2026-02-03.jsonl', sha256: 'ab'.repeat(32),
  header: { ...emptyHeader, app: 'support', agent: 'support-agent', facts: { promptVersion: '14', feedback: 'rejected', user: 'u_553' } }, spans,
};

export function recordedFrom(trace: Trace): Recorded {
  const assembled = assemble(trace.spans);
  const { steps, notes } = assembled;
  const summary = summarize(trace, { factsConfig: defaultFacts, importedAt: '2026-02-03T12:00:00.000Z', warnings: 0 });
  return {
    insights: insightsOf(trace, assembled),
    find(query) {
      const search = findInFields(finish(fieldsOf(assembled)), query);
      for (;;) {
        const { done, value } = search.next();
        if (done) return value;
      }
    },
    promptChanges(n) {
      const changes = promptChangesOf(assembled, n);
      if (!changes) throw new Error(`No step ${n}`);
      return changes;
    },
    view: { skeleton: { summary, steps, notes }, classes: classesInUse(undefined), reviewer: 'jonas', state: null, keys: {} },
    step(n) {
      const detail = stepWithThread(trace, n, assembled);
      if (!detail) throw new Error(`No step ${n}`);
      return detail;
    },
  };
}

export const story: Recorded = recordedFrom(storyTrace);
