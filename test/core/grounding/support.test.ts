import { describe, expect, test } from 'vitest';
import { expressionBefore } from '../../../src/core/grounding/expression.ts';
import { saidValues } from '../../../src/core/insights/saidValues.ts';
import { spokenTexts } from '../../../src/core/grounding/spokenTexts.ts';
import type { Json } from '../../../src/core/model/json.ts';
import type { Span } from '../../../src/core/model/span.ts';
import { assemble } from '../../../src/core/trajectory/assemble.ts';
import { scopesOf } from '../../../src/core/trajectory/conversation/scopes.ts';
import { assistant, span, tool, user } from '../trajectory/spans.ts';
import { finish } from '../../../src/core/support/slices.ts';

function said(...spans: readonly Span[]) {
  const assembled = assemble(spans);
  return finish(saidValues(assembled, scopesOf(assembled), spokenTexts(assembled)));
}
const answer = (text: string): Span => span('answer', { kind: 'llm', output: [assistant(text)] });
const ask = (text: string): Span => span('ask', { kind: 'llm', input: [user(text)], output: [assistant('', { id: 'c', name: 'find', arguments: {} })] });
/** Each value of the answer with where it stands; `-` where it stands nowhere. */
function standing(result: Json, text: string, question = 'Please look.'): readonly string[] {
  return (said(ask(question), tool('find', 'find', {}, { result }), answer(text)).said.at(-1)?.values ?? []).map(({ text: value, sources, computed }) => `${value} ${sources.length === 0 ? '-' : sources.map((source) => `${source.in}${source.step}`).join(' ')}${computed === undefined ? '' : ` by ${computed}`}`);
}

