import { isJsonMap } from '../../model/json.ts';
import type { Json } from '../../model/json.ts';
import type { AnswerMatch } from '../../model/evalCase.ts';
import type { CasePath } from '../../model/result.ts';
import { defaultMatch, matchAnswer, matchSaid } from '../../evaluators/answerMatch.ts';
import { readMatcher } from '../../evaluators/matchers.ts';
import { sameValue } from '../../evaluators/canonical.ts';
import { spoken } from '../../evaluators/text.ts';
import { groundTruthOf } from '../readings.ts';
import type { CaseView } from '../caseView.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding, Rule } from './rule.ts';

/** The final answer against the truth. Unknown `match` is `structure`'s (CB306). */
export const answer: Rule = {
  codes: {
    CB303: 'answer.match cannot compare with the reference: it is of another type, or an empty text.',
    CB304: 'The ground truth holds a date, and may be true only for a while: nothing says as of when.',
    CB305: 'A boolean ground truth is checked only by a judge or an output contract.',
    CB307: 'answer.value and groundTruth differ.',
    CB308: 'The tolerance is negative, or wider than the value itself.',
    CB310: 'An answer is both accepted and rejected.',
    CB311: 'The least length is more than the greatest.',
  },
  *check(view, context) {
    yield* reference(view);
    yield* truth(view, context);
    yield* tolerance(view);
    yield* acceptedAndRejected(view);
    const { length } = view.value.answer ?? {};
    if (length?.minChars !== undefined && length.maxChars !== undefined && length.minChars > length.maxChars) yield { code: 'CB311', at: ['answer', 'length', 'minChars'], message: `minChars is ${length.minChars} and maxChars is ${length.maxChars}.` };
    if (length?.minWords !== undefined && length.maxWords !== undefined && length.minWords > length.maxWords) yield { code: 'CB311', at: ['answer', 'length', 'minWords'], message: `minWords is ${length.minWords} and maxWords is ${length.maxWords}.` };
  },
};

/** Where the true value stands, bare or wrapped. */
function truthPath(view: CaseView): CasePath {
  const given = view.value.groundTruth as Json | undefined;
  const truthValue = groundTruthOf(view.value)?.value;
  return isJsonMap(given) && Object.hasOwn(given, 'value') && given['value'] === truthValue && given !== truthValue ? ['groundTruth', 'value'] : ['groundTruth'];
}

const isText = (value: Json): boolean => typeof value === 'string';
const isScalar = (value: Json): boolean => typeof value === 'string' || typeof value === 'number';
const isNumber = (value: Json): boolean => typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)));
const fits: Readonly<Record<AnswerMatch, { readonly wants: string; test(value: Json): boolean }>> = {
  says: { wants: 'a text or a number', test: isScalar },
  equals: { wants: 'any value', test: () => true },
  iequals: { wants: 'a text or a number', test: isScalar },
  contains: { wants: 'a text or a number', test: isScalar },
  icontains: { wants: 'a text or a number', test: isScalar },
  containsAll: { wants: 'a list of texts', test: (value) => isScalar(value) || (Array.isArray(value) && value.every(isScalar)) },
  containsAny: { wants: 'a list of texts', test: (value) => isScalar(value) || (Array.isArray(value) && value.every(isScalar)) },
  startsWith: { wants: 'a text', test: isScalar },
  regex: { wants: 'a text', test: isText },
  number: { wants: 'a number', test: isNumber },
  jsonEquals: { wants: 'any value', test: () => true },
  jsonSubset: { wants: 'a map or a list', test: (value) => typeof value === 'object' && value !== null },
  similar: { wants: 'a text', test: isText },
  judge: { wants: 'any value', test: () => true },
};

function* reference(view: CaseView): Iterable<Finding> {
  const { answer: stated } = view.value;
  const given = groundTruthOf(view.value);
  const path = stated?.value !== undefined ? ['answer', 'value'] : truthPath(view);
  const value = stated?.value ?? given?.value;
  if (value !== undefined) yield* comparable(view, path, value);
  for (const [index, other] of (stated?.accept ?? []).entries()) yield* comparable(view, ['answer', 'accept', index], other);
  if (stated?.match === 'similar' && stated.min === undefined && !view.node(['answer', 'min'])) {
    yield { code: 'CB004', at: { key: ['answer'] }, message: 'The key min is missing in answer: match: similar needs the least similarity that is enough.', fixes: view.set('Add min: 0.8', ['answer', 'min'], 0.8) };
  }
  const comparesWhole = stated?.match === undefined || ['says', 'equals', 'iequals', 'number', 'jsonEquals'].includes(stated.match);
  if (stated?.value !== undefined && given && comparesWhole && stated.path === undefined && readMatcher(stated.value) === undefined && !alike(stated.value, given.value)) {
    yield { code: 'CB307', at: ['answer', 'value'], message: 'answer.value differs from groundTruth; the answer is held against answer.value.', fixes: view.remove('Drop answer.value', ['answer', 'value']) };
  }
}

