import { expect, test } from 'vitest';
import { editDistance, nearest } from '../../../src/core/support/nearest.ts';

test.each([['', 'abc', 3], ['abc', 'abc', 0], ['lsit', 'list', 1], ['improt', 'import', 1], ['kitten', 'sitting', 3]])('from %s to %s it is %i', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
});

test('the nearest word is the one that was meant', () => {
  expect(nearest('tool_selecton', ['tool_arguments', 'tool_selection'])).toBe('tool_selection');
  expect(nearest('GETORDER', ['getOrder', 'getOrders'])).toBe('getOrder');
});

test('a word that resembles none has no nearest', () => {
  expect(nearest('banana', ['list', 'show'])).toBeUndefined();
  expect(nearest('ab', ['xy'])).toBeUndefined();
  expect(nearest('x', [])).toBeUndefined();
});

test('of words this short every other one is near, so none is', () => {
  expect(nearest('b', ['a'])).toBeUndefined();
  expect(nearest('ab', ['ac', 'a', 'ba'])).toBeUndefined();
  expect(nearest('B', ['b'])).toBe('b');
  expect(nearest('toll', ['tool'])).toBe('tool');
  expect(nearest('abc', ['xyc', 'abd'])).toBe('abd');
});