describe('where a value stands', () => {
  test.each<[string, Json, string, readonly string[]]>([
    ['a number however it is written', { total: '12345.0' }, 'It is 12,345 in all.', ['12,345 result2']],
    ['a rounded number', { share: 0.12478 }, 'That is 12.5 % of them, or 12%.', ['12.5 % result2', '12% result2']],
    ['cents as dollars', { cents: 1250 }, 'It costs $12.50.', ['$12.50 result2']],
    ['a scaled number', { people: 1_234_567 }, 'About 1.2 million people.', ['1.2 million result2']],
    ['a number with its scale in words', 'Revenue of $40.1 billion, €2.5M of it from rent; 3bn shares', 'Revenue was $40.1 billion, €2,500,000 and 3 billion shares.', ['$40.1 billion result2', '€2,500,000 result2', '3 billion result2']],
    ['a number within text', 'Paid EUR 1.234,56 on arrival', 'You paid €1,234.56.', ['€1,234.56 result2']],
    ['a day in any of its forms', { at: '2026-02-03T10:15:00Z' }, 'On February 3, 2026, or 02/03/2026, at 10:15 AM.', ['February 3, 2026 result2', '02/03/2026 result2', '10:15 AM result2']],
    ['a day in words', 'It ships on 3rd of February, 2026', 'It ships on 2026-02-03.', ['2026-02-03 result2']],
    ['a moment in seconds', { created: 1_770_113_700 }, 'Created on 2026-02-03.', ['2026-02-03 result2']],
    ['an id in a longer word', { payment: 'card_1436644' }, 'Paid with 1436644, the card ending in 6644.', ['1436644 result2', '6644 result2']],
    ['an id as a name', { 'ord-991': true }, 'That is ORD-991.', ['ORD-991 result2']],
    ['a passage across lines and marks', 'Items may be\n**returned** within "thirty" days.', 'It says “items may be returned within thirty days”.', ['“items may be returned within thirty days” result2']],
  ])('%s', (_, result, text, expected) => expect(standing(result, text)).toEqual(expected));

  test.each<[string, Json, string, readonly string[]]>([
    ['a number that nobody gave', { total: 12 }, 'The total is 47.', ['47 -']],
    ['a number that is near', { total: 12.4 }, 'The total is 12.6 now.', ['12.6 -']],
    ['a number of another scale', 'Revenue of $40.1 million', 'Revenue was $40.1 billion.', ['$40.1 billion -']],
    ['digits of a hash', { hash: 'a47bcd4711effe0123' }, 'The total is 4711 now.', ['4711 -']],
    ['another year', { at: '2025-02-03' }, 'On 2026-02-03.', ['2026-02-03 -']],
    ['an id with one letter changed', { order: 'ORD-991' }, 'Order ORD-997.', ['ORD-997 -']],
    ['words put into a mouth', 'Items may be returned within ten days.', 'It says “items may be returned within thirty days”.', ['“items may be returned within thirty days” -']],
  ])('nowhere: %s', (_, result, text, expected) => expect(standing(result, text)).toEqual(expected));

  test('is the user, the instructions or an argument as well, nearest first', () => {
    expect(standing({ total: 47 }, 'It is 47 for 4711.', 'Is it 47 for 4711?')).toEqual(['47 result2 user1', '4711 user1']);
  });
  test('is a result before what was said, and arguments last, however often calls repeat it', () => {
    const lookUps = () => [1, 2, 3, 4, 5].map((n) => tool(`l${n}`, 'find', { order: 4711 }, { callId: `c${n}` }));
    const results = (count: number) => Array.from({ length: count }, (_, n) => tool(`r${n}`, 'find', {}, { result: { order: 4711 } }));
    const sources = (...spans: readonly Span[]) => said(...spans).said.at(-1)!.values[0]!.sources.map((source) => `${source.in}${source.step}`);
    expect(sources(ask('Where is 4711?'), ...results(1), ...lookUps(), answer('It is 4711.'))).toEqual(['result2', 'user1', 'arguments7', 'arguments6', 'arguments5']);
    expect(sources(ask('Where is 4711?'), ...results(6), ...lookUps(), answer('It is 4711.'))).toEqual(['result7', 'result6', 'result5', 'user1', 'arguments12']);
  });
  test('is one call once, though histories tell of it again', () => {
    const call = { id: 'c', name: 'find', arguments: { order: '4711' } };
    const again = span('answer', { kind: 'llm', output: [assistant('It is 4711.')], input: [assistant('', call)] });
    expect(said(tool('t', 'find', {}, { seq: -2, result: 1 }), span('ask', { kind: 'llm', seq: -1, output: [assistant('', call)] }), again).said.at(-1)!.values[0]!.sources).toEqual([{ step: 2, in: 'arguments', document: null }]);
  });
  test('is not what the same message sent as arguments, also where a step around it says it again', () => {
    const before = tool('t', 'find', {}, { result: 1 });
    const books = assistant('I book it for $282.', { id: 'c', name: 'book', arguments: { amount: '282' } });
    expect(said(before, span('asks', { kind: 'llm', output: [books] })).said).toMatchObject([{ step: 2, values: [{ text: '$282', sources: [] }] }]);
    expect(said(before, span('outer', { kind: 'llm', counted: false, output: [books] }), span('inner', { kind: 'llm', parentId: 'outer', output: [books] })).said.flatMap(({ values }) => values.flatMap(({ sources }) => sources))).toEqual([]);
    expect(said(before, span('asks', { kind: 'llm', output: [books] }), answer('Booked for $282.')).said.at(-1)).toMatchObject({ step: 3, values: [{ sources: [{ step: 2, in: 'arguments' }] }] });
  });
  test('is not what a text asked for, though it lies below', () => {
    const before = tool('t', 'find', {}, { result: 1 });
    const asks = span('asks', { kind: 'llm', output: [assistant('I look up 4711.', { id: 'c', name: 'find' })] });
    const below = tool('below', 'find', { order: 4711 }, { parentId: 'asks', callId: 'c', result: 4711 });
    expect(said(before, asks, below).said).toMatchObject([{ step: 2, values: [{ text: '4711', sources: [] }] }]);
  });
  test('is not what came after', () => {
    const found = said(ask('Hello'), tool('a', 'find', {}, { result: { x: 1 } }), answer('It is 4711.'), tool('b', 'find', {}, { result: { y: 4711 } })).said;
    expect(found).toMatchObject([{ step: 3, part: 0, values: [{ text: '4711', sources: [] }] }]);
  });
  test.each([
    [{ title: 'Returns' }, 'kb/returns.md', 'Returns'], [{}, 'kb/returns.md', 'kb/returns.md'], [{}, null, 'Returns within 30 days'],
  ])('names the document as people would: %j, %s', (metadata, source, name) => {
    const search = span('search', { kind: 'retrieval', documents: [{ id: 'sha256:29f41b1ff721df3f', content: 'Returns within 30 days', score: null, version: null, updatedAt: null, source, metadata }] });
    const { sources } = said(search, answer('You have 30 days [1].')).said[0]!.values[0]!;
    expect(sources).toEqual([{ step: 1, in: 'document', document: name }]);
    expect(said(search, answer('You have 30 days [1].')).said[0]!.values[1]!.sources).toEqual(sources);
  });
  test.each([
    ['See [2].', ['[2] Shipping']], ['See [doc-9] and [5].', ['[doc-9] -', '[5] -']], ['It is so (source: kb/returns.md).', ['(source: kb/returns.md) Returns']],
    ['See [7].\n\n[7]: https://example.com', []], ['See 【9†source】.', []],
    ['It is so [returns.md], and [Shipping] too.', ['[returns.md] Returns', '[Shipping] Shipping']], ['Look [here] or [kb/Returns.md], but not [returns].md.', ['[kb/Returns.md] Returns', '[returns] Returns']],
    ['He said "see the notes in [kb/returns.md] about it" to [D2].', ['"see the notes in [kb/returns.md] about it" -', '[D2] Shipping']], ['[order of 3 March 2024]', ['3 March 2024 -']],
  ])('of a citation is the document: %s', (text, expected) => {
    const document = (id: string, title: string, source: string) => ({ id, content: null, score: null, version: null, updatedAt: null, source, metadata: { title } });
    const search = span('search', { kind: 'retrieval', documents: [document('d1', 'Returns', 'kb/returns.md'), document('d2', 'Shipping', 'kb/shipping.md')] });
    expect((said(search, answer(text)).said[0]?.values ?? []).map((value) => `${value.text} ${value.sources[0]?.document ?? '-'}`)).toEqual(expected);
  });
  test('of a name in brackets is the document alone, not what its digits say', () => {
    const search = span('search', { kind: 'retrieval', documents: [{ id: 'policy/returns-2024-11-03', content: 'Two weeks.', score: null, version: null, updatedAt: null, source: null, metadata: {} }] });
    expect(said(search, answer('Two weeks [policy/returns-2024-11-03].')).said).toEqual([{ step: 1 + 1, part: 0, values: [{ text: '[policy/returns-2024-11-03]', start: 10, end: 37, kind: 'citation', sources: [{ step: 1, in: 'document', document: 'policy/returns-2024-11-03' }] }] }]);
  });
  test('is not asked where there was nothing to stand on', () => expect(said(answer('Paris has 2,102,650 people.')).said).toEqual([]));
});

