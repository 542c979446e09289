import { describe, expect, test } from 'vitest';
import { matchValue, readMatcher, shareSatisfied, type MatchOptions } from '../../../src/core/evaluators/matchers.ts';
import { matcherKinds } from '../../../src/core/evaluators/matcherKinds.ts';
import type { Json } from '../../../src/core/model/json.ts';

/** The outcome as a word: `ok`, `no`, or how it could not be compared. */
function outcome(expected: Json, actual: Json | undefined, options?: MatchOptions): string {
  const match = matchValue(expected, actual, options);
  return match.ok ? 'ok' : (match.broken ?? 'no');
}

const withProto = JSON.parse('{"a": 1, "__proto__": {"x": 1}}') as Json;

describe('deep equality', () => {
  test.each<[string, Json, Json | undefined, string]>([
    ['1 and 1.0 are one number', 1, 1.0, 'ok'],
    ['0 and -0 are one number', 0, -0, 'ok'],
    ['a number is not its text', 1, '1', 'no'],
    ['true is not 1', true, 1, 'no'],
    ['null is not missing', null, undefined, 'no'],
    ['null equals null', null, null, 'ok'],
    ['NaN never equals, not even itself', Number.NaN, Number.NaN, 'no'],
    ['key order does not matter', { a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 }, 'ok'],
    ['array order does', [1, 2], [2, 1], 'no'],
    ['arrays differ by length', [1, 2], [1], 'no'],
    ['an extra key differs', { a: 1 }, { a: 1, b: 2 }, 'no'],
    ['__proto__ is an ordinary extra key', { a: 1 }, withProto, 'no'],
    ['__proto__ is an ordinary expected key', withProto, { a: 1 }, 'no'],
    ['__proto__ compares', withProto, JSON.parse('{"__proto__": {"x": 1}, "a": 1}') as Json, 'ok'],
    ['a list is no map', {}, [], 'no'],
  ])('%s', (_, expected, actual, wanted) => expect(outcome(expected, actual)).toBe(wanted));
});

describe('maps by mode', () => {
  const actual = { status: 'open', page: { size: 5, at: 1 } };
  test.each<[NonNullable<MatchOptions['mode']>, Json, string]>([
    ['partial', { status: 'open' }, 'ok'],
    ['partial', { page: { size: 5 } }, 'ok'],
    ['partial', { missing: 1 }, 'no'],
    ['exact', { status: 'open' }, 'no'],
    ['exact', { page: { at: 1, size: 5 }, status: 'open' }, 'ok'],
    ['subset', { status: 'open', page: { size: 5, at: 1, more: 2 }, other: 1 }, 'ok'],
    ['subset', { page: { size: 5, at: 1 } }, 'no'],
  ])('%s %j', (mode, expected, wanted) => expect(outcome(expected, actual, { mode })).toBe(wanted));

  test('arrays inside a partial map compare element by element', () => {
    expect(outcome({ items: [{ id: 1 }] }, { items: [{ id: 1, more: true }] }, { mode: 'partial' })).toBe('ok');
    expect(outcome({ items: [{ id: 1 }] }, { items: [{ id: 1 }, { id: 2 }] }, { mode: 'partial' })).toBe('no');
  });
  test('ignored keys are dropped on both sides, at the top or by dotted path', () => {
    expect(outcome({ a: 1, order_id: 1 }, { a: 1, order_id: 2, user_id: 3 }, { ignore: ['*_id'] })).toBe('ok');
    expect(outcome({ filter: { cursor: 1, q: 'x' } }, { filter: { cursor: 2, q: 'x' } }, { ignore: ['filter.cursor'] })).toBe('ok');
    expect(outcome({ filter: { cursor: 1 } }, { filter: { cursor: 2 } }, { ignore: ['cursor'] })).toBe('no');
    expect(outcome({ q: 1 }, { q: 1, request_id: 'x' }, { ignore: ['request'] })).toBe('no');
  });
});

