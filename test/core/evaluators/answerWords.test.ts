import { expect, test } from 'vitest';
import { answerWords } from '../../../src/core/evaluators/answerWords.ts';
import { matcherKinds } from '../../../src/core/evaluators/matcherKinds.ts';
import type { Json } from '../../../src/core/model/json.ts';

const both = (matcher: Json): readonly string[] => Object.values(answerWords(matcher));

test('what a matcher asks of an answer is said in words, and so is its opposite', () => {
  expect(both('was delivered')).toEqual(['says "was delivered"', 'does not say "was delivered"']);
  expect(both({ $contains: 'late' })).toEqual(['contains "late"', 'does not contain "late"']);
  expect(both({ $icontains: 'late' })).toEqual(['contains "late", whatever the case', 'does not contain "late", whatever the case']);
  expect(both({ $regex: '\\bdelivered\\b', flags: 'i' })).toEqual(['matches /\\bdelivered\\b/i', 'does not match /\\bdelivered\\b/i']);
  expect(both({ $all: [{ $icontains: 'a' }, { $not: { $contains: 'b' } }] })).toEqual(['contains "a", whatever the case and does not contain "b"', 'does not contain "a", whatever the case or contains "b"']);
  expect(both({ $oneOf: ['yes', 'no'] })).toEqual(['is "yes" or is "no"', 'is not "yes" and is not "no"']);
  expect(both({ $range: { min: 3 } })).toEqual(['is a number, at least 3', 'is not a number, at least 3']);
  expect(both({ status: 'delivered' })).toEqual(['is {"status":"delivered"}', 'is not {"status":"delivered"}']);
});

test('every matcher that can hold of an answer has words, whatever is written in it', () => {
  const silent = ['$absent', '$ignore', '$judge'];
  for (const kind of Object.keys(matcherKinds).filter((each) => !silent.includes(each))) for (const operand of ['x', 1, ['x'], { min: 1, max: 2 }, null]) expect(answerWords({ [kind]: operand }).holds, kind).not.toContain('$');
});
