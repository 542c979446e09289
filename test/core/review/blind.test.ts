import { expect, test } from 'vitest';
import { blindSentence } from '../../../src/core/display/failureWords.ts';
import { createBlindView, isHiddenFrom } from '../../../src/core/review/blind.ts';
import { defer, fail, inClass, labelledBy, note, pass } from './labelledBy.ts';

const here = { orphan: false };
const traces = [
  labelledBy('ana-only', [['ana', fail, inClass('recovery')]], here),
  labelledBy('ana-passed', [['ana', pass]], here),
  labelledBy('both', [['ana', fail], ['bob', pass]], here),
  labelledBy('bob-waits', [['ana', fail, note('Hers')], ['bob', defer, note('His')]], here),
  labelledBy('bob-only', [['bob', fail]], here),
  labelledBy('bob-decided', [['ana', fail], ['cleo', pass], ['bob', { kind: 'adjudicate', value: { verdict: 'fail', of: ['ana', 'cleo'] } }]], here),
  labelledBy('not-here', [['ana', fail]], { orphan: true }),
];
const hiddenFrom = (by: string) => traces.filter((each) => isHiddenFrom(by, each)).map(({ id }) => id);

test('what others say waits for a pass or fail of one\'s own; of a run that is not here nobody can give one', () => {
  expect(hiddenFrom('bob')).toEqual(['ana-only', 'ana-passed', 'bob-waits']);
  expect(hiddenFrom('ana')).toEqual(['bob-only']);
  expect(hiddenFrom('')).toEqual(['ana-only', 'ana-passed', 'both', 'bob-waits', 'bob-only', 'bob-decided']);
});

test('of a hidden trace one\'s own words are left, and how many are hidden tells no verdict', () => {
  const view = createBlindView();
  const { traces: seen, hidden } = view(traces, 'bob');
  expect(hidden).toBe(3);
  expect(seen.map(({ id }) => id)).toEqual(['both', 'bob-waits', 'bob-only', 'bob-decided', 'not-here']);
  expect(seen[1]!.labels).toMatchObject({ label: { by: 'bob', note: 'His', verdict: 'defer' }, disagree: false, own: [{ by: 'bob' }] });
  expect(JSON.stringify(seen)).not.toContain('Hers');
  expect(view(traces, 'bob').traces).toBe(seen);
  // Who has nothing to wait for reads the very list.
  const own = traces.slice(0, 2);
  expect(view(own, 'ana')).toEqual({ traces: own, hidden: 0 });
  expect(view(own, 'ana').traces).toBe(own);
});

test('the sentence says how many are not counted, or that they are because somebody asked', () => {
  expect(blindSentence(0, false)).toBe('');
  expect(blindSentence(1, false)).toBe('1 trace that others labelled and you have not reviewed yet is left out and not counted, so that no verdict sways yours (blind review).');
  expect(blindSentence(1200, true)).toBe('Shows 1,200 traces that others labelled and you have not reviewed yet, too, because all were asked for.');
});
