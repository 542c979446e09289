import { groundTruthOf } from '../../cases/readings.ts';
import { defaultMatch } from '../../evaluators/answerMatch.ts';
import type { EvalCase } from '../../model/evalCase.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Json, JsonMap } from '../../model/json.ts';
import { isLiteral, isMatcher } from '../literals.ts';
import { listOf } from './writeTrajectory.ts';
import type { Assertion } from './writeTrajectory.ts';

/** What promptfoo checks on the text of the answer. */
export function writeAnswer(value: JsonMap): readonly Assertion[] {
  const answer = isJsonMap(value['answer']) ? value['answer'] : {};
  const { length, reject, facts } = answer;
  return [
    ...writeReference(value, answer),
    ...listOf(reject).flatMap(writeRejected),
    ...listOf(facts).flatMap((fact) => (typeof fact === 'string' ? says([fact]) : [])),
    ...(isJsonMap(length) ? writeLength(length) : []),
  ];
}

function writeReference(value: JsonMap, answer: JsonMap): readonly Assertion[] {
  const given = answer['value'] ?? groundTruthOf(value as unknown as EvalCase)?.value;
  const accept = listOf(answer['accept']);
  const reference = given ?? accept[0];
  // A part of a structured output is nothing that promptfoo can look at by itself.
  if (reference === undefined || answer['path'] !== undefined) return [];
  if (accept.length === 0 && isMatcher(reference)) return writeMatchers(reference);
  const match = answer['match'] ?? defaultMatch(reference);
  const all = given === undefined ? accept : [given, ...accept];
  if (!all.every(isLiteral)) return [];
  const texts = all.filter((each) => typeof each === 'string');
  const [text] = texts;
  const only = all.length === 1;
  const areTexts = texts.length === all.length && text !== undefined;
  switch (match) {
    case 'says': return areTexts ? says(texts) : [];
    case 'contains':
    case 'icontains': return areTexts ? [only ? { type: match, value: text } : { type: `${match}-any`, value: texts }] : [];
    case 'containsAll':
    case 'containsAny': return only && Array.isArray(reference) ? [{ type: match === 'containsAll' ? 'contains-all' : 'contains-any', value: reference }] : [];
    case 'startsWith': return areTexts && only ? [{ type: 'starts-with', value: text }] : [];
    case 'equals':
    case 'jsonEquals': return only && (isJsonMap(reference) || (match === 'equals' && areTexts)) ? [{ type: 'equals', value: reference }] : [];
    case 'regex': return areTexts ? [{ type: 'regex', value: only ? text : texts.map((each) => `(?:${each})`).join('|') }] : [];
    case 'similar': return areTexts && only && typeof answer['min'] === 'number' ? [{ type: 'similar', value: text, threshold: answer['min'] }] : [];
    case 'number': return only && typeof reference === 'number' && answer['tolerance'] === undefined ? writeNumber(reference) : [];
    case 'judge': return areTexts && only ? [{ type: 'factuality', value: text }] : [];
    default: return [];
  }
}

/** Small whole numbers are written in one way; others in too many for an expression. */
function writeNumber(number: number): readonly Assertion[] {
  return Number.isInteger(number) && number >= 0 && number < 1000 ? [{ type: 'regex', value: `(?<![\\d.,])${number}(?:\\.0+)?(?![\\d]|[.,]\\d)` }] : [];
}

/** `says` takes blanks, hyphens and underscores for one another, in any case. */
function says(texts: readonly string[]): readonly Assertion[] {
  const spellings = [...new Set(texts.flatMap((text) => [text, ...(/[\s_-]/.test(text.trim()) ? [' ', '-', '_'].map((each) => text.trim().replace(/[\s_-]+/g, each)) : [])]))];
  const [only] = spellings;
  return spellings.length === 1 && only !== undefined ? [{ type: 'icontains', value: only }] : [{ type: 'icontains-any', value: spellings }];
}

/** A matcher on a text and the type of assertion that says the same. */
export const textMatchers = { $contains: 'contains', $icontains: 'icontains', $startsWith: 'starts-with', $regex: 'regex' } as const;

function writeMatcher(matcher: Json): readonly Assertion[] {
  const [entry, ...others] = isJsonMap(matcher) ? Object.entries(matcher) : [];
  const type = entry && others.length === 0 && Object.hasOwn(textMatchers, entry[0]) ? textMatchers[entry[0] as keyof typeof textMatchers] : undefined;
  return entry && type !== undefined && typeof entry[1] === 'string' && entry[1] !== '' ? [{ type, value: entry[1] }] : [];
}

/** Those of the matchers that promptfoo has; each asks for no more than all of them. */
function writeMatchers(matcher: Json): readonly Assertion[] {
  return isJsonMap(matcher) && Object.keys(matcher).length === 1 && Array.isArray(matcher['$all']) ? (matcher['$all'] as readonly Json[]).flatMap(writeMatcher) : writeMatcher(matcher);
}

function writeRejected(matcher: Json): readonly Assertion[] {
  if (typeof matcher === 'string') return says([matcher]).map(({ type, value }) => ({ type: `not-${type}`, value: value ?? null }));
  if (!isJsonMap(matcher) || !isMatcher(matcher)) return [];
  const not = isJsonMap(matcher['$not']) && Object.keys(matcher).length === 1 ? matcher['$not'] : undefined;
  return not ? writeMatcher(not) : writeMatcher(matcher).map(({ type, value }) => ({ type: `not-${type}`, value: value ?? null }));
}

function writeLength({ minWords, maxWords }: JsonMap): readonly Assertion[] {
  if (minWords === undefined && maxWords === undefined) return [];
  return [{ type: 'word-count', value: { ...(minWords === undefined ? {} : { min: minWords }), ...(maxWords === undefined ? {} : { max: maxWords }) } }];
}
