import { describe, expect, test } from 'vitest';
import { fieldsOf } from '../../../src/core/find/fields.ts';
import { findInFields } from '../../../src/core/find/findInFields.ts';
import type { FindQuery, Hits } from '../../../src/core/find/findInFields.ts';
import { requiredText } from '../../../src/core/find/requiredText.ts';
import { readableJson } from '../../../src/core/find/readableJson.ts';
import type { Json } from '../../../src/core/model/json.ts';
import type { Span } from '../../../src/core/model/span.ts';
import { finish } from '../../../src/core/support/slices.ts';
import { assemble } from '../../../src/core/trajectory/assemble.ts';
import { assistant, span, tool, user } from '../trajectory/spans.ts';

function find(spans: readonly Span[], query: Partial<FindQuery>): Hits & { readonly pauses: number } {
  const search = findInFields(finish(fieldsOf(assemble(spans))), { text: '', ...query });
  for (let pauses = 0; ; pauses++) {
    const { done, value } = search.next();
    if (done) return { ...value, pauses };
  }
}
const places = ({ hits }: Hits) => hits.map((hit) => [hit.n, hit.in, hit.excerpt.slice(hit.from, hit.to), hit.count]);

const system = { role: 'system' as const, parts: [{ type: 'text' as const, text: 'Answer only about orders. Never guess an Order.' }] };
const question = user('Where is order 12345, the blue Kettle?');
const turn = { role: 'assistant' as const, parts: [{ type: 'reasoning' as const, text: 'I look the kettle up.' }, { type: 'toolCall' as const, id: 'c1', name: 'getOrder', arguments: { orderId: 12345 } }] };
const answered = { role: 'tool' as const, parts: [{ type: 'toolResult' as const, callId: 'c1', result: { status: 'lost', note: 'said "gone"\nby the carrier' } }] };
const last = assistant('Your kettle is lost.');
const run: readonly Span[] = [
  span('root', { kind: 'agent', name: 'shop-agent', input: [question], output: [last] }),
  span('llm1', { kind: 'llm', parentId: 'root', name: 'chat', model: 'small-1', input: [system, question], output: [turn] }),
  tool('t1', 'getOrder', { orderId: 12345 }, { parentId: 'root', callId: 'c1', result: { status: 'lost', note: 'said "gone"\nby the carrier' } }),
  span('r1', { kind: 'retrieval', parentId: 'root', name: 'search', documents: [{ id: 'faq-1', content: 'A lost kettle is sent again.', score: null, version: null, updatedAt: null, source: null, metadata: {} }] }),
  span('llm2', { kind: 'llm', parentId: 'root', name: 'chat', model: 'small-1', input: [system, question, turn, answered], output: [last] }),
  tool('t2', 'refund', { amount: 5 }, { parentId: 'root', status: 'error', statusMessage: 'Kettle refused', status2: 'error', attributes: { 'service.name': 'kettle-shop', __proto__x: 'x' } }),
];

