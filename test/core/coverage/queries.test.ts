import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { alike, createQueryIndex, duplicate, querySimilarity } from '../../../src/core/coverage/queries.ts';
import { finish } from '../../../src/core/support/slices.ts';

test('queries of the same words are alike whatever their order, case and signs; a typing mistake weighs little, another subject much', () => {
  const query = 'What is the status of order 12345?';
  expect(querySimilarity(query, 'the STATUS of order 12345, what is?')).toBe(1);
  expect(querySimilarity(query, 'What is the staus of order 12345?')).toBeGreaterThan(alike);
  expect(querySimilarity(query, 'What is the status of order 12346?')).toBeGreaterThan(alike);
  expect(querySimilarity(query, 'What is the status of order 12346?')).toBeLessThan(duplicate);
  expect(querySimilarity(query, 'Cancel my subscription')).toBeLessThan(0.2);
});

test('the measure is Dice\'s coefficient over groups of three letters', () => {
  // " ab", "ab " against " ab", "abc", "bc ": one of 2 and 3 is shared.
  expect(querySimilarity('ab', 'abc')).toBe((2 * 1) / 5);
  // A part that comes twice is two parts.
  expect(querySimilarity('ab ab', 'ab')).toBe((2 * 2) / 6);
  expect(querySimilarity('ＡＢ', 'ab')).toBe(1);
  expect(querySimilarity('注文の状況', '注文の状態')).toBeCloseTo(0.6);
});

test('queries without a word are like nothing', () => {
  expect(querySimilarity('', '')).toBe(0);
  expect(querySimilarity('?!', '?!')).toBe(0);
  const index = createQueryIndex<string>();
  index.add('a', '…');
  expect(index.find('…', 0)).toEqual([]);
});

test('the index finds what the measure says, most alike first', () => {
  const index = createQueryIndex<string>();
  index.add('cancel', 'Cancel my subscription');
  index.add('stop', 'I want to stop my subscription');
  index.add('cancel', 'cancel the subscription');
  index.add('other', 'Where is my parcel?');
  expect(index.find('Please cancel my subscription', 0.5).map(({ of, wording, similarity }) => [of, wording, similarity])).toEqual([
    ['cancel', 'Cancel my subscription', querySimilarity('Please cancel my subscription', 'Cancel my subscription')],
    ['cancel', 'cancel the subscription', querySimilarity('Please cancel my subscription', 'cancel the subscription')],
    ['stop', 'I want to stop my subscription', querySimilarity('Please cancel my subscription', 'I want to stop my subscription')],
  ]);
});

test('all pairs above a similarity are found, however few parts are looked at', () => {
  const words = fc.array(fc.constantFrom('order', 'orders', 'status', 'where', 'is', 'my', 'a', '12345', 'parcel'), { minLength: 0, maxLength: 6 }).map((list) => list.join(' '));
  fc.assert(fc.property(fc.array(words, { maxLength: 12 }), fc.constantFrom(0, 0.3, 0.8, 0.95), (queries, above) => {
    const index = createQueryIndex<number>();
    queries.forEach((query, n) => index.add(n, query));
    const expected = queries.flatMap((a, n) => queries.slice(n + 1).flatMap((b, m) => (querySimilarity(a, b) > above ? [`${n} ${n + 1 + m} ${querySimilarity(a, b)}`] : [])));
    expect(finish(index.pairs(above)).map(({ a, b, similarity }) => `${a} ${b} ${similarity}`).toSorted()).toEqual(expected.toSorted());
  }), { numRuns: 200 });
});
