import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { JsonItem } from '../../../src/core/formats/jsonValues.ts';
import { readJsonValues, sampleJsonValues } from '../../../src/core/formats/jsonValues.ts';

// Properties run hundreds of cases; a busy machine needs its time.
vi.setConfig({ testTimeout: 60_000 });

const bytes = (text: string) => new TextEncoder().encode(text);

/** Cuts a text's bytes into chunks, each in the same buffer, as a file is read. */
function* inChunks(text: string, sizes: readonly number[]): Generator<Uint8Array> {
  const whole = bytes(text);
  const buffer = new Uint8Array(whole.length);
  let at = 0;
  for (let turn = 0; at < whole.length; turn++) {
    const size = Math.min(whole.length - at, Math.max(1, sizes[turn % sizes.length] ?? whole.length));
    buffer.fill(0x7b);
    buffer.set(whole.subarray(at, at + size));
    yield buffer.subarray(0, size);
    at += size;
  }
}

/** One line an item: where it is, and what. */
function told(items: Iterable<JsonItem>): string[] {
  return [...items].map((item) => (item.type === 'value'
    ? `${item.line} @${item.offset}+${item.length}${item.inArray ? ' in array' : ''} ${JSON.stringify(item.value)}`
    : `${item.line} @${item.offset}+${item.length} ! ${item.message}`));
}

const whole = (text: string) => told(readJsonValues([bytes(text)]));
const valuesOf = (text: string) => [...readJsonValues([bytes(text)])].flatMap((item) => (item.type === 'value' ? [item.value] : []));

describe('layouts', () => {
  test.each<[string, string, unknown[], string]>([
    ['JSON lines', '{"a":1}\n{"b":2}\n', [{ a: 1 }, { b: 2 }], 'lines'],
    ['with CRLF, a byte order mark and blank lines', '\ufeff{"a":1}\r\n\r\n  {"b":2}  \r\n', [{ a: 1 }, { b: 2 }], 'lines'],
    ['one line', '{"a":1}', [{ a: 1 }], 'document'],
    ['one pretty document', '{\n  "a": {\n    "b": [1]\n  }\n}\n', [{ a: { b: [1] } }], 'document'],
    ['pretty documents after each other', '{\n"a": 1\n}\n{\n"b": [\n{\n"c": "}"\n}\n]\n}', [{ a: 1 }, { b: [{ c: '}' }] }], 'lines'],
    ['values with nothing between them', '{"a":1}{"b":2} {"c":3}', [{ a: 1 }, { b: 2 }, { c: 3 }], 'lines'],
    ['a list of records', '[{"a":1},\n {"b":[2]}, 3, "x,]\\"", null]', [{ a: 1 }, { b: [2] }, 3, 'x,]"', null], 'array'],
    ['a list of lists', '[[1],[2]]', [[1], [2]], 'array'],
    ['an empty list', '[]', [], 'document'],
    ['a list a line', '["e",{}]\n["f",{}]\n', [['e', {}], ['f', {}]], 'lines'],
    ['other values a line', '{"a":1}\n"text"\n[1,2]\nnull\n12\n', [{ a: 1 }, 'text', [1, 2], null, 12], 'lines'],
    ['nothing', ' \n\n', [], 'document'],
  ])('%s', (_name, text, values, layout) => {
    expect(valuesOf(text)).toEqual(values);
    expect(sampleJsonValues([bytes(text)]).layout).toBe(layout);
  });

  test('places are byte offsets and 1-based lines', () => {
    const text = '{"é":1}\n{\n "b": 2\n}\n';
    expect(whole(text)).toEqual(['1 @0+8 {"é":1}', '2 @9+11 {"b":2}']);
  });
});

