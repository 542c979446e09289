import { isJsonMap, type Json, type JsonMap } from '../model/json.ts';
import { showValue } from './canonical.ts';
import { loosened } from './coercion.ts';
import { globMatches } from './glob.ts';
import { brokenMatch, child, every, isBroken, matched, mismatch, type Match } from './match.ts';
import { matcherKinds, type Comparison } from './matcherKinds.ts';

/**
 * Values against expected values and matchers (CASES 2.3, METRICS 4). A bare value is deep equality: types matter, 1 and 1.0 are
 * one number, key order does not matter, array order does. A map whose keys begin with `$` is a matcher.
 */
export type MatchOptions = {
  /** How maps are compared; `exact` unless given. */
  readonly mode?: 'exact' | 'partial' | 'subset';
  readonly coerce?: 'none' | 'loose' | undefined;
  /** Name of the value in reasons. */
  readonly at?: string;
  /** Globs of top-level keys, or dotted paths, that are left out on both sides. */
  readonly ignore?: readonly string[];
};

/** Comparing goes no deeper: a value nested further is hostile or broken. */
const deepest = 200;

export type MatcherForm = { readonly name: string; readonly operand: Json; readonly options: JsonMap };

/** The matcher a value is, when it has a `$` key; `error` says why it is not well formed (CB216, CB218). */
export function readMatcher(value: Json): MatcherForm | { readonly error: string } | undefined {
  if (!isJsonMap(value)) return undefined;
  const names = Object.keys(value).filter((key) => key.startsWith('$'));
  const [name] = names;
  if (name === undefined) return undefined;
  if (names.length > 1) return { error: `a matcher has one $ key, this one has ${names.join(' and ')}` };
  const kind = Object.hasOwn(matcherKinds, name) ? matcherKinds[name] : undefined;
  if (!kind) return { error: `unknown matcher ${name}` };
  const { [name]: operand, ...options } = value;
  const odd = Object.keys(options).find((key) => !kind.options.includes(key));
  if (odd !== undefined) return { error: `${name} has no option ${odd}` };
  return { name, operand: operand ?? null, options };
}

function typeName(value: Json | undefined): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function unequal(expected: Json, actual: Json | undefined, path: string, comparison: Comparison): Match {
  if (actual === undefined) return mismatch(path, `expected ${showValue(expected)}, is missing`);
  const reason = `expected ${showValue(expected)}, got ${showValue(actual)}`;
  if (typeName(expected) === typeName(actual)) return mismatch(path, reason);
  const loose = { ...comparison, coerce: 'loose' as const };
  const hint = comparison.coerce !== 'loose' && compare(expected, actual, path, loose).ok ? ' (types differ; coerce: loose would accept)' : ' (types differ)';
  return mismatch(path, reason + hint);
}

const valueAt = (map: JsonMap, key: string): Json | undefined => (Object.hasOwn(map, key) ? map[key] : undefined);

/** Whether an expected value says that its key is left out on both sides. */
function isIgnored(expected: Json | undefined): boolean {
  return isJsonMap(expected) && Object.keys(expected).length === 1 && Object.hasOwn(expected, '$ignore');
}

function* compareMaps(expected: JsonMap, actual: JsonMap, path: string, comparison: Comparison): Generator<Match> {
  const deeper = { ...comparison, depth: comparison.depth + 1 };
  for (const [key, value] of Object.entries(expected)) {
    if (isIgnored(value) || (comparison.mode === 'subset' && !Object.hasOwn(actual, key))) continue;
    yield compare(value, valueAt(actual, key), child(path, key), deeper);
  }
  if (comparison.mode === 'partial') return;
  for (const key of Object.keys(actual)) if (!Object.hasOwn(expected, key)) yield mismatch(child(path, key), `not expected, got ${showValue(actual[key])}`);
}

function compareLists(expected: readonly Json[], actual: readonly Json[], path: string, comparison: Comparison): Match {
  const deeper = { ...comparison, depth: comparison.depth + 1 };
  const elements = every(expected.slice(0, actual.length).map((value, index) => compare(value, actual[index], child(path, index), deeper)));
  if (!elements.ok && !isBroken(elements)) return elements;
  return expected.length === actual.length ? elements : mismatch(path, `expected ${expected.length} elements, got ${actual.length}`);
}