/** Whether the evaluator can compare an answer with this reference at all. An empty text stands in every answer, so it is refused too. */
function* comparable(view: CaseView, at: CasePath, value: Json): Iterable<Finding> {
  const stated = view.value.answer?.match;
  const kind = stated ?? (at[1] === 'accept' ? undefined : defaultMatch(value));
  if (kind === undefined || readMatcher(value) !== undefined) return;
  const { wants, test } = fits[kind];
  if (!test(value)) {
    yield { code: 'CB303', at, message: `answer.match: ${kind} compares with ${wants}.` };
    return;
  }
  // A pattern is CB217's; what a judge or a likeness needs is said elsewhere.
  if (kind === 'judge' || kind === 'regex' || kind === 'similar') return;
  const inList = (kind === 'containsAll' || kind === 'containsAny') && Array.isArray(value) && value.length > 0;
  const parts: readonly (readonly [CasePath, Json])[] = inList ? (value as readonly Json[]).map((each, index) => [[...at, index], each]) : [[at, value]];
  for (const [path, part] of parts) {
    const asked = matchAnswer(inList ? 'contains' : kind, part, { text: '', value: undefined });
    if (!asked.ok && asked.broken === 'error') yield { code: 'CB303', at: path, message: `answer.match: ${kind} cannot compare with this: ${asked.reason}.` };
  }
}

/** A calendar date in a text, with or without a time; not a part of a longer name. */
function holdsDate(text: string): boolean {
  return [...text.matchAll(/(?<![\w-])\d{4}-(\d{2})-(\d{2})(?:T\d{2}:\d{2}[\w:.+-]*)?(?![\w-])/g)].some(([, month, day]) => Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31);
}

const alike = (a: Json, b: Json): boolean => sameValue(a, b) || (isScalar(a) && isScalar(b) && spoken(String(a)) === spoken(String(b)));

function* truth(view: CaseView, context: ValidationContext): Iterable<Finding> {
  const given = groundTruthOf(view.value);
  if (!given) return;
  const { answer: stated, outputContract, judge, source } = view.value;
  if (typeof given.value === 'string' && given.asOf === undefined && holdsDate(given.value)) {
    const day = context.now?.toISOString().slice(0, 10);
    const dates = [...new Set([source?.capturedAt, day].filter((each) => each !== undefined))];
    yield {
      code: 'CB304', at: truthPath(view), message: 'The ground truth holds a date: say with asOf when it was true.',
      fixes: dates.flatMap((asOf) => view.set(`Add asOf: ${asOf}`, ['groundTruth'], { value: given.value, asOf })),
    };
  }
  if (typeof given.value === 'boolean' && stated?.match === undefined && stated?.value === undefined && !outputContract && !judge) {
    yield { code: 'CB305', at: truthPath(view), message: 'A boolean is not looked for in prose: only a judge or an output contract can check it.' };
  }
}

function* tolerance(view: CaseView): Iterable<Finding> {
  const { abs, rel } = view.value.answer?.tolerance ?? {};
  if (abs !== undefined && abs < 0) yield { code: 'CB308', at: ['answer', 'tolerance', 'abs'], message: 'A tolerance cannot be negative.', fixes: view.set(`Change to ${-abs}`, ['answer', 'tolerance', 'abs'], -abs) };
  if (rel !== undefined && rel < 0) yield { code: 'CB308', at: ['answer', 'tolerance', 'rel'], message: 'A tolerance cannot be negative.', fixes: view.set(`Change to ${-rel}`, ['answer', 'tolerance', 'rel'], -rel) };
  if (rel !== undefined && rel > 1) yield { code: 'CB308', at: ['answer', 'tolerance', 'rel'], message: `rel is a share: ${rel} would accept almost any number.`, fixes: rel <= 100 ? view.set(`Change to ${rel / 100}`, ['answer', 'tolerance', 'rel'], rel / 100) : [] };
}

function* acceptedAndRejected(view: CaseView): Iterable<Finding> {
  const { answer: stated } = view.value;
  const truthValue = groundTruthOf(view.value)?.value;
  const accepted: Json[] = [...(stated?.accept ?? []), ...(stated?.value !== undefined ? [stated.value] : truthValue === undefined ? [] : [truthValue])];
  for (const [index, rejected] of (stated?.reject ?? []).entries()) {
    const clash = accepted.find((value) => readMatcher(value) === undefined && (isScalar(value) ? matchSaid(rejected, { text: String(value), value: undefined }).ok : sameValue(rejected, value)));
    if (clash === undefined) continue;
    yield { code: 'CB310', at: ['answer', 'reject', index], message: `${JSON.stringify(clash)} is also accepted; reject wins, so no such answer can pass.`, fixes: view.remove('Remove it from reject', ['answer', 'reject', index]) };
  }
}
