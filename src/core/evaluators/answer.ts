import { groundTruthOf } from '../cases/readings.ts';
import { hasPlaceholder } from '../cases/sensitive.ts';
import type { Answer, AnswerMatch, EvalCase } from '../model/evalCase.ts';
import type { Json } from '../model/json.ts';
import type { CasePath } from '../model/result.ts';
import type { Trial } from '../model/trace.ts';
import { findSensitive } from '../redaction/redactor.ts';
import { defaultMatch, matchAnswer, matchSaid, type Said } from './answerMatch.ts';
import { answerWords } from './answerWords.ts';
import { showValue } from './canonical.ts';
import type { Check, Evaluator, Finding, MetricInfo } from './evaluator.ts';
import { broken, check, fail, findingOf, fromMatch, notMeasured, pass, redactedAt, redactedFinding } from './finding.ts';
import { atPointer, parseOutput } from './jsonOutput.ts';
import { some, type Match } from './match.ts';
import { numbersIn } from './numbers.ts';
import { planned } from './planned.ts';

const shown = 2000;
const asActual = (trial: Trial): Json => (trial.output === null || trial.output.length <= shown ? trial.output : `${trial.output.slice(0, shown)}…`);

/** The part of the output that the case means; a Finding when there is none. */
function saidOf(trial: Trial, path: string | undefined): Said | Finding {
  if (trial.output === null) return notMeasured('the run recorded no answer');
  if (path === undefined || path === '') return { text: trial.output, value: undefined };
  const parsed = parseOutput(trial.output);
  if (!parsed) return fail('not JSON', { actual: asActual(trial), at: trial.answered });
  const value = atPointer(parsed.value, path);
  if (value === undefined) return fail(`the answer has nothing at ${path}`, { actual: asActual(trial), at: trial.answered });
  return { text: typeof value === 'string' ? value : JSON.stringify(value), value };
}

/** Whether what was expected may have stood where the answer was cut, or is of the kind that redaction takes out. */
function mayBeLost(expected: Json, trial: Trial): boolean {
  if (redactedAt(trial, 'output') === undefined) return false;
  const text = typeof expected === 'string' ? expected : JSON.stringify(expected);
  return !hasPlaceholder(trial.output ?? '') || hasPlaceholder(text) || findSensitive(text, { secrets: true, personal: true }).length > 0;
}

function unlessRedacted(found: Finding, trial: Trial): Finding {
  const lost = found.outcome === 'fail' && mayBeLost(found.expected, trial);
  return lost ? redactedFinding('part of the answer', { expected: found.expected, actual: found.actual }) : found;
}

function withReference(trial: Trial, answer: Answer, expected: Json, compare: (said: Said) => Match): Finding {
  const said = saidOf(trial, answer.path);
  const compared = { expected, actual: asActual(trial), at: trial.answered };
  if ('outcome' in said) return unlessRedacted({ ...said, expected }, trial);
  return unlessRedacted(fromMatch(compare(said), `the answer is as expected: ${showValue(expected)}`, compared), trial);
}

/** The right answer, and how the one given is compared with it; `kind` undefined: by nothing but a judge. */
function referenceOf({ answer = {}, ...evalCase }: EvalCase): { readonly first: Json; readonly kind: AnswerMatch | undefined } | undefined {
  const reference = answer.value === undefined ? groundTruthOf(evalCase)?.value : answer.value;
  const first = reference === undefined ? answer.accept?.[0] : reference;
  return first === undefined ? undefined : { first, kind: answer.match ?? defaultMatch(first) ?? (answer.path === undefined ? undefined : 'equals') };
}

function referenceCheck(evalCase: EvalCase): readonly Check[] {
  const { answer = {} } = evalCase;
  const truth = groundTruthOf(evalCase);
  const reference = answer.value === undefined ? truth?.value : answer.value;
  const { accept = [] } = answer;
  const compared = referenceOf(evalCase);
  if (!compared) {
    if (answer.match === undefined || answer.match === 'judge') return answer.match === undefined ? [] : [check('answer', ['answer', 'match'], null, () => notMeasured('no judge'), false)];
    return [check('answer', ['answer', 'match'], 'answerCorrectness', () => broken('answer.match has nothing to compare with: add groundTruth or answer.value'))];
  }
  const path: CasePath = answer.value !== undefined ? ['answer', 'value'] : truth ? ['groundTruth'] : ['answer', 'accept'];
  const { first, kind } = compared;
  if (kind === undefined) return [check('answer', path, null, () => notMeasured('true or false needs a judge, or answer.path into a structured output', { expected: first }), false)];
  if (kind === 'judge') return [check('answer', path, null, () => notMeasured('no judge', { expected: first }), false)];
  const listed = kind === 'containsAll' || kind === 'containsAny';
  const candidates = [...(reference === undefined ? [] : [reference]), ...accept].map((each) => (listed && typeof each === 'string' ? [each] : each));
  return [
    check('answer', path, 'answerCorrectness', (trial) =>
      withReference(trial, answer, first, (said) => {
        const [own, ...others] = candidates.map((each) => matchAnswer(kind, each, said, answer));
        return own ? some([own, ...others], own) : { ok: true };
      }),
    ),
  ];
}

