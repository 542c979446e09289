import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { middleCut, oneLine, plainPreview, quoted, truncate, wholeWords } from '../../../src/core/display/truncate.ts';

test('short text is left alone', () => {
  expect(truncate('abc', 3)).toEqual({ text: 'abc', cut: false, shown: 3, whole: 3 });
});

test.each([
  ['abcdef', 3, 'abc'],
  ['ab\u{1f469}\u200d\u{1f469}\u200d\u{1f467}cd', 5, 'ab'],
  ['e\u0301e\u0301', 1, 'e'],
  ['e\u0301e\u0301', 3, 'e\u0301'],
  ['\u{1f1e9}\u{1f1ea}\u{1f1eb}\u{1f1f7}', 5, '\u{1f1e9}\u{1f1ea}'],
])('%j cut at %d', (text, max, wanted) => expect(truncate(text, max).text).toBe(wanted));

test.each([
  ['run-8f21', 11, 'run-8f21'],
  ['mAfeKsLqDAoVwq7TzYx', 11, 'mAfeK…7TzYx'],
  ['mAfeKsLqDAoVwq7TzYx', 10, 'mAfeK…TzYx'],
  ['a\nb', 11, 'a b'],
  ['', 11, ''],
  ['abcdefghijkl\u{1f469}\u200d\u{1f467}', 7, 'abc…kl\u{1f469}\u200d\u{1f467}'],
])('%j cut in the middle at %d', (text, max, wanted) => expect(middleCut(text, max)).toBe(wanted));

test('a cut is at most as long as asked, a start of the text, and announced', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), fc.integer({ min: 1, max: 500 }), (text, max) => {
      const cut = truncate(text, max);
      expect(cut.text.length).toBeLessThanOrEqual(max);
      expect(text.startsWith(cut.text)).toBe(true);
      expect(cut.cut).toBe(text.length > max);
      expect(cut.whole).toBe(text.length);
      expect(/[\ud800-\udbff]$/.test(cut.text)).toBe(false);
    }),
  );
});

test('one line has one line', () => {
  expect(oneLine('  a\n\tb  ', 10)).toBe('a b');
  expect(oneLine('one two three', 7)).toBe('one two…');
  expect(oneLine(`${'\n'.repeat(400)}x`, 10)).toMatch(/…$/);
  expect(quoted('Where is\nmy order?', 40)).toBe('“Where is my order?”');
});

test.each([
  ['Order **12345** was `sent`', 'Order 12345 was sent'],
  ['## Result\n- one\n- two', 'Result\none\ntwo'],
  ['See [the policy](https://example.com/p) first', 'See the policy first'],
  ['2 * 3 * 4 and a__b', '2 * 3 * 4 and a__b'],
  ['Run\n```json\n{"a": 1}\n```', 'Run\n\n{"a": 1}\n'],
])('a preview of %j reads %j', (text, wanted) => expect(plainPreview(text)).toBe(wanted));

test.each([
  ['a text that fits as it is', 30, 'a text that fits as it is'],
  ['What is the status of order 12345?', 24, 'What is the status of…'],
  ['one two three four, five six', 20, 'one two three four…'],
  ['ends with the word here and goes on', 18, 'ends with the word…'],
  ['anextraordinarilylongwordwithoutblanks', 20, 'anextraordinarilylon…'],
])('%s is cut between words', (text, max, cut) => expect(wholeWords(text, max)).toBe(cut));
