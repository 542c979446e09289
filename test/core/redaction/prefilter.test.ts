import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { hintSource } from '../../../src/core/redaction/detector.ts';
import { beginningsOf, endingsOf } from '../../../src/core/redaction/hintSequences.ts';
import { personalDetectors } from '../../../src/core/redaction/personal.ts';
import { createPrefilter } from '../../../src/core/redaction/prefilter.ts';
import { secretDetectors } from '../../../src/core/redaction/secrets.ts';
import { samples } from './samples.ts';

// Properties run thousands of cases; a busy machine needs its time.
vi.setConfig({ testTimeout: 60_000 });

const detectors = [...secretDetectors, ...personalDetectors];

test('the table says no only where the hints themselves do', () => {
  const exact = detectors.map((detector) => ({ detector, hints: detector.hints.map((hint) => new RegExp(hintSource(hint))) }));
  const candidatesIn = createPrefilter(detectors);
  const pieces = fc.oneof(
    fc.string({ unit: 'binary' }), fc.constantFrom(...Object.values(samples)), fc.constantFrom(...Object.values(samples)).chain((sample) => fc.nat(sample.length).map((end) => sample.slice(0, end))),
    fc.stringMatching(/^[A-Za-z0-9_.:=@" \\-]{0,12}$/), fc.constantFrom('Password', '; ', '\u00a0', '\u201c', '://', 'token', '\\"', ': ', '+49 ', '(123) 4', 'DE89 ABCD', '4111 111'),
  );
  fc.assert(fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
    const text = parts.join('');
    expect(candidatesIn(text).map(({ id }) => id)).toEqual(exact.filter(({ hints }) => hints.some((hint) => hint.test(text))).map(({ detector }) => detector.id));
  }), { numRuns: 5000 });
});

test('a hint that cannot be read would be asked of every text: there is none', () => {
  for (const { id, hints } of detectors) {
    for (const hint of hints) {
      const runs = 'pattern' in hint ? beginningsOf(hint.pattern) : endingsOf(hint.before) && beginningsOf(hint.behind ?? '');
      expect(runs, `${id}: ${hintSource(hint)}`).toBeDefined();
    }
  }
});

test.each([
  ['ab|cd', ['ab', 'cd']],
  ['a[bc]{2}d', ['abbd', 'abcd', 'accd', 'acbd']],
  ['a(?:b|c)?d', ['abd', 'acd', 'ad']],
  ['ab{0,4}c', ['ab', 'ac']],
  ['a(?=b)\\.', ['a.']],
])('%s begins with %j', (source, beginnings) => {
  const spelled = (beginningsOf(source) ?? []).flatMap((sets) => [...sets].reduce<string[]>((all, set) => all.flatMap((text) => [...set].flatMap((has, code) => (has === 1 && code < 128 ? [text + String.fromCharCode(code)] : []))), ['']));
  expect([...new Set(spelled)].sort()).toEqual([...beginnings].sort());
});

test('syntax beyond characters, classes, groups and counts is left to the expression itself', () => {
  expect(beginningsOf('(?<name>a)')).toBeUndefined();
  expect(endingsOf('a\\1')).toBeUndefined();
  const odd = { id: 'odd', kind: 'secret' as const, hints: [{ pattern: '(a)\\1' }], find: () => [] };
  expect(createPrefilter([odd])('xaax')).toEqual([odd]);
  expect(createPrefilter([odd])('xax')).toEqual([]);
});
