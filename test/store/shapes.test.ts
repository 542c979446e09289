import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonMap } from '../../src/core/model/json.ts';
import { createShapes, unshaped } from '../../src/store/shapes.ts';

test('maps come back from their shapes, whatever their keys are', () => {
  const keys = fc.oneof(fc.string(), fc.constantFrom('a', 'b', 'a\0b', 'b\0c', '\0', '__proto__', 'toString'));
  fc.assert(fc.property(fc.array(fc.dictionary(keys, fc.jsonValue(), { maxKeys: 4 }), { maxLength: 6 }), (maps) => {
    const { shapes, shaped } = createShapes();
    const stored = maps.map((map) => JSON.stringify(shaped(map)));
    const kept = JSON.parse(JSON.stringify(shapes)) as typeof shapes;
    expect(stored.map((text) => JSON.stringify(unshaped(kept, JSON.parse(text) as JsonMap)))).toEqual(maps.map((map) => JSON.stringify(map)));
  }));
});

test('keys stand once', () => {
  const { shapes, shaped } = createShapes();
  expect([shaped({ a: 1, b: 2 }), shaped({ a: 3, b: 4 }), shaped({ b: 5, a: 6 }), shaped({ a: 7, b: undefined })]).toEqual([[0, 1, 2], [0, 3, 4], [1, 5, 6], [2, 7]]);
  expect(shapes).toEqual([['a', 'b'], ['b', 'a'], ['a']]);
});