function rejected(matcher: Json, trial: Trial): Finding {
  if (trial.output === null) return notMeasured('the run recorded no answer', { expected: { not: matcher } });
  const compared = { expected: { not: matcher }, actual: asActual(trial), at: trial.answered };
  const match = matchSaid(matcher, { text: trial.output, value: undefined });
  if (match.ok) return fail(`the answer ${answerWords(matcher).holds}, which it must not`, compared);
  if (match.broken !== undefined) return fromMatch(match, '', compared);
  return mayBeLost(matcher, trial) ? redactedFinding('part of the answer', compared) : pass(`the answer ${answerWords(matcher).not}`, compared);
}

function stated(fact: string, trial: Trial): Finding {
  const said = saidOf(trial, undefined);
  if ('outcome' in said) return said;
  return unlessRedacted(fromMatch(matchAnswer('says', fact, said), 'the fact is stated', { expected: fact, actual: asActual(trial), at: trial.answered }), trial);
}

const wordsIn = (text: string): number => text.trim().split(/\s+/).filter(Boolean).length;

/** A check of quality, not of correctness: it never gates (METRICS 7). */
function length(limits: NonNullable<Answer['length']>, trial: Trial): Finding {
  if (trial.output === null) return notMeasured('the run recorded no answer');
  if (redactedAt(trial, 'output') !== undefined) return redactedFinding('part of the answer');
  const chars = Array.from(trial.output).length;
  const words = wordsIn(trial.output);
  const { minChars = 0, maxChars = Infinity, minWords = 0, maxWords = Infinity } = limits;
  const compared = { expected: { ...limits }, actual: { chars, words }, at: trial.answered };
  if (chars < minChars || chars > maxChars) return fail(`the answer has ${chars} characters, ${chars < minChars ? `at least ${minChars}` : `at most ${maxChars}`} are expected`, compared);
  if (words < minWords || words > maxWords) return fail(`the answer has ${words} words, ${words < minWords ? `at least ${minWords}` : `at most ${maxWords}`} are expected`, compared);
  return pass(`${chars} characters, ${words} words`, compared);
}

function plan(evalCase: EvalCase): readonly Check[] {
  const { answer = {} } = evalCase;
  const limits = answer.length;
  return [
    ...referenceCheck(evalCase),
    ...(answer.reject ?? []).map((matcher, index) => check(`answer.reject[${index}]`, ['answer', 'reject', index], 'answerCorrectness', (trial) => rejected(matcher, trial))),
    ...(answer.facts ?? []).map((fact, index) => check(`answer.facts[${index}]`, ['answer', 'facts', index], 'factRecall', (trial) => stated(fact, trial))),
    ...(limits ? [check('answer.length', ['answer', 'length'], 'answerLength', (trial) => length(limits, trial), false)] : []),
  ];
}

/** Whether the answer, besides not being the right one, says something else in its place. That prose lacks the right words does not tell. */
function saysOtherwise(evalCase: EvalCase, trial: Trial): boolean {
  const said = saidOf(trial, evalCase.answer?.path);
  if ('outcome' in said) return false;
  const kind = referenceOf(evalCase)?.kind;
  if (kind === 'number') return numbersIn(said.text).length > 0;
  return said.value !== undefined || ((kind === 'jsonEquals' || kind === 'jsonSubset') && parseOutput(said.text) !== undefined);
}

/** Whether the answer claims what the case knows to be wrong; null where that cannot be told, undefined where the case knows nothing. */
export function referenceContradicted(evalCase: EvalCase, trial: Trial): boolean | null | undefined {
  const checks = planned(plan, evalCase).filter((each) => each.gating && /^answer(?:\.reject\[|$)/.test(each.id));
  if (checks.length === 0) return undefined;
  const outcomes = checks.map((each) => ({ id: each.id, outcome: findingOf(each, trial).outcome }));
  if (outcomes.some(({ id, outcome }) => outcome === 'fail' && (id !== 'answer' || saysOtherwise(evalCase, trial)))) return true;
  return outcomes.every(({ outcome }) => outcome === 'pass') ? false : null;
}

/** 1 when every gating check of the answer passes, 0 when one fails; null where none could be measured. */
function answerCorrectness(evalCase: EvalCase, trial: Trial): number | null {
  const outcomes = planned(plan, evalCase).filter((each) => each.gating).map((each) => findingOf(each, trial).outcome);
  if (outcomes.includes('fail')) return 0;
  return outcomes.length > 0 && outcomes.every((outcome) => outcome === 'pass') ? 1 : null;
}

function factRecall(evalCase: EvalCase, trial: Trial): number | null {
  const outcomes = planned(plan, evalCase).filter((each) => each.metric === 'factRecall').map((each) => findingOf(each, trial).outcome);
  if (outcomes.length === 0 || outcomes.some((outcome) => outcome === 'n/a' || outcome === 'error')) return null;
  return outcomes.filter((outcome) => outcome === 'pass').length / outcomes.length;
}

const metrics: readonly MetricInfo[] = [
  { id: 'answerCorrectness', unit: 'boolean', direction: 'up', basis: 'case', section: '7', measure: answerCorrectness },
  { id: 'factRecall', unit: 'share', direction: 'up', basis: 'case', section: '7', measure: factRecall },
  { id: 'answerLength', unit: 'count', direction: 'down', basis: 'record', section: '7', measure: (_evalCase, trial) => (trial.output === null ? null : wordsIn(trial.output)) },
];

/** `groundTruth` and `answer`: what the final answer says (METRICS 7). */
export const answer: Evaluator = { id: 'answer', metrics, plan };