describe('coerce: loose', () => {
  test.each<[Json, Json]>([[1, '1'], ['1', 1], [1.5, '1.50'], [true, 'True'], ['false', false], [{ a: 1 }, '{"a": 1}'], [[1, 2], '[1,2]'], ['{"b":2,"a":1}', { a: 1, b: 2 }], [null, 'null']])('%j says the same as %j', (expected, actual) => {
    expect(outcome(expected, actual)).toBe('no');
    expect(outcome(expected, actual, { coerce: 'loose' })).toBe('ok');
  });
  test.each<[Json, Json]>([[1, ''], [0, ' '], [1, 'one'], [true, '1'], ['x', 1], [null, 0], [1, true]])('%j does not say %j', (expected, actual) => expect(outcome(expected, actual, { coerce: 'loose' })).toBe('no'));
});

describe('matchers', () => {
  test.each<[Json, Json | undefined, string]>([
    [{ $any: true }, null, 'ok'], [{ $any: true }, undefined, 'no'],
    [{ $absent: true }, undefined, 'ok'], [{ $absent: true }, null, 'no'],
    [{ $regex: 'b+' }, 'abbc', 'ok'], [{ $regex: '^b' }, 'ab', 'no'], [{ $regex: 'B', flags: 'i' }, 'abc', 'ok'], [{ $regex: '\\d' }, 5, 'no'], [{ $regex: 'a' }, undefined, 'no'],
    [{ $regex: '(?=a)' }, 'a', 'error'], [{ $regex: '(a)\\1' }, 'aa', 'error'], [{ $regex: '[' }, 'a', 'error'], [{ $regex: 'a', flags: 'q' }, 'a', 'error'],
    [{ $oneOf: ['771', 771] }, 771, 'ok'], [{ $oneOf: ['a', { $regex: '^b' }] }, 'bc', 'ok'], [{ $oneOf: ['a'] }, 'b', 'no'], [{ $oneOf: [{ $regex: '[' }, 'b'] }, 'b', 'ok'], [{ $oneOf: [{ $regex: '[' }] }, 'b', 'error'],
    [{ $number: 10, abs: 0.5 }, 10.5, 'ok'], [{ $number: 10, abs: 0.5 }, 10.6, 'no'], [{ $number: 100, rel: 0.02 }, 98, 'ok'], [{ $number: 100, rel: 0.02, abs: 5 }, 95, 'ok'], [{ $number: 1 }, '1', 'no'], [{ $number: 1 }, Number.POSITIVE_INFINITY, 'no'],
    [{ $range: { min: 0, max: 1 } }, 1, 'ok'], [{ $range: { min: 0 } }, -1, 'no'], [{ $range: { max: 1 } }, '0', 'no'], [{ $range: 'x' }, 1, 'error'],
    [{ $contains: 'b' }, 'abc', 'ok'], [{ $contains: 'B' }, 'abc', 'no'], [{ $contains: 0 }, 'has 0 errors', 'ok'], [{ $contains: 2 }, [1, 2], 'ok'], [{ $contains: { a: 1 } }, [{ a: 1 }], 'ok'], [{ $contains: '' }, 'abc', 'error'], [{ $contains: 'a' }, { a: 1 }, 'no'],
    [{ $icontains: 'WoRlD' }, 'Hello WORLD', 'ok'], [{ $icontains: 'B' }, ['a', 'b'], 'ok'],
    [{ $startsWith: 'ab' }, 'abc', 'ok'], [{ $startsWith: 'b' }, 'abc', 'no'], [{ $iequals: 'ABC' }, 'abc', 'ok'],
    [{ $date: '2026-01-02' }, '2026-01-02T10:00:00Z', 'ok'], [{ $date: '2026-01-02', within: 'P1D' }, '2026-01-03T00:00:00Z', 'ok'], [{ $date: '2026-01-02', within: 'P1D' }, '2026-01-03T00:00:01Z', 'no'], [{ $date: '2026-01-02', within: 'soon' }, '2026-01-02', 'error'], [{ $date: '2026-01-02' }, 'tomorrow', 'no'],
    [{ $length: { min: 1, max: 2 } }, 'ab', 'ok'], [{ $length: { min: 1 } }, [], 'no'], [{ $length: 1 }, '😀', 'ok'], [{ $length: 1 }, 5, 'no'],
    [{ $type: 'integer' }, 1.0, 'ok'], [{ $type: 'integer' }, 1.5, 'no'], [{ $type: 'array' }, [], 'ok'], [{ $type: 'null' }, null, 'ok'], [{ $type: 'text' }, 'x', 'error'],
    [{ $schema: { type: 'object', required: ['a'] } }, { a: 1 }, 'ok'], [{ $schema: { type: 'object', required: ['a'] } }, {}, 'no'], [{ $schema: { type: 'nonsense' } }, 1, 'error'], [{ $schema: { format: 'date' } }, '2026-13-01', 'no'],
    [{ $subset: { orderId: '1' } }, { orderId: '1', more: 2 }, 'ok'], [{ $subset: { a: { b: { $regex: '^x' } } } }, { a: { b: 'xy', c: 1 }, d: 1 }, 'ok'],
    [{ $setEquals: [1, 2] }, [2, 1, 1], 'ok'], [{ $setEquals: [1, 2] }, [1], 'no'], [{ $setEquals: [1] }, [1, 3], 'no'], [{ $setEquals: [1] }, 1, 'no'],
    [{ $similar: 'abcd', min: 0.75 }, 'abcx', 'ok'], [{ $similar: 'abcd', min: 0.8 }, 'abcx', 'no'], [{ $similar: 'abcd' }, 'abcd', 'error'],
    [{ $judge: 'polite' }, 'x', 'n/a'], [{ $not: { $judge: 'polite' } }, 'x', 'n/a'],
    [{ $not: 'x' }, 'y', 'ok'], [{ $not: 'x' }, 'x', 'no'], [{ $not: { $regex: '[' } }, 'x', 'error'], [{ $not: { $absent: true } }, undefined, 'no'],
    [{ $all: [{ $startsWith: 'a' }, { $contains: 'c' }] }, 'abc', 'ok'], [{ $all: [{ $startsWith: 'a' }, { $contains: 'x' }] }, 'abc', 'no'], [{ $all: [{ $regex: '[' }, { $contains: 'x' }] }, 'abc', 'no'],
    [{ $literal: { $any: true } }, { $any: true }, 'ok'], [{ $literal: { $any: true } }, 5, 'no'],
    [{ $regx: 'a' }, 'a', 'error'], [{ $any: true, $regex: 'a' }, 'a', 'error'], [{ $any: true, flags: 'i' }, 'a', 'error'],
  ])('%j against %j', (expected, actual, wanted) => expect(outcome(expected, actual)).toBe(wanted));

  test('a missing key is what $absent and $ignore say it is', () => {
    expect(outcome({ a: { $absent: true } }, {}, { mode: 'exact' })).toBe('ok');
    expect(outcome({ a: { $ignore: true } }, { a: 5 }, { mode: 'exact' })).toBe('ok');
    expect(outcome({ a: { $ignore: true } }, {}, { mode: 'exact' })).toBe('ok');
    expect(outcome({ a: { $any: true } }, {}, { mode: 'partial' })).toBe('no');
  });
  test('a definite mismatch outweighs what could not be compared', () => {
    expect(outcome({ a: { $judge: 'x' }, b: 1 }, { a: 1, b: 2 })).toBe('no');
    expect(outcome({ a: { $judge: 'x' }, b: 1 }, { a: 1, b: 1 })).toBe('n/a');
  });
  test('every matcher says what it means and refuses what it does not know', () => {
    for (const [name, { meaning }] of Object.entries(matcherKinds)) {
      expect(meaning.length, name).toBeGreaterThan(10);
      expect(readMatcher({ [name]: 1, nonsense: 1 })).toEqual({ error: `${name} has no option nonsense` });
    }
  });
  test('hostile depth is refused, not overflowed', () => {
    let deep: Json = 1;
    for (let i = 0; i < 100_000; i++) deep = { a: deep };
    expect(outcome(deep, deep)).toBe('error');
  });
  test('a pattern that takes other engines for ever is decided', () => expect(outcome({ $regex: '^(a+)+$' }, `${'a'.repeat(50_000)}b`)).toBe('no'));
  test('text and pattern that are too large together are refused, whatever the machine', () => {
    expect(outcome({ $regex: 'b' }, 'a'.repeat(100_000))).toBe('no');
    expect(outcome({ $regex: '(a?){100}a{100}$' }, 'a'.repeat(100_000))).toBe('error');
    expect(matchValue({ $regex: 'b' }, 'a'.repeat(10_000_000))).toMatchObject({ broken: 'error', reason: '"b" was given up: a text of 10000000 characters is too long for a pattern of this size' });
  });
});