function compare(expected: Json, actual: Json | undefined, path: string, comparison: Comparison): Match {
  if (comparison.depth > deepest) return brokenMatch(path, `nested deeper than ${deepest} levels`);
  const matcher = comparison.literal ? undefined : readMatcher(expected);
  if (matcher) {
    if ('error' in matcher) return brokenMatch(path, matcher.error);
    const kind = matcherKinds[matcher.name];
    return kind ? kind.run(matcher.operand, actual, path, { ...comparison, depth: comparison.depth + 1 }, matcher.options) : brokenMatch(path, `unknown matcher ${matcher.name}`);
  }
  if (actual === undefined) return unequal(expected, actual, path, comparison);
  const value = comparison.coerce === 'loose' ? loosened(expected, actual) : actual;
  if (isJsonMap(expected)) return isJsonMap(value) ? every(compareMaps(expected, value, path, comparison)) : unequal(expected, value, path, comparison);
  if (Array.isArray(expected)) return Array.isArray(value) ? compareLists(expected, value, path, comparison) : unequal(expected, value, path, comparison);
  return expected === value ? matched : unequal(expected, value, path, comparison);
}

function withoutIgnored(value: Json | undefined, globs: readonly string[], path = ''): Json | undefined {
  if (!isJsonMap(value) || globs.length === 0) return value;
  const kept = Object.entries(value).flatMap(([key, each]): [string, Json][] => {
    const full = path === '' ? key : `${path}.${key}`;
    return globs.some((glob) => globMatches(glob, full, '.')) ? [] : [[key, withoutIgnored(each, globs, full) ?? null]];
  });
  return Object.fromEntries(kept);
}

function comparisonOf(options: MatchOptions): Comparison {
  return { mode: options.mode ?? 'exact', coerce: options.coerce ?? 'none', literal: false, depth: 0, compare };
}

/** Holds a value against an expected value or matcher. `actual` undefined: there is no such value. The first differing path is named. */
export function matchValue(expected: Json, actual: Json | undefined, options: MatchOptions = {}): Match {
  const ignore = options.ignore ?? [];
  return compare(withoutIgnored(expected, ignore) ?? null, withoutIgnored(actual, ignore), options.at ?? '', comparisonOf(options));
}

type Share = { readonly satisfied: number; readonly total: number };
const add = (a: Share, b: Share): Share => ({ satisfied: a.satisfied + b.satisfied, total: a.total + b.total });

function leaves(expected: Json, actual: Json | undefined, comparison: Comparison): Share {
  const isBranch = isJsonMap(expected) && Object.keys(expected).length > 0 && readMatcher(expected) === undefined && comparison.depth < deepest;
  if (!isBranch) {
    const ok = compare(expected, actual, '', comparison).ok;
    return { satisfied: ok ? 1 : 0, total: 1 };
  }
  const deeper = { ...comparison, depth: comparison.depth + 1 };
  const there = isJsonMap(actual) ? actual : {};
  let sum: Share = { satisfied: 0, total: 0 };
  for (const [key, value] of Object.entries(expected)) {
    if (isIgnored(value) || (comparison.mode === 'subset' && !Object.hasOwn(there, key))) continue;
    sum = add(sum, leaves(value, valueAt(there, key), deeper));
  }
  if (comparison.mode === 'partial') return sum;
  return Object.keys(there).reduce((all, key) => (Object.hasOwn(expected, key) ? all : add(all, { satisfied: 0, total: 1 })), sum);
}

/**
 * Share of expected arguments that are right (METRICS 4); nested maps count their leaves, no expectation is 1. The denominator is the
 * expected keys (`partial`), the union of keys (`exact`: invented arguments cost) or the actual keys (`subset`).
 */
export function shareSatisfied(expected: JsonMap, actual: Json | undefined, options: MatchOptions = {}): number {
  const ignore = options.ignore ?? [];
  const { satisfied, total } = leaves(withoutIgnored(expected, ignore) ?? {}, withoutIgnored(actual, ignore), comparisonOf(options));
  return total === 0 ? 1 : satisfied / total;
}
