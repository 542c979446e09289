import { isJsonMap } from '../../model/json.ts';
import type { Json, JsonMap } from '../../model/json.ts';
import type { CasePath } from '../../model/result.ts';
import { nearest } from '../../support/nearest.ts';
import { matched } from '../../evaluators/match.ts';
import { matcherKinds } from '../../evaluators/matcherKinds.ts';
import { compileRegex } from '../../evaluators/regex.ts';
import type { CaseView } from '../caseView.ts';
import { matcherPlaces } from '../matcherPlaces.ts';
import { didYouMean } from '../words.ts';
import type { Finding, Rule } from './rule.ts';

/** A map with a `$` key is a matcher. What it must look like is asked of the evaluator itself, so that the two cannot disagree. */
export const matchers: Rule = {
  codes: {
    CB216: 'There is no such matcher.',
    CB217: 'The regular expression is invalid, or uses what a linear-time engine lacks: look-around, back-references.',
    CB218: 'The map has a $ key, but it is not a well-formed matcher.',
  },
  *check(view) {
    for (const [path, value] of matcherPlaces(view.value)) if (holdsMatcher(value)) yield* matcherFindings(view, path, value);
    yield* answerRegex(view);
  },
};

/** Whether a key with a `$` stands somewhere in a value: in most there is none. */
function holdsMatcher(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(holdsMatcher);
  for (const [key, inner] of Object.entries(value)) if (key.startsWith('$') || holdsMatcher(inner)) return true;
  return false;
}

/** What is not well-formed about the matchers in a value. */
export function* matcherFindings(view: CaseView, path: CasePath, value: Json): Iterable<Finding> {
  if (Array.isArray(value)) for (const [index, item] of (value as readonly Json[]).entries()) yield* matcherFindings(view, [...path, index], item);
  if (!isJsonMap(value)) return;
  const names = Object.keys(value).filter((key) => key.startsWith('$'));
  const [name, second] = names;
  if (name === undefined) {
    for (const [key, item] of Object.entries(value)) yield* matcherFindings(view, [...path, key], item);
    return;
  }
  if (second !== undefined) {
    yield { code: 'CB218', at: { key: [...path, second] }, message: `A matcher has one $ key; this one has ${names.join(' and ')}. Use $all to ask for several things.` };
    return;
  }
  const kind = Object.hasOwn(matcherKinds, name) ? matcherKinds[name] : undefined;
  if (!kind) {
    const meant = nearest(name, Object.keys(matcherKinds));
    const key = view.keyOf([...path, name]);
    yield {
      code: 'CB216', at: { key: [...path, name] }, message: `There is no matcher ${name}.${didYouMean(meant) || ' Put the map under $literal if it is meant as it stands.'}`,
      fixes: [...(meant === undefined ? [] : view.replace(`Change to ${meant}`, key, view.text.slice(key.start, key.end).replace(name, meant))), ...view.set('Put it under $literal', path, { $literal: value })],
    };
    return;
  }
  for (const option of Object.keys(value)) {
    if (option === name || kind.options.includes(option)) continue;
    yield { code: 'CB218', at: { key: [...path, option] }, message: `${name} has no option ${option}${kind.options.length > 0 ? `; it has ${kind.options.join(' and ')}` : ''}.`, fixes: view.remove(`Remove ${option}`, [...path, option]) };
  }
  yield* operandOf(view, path, name, value);
}

function* operandOf(view: CaseView, path: CasePath, name: string, matcher: JsonMap): Iterable<Finding> {
  const { [name]: operand = null, ...options } = matcher;
  const at = [...path, name];
  if (name === '$literal') return;
  if (name === '$regex') {
    const { flags } = options;
    if (typeof operand !== 'string') yield { code: 'CB218', at, message: '$regex takes a text.' };
    else yield* regexAt(at, operand, typeof flags === 'string' ? flags : '');
    return;
  }
  if (name === '$judge') {
    if (typeof operand !== 'string' || operand.trim() === '') yield { code: 'CB218', at, message: '$judge takes a criterion as text.' };
    return;
  }
  // What a part of a list may be is anything; only an empty text says nothing.
  const asked = (name === '$contains' || name === '$icontains') && operand !== '' ? matched : matcherKinds[name]?.run(operand, undefined, '', { mode: 'exact', coerce: 'none', literal: false, depth: 0, compare: () => matched }, options);
  if (asked && !asked.ok && asked.broken === 'error') {
    yield { code: name === '$schema' ? 'CB312' : 'CB218', at, message: `${asked.reason.slice(0, 1).toUpperCase()}${asked.reason.slice(1)}.` };
    return;
  }
  yield* limits(view, path, name, matcher);
  if ((name === '$range' || name === '$length') && isJsonMap(operand) && typeof operand['min'] === 'number' && typeof operand['max'] === 'number' && operand['min'] > operand['max']) {
    yield { code: 'CB218', at, message: `${name} can never match: min is more than max.` };
  }
  if (name !== '$schema' && holdsMatcher(operand)) yield* matcherFindings(view, at, operand);
}

/** Options that the evaluator can work with, though no value, or every value, would match. */
function* limits(view: CaseView, path: CasePath, name: string, { [name]: operand, abs, rel, min }: JsonMap): Iterable<Finding> {
  if (name === '$number') {
    for (const [key, value] of Object.entries({ abs, rel })) {
      if (typeof value === 'number' && value < 0) yield { code: 'CB218', at: [...path, key], message: `${key} is a tolerance; it cannot be negative.`, fixes: view.set(`Change to ${-value}`, [...path, key], -value) };
    }
  }
  if ((name === '$range' || name === '$length') && isJsonMap(operand) && Object.keys(operand).length === 0) {
    yield { code: 'CB218', at: [...path, name], message: `${name} has neither min nor max: it would accept ${name === '$range' ? 'any number' : 'any length'}.` };
  }
  if (name === '$similar' && typeof min === 'number' && (min < 0 || min > 1)) {
    yield { code: 'CB218', at: [...path, 'min'], message: 'min is a share: from 0 to 1.', fixes: min > 1 && min <= 100 ? view.set(`Change to ${min / 100}`, [...path, 'min'], min / 100) : [] };
  }
}

/** `answer.match: regex` makes patterns of plain texts. */
function* answerRegex(view: CaseView): Iterable<Finding> {
  const { answer, groundTruth } = view.value;
  if (answer?.match !== 'regex') return;
  const truth: Json | undefined = groundTruth as Json | undefined;
  if (typeof answer.value === 'string') yield* regexAt(['answer', 'value'], answer.value, '');
  else if (typeof truth === 'string') yield* regexAt(['groundTruth'], truth, '');
  else if (isJsonMap(truth) && typeof truth['value'] === 'string') yield* regexAt(['groundTruth', 'value'], truth['value'], '');
  for (const [index, other] of (answer.accept ?? []).entries()) if (typeof other === 'string') yield* regexAt(['answer', 'accept', index], other, '');
}

function* regexAt(at: CasePath, source: string, flags: string): Iterable<Finding> {
  const compiled = compileRegex(source, flags);
  if ('error' in compiled) yield { code: 'CB217', at, message: `This regular expression cannot be used: ${compiled.error}.${lacks(source)}` };
}

function lacks(source: string): string {
  if (/\(\?<?[=!]/.test(source)) return ' Look-around is not supported: patterns run in linear time.';
  return /\\[1-9]|\\k</.test(source) ? ' Back-references are not supported: patterns run in linear time.' : '';
}
