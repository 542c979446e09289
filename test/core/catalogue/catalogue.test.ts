import { expect, test } from 'vitest';
import { digestOf, toldBySpans } from '../../../src/core/catalogue/digest.ts';
import type { TraceDigest } from '../../../src/core/catalogue/digest.ts';
import { createCatalogueSums } from '../../../src/core/catalogue/sums.ts';
import type { Catalogue } from '../../../src/core/model/catalogue.ts';
import type { Json } from '../../../src/core/model/json.ts';
import type { RetrievedDocument, Span } from '../../../src/core/model/span.ts';
import { emptySpan } from '../../../src/core/model/span.ts';
import { finish } from '../../../src/core/support/slices.ts';

let seq = 0;
const span = (id: string, more: Partial<Span>): Span => ({ ...emptySpan(id, seq++, id), ...more });
const tool = (id: string, name: string, args: Json | undefined, more: Partial<Span> & { status?: 'ok' | 'error'; result?: Json; callId?: string } = {}): Span => {
  const { status = 'ok', result, callId = null, ...rest } = more;
  return span(id, { kind: 'tool', ...rest, status, tool: { name, callId, description: null, ...(args === undefined ? {} : { arguments: args }), ...(result === undefined ? {} : { result }), status } });
};
const document = (id: string, more: Partial<RetrievedDocument> = {}): RetrievedDocument => ({ id, content: null, score: null, version: null, updatedAt: null, source: null, metadata: {}, ...more });
const digest = (...spans: Span[]): TraceDigest => finish(digestOf(spans));
function catalogueOf(...digests: TraceDigest[]): Catalogue {
  const sums = createCatalogueSums();
  digests.forEach((each, n) => sums.add(n + 1, each));
  return finish(sums.catalogue(() => undefined));
}

test('calls, failures, arguments with their types and values, and the last result are counted over traces', () => {
  const first = digest(
    tool('a', 'getOrder', { orderId: '12', region: 'eu', limit: 5 }, { startUs: 10, result: { status: 'sent' } }),
    tool('b', 'getOrder', { orderId: 12, region: 'eu' }, { startUs: 30, status: 'error', result: 'no such\norder' }),
  );
  const second = digest(tool('c', 'getOrder', { region: 'us', options: { a: 1 }, tags: ['x'], none: null, on: true }, { startUs: 20 }), tool('d', 'sendMail', 'not a map'));
  const { traces, tools, left } = catalogueOf(first, second);
  expect({ traces, left }).toEqual({ traces: 2, left: { tools: 0, documents: 0 } });
  expect(tools.map(({ name, calls, failed, traces: in_, lastUs, lastResult }) => ({ name, calls, failed, in_, lastUs, lastResult }))).toEqual([
    { name: 'getOrder', calls: 3, failed: 1, in_: 2, lastUs: 30, lastResult: 'no such order' },
    { name: 'sendMail', calls: 1, failed: 0, in_: 1, lastUs: null, lastResult: null },
  ]);
  expect(tools[0]!.arguments).toEqual([
    { name: 'region', calls: 3, types: ['string'], values: [{ value: 'eu', count: 2 }, { value: 'us', count: 1 }] },
    { name: 'orderId', calls: 2, types: ['string', 'number'], values: [{ value: '12', count: 1 }, { value: 12, count: 1 }] },
    { name: 'limit', calls: 1, types: ['number'], values: [{ value: 5, count: 1 }] },
    { name: 'none', calls: 1, types: ['null'], values: [] },
    { name: 'on', calls: 1, types: ['boolean'], values: [{ value: true, count: 1 }] },
    { name: 'options', calls: 1, types: ['object'], values: [] },
    { name: 'tags', calls: 1, types: ['array'], values: [] },
  ]);
  expect(tools[1]!.arguments).toEqual([]);
});

test('volatile and long values are not offered, nor values of which each call has another', () => {
  const calls = Array.from({ length: 40 }, (_, n) => tool(`c${n}`, 'find', { id: `item ${n}`, request: '6f1e0f5c-93a5-4a6e-8a57-0c6c3b0b3d11', text: 'x'.repeat(81), kind: n % 2 ? 'a' : 'b' }));
  const [{ arguments: args }] = catalogueOf(digest(...calls)).tools as [Catalogue['tools'][number]];
  expect(args.map(({ name, values }) => [name, values])).toEqual([['id', []], ['kind', [{ value: 'a', count: 20 }, { value: 'b', count: 20 }]], ['request', []], ['text', []]]);
});