describe('reasons name the first differing path', () => {
  const reasonOf = (expected: Json, actual: Json, options?: MatchOptions): string => {
    const match = matchValue(expected, actual, options);
    return match.ok ? '' : `${match.path}: ${match.reason}`;
  };
  test.each<[string, Json, Json, MatchOptions | undefined]>([
    ['args.filter.orderId: expected "12345", got 12345 (types differ; coerce: loose would accept)', { filter: { orderId: '12345' } }, { filter: { orderId: 12_345 } }, { mode: 'partial', at: 'args' }],
    ['a: expected 1, is missing', { a: 1 }, {}, undefined],
    ['a: $type does not know "strng"; the nearest is string', { a: { $type: 'strng' } }, { a: 'x' }, undefined],
    ['a: $type does not know "date-time"; it knows string, number, integer, boolean, null, array, object', { a: { $type: 'date-time' } }, { a: 'x' }, undefined],
    ['b: not expected, got 2', { a: 1 }, { a: 1, b: 2 }, undefined],
    ['items[1].id: expected 2, got 3', { items: [{ id: 1 }, { id: 2 }] }, { items: [{ id: 1 }, { id: 3 }] }, undefined],
    ['items: expected 2 elements, got 1', { items: [1, 2] }, { items: [1] }, undefined],
    ['["odd key"]: expected true, got 1 (types differ)', { 'odd key': true }, { 'odd key': 1 }, undefined],
    ['a: expected one of ["x","y"], got "z"', { a: { $oneOf: ['x', 'y'] } }, { a: 'z' }, undefined],
  ])('%s', (reason, expected, actual, options) => expect(reasonOf(expected, actual, options)).toBe(reason));
});