describe('what is found, and where', () => {
  test.each<[string, Partial<FindQuery>, unknown[]]>([
    ['a text, whatever its case, each where it was said or first sent', { text: 'kettle' }, [
      [1, 'message', 'Kettle', 1], [2, 'reasoning', 'kettle', 1], [4, 'document', 'kettle', 1], [5, 'message', 'kettle', 1], [6, 'error', 'Kettle', 1], [6, 'attribute', 'kettle', 1],
    ]],
    ['its very case', { text: 'Kettle', matchCase: true }, [[1, 'message', 'Kettle', 1], [6, 'error', 'Kettle', 1]]],
    ['a prompt once, with both matches', { text: 'order', role: 'system' }, [[2, 'message', 'order', 2]]],
    ['whole words', { text: 'order', word: true, role: 'system' }, [[2, 'message', 'Order', 1]]],
    ['a call and its result at the step that ran it', { text: '12345' }, [[1, 'message', '12345', 1], [3, 'arguments', '12345', 1]]],
    ['a value as it is shown', { text: '"orderId": 12345' }, [[3, 'arguments', '"orderId": 12345', 1]]],
    ['what a result quotes, without escapes', { text: 'said "gone"' }, [[3, 'result', 'said "gone"', 1]]],
    ['a name', { text: 'shop-agent' }, [[1, 'name', 'shop-agent', 1]]],
    ['a model at each call', { text: 'small-1' }, [[2, 'attribute', 'small-1', 1], [5, 'attribute', 'small-1', 1]]],
    ['by kind', { text: 'kettle', kind: 'retrieval' }, [[4, 'document', 'kettle', 1]]],
    ['by role', { text: 'kettle', role: 'user' }, [[1, 'message', 'Kettle', 1]]],
    ['by tool', { text: 'lost', tool: 'getOrder' }, [[3, 'result', 'lost', 1]]],
    ['failed steps only', { text: 'kettle', error: true }, [[6, 'error', 'Kettle', 1], [6, 'attribute', 'kettle', 1]]],
    ['by an expression', { text: String.raw`order\s+\d+|lost$`, regex: true }, [[1, 'message', 'order 12345', 1]]],
    ['by an expression that may match nothing', { text: 'z*', regex: true }, []],
    ['signs of expressions as they are', { text: 'lost.', role: 'assistant' }, [[5, 'message', 'lost.', 1]]],
  ])('%s', (_, query, expected) => expect(places(find(run, query))).toEqual(expected));

  test('without a text, all steps that the rest holds for, once each', () => {
    expect(find(run, { kind: 'llm' }).hits.map(({ n, in: where }) => [n, where])).toEqual([[2, 'step'], [5, 'step']]);
    expect(find(run, { error: true }).hits).toMatchObject([{ n: 6, in: 'step', excerpt: 'Kettle refused' }]);
    expect(find(run, { role: 'tool' }).hits.map(({ n }) => n)).toEqual([3]);
    expect(find(run, { tool: 'getOrder' }).hits.map(({ n }) => n)).toEqual([3]);
  });

  test('hits beyond the limit are counted', () => {
    expect(find(run, { text: 'kettle', limit: 2 })).toMatchObject({ hits: [{ n: 1 }, { n: 2 }], more: 4, steps: 5 });
  });

  test('a call that no step ran is found where it was asked for', () => {
    const asked = [span('llm', { kind: 'llm', name: 'chat', input: [user('go')], output: [assistant('', { id: 'x1', name: 'ship', arguments: { to: 'Bergen' } })] }), span('llm2', { kind: 'llm', name: 'chat', input: [user('go'), assistant('', { id: 'x1', name: 'ship', arguments: { to: 'Bergen' } }), { role: 'tool', parts: [{ type: 'toolResult', callId: 'x1', name: 'ship', result: 'sent to Bergen' }] }], output: [assistant('ok')] })];
    expect(places(find(asked, { text: 'bergen' }))).toEqual([[1, 'arguments', 'Bergen', 1], [2, 'result', 'Bergen', 1]]);
  });

  test('what is said twice is found twice; what is repeated is found once', () => {
    const said = assistant('Not yet.');
    const turns = [1, 2, 3].map((n) => span(`l${n}`, { kind: 'llm', name: 'chat', input: [question, ...Array.from({ length: n - 1 }, () => structuredClone(said))], output: [structuredClone(said)] }));
    expect(find(turns, { text: 'not yet' }).hits.map(({ n }) => n)).toEqual([1, 2, 3]);
    expect(find(turns, { text: 'order 12345' }).hits.map(({ n }) => n)).toEqual([1]);
  });
});