test('calls that only messages tell of count, those around others do not, and arguments and results come from messages', () => {
  const asks = span('ask', {
    kind: 'llm', startUs: 1, endUs: 2,
    output: [{ role: 'assistant', parts: [{ type: 'toolCall', id: '1', name: 'lookUp', arguments: { q: 'a' } }, { type: 'toolCall', id: '2', name: 'ran', arguments: { n: 1 } }] }],
  });
  const later = span('later', { kind: 'llm', startUs: 5, input: [{ role: 'tool', parts: [{ type: 'toolResult', callId: '1', result: 'found', isError: true }, { type: 'toolResult', callId: '2', result: [1, 'two'] }] }] });
  const wrapper = tool('wrap', 'wrapper', undefined);
  const ran = tool('ran', 'ran', undefined, { callId: '2', parentId: 'wrap', startUs: 3 });
  const { tools } = catalogueOf(digest(asks, wrapper, ran, later));
  expect(tools.map(({ name, calls, failed, lastUs, lastResult, arguments: args }) => [name, calls, failed, lastUs, lastResult, args[0]?.name])).toEqual([
    ['lookUp', 1, 1, 2, 'found', 'q'],
    ['ran', 1, 0, 3, '[1, "two"]', 'n'],
  ]);
});

test('a tool tells what the latest run that offered it declared, and is there without a call', () => {
  const offering = (startUs: number | null) => digest(span('x', { kind: 'llm', startUs, toolDefinitions: [{ name: 'getOrder', description: 'd', schema: null }] }));
  const sums = createCatalogueSums();
  sums.add(1, offering(50));
  sums.add(2, offering(20));
  sums.add(3, offering(null));
  expect([...sums.lastOffers()]).toEqual([['getOrder', 1]]);
  const { tools } = finish(sums.catalogue((name) => ({ name, description: 'Reads an order', schema: { type: 'object' } })));
  expect(tools).toEqual([{ name: 'getOrder', calls: 0, failed: 0, traces: 0, lastUs: null, description: 'Reads an order', schema: { type: 'object' }, arguments: [], lastResult: null }]);
});

test('documents are told with their title, and their versions from the latest', () => {
  const run = (startUs: number, ...documents: RetrievedDocument[]) => digest(span('r', { kind: 'retrieval', startUs, documents }));
  const { documents } = catalogueOf(
    run(10, document('returns', { version: 'v1', metadata: { title: 'Returns policy' } }), document('other')),
    run(30, document('returns', { version: 'v3' }), document('returns', { version: 'v3' })),
    run(20, document('returns', { version: 'v2' })),
  );
  expect(documents).toEqual([
    { id: 'returns', traces: 3, title: 'Returns policy', versions: ['v3', 'v2', 'v1'] },
    { id: 'other', traces: 1, title: null, versions: [] },
  ]);
});

test('names of a hostile trace are names, and what is too long or too much is left out and counted', () => {
  const args = JSON.parse('{"__proto__": "x", "constructor": "y"}') as Json;
  const hostile = digest(tool('a', '__proto__', args), tool('b', 'constructor', args), tool('c', 'n'.repeat(5000), {}), tool('d', '', {}), span('r', { documents: [document('__proto__')] }));
  const { tools, documents } = catalogueOf(hostile);
  expect(tools.map(({ name }) => name)).toEqual(['__proto__', 'constructor']);
  expect(tools[0]!.arguments.map(({ name, values }) => [name, values[0]?.value])).toEqual([['__proto__', 'x'], ['constructor', 'y']]);
  expect(documents).toEqual([{ id: '__proto__', traces: 1, title: null, versions: [] }]);
  const many = Array.from({ length: 4 }, (_, part) => digest(...Array.from({ length: 1500 }, (__, n) => tool(`t${n}`, `tool ${part} ${n}`, {}))));
  const most = catalogueOf(...many, digest(tool('x', 'tool 3 1499', {})));
  expect(most.tools[0]).toMatchObject({ name: 'tool 3 1499', calls: 2 });
  expect({ tools: most.tools.length, left: most.left }).toEqual({ tools: 5000, left: { tools: 1000, documents: 0 } });
  const deep = JSON.parse('['.repeat(5000) + ']'.repeat(5000)) as Json;
  expect(catalogueOf(digest(tool('d', 'deep', {}, { result: deep }))).tools[0]!.lastResult).toBe(`${'['.repeat(41)}…${']'.repeat(41)}`);
});

test('messages need not be read where each call has a span that knows its arguments and result', () => {
  const whole = [tool('a', 'getOrder', { id: 1 }, { result: 'x' }), tool('b', 'getOrder', {}, { result: null })];
  expect(toldBySpans(whole, 2)).toBe(true);
  expect(toldBySpans([], 0)).toBe(true);
  // A call that only messages tell of.
  expect(toldBySpans(whole, 3)).toBe(false);
  expect(toldBySpans([tool('a', 'getOrder', { id: 1 })], 1)).toBe(false);
  expect(toldBySpans([tool('a', 'getOrder', undefined, { result: 'x' })], 1)).toBe(false);
  // One of them is a sub-agent's, and no call, unless a message asked for it.
  expect(toldBySpans([tool('around', 'agent', {}, { result: 'x' }), tool('a', 'getOrder', {}, { result: 'x', parentId: 'around' })], 2)).toBe(false);
});
