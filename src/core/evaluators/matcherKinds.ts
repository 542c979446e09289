import { isJsonMap, type Json, type JsonMap } from '../model/json.ts';
import { nearest } from '../support/nearest.ts';
import { showValue } from './canonical.ts';
import { durationMs } from './duration.ts';
import { compileSchema } from './jsonSchema.ts';
import { brokenMatch, child, every, isBroken, matched, mismatch, some, type Match } from './match.ts';
import { isWithin } from './numbers.ts';
import { compileRegex, RegexLimit, type Regex } from './regex.ts';
import { foldCase, similarity } from './text.ts';

/** How values are being compared where a matcher stands. */
export type Comparison = {
  readonly mode: 'exact' | 'partial' | 'subset';
  readonly coerce: 'none' | 'loose';
  /** Inside `$literal`: `$` keys are ordinary keys. */
  readonly literal: boolean;
  readonly depth: number;
  compare(expected: Json, actual: Json | undefined, path: string, comparison: Comparison): Match;
};

export type MatcherKind = {
  /** Keys that may stand beside the `$` key. */
  readonly options: readonly string[];
  /** What it asks for, in a few words. */
  readonly meaning: string;
  /** `actual` undefined: there is no such value. */
  run(operand: Json, actual: Json | undefined, path: string, comparison: Comparison, options: JsonMap): Match;
};

const exactly = (comparison: Comparison): Comparison => ({ ...comparison, mode: 'exact' });

/** The text of a value: texts as they are; numbers and booleans under `coerce: loose`. */
function textOf(actual: Json | undefined, comparison: Comparison): string | undefined {
  if (typeof actual === 'string') return actual;
  return comparison.coerce === 'loose' && (typeof actual === 'number' || typeof actual === 'boolean') ? String(actual) : undefined;
}

function numberOf(actual: Json | undefined, comparison: Comparison): number | undefined {
  if (typeof actual === 'number') return Number.isFinite(actual) ? actual : undefined;
  if (comparison.coerce !== 'loose' || typeof actual !== 'string' || actual.trim() === '') return undefined;
  const value = Number(actual);
  return Number.isFinite(value) ? value : undefined;
}

const needleOf = (operand: Json): string | undefined => (typeof operand === 'string' || typeof operand === 'number' ? String(operand) : undefined);
const missing = (path: string, wanted: string): Match => mismatch(path, `expected ${wanted}, is missing`);

/** A matcher on text: `holds` gets both texts. */
function onText(meaning: string, wording: string, holds: (text: string, needle: string) => boolean): MatcherKind {
  return {
    options: [],
    meaning,
    run(operand, actual, path, comparison) {
      const needle = needleOf(operand);
      if (needle === undefined) return brokenMatch(path, `${wording} needs a text, not ${showValue(operand)}`);
      if (needle === '') return brokenMatch(path, `${wording} an empty text says nothing`);
      if (actual === undefined) return missing(path, `text that ${wording} ${showValue(needle)}`);
      const text = textOf(actual, comparison);
      if (text === undefined) return mismatch(path, `expected text that ${wording} ${showValue(needle)}, got ${showValue(actual)}`);
      return holds(text, needle) ? matched : mismatch(path, `expected text that ${wording} ${showValue(needle)}, got ${showValue(text)}`);
    },
  };
}

/** `$contains` and `$icontains`: a part of a text, or an element of a list. */
function containing(meaning: string, part: MatcherKind, element: (operand: Json, actual: Json, comparison: Comparison) => boolean): MatcherKind {
  return {
    options: [],
    meaning,
    run(operand, actual, path, comparison, options) {
      if (!Array.isArray(actual)) return part.run(operand, actual, path, comparison, options);
      return actual.some((each: Json) => element(operand, each, comparison)) ? matched : mismatch(path, `expected an element ${showValue(operand)}, got ${showValue(actual)}`);
    },
  };
}