test.each<[string, string | undefined]>([
  ['ord-[0-9a-f]+', 'ord-'], [String.raw`timed out after \d+ ms`, 'timed out after '], ['abcd?', 'abc'], ['abc+d', 'abc'], ['abcx{0,2}def', 'abc'], ['ab*', undefined], [String.raw`\d{4}-\d\d`, undefined],
  [String.raw`a\.b\.c`, 'a.b.c'], ['abc|def', undefined], ['(abc)?def', undefined], [String.raw`\(abc\)`, '(abc)'], ['[abc]def', 'def'], ['[]a]xyz', 'xyz'], [String.raw`\p{Greek}xyz`, 'xyz'], [String.raw`\x{10FFFF}`, undefined], ['^error: .*$', 'error: '],
])('every match of %s holds %j', (source, text) => expect(requiredText(source)).toBe(text));

test.each(['Straße', 'ſtraße', 'K'])('letters that fold to others are not lost: %s', (text) => {
  const folded = new Map([['Straße', 'straße[x]?'], ['ſtraße', 'stra[sß]e'], ['K', 'K']]).get(text)!;
  expect(find([span('a', { kind: 'agent', input: [user(`xx ${text} yy`)] })], { text: `x ${folded} y`, regex: true }).steps).toBe(1);
});

describe('hostile input', () => {
  test.each(['(', '[a', 'a{99999}', String.raw`(?=a)b`, String.raw`(a)\1`, '*'])('%s is refused in words', (text) => {
    const { badPattern, hits } = find(run, { text, regex: true });
    expect(badPattern).toMatch(/^This is no regular expression: .+\.$/u);
    expect(hits).toEqual([]);
  });

  test('a pattern without end is refused, a text too', () => {
    expect(find(run, { text: 'a'.repeat(10_001) }).badPattern).toContain('10,000');
  });

  test('an expression that would take other engines for ever takes time by the length of the text', () => {
    const start = performance.now();
    expect(find([span('a', { kind: 'agent', input: [user('a'.repeat(200_000))] })], { text: '(a+)+$x', regex: true }).hits).toEqual([]);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  test('a message of many megabytes is searched in parts, with nothing lost between them', () => {
    const filler = 'lorem ipsum dolor sit amet\n'.repeat(700_000);
    const text = `${filler}needle ${filler}needle`;
    const found = find([span('a', { kind: 'agent', input: [user(text)] })], { text: 'needle' });
    expect(found.hits).toMatchObject([{ n: 1, count: 2 }]);
    expect(found.hits[0]!.excerpt.slice(found.hits[0]!.from, found.hits[0]!.to)).toBe('needle');
    expect(found.pauses).toBeGreaterThan(3);
    // One line: parts end inside of it, and a match over the seam counts once.
    const line = `${'x'.repeat(7_999_997)}needle${'x'.repeat(9_000_000)}`;
    expect(find([span('a', { kind: 'agent', input: [user(line)] })], { text: 'needle' }).hits).toMatchObject([{ count: 1 }]);
    expect(find([span('a', { kind: 'agent', input: [user(`${'x'.repeat(8_000_500)}needle${'x'.repeat(9)}`)] })], { text: 'needle' }).hits).toMatchObject([{ count: 1 }]);
  });

  test('excerpts keep characters whole and marks on the match', () => {
    const { hits: [hit] } = find([span('a', { kind: 'agent', input: [user(`${'😀'.repeat(60)}\n\n\t  Straße İstanbul   needle\u202e 😀`)] })], { text: 'NEEDLE' });
    expect(hit!.excerpt.slice(hit!.from, hit!.to)).toBe('needle');
    expect(hit!.excerpt).toContain('Straße İstanbul needle');
    expect(hit!.excerpt.isWellFormed()).toBe(true);
  });

  test('values of any depth are read', () => {
    let deep: Json = 'needle';
    for (let n = 0; n < 50_000; n++) deep = n % 2 ? [deep] : { a: deep };
    expect(readableJson(deep)).toContain('needle');
    expect(readableJson({ a: [1, null, true, 'x"y'], b: {} })).toBe('{"a": [1, null, true, "x"y"], "b": {}}');
  });
});
