import type { Answer, AnswerMatch } from '../model/evalCase.ts';
import { isJsonMap, type Json } from '../model/json.ts';
import { showValue } from './canonical.ts';
import { parseOutput } from './jsonOutput.ts';
import { brokenMatch, every, mismatch, matched, some, type Match } from './match.ts';
import { searchRegex } from './matcherKinds.ts';
import { matchValue, readMatcher } from './matchers.ts';
import { asNumber, isWithin, numbersIn } from './numbers.ts';
import { exactText, foldCase, similarity, spoken } from './text.ts';

/** The answer, as text and as the value it is when it is structured. */
export type Said = { readonly text: string; readonly value: Json | undefined };

type AnswerOptions = Pick<Answer, 'location' | 'min' | 'tolerance'>;
type Rule = (expected: Json, said: Said, options: AnswerOptions) => Match;

const excerpt = 120;
const quoted = (said: Said): string => `the answer is ${showValue(said.text, excerpt)}`;
const textOf = (expected: Json): string | undefined => (typeof expected === 'string' || typeof expected === 'number' || typeof expected === 'boolean' ? String(expected) : undefined);

/** A rule on text. An empty needle says nothing, so it is an error, not a pass. */
function onText(verb: string, holds: (text: string, needle: string) => boolean, clean: (text: string) => string = (text) => text): Rule {
  return (expected, said) => {
    const needle = textOf(expected);
    if (needle === undefined) return brokenMatch('', `needs a text to look for, not ${showValue(expected)}`);
    if (clean(needle) === '') return brokenMatch('', 'an empty text says nothing');
    return holds(clean(said.text), clean(needle)) ? matched : mismatch('', `expected an answer that ${verb} ${showValue(needle)}, ${quoted(said)}`);
  };
}

const contains = onText('contains', (text, needle) => text.includes(needle));

const overList = (combine: (matches: readonly Match[], expected: Json, said: Said) => Match): Rule => (expected, said, options) => {
  if (!Array.isArray(expected) || expected.length === 0) return brokenMatch('', `needs a list of texts, not ${showValue(expected)}`);
  return combine(expected.map((each: Json) => contains(each, said, options)), expected, said);
};

function equals(expected: Json, said: Said): Match {
  // A target that answers with null says nothing.
  if (expected === null && exactText(said.text) === '') return matched;
  if (typeof expected === 'string') return exactText(said.text) === exactText(expected) ? matched : mismatch('', `expected the answer ${showValue(expected)}, ${quoted(said)}`);
  const value = said.value ?? parseOutput(said.text)?.value;
  return value === undefined ? mismatch('', `expected ${showValue(expected)}, ${quoted(said)}`) : matchValue(expected, value, { at: 'answer' });
}

function number(expected: Json, said: Said, { location = 'last', tolerance }: AnswerOptions): Match {
  const wanted = typeof expected === 'number' ? expected : typeof expected === 'string' ? asNumber(expected) : undefined;
  if (wanted === undefined) return brokenMatch('', `needs a number, not ${showValue(expected)}`);
  if (location === 'only') {
    const only = asNumber(said.text);
    return only !== undefined && isWithin(only, wanted, tolerance) ? matched : mismatch('', `expected the number ${wanted} and nothing else, ${quoted(said)}`);
  }
  const found = numbersIn(said.text);
  const meant = location === 'any' ? found : found.slice(location === 'first' ? 0 : -1).slice(0, 1);
  if (meant.some((each) => isWithin(each, wanted, tolerance))) return matched;
  if (found.length === 0) return mismatch('', `expected the number ${wanted}, the answer has none`);
  return mismatch('', location === 'any' ? `expected the number ${wanted}, the answer has ${found.slice(0, 5).join(', ')}` : `expected the number ${wanted}, the ${location} number of the answer is ${meant.join('')}`);
}

const json = (mode: 'exact' | 'partial'): Rule => (expected, said) => {
  const value = said.value ?? parseOutput(said.text)?.value;
  return value === undefined ? mismatch('', 'not JSON') : matchValue(expected, value, { mode, at: 'answer' });
};

function similar(expected: Json, said: Said, { min }: AnswerOptions): Match {
  if (typeof expected !== 'string' || min === undefined) return brokenMatch('', 'similar needs a text and answer.min');
  const likeness = similarity(expected, said.text);
  if (likeness === undefined) return brokenMatch('', 'the texts are too long to compare');
  return likeness >= min ? matched : mismatch('', `expected a similarity of at least ${min}, it is ${likeness.toFixed(3)}`);
}

const rules: Readonly<Record<Exclude<AnswerMatch, 'judge'>, Rule>> = {
  says: onText('says', (text, needle) => text.includes(needle), spoken),
  equals,
  iequals: onText('is, in any case,', (text, needle) => text === needle, (text) => foldCase(exactText(text))),
  contains,
  icontains: onText('contains, in any case,', (text, needle) => text.includes(needle), foldCase),
  containsAll: overList((matches) => every(matches)),
  containsAny: overList((matches, expected, said) => some(matches, mismatch('', `expected an answer with any of ${showValue(expected)}, ${quoted(said)}`))),
  startsWith: onText('begins with', (text, needle) => text.startsWith(needle)),
  regex: (expected, said) => searchRegex(expected, undefined, '', (pattern) => (pattern.find(said.text) ? matched : mismatch('', `expected an answer that matches ${showValue(expected)}, ${quoted(said)}`))),
  number,
  jsonEquals: json('exact'),
  jsonSubset: json('partial'),
  similar,
};

/** How a reference of this type is compared when `answer.match` says nothing (CASES 2.1); undefined for true and false. */
export function defaultMatch(reference: Json): AnswerMatch | undefined {
  if (typeof reference === 'string') return 'says';
  if (typeof reference === 'number') return 'number';
  if (typeof reference === 'boolean') return undefined;
  return reference === null ? 'equals' : 'jsonSubset';
}

/** The answer held against one reference (METRICS 7). A matcher is a rule of its own, whatever `kind` says. */
export function matchAnswer(kind: Exclude<AnswerMatch, 'judge'>, expected: Json, said: Said, options: AnswerOptions = {}): Match {
  if (readMatcher(expected) !== undefined) return matchSaid(expected, said);
  return rules[kind](expected, said, options);
}

/** A matcher on the answer: on its text, or where that does not hold, on the value it is when it is JSON. A bare text is said, not equalled. */
export function matchSaid(matcher: Json, said: Said): Match {
  if (typeof matcher === 'string' && matcher !== '') return rules.says(matcher, said, {});
  if (typeof matcher === 'number') return number(matcher, said, { location: 'any' });
  const text = matchValue(matcher, said.text, { at: 'answer' });
  if (text.ok || text.broken !== undefined) return text;
  const value = said.value ?? parseOutput(said.text)?.value;
  if (value === undefined || typeof value === 'string') return text;
  const structured = matchValue(matcher, value, { at: 'answer' });
  return structured.ok || isJsonMap(value) || Array.isArray(value) ? structured : text;
}