describe('share of right arguments', () => {
  test.each<[string, Json, Json | undefined, MatchOptions, number]>([
    ['nothing expected', {}, { a: 1 }, { mode: 'partial' }, 1],
    ['half', { a: 1, b: 2 }, { a: 1, b: 3 }, { mode: 'partial' }, 0.5],
    ['leaves of nested maps count', { a: { x: 1, y: 2 }, b: 3 }, { a: { x: 1, y: 0 }, b: 3 }, { mode: 'partial' }, 2 / 3],
    ['an invented argument costs under exact', { a: 1 }, { a: 1, b: 2 }, { mode: 'exact' }, 0.5],
    ['and not under partial', { a: 1 }, { a: 1, b: 2 }, { mode: 'partial' }, 1],
    ['subset counts what is there', { a: 1, b: 2 }, { a: 1 }, { mode: 'subset' }, 1],
    ['no arguments at all', { a: 1, b: 2 }, undefined, { mode: 'partial' }, 0],
    ['matchers are leaves', { a: { $any: true }, b: 1 }, { a: 0, b: 2 }, { mode: 'partial' }, 0.5],
  ])('%s', (_, expected, actual, options, wanted) => expect(shareSatisfied(expected as { readonly [key: string]: Json }, actual, options)).toBeCloseTo(wanted, 12));
});