const equalsInside = (operand: Json, each: Json, comparison: Comparison): boolean => comparison.compare(operand, each, '', exactly(comparison)).ok;

export function searchRegex(source: Json, flags: Json | undefined, path: string, search: (pattern: Regex) => Match): Match {
  if (typeof source !== 'string' || (flags !== undefined && typeof flags !== 'string')) return brokenMatch(path, 'a regular expression is a text');
  const pattern = compileRegex(source, flags);
  if ('error' in pattern) return brokenMatch(path, `invalid or unsupported regular expression ${showValue(source)}: ${pattern.error}`);
  try {
    return search(pattern);
  } catch (error) {
    if (error instanceof RegexLimit) return brokenMatch(path, `${showValue(source)} was given up: ${error.message}`);
    throw error;
  }
}

function bounds(operand: Json): { readonly min: number; readonly max: number } | undefined {
  if (typeof operand === 'number') return { min: operand, max: operand };
  if (!isJsonMap(operand) || Object.keys(operand).some((key) => key !== 'min' && key !== 'max')) return undefined;
  const { min = -Infinity, max = Infinity } = operand as { readonly min?: Json; readonly max?: Json };
  return typeof min === 'number' && typeof max === 'number' ? { min, max } : undefined;
}

const inWords = ({ min, max }: { readonly min: number; readonly max: number }): string => (min === max ? String(min) : min === -Infinity ? `at most ${max}` : max === Infinity ? `at least ${min}` : `${min} to ${max}`);

function sizeOf(actual: Json): number | undefined {
  if (typeof actual === 'string') return Array.from(actual).length;
  if (Array.isArray(actual)) return actual.length;
  return isJsonMap(actual) ? Object.keys(actual).length : undefined;
}

export function jsonType(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

const typeNames: readonly string[] = ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'];

function unknownType(operand: Json): string {
  const near = typeof operand === 'string' ? nearest(operand, typeNames) : undefined;
  return `$type does not know ${showValue(operand)}; ${near === undefined ? `it knows ${typeNames.join(', ')}` : `the nearest is ${near}`}`;
}

const isDateOnly = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);
const isDate = (text: Json | undefined): text is string => typeof text === 'string' && /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text));