describe('what cannot be read is told with its line, and nothing else is lost', () => {
  test.each<[string, string, string[]]>([
    ['a half-written last line', '{"a":1}\n{"b":', ['1 @0+7 {"a":1}', '2 @8+5 ! The value that begins on line 2 is cut off: the file ends before it is complete.']],
    ['a half-written line in the middle', '{"a":1}\n{"b": "hal\n{"c":3}\n', ['1 @0+7 {"a":1}', '2 @8+10 ! Line 2 is not JSON.', '3 @19+7 {"c":3}']],
    ['a first line that opens more than it closes', '{"a": [1,\n{"b":2}\n{"c":3}\n', ['1 @0+9 ! Line 1 is not JSON.', '2 @10+7 {"b":2}', '3 @18+7 {"c":3}']],
    ['a wrong bracket', '{"a":1}\n{"b":[1}\n{"c":1}\n', ['1 @0+7 {"a":1}', '2 @8+8 ! Line 2 is not JSON.', '3 @17+7 {"c":1}']],
    ['lines of text between', 'start\nmore\n{"a":1}\nend of log\n{"b":2}\n', ['1 @0+10 ! Lines 1 to 2 are not JSON.', '3 @11+7 {"a":1}', '4 @19+10 ! Line 4 is not JSON.', '5 @30+7 {"b":2}']],
    ['a list that is cut off', '[{"a":1},{"b":', ['1 @1+7 in array {"a":1}', '1 @9+5 ! The value that begins on line 1 is cut off: the file ends before it is complete.']],
    ['a document that is cut off', '{\n "a": {\n  "b": 1', ['1 @0+18 ! The value that begins on line 1 is cut off: the file ends before it is complete.']],
    ['a broken element of a list', '[{"a":1},\n{"b" 2},\n{"c":3}]', ['1 @1+7 in array {"a":1}', '2 @10+7 ! The value that begins on line 2 is not valid JSON.', '3 @19+7 in array {"c":3}']],
    ['numbers that JSON has not', '{"a":NaN,"b":"NaN","c":-Infinity}\n', ['1 @0+33 ! Line 1 holds NaN or Infinity, which JSON has not; read as null.', '1 @0+33 {"a":null,"b":"NaN","c":null}']],
    ['a zip archive', 'PK\u0003\u0004rest', ['1 @0+8 ! The file is a zip archive. Unpack it and import the files inside.']],
  ])('%s', (_name, text, items) => {
    expect(whole(text)).toEqual(items);
  });

  test('a file that is only text is one sentence, not one a line', () => {
    expect(whole('# Title\n\nSome prose.\n'.repeat(200))).toEqual(['1 @0+4199 ! Lines 1 to 600 are not JSON.']);
  });

  test('UTF-16 is named', () => {
    expect(told(readJsonValues([new Uint8Array([0xff, 0xfe, 0x7b, 0, 0x7d, 0])]))).toEqual(['1 @0+6 ! The file is UTF-16, not UTF-8. Save it as UTF-8 and import it again.']);
  });

  test('a value that is too long is told and left behind, whatever the chunks', () => {
    const long = (inner: string) => `{${inner}"long":"${'x'.repeat(300)}","of":[{"n":1},\n {"n":2}]}`;
    const text = `{"a":1}\n${long('')}\n{"b":2}\n${long('\n')}\n{"c":3}\n`;
    for (const size of [1, 7, 64, 1000, 5000]) {
      expect(told(readJsonValues(inChunks(text, [size]), { longestValue: 200 }))).toEqual([
        '1 @0+7 {"a":1}',
        '2 @8+336 ! The value that begins on line 2 is longer than 0 MB and cannot be read as one.',
        '4 @345+7 {"b":2}',
        '5 @353+337 ! The value that begins on line 5 is longer than 0 MB and cannot be read as one.',
        '8 @691+7 {"c":3}',
      ]);
    }
  });

  test('brackets that never close do not make it slow', () => {
    const start = performance.now();
    const items = whole('[\n'.repeat(200_000) + '{"a":1}\n' + '{\n'.repeat(200_000));
    expect(items.length).toBeLessThan(50);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

/** Through JSON once, which has no -0. */
const anyValue = fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' }).map((value): unknown => JSON.parse(JSON.stringify(value)));
const record = fc.dictionary(fc.string(), anyValue, { maxKeys: 4 });
const spaced = fc.constantFrom<(value: unknown) => string>((value) => JSON.stringify(value), (value) => JSON.stringify(value, null, 2), (value) => JSON.stringify(value, null, '\t'));
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
const lineEnd = fc.constantFrom('\n', '\r\n', '\n\n');

describe('cutting', () => {
  test('chunks of any size give the same items, of any text', () => {
    const pieces = fc.oneof(anyValue.map((value) => JSON.stringify(value)), record.map((value) => JSON.stringify(value)), fc.constantFrom('\n', '\n', '\n', '\r\n', ' ', ',', '{', '}', '[', ']', '"', '\\', ':', '\ufeff', '{"a":1}\n', '{"a":"', 'text', 'é', 'NaN'));
    fc.assert(fc.property(fc.array(pieces, { maxLength: 12 }), sizes, (parts, cut) => {
      const text = parts.join('');
      expect(told(readJsonValues(inChunks(text, cut)))).toEqual(whole(text));
    }), { numRuns: 3000 });
  });

  test('records come back whatever stands around them', () => {
    fc.assert(fc.property(fc.array(record, { minLength: 2, maxLength: 6 }), spaced, lineEnd, sizes, (records, print, end, cut) => {
      const lines = records.map((each) => print(each)).join(end);
      const list = `[${records.map((each) => print(each)).join(',')}]`;
      for (const text of [lines, lines + end, list, `\ufeff${list}${end}`]) {
        expect([...readJsonValues(inChunks(text, cut))].map((item) => (item.type === 'value' ? JSON.stringify(item.value) : item.message))).toEqual(records.map((each) => JSON.stringify(each)));
      }
    }), { numRuns: 500 });
  });

  test('every item lies where it says', () => {
    fc.assert(fc.property(fc.array(record, { minLength: 1, maxLength: 5 }), spaced, sizes, (records, print, cut) => {
      const text = records.map((each) => print(each)).join('\n');
      const file = bytes(text);
      for (const item of readJsonValues(inChunks(text, cut))) {
        if (item.type !== 'value') throw new Error(item.message);
        const place = file.subarray(item.offset, item.offset + item.length);
        expect(item.bytes).toEqual(place);
        expect(JSON.parse(new TextDecoder().decode(place))).toEqual(item.value);
        expect(new TextDecoder().decode(file.subarray(0, item.offset)).split('\n').length).toBe(item.line);
      }
    }), { numRuns: 500 });
  });

  test('JSON lines cut at any byte lose at most the last record', () => {
    fc.assert(fc.property(fc.array(record, { minLength: 1, maxLength: 5 }), fc.nat(), (records, at) => {
      const file = bytes(records.map((each) => `${JSON.stringify(each)}\n`).join(''));
      const cut = file.subarray(0, at % (file.length + 1));
      const complete = records.filter((_, index) => bytes(records.slice(0, index + 1).map((each) => `${JSON.stringify(each)}\n`).join('')).length - 1 <= cut.length);
      const items = [...readJsonValues([cut])];
      expect(items.flatMap((item) => (item.type === 'value' ? [item.value] : []))).toEqual(complete);
      expect(items.filter((item) => item.type === 'problem').length).toBeLessThan(2);
    }), { numRuns: 1000 });
  });
});
