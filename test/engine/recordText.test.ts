import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonTextOf } from '../../src/engine/recordText.ts';

/** The bytes at some place of a larger piece of memory, as records stand in a file. */
function placed(text: string | Uint8Array, before: number): Uint8Array {
  const bytes = Buffer.from(text);
  const memory = new Uint8Array(before + bytes.length + 3).fill(0xff);
  memory.set(bytes, before);
  return memory.subarray(before, before + bytes.length);
}

const plain = 'an order that was refunded twice, as the log of the payment says. '.repeat(4);
const texts = fc.array(fc.oneof(fc.constant(plain), fc.string({ unit: 'binary' }), fc.constantFrom('“word” —', 'é', '\u{1f600}', '\u0080', '\u07ff', '\u0800', '\uffff', '\u{10ffff}', '\\', '"'))).map((parts) => parts.join(''));

describe('the text of a record', () => {
  test('parses to the same value wherever it stands in memory', () => {
    fc.assert(fc.property(fc.dictionary(texts, texts), fc.integer({ min: 0, max: 7 }), (value, before) => {
      const json = JSON.stringify(value);
      expect(JSON.parse(jsonTextOf(placed(json, before)))).toEqual(JSON.parse(Buffer.from(json).toString('utf8')));
    }));
  });

  test('has few characters beyond ASCII spelled by their number, so that it stays at one byte each', () => {
    expect(jsonTextOf(placed(`"${plain}“refund” 😀"`, 1))).toBe(`"${plain}\\u201crefund\\u201d \\ud83d\\ude00"`);
  });

  test('of another script is read as it is', () => {
    const json = '"返金されました。返金されました。"';
    expect(jsonTextOf(placed(json, 2))).toBe(json);
  });

  test('that is no JSON becomes none: a backslash before such a character, or the character outside of a text', () => {
    const escaped = `"${plain}\\“"`;
    expect(jsonTextOf(placed(escaped, 0))).toBe(escaped);
    for (const broken of [`${plain}“`, `"${plain}\\é"`, `{“${plain}“: 1}`]) expect(() => JSON.parse(jsonTextOf(placed(broken, 3)))).toThrow(SyntaxError);
  });

  test('that is not UTF-8 holds the sign for what cannot be read', () => {
    const bytes = Buffer.concat([Buffer.from(`"${plain}`), Buffer.from([0xc3, 0x28, 0x22])]);
    expect(jsonTextOf(placed(bytes, 1))).toBe(bytes.toString('utf8'));
  });
});