/** All matchers of CASES 2.3. Adding one is one entry. */
export const matcherKinds: Readonly<Record<string, MatcherKind>> = {
  $any: { options: [], meaning: 'Any value; the key must exist.', run: (_operand, actual, path) => (actual === undefined ? missing(path, 'any value') : matched) },
  $absent: { options: [], meaning: 'The key must be missing.', run: (_operand, actual, path) => (actual === undefined ? matched : mismatch(path, `expected no such key, got ${showValue(actual)}`)) },
  $ignore: { options: [], meaning: 'The key is left out on both sides.', run: () => matched },
  $regex: {
    options: ['flags'],
    meaning: 'Text in which the pattern is found. Runs in linear time: no look-around, no back-references.',
    run: (operand, actual, path, comparison, options) =>
      searchRegex(operand, options['flags'], path, (pattern) => {
        const text = textOf(actual, comparison);
        if (actual === undefined) return missing(path, `text that matches ${showValue(operand)}`);
        return text !== undefined && pattern.find(text) ? matched : mismatch(path, `expected text that matches ${showValue(operand)}, got ${showValue(actual)}`);
      }),
  },
  $oneOf: {
    options: [],
    meaning: 'One of these values or matchers.',
    run(operand, actual, path, comparison) {
      if (!Array.isArray(operand)) return brokenMatch(path, '$oneOf needs a list');
      const otherwise = mismatch(path, `expected one of ${showValue(operand)}, ${actual === undefined ? 'is missing' : `got ${showValue(actual)}`}`);
      return some(operand.map((each: Json) => comparison.compare(each, actual, path, exactly(comparison))), otherwise);
    },
  },
  $number: {
    options: ['abs', 'rel'],
    meaning: 'A number, within abs or rel of the given one.',
    run(operand, actual, path, comparison, { abs, rel }) {
      if (typeof operand !== 'number' || (abs !== undefined && typeof abs !== 'number') || (rel !== undefined && typeof rel !== 'number')) return brokenMatch(path, '$number, abs and rel are numbers');
      const value = numberOf(actual, comparison);
      const near = abs === undefined && rel === undefined ? '' : ` within ${[abs === undefined ? [] : [`abs ${abs}`], rel === undefined ? [] : [`rel ${rel}`]].flat().join(', ')}`;
      if (value !== undefined && isWithin(value, operand, { abs, rel })) return matched;
      return actual === undefined ? missing(path, `the number ${operand}`) : mismatch(path, `expected the number ${operand}${near}, got ${showValue(actual)}`);
    },
  },
  $range: {
    options: [],
    meaning: 'A number from min to max, both included.',
    run(operand, actual, path, comparison) {
      const range = bounds(operand);
      if (!range) return brokenMatch(path, '$range needs {min, max}');
      const value = numberOf(actual, comparison);
      if (value !== undefined && value >= range.min && value <= range.max) return matched;
      return actual === undefined ? missing(path, `a number ${inWords(range)}`) : mismatch(path, `expected a number ${inWords(range)}, got ${showValue(actual)}`);
    },
  },
  $contains: containing('Text that contains this, or a list with such an element.', onText('', 'contains', (text, needle) => text.includes(needle)), equalsInside),
  $icontains: containing(
    'Like $contains, whatever the case.',
    onText('', 'contains, in any case,', (text, needle) => foldCase(text).includes(foldCase(needle))),
    (operand, each, comparison) => (typeof operand === 'string' && typeof each === 'string' ? foldCase(operand) === foldCase(each) : equalsInside(operand, each, comparison)),
  ),
  $startsWith: onText('Text that begins with this.', 'begins with', (text, needle) => text.startsWith(needle)),
  $iequals: onText('This text, whatever the case.', 'equals, in any case,', (text, needle) => foldCase(text) === foldCase(needle)),
  $date: {
    options: ['within'],
    meaning: 'A date or time, within an ISO duration of the given one.',
    run(operand, actual, path, _comparison, { within }) {
      if (!isDate(operand)) return brokenMatch(path, `$date needs an ISO date, not ${showValue(operand)}`);
      const span = within === undefined ? 0 : typeof within === 'string' ? durationMs(within) : undefined;
      if (span === undefined) return brokenMatch(path, `within needs an ISO duration such as P1D, not ${showValue(within)}`);
      if (actual === undefined) return missing(path, `the date ${operand}`);
      const sameDay = within === undefined && isDateOnly(operand) && isDate(actual) && actual.startsWith(operand);
      if (sameDay || (isDate(actual) && Math.abs(Date.parse(actual) - Date.parse(operand)) <= span)) return matched;
      return mismatch(path, `expected the date ${operand}${typeof within === 'string' ? ` within ${within}` : ''}, got ${showValue(actual)}`);
    },
  },
  $length: {
    options: [],
    meaning: 'Text, list or map whose length lies from min to max.',
    run(operand, actual, path) {
      const range = bounds(operand);
      if (!range) return brokenMatch(path, '$length needs a number or {min, max}');
      const size = actual === undefined ? undefined : sizeOf(actual);
      if (size !== undefined && size >= range.min && size <= range.max) return matched;
      return actual === undefined ? missing(path, `a length of ${inWords(range)}`) : mismatch(path, `expected a length of ${inWords(range)}, got ${size ?? showValue(actual)}`);
    },
  },
  $type: {
    options: [],
    meaning: 'A value of this type: string, number, integer, boolean, null, array or object.',
    run(operand, actual, path) {
      if (typeof operand !== 'string' || !typeNames.includes(operand)) return brokenMatch(path, unknownType(operand));
      if (actual === undefined) return missing(path, `a value of type ${operand}`);
      const ok = operand === 'integer' ? Number.isInteger(actual) : jsonType(actual) === operand;
      return ok ? matched : mismatch(path, `expected a value of type ${operand}, got ${showValue(actual)}`);
    },
  },
  $schema: {
    options: [],
    meaning: 'A value that fits this JSON Schema.',
    run(operand, actual, path) {
      if (!isJsonMap(operand) && typeof operand !== 'boolean') return brokenMatch(path, '$schema needs a JSON Schema');
      const schema = compileSchema(operand);
      if ('error' in schema) return brokenMatch(path, `invalid JSON Schema: ${schema.error}`);
      if (actual === undefined) return missing(path, 'a value that fits the schema');
      const wrong = schema.validate(actual);
      return wrong ? mismatch([path, wrong.path].filter(Boolean).join('.'), wrong.reason) : matched;
    },
  },
  $subset: { options: [], meaning: 'A map with at least these keys and values.', run: (operand, actual, path, comparison) => comparison.compare(operand, actual, path, { ...comparison, mode: 'partial' }) },
  $setEquals: {
    options: [],
    meaning: 'A list with the same elements in any order, repeats apart.',
    run(operand, actual, path, comparison) {
      if (!Array.isArray(operand)) return brokenMatch(path, '$setEquals needs a list');
      if (!Array.isArray(actual)) return mismatch(path, `expected a list with the elements ${showValue(operand)}, ${actual === undefined ? 'is missing' : `got ${showValue(actual)}`}`);
      const wanted = operand as readonly Json[];
      const there = actual as readonly Json[];
      const same = (a: Json, b: Json): Match => comparison.compare(a, b, path, exactly(comparison));
      return every([
        ...wanted.map((each) => some(there.map((value) => same(each, value)), mismatch(path, `expected an element ${showValue(each)}, got ${showValue(actual)}`))),
        ...there.map((value, index) => some(wanted.map((each) => same(each, value)), mismatch(child(path, index), `not expected, got ${showValue(value)}`))),
      ]);
    },
  },
  $similar: {
    options: ['min'],
    meaning: 'Text at least this similar, by edit distance.',
    run(operand, actual, path, comparison, { min }) {
      if (typeof operand !== 'string' || typeof min !== 'number') return brokenMatch(path, '$similar needs a text and min, from 0 to 1');
      const text = textOf(actual, comparison);
      if (text === undefined) return actual === undefined ? missing(path, `text like ${showValue(operand)}`) : mismatch(path, `expected text like ${showValue(operand)}, got ${showValue(actual)}`);
      const likeness = similarity(operand, text);
      if (likeness === undefined) return brokenMatch(path, 'the texts are too long to compare');
      return likeness >= min ? matched : mismatch(path, `expected a similarity of at least ${min}, got ${likeness.toFixed(3)}`);
    },
  },
  $judge: { options: [], meaning: 'A criterion that a judge answers.', run: (_operand, _actual, path) => brokenMatch(path, 'not measured: no judge', 'n/a') },
  $not: {
    options: [],
    meaning: 'Anything but this.',
    run(operand, actual, path, comparison) {
      const inner = comparison.compare(operand, actual, path, exactly(comparison));
      if (isBroken(inner)) return inner;
      return inner.ok ? mismatch(path, `expected anything but ${showValue(operand)}, got ${showValue(actual)}`) : matched;
    },
  },
  $all: {
    options: [],
    meaning: 'All of these values or matchers.',
    run(operand, actual, path, comparison) {
      if (!Array.isArray(operand)) return brokenMatch(path, '$all needs a list');
      return every(operand.map((each: Json) => comparison.compare(each, actual, path, exactly(comparison))));
    },
  },
  $literal: { options: [], meaning: 'Exactly this value, $ keys included.', run: (operand, actual, path, comparison) => comparison.compare(operand, actual, path, { ...exactly(comparison), literal: true }) },
};

