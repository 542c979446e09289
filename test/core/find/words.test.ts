import { expect, test } from 'vitest';
import { placeOfWords, withLooseAccents } from '../../../src/core/find/words.ts';
import { searchTermsOf } from '../../../src/store/searchText.ts';

const found = (text: string, typed: string): string | undefined => {
  const loose = withLooseAccents(text);
  const place = placeOfWords(loose, searchTermsOf(typed));
  return place && `${place.from}:${loose.slice(place.from, place.to).normalize('NFC')}`;
};

test.each([
  ['the order, and one order', 'order', '4:order'],
  ['preorder, then Orders', 'order', '15:Order'],
  ['preorder, then Orders', '"order"', undefined],
  ['orders of an order', 'order of', '7:of'],
  ['one, two. Two of three: two-three', 'two three', '24:two-three'],
  ['lost here, far away, and so on, until the kettle was lost', 'kettle lost', '0:lost'],
  [`lost ${'x '.repeat(200)}was lost, my kettle`, 'kettle lost', '409:lost'],
  [`kettle ${'x '.repeat(200)}`, 'kettle lost', '0:kettle'],
  ['a_b c', 'b', '2:b'],
  ['(?:a+)+$ [x]', '[x]', '10:x'],
  ['Ärger im CAFÉ', 'cafe', '10:CAFÉ'],
  ['Cafe', 'café', '0:Cafe'],
  ['日本語 text', '日本', '0:日本'],
  ['nothing', 'else', undefined],
  ['', 'else', undefined],
  ['nothing', '"', undefined],
])('%#: words are found as full text finds them', (text, typed, place) => expect(found(text, typed)).toBe(place));

test('long texts and odd patterns take no long time', () => {
  const start = performance.now();
  expect(found('a '.repeat(1_000_000), 'a a a a a a a b')).toMatch(/^0:/u);
  expect(found(`${'\u0301'.repeat(100_000)}x`, 'x')).toBeUndefined();
  expect(found(`${'y'.repeat(3_000_000)} needle`, 'needle')).toBe('3000001:needle');
  expect(found(`${'- '.repeat(500_000)}a`, '"a b" "c d"')).toBeUndefined();
  expect(performance.now() - start).toBeLessThan(5000);
});
