import { describe, expect, test } from 'vitest';
import { spansIn } from '../../../src/core/formats/otlp.ts';
import { readAnyValue } from '../../../src/core/formats/otlp/anyValue.ts';
import { isNoTime } from '../../../src/core/formats/otlp/clock.ts';
import { readId } from '../../../src/core/formats/otlp/identity.ts';
import { unflatten } from '../../../src/core/formats/otlp/unflatten.ts';

describe('ids', () => {
  test.each([
    ['0AF7651916CD43DD8448EB211C80319C', 16, '0af7651916cd43dd8448eb211c80319c'],
    ['CvdlGRbNQ92ESOshHIAxnA==', 16, '0af7651916cd43dd8448eb211c80319c'],
    ['CvdlGRbNQ92ESOshHIAxnA', 16, 'CvdlGRbNQ92ESOshHIAxnA'],
    ['t61rcWkgMzE=', 8, 'b7ad6b7169203331'],
    ['-_-_-_-_-_8=', 8, 'fbffbffbffbffbff'],
    ['B7AD6B7169203331', 8, 'b7ad6b7169203331'],
    [{ type: 'Buffer', data: [1, 2, 3, 4, 5, 6, 7, 255] }, 8, '01020304050607ff'],
    ['fixture-trace-1', 16, 'fixture-trace-1'],
    ['', 8, null], ['0000000000000000', 8, null], ['AAAAAAAAAAA=', 8, null], [undefined, 8, null], [12, 8, null],
  ] as const)('%j', (id, bytes, expected) => {
    expect(readId(id, bytes)).toBe(expected);
  });
});

test.each([
  [{ stringValue: 'a' }, 'a'], [{ intValue: '42' }, 42], [{ intValue: 42 }, 42], [{ intValue: '9007199254740993' }, '9007199254740993'],
  [{ doubleValue: 0.5 }, 0.5], [{ doubleValue: 'NaN' }, 'NaN'], [{ boolValue: false }, false], [{ bytesValue: 'AQI=' }, 'AQI='],
  [{ arrayValue: { values: [{ intValue: '1' }, {}] } }, [1, null]], [{ arrayValue: {} }, []],
  [{ kvlistValue: { values: [{ key: 'a', value: { stringValue: 'b' } }, { key: 'none' }] } }, { a: 'b', none: null }],
  [undefined, null], [null, null], [{}, null], ['bare', 'bare'], [{ stringValue: null }, null],
])('value %j', (value, expected) => {
  expect(readAnyValue(value)).toEqual(expected);
});

test('positions are sorted as numbers, and a key that is a map and a value is a map', () => {
  expect(unflatten([['m.10.x', 'k'], ['m.9.x', 'j'], ['m.0.x', 'a'], ['m.0.y.0', 'b'], ['n', 1], ['n.a', 2], ['__proto__.x', 3]])).toEqual(
    JSON.parse('{"m":[{"x":"a","y":["b"]},{"x":"j"},{"x":"k"}],"n":{"a":2},"__proto__":{"x":3}}'),
  );
});

test.each([[undefined, false], [null, false], ['', false], ['0', false], [0, false], ['1795165200000000000', false], [1795165200000000000, false], ['2026-11-20T09:00:00Z', false], ['abc', true], ['99999999999999999999999', true], [-1, true], [{}, true], [Infinity, true]])('%j as a time', (value, none) => {
  expect(isNoTime(value)).toBe(none);
});

test('a time that is none is said of, the same words for each span', () => {
  const spans = ['abc', Infinity, '0', '1795165200000000000'].map((startTimeUnixNano, n) => ({ traceId: 't', spanId: `s${n}`, name: 'n', startTimeUnixNano }));
  const warnings: string[] = [];
  const found = [...spansIn({ resourceSpans: [{ scopeSpans: [{ spans }] }] }, (message) => { warnings.push(message); })];
  expect(found).toHaveLength(4);
  expect(warnings).toEqual(Array.from({ length: 2 }, () => 'startTimeUnixNano is no time in nanoseconds since 1970; read as not recorded.'));
});
