import { hash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalHash } from '../../src/engine/canonicalHash.ts';
import { canonicalJson } from '../../src/store/merge.ts';

const inOneGo = (value: unknown) => hash('sha256', canonicalJson(value));

test('a hash made piece by piece is that of the whole text', () => {
  fc.assert(fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
    expect(canonicalHash(value)).toBe(inOneGo(value));
  }));
  expect(canonicalHash({ b: undefined, a: [undefined, null] })).toBe(inOneGo({ b: undefined, a: [undefined, null] }));
});

test.each([
  ['words', 'lorem "ipsum"\n'], ['pairs that are cut in every place', '𝄞'], ['pairs behind one letter', 'a𝄞', 1], ['halves that belong to nothing', '\ud834x\udd1e'],
])('so is that of a long text: %s', (_, unit, before = 0) => {
  for (const length of [1 << 18, (1 << 18) + 1, 600_001]) {
    const text = ' '.repeat(before) + unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
    expect(canonicalHash({ z: [text, 1], a: text })).toBe(inOneGo({ z: [text, 1], a: text }));
  }
});
