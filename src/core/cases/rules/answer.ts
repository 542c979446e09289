import { isJsonMap } from '../../model/json.ts';
import type { Json } from '../../model/json.ts';
import type { AnswerMatch } from '../../model/evalCase.ts';
import type { CasePath } from '../../model/result.ts';
import { matchSaid } from '../../evaluators/answerMatch.ts';
import { readMatcher } from '../../evaluators/matchers.ts';
import { sameValue } from '../../evaluators/canonical.ts';
import { spoken } from '../../evaluators/text.ts';
import { groundTruthOf } from '../readings.ts';
import type { CaseView } from '../caseView.ts';
import type { Finding, Rule } from './rule.ts';

/** The final answer against the truth. Unknown `match` is `structure`'s (CB306). */
export const answer: Rule = {
  codes: {
    CB303: 'The ground truth is of a type that answer.match cannot compare with.',
    CB304: 'The ground truth is a date, and may be true only for a while: nothing says as of when.',
    CB305: 'A boolean ground truth is checked only by a judge or an output contract.',
    CB307: 'answer.value and groundTruth differ.',
    CB308: 'The tolerance is negative, or wider than the value itself.',
    CB310: 'An answer is both accepted and rejected.',
    CB311: 'The least length is more than the greatest.',
  },
  *check(view) {
    yield* reference(view);
    yield* truth(view);
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
  if (stated?.match !== undefined && value !== undefined && readMatcher(value) === undefined) {
    const { wants, test } = fits[stated.match];
    if (!test(value)) yield { code: 'CB303', at: path, message: `answer.match: ${stated.match} compares with ${wants}.` };
  }
  const comparesWhole = stated?.match === undefined || ['says', 'equals', 'iequals', 'number', 'jsonEquals'].includes(stated.match);
  if (stated?.value !== undefined && given && comparesWhole && stated.path === undefined && readMatcher(stated.value) === undefined && !alike(stated.value, given.value)) {
    yield { code: 'CB307', at: ['answer', 'value'], message: 'answer.value differs from groundTruth; the answer is held against answer.value.', fixes: view.remove('Drop answer.value', ['answer', 'value']) };
  }
}

const alike = (a: Json, b: Json): boolean => sameValue(a, b) || (isScalar(a) && isScalar(b) && spoken(String(a)) === spoken(String(b)));

function* truth(view: CaseView): Iterable<Finding> {
  const given = groundTruthOf(view.value);
  if (!given) return;
  const { answer: stated, outputContract, judge, source } = view.value;
  if (typeof given.value === 'string' && given.asOf === undefined && /^\d{4}-\d{2}-\d{2}(?:$|[T ])/.test(given.value)) {
    const asOf = source?.capturedAt;
    yield {
      code: 'CB304', at: truthPath(view), message: 'The ground truth is a date: say with asOf when it was true.',
      fixes: asOf === undefined ? [] : view.set(`Add asOf: ${asOf}`, ['groundTruth'], { value: given.value, asOf }),
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