describe('a number that follows from others', () => {
  test.each<[string, Json, string, string]>([
    ['a sum', [464, 202], 'That is $464 and $202, $666 in all.', '$666 result2 by 464 + 202'],
    ['a difference', { paid: 1671 }, 'You paid $1,671; at $2,000 that is $329 more.', '$329 result2 user1 by 2000 − 1671'],
    ['so many of one', { price: 105 }, 'For 3 passengers at $105: $315.', '$315 result2 by 105 × 3'],
    ['a sum that is written out', { a: 3538, b: 241 }, 'Savings: ($3,538 - $241) × 2 = $6,594', '$6,594 result2 by ($3,538 - $241) × 2'],
    ['the sum of a list', [11, 23, 47], '- $11\n- $23\n- $47\n\nTotal: $81', '$81 result2 by the sum of the 3 numbers before'],
    ['two prices that stand together', [{ legs: [{ price: 117 }, { price: 138 }] }], 'The whole journey is $255.', '$255 result2 by 117 + 138'],
  ])('%s', (_, result, text, expected) => expect(standing(result, text, 'My budget is $2,000.').at(-1)).toBe(expected));

  test('a sum that is wrong stands nowhere', () => expect(standing({ a: 3538, b: 241 }, 'Savings: $3,538 - $241 = $3,299').at(-1)).toBe('$3,299 -'));

  test.each<[string, Json, string, boolean]>([
    ['Total savings across all reservations: $23,553', { fares: [140, 1859] }, 'a total', false],
    ['You will have $201 remaining.', 'Paid $299 of USD 740', 'what remains, of amounts in words', false],
    ['The total is $23,553.', '{"prices": {"economy": 140, "business": 1859}}', 'a total, of a result that is JSON in a text', false],
    ['The total is $23,553.', { fare: 140, seats: 12, flight: 1859 }, 'one amount alone', true],
    ['Your flight costs $23,553.', { fares: [140, 1859] }, 'a price', true],
    ['The total is high. It costs $23,553.', { fares: [140, 1859] }, 'a price after a sentence with a total', true],
    ['Total: $140 + $1,859 = $23,553', { fares: [140, 1859] }, 'a sum that is written out', true],
  ])('may be out of results that lie apart: %s (%j): %s; marked: %s', (text, result, _, marked) => {
    expect(standing(result, text).includes(`${/\$[\d,]+(?!.*\$)/.exec(text)![0]} -`)).toBe(marked);
  });

  test.each([['2 + 3 × 4 = ', 14], ['(2 + 3) × 4 = ', 20], ['it costs 10 / 4 = ', 2.5], ['**$1,000** − **20 % =** ', null], ['1 + = ', null], ['((((( = ', null], ['x = ', null]])('%s', (text, value) => {
    expect(expressionBefore(text, text.length)?.value ?? null).toBe(value);
  });
});

describe('a trace made to break it', () => {
  test('is read like any other', () => {
    const hostile = JSON.parse('{"__proto__": {"x": 4711}, "constructor": "47.11", "deep": null}') as Json;
    let deep: Json = 'ORD-991';
    for (let n = 0; n < 900; n++) deep = [deep];
    expect(standing([hostile, deep, '\u202e99\u202c', '9'.repeat(500), '1e999', 1e300], 'It is 4711, 47.11 and ORD-991 of 99,999,999,999,999,999,999.')).toEqual(['4711 result2', '47.11 result2', 'ORD-991 result2', '99,999,999,999,999,999,999 -']);
  });
  test('of long lines takes no longer for it', () => {
    const start = performance.now();
    standing(['a'.repeat(2_000_000), '1'.repeat(2_000_000), '1 '.repeat(500_000), '-1'.repeat(500_000)], 'It is 4711 and “words that are not in there anywhere”.');
    expect(performance.now() - start).toBeLessThan(4000);
  });
  test('of many texts is looked into from the end, and says so', () => {
    const found = said(tool('t', 'find', {}, { result: 4711 }), ...Array.from({ length: 250 }, (_, n) => span(`s${n}`, { kind: 'llm', output: [assistant('It is 4711.')] })));
    expect(found.said.length).toBe(200);
    expect(found.cut).toEqual(['Values are looked up in the last 200 of 250 texts of the model.']);
  });
});
