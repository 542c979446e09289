import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignSteps } from '../../../src/core/compare/align.ts';
import type { SideStep } from '../../../src/core/compare/side.ts';

/** `getOrder:1` is a call of getOrder with the arguments 1; `~text` a model's answer. */
function step(word: string, index: number): SideStep {
  const said = word.startsWith('~') ? word.slice(1) : null;
  const [name = '', args] = word.split(':');
  return {
    n: index + 1, kind: said === null ? 'tool' : 'llm', name, detail: null, depth: 0, durationMs: null, tokens: null, costUsd: null, failed: false, failedBelow: false, status: null, error: null,
    args: args ?? null, result: null, said, asks: false,
  };
}
const steps = (text: string): readonly SideStep[] => text.split(' ').filter(Boolean).map(step);

function told(a: string, b: string): string {
  const [one, other] = [a.split(' '), b.split(' ')];
  return alignSteps(steps(a), steps(b)).pairs.map(([i, j]) => `${i < 0 ? '-' : one[i]}|${j < 0 ? '-' : other[j]}`).join(' ');
}

test.each([
  ['an insertion shifts nothing', 'a:1 b:1 c:1', 'a:1 x:1 b:1 c:1', 'a:1|a:1 -|x:1 b:1|b:1 c:1|c:1'],
  ['a removal neither', 'a:1 b:1 c:1', 'a:1 c:1', 'a:1|a:1 b:1|- c:1|c:1'],
  ['other arguments of one tool are one pair', 'a:1 b:1', 'a:1 b:2', 'a:1|a:1 b:1|b:2'],
  ['another tool in its place is one pair', 'a:1 b:1 c:1', 'a:1 x:9 c:1', 'a:1|a:1 b:1|x:9 c:1|c:1'],
  ['a call and an answer are never one', 'a:1', '~done', 'a:1|- -|~done'],
  ['of repeated calls the equal one is paired', 'a:1 a:2 a:3', 'a:2', 'a:1|- a:2|a:2 a:3|-'],
  ['answers of different words are one pair', 'a:1 ~yes', 'a:1 ~no', 'a:1|a:1 ~yes|~no'],
])('%s', (_, a, b, wanted) => expect(told(a, b)).toBe(wanted));

test('every step of both stands in it once, in order', () => {
  const word = fc.constantFrom('a:1', 'a:2', 'b:1', 'c:1', '~x', '~y');
  fc.assert(fc.property(fc.array(word, { maxLength: 30 }), fc.array(word, { maxLength: 30 }), (a, b) => {
    const { pairs } = alignSteps(a.map(step), b.map(step));
    expect(pairs.flatMap(([i]) => (i < 0 ? [] : [i]))).toEqual(a.map((_, at) => at));
    expect(pairs.flatMap(([, j]) => (j < 0 ? [] : [j]))).toEqual(b.map((_, at) => at));
    for (const [i, j] of pairs) if (i >= 0 && j >= 0) expect(step(a[i]!, i).kind).toBe(step(b[j]!, j).kind);
  }));
});

test('a run beside itself has no hole', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom('a:1', 'a:2', '~x'), { maxLength: 40 }), (words) => {
    expect(alignSteps(words.map(step), words.map(step)).pairs).toEqual(words.map((_, at) => [at, at]));
  }));
});

test('20,000 steps with changes here and there are laid side by side within a second', () => {
  const words = Array.from({ length: 20_000 }, (_, at) => `tool${at % 7}:${at % 50}`);
  const changed = words.flatMap((word, at) => (at % 97 === 0 ? [] : at % 101 === 0 ? [word, 'new:1'] : [word]));
  const from = performance.now();
  const { pairs } = alignSteps(words.map(step), changed.map(step));
  expect(performance.now() - from).toBeLessThan(1000);
  expect(pairs.filter(([i, j]) => i >= 0 && j >= 0).length).toBeGreaterThan(19_000);
});
