import type { EvalCase, Step } from '../model/evalCase.ts';
import type { Json, JsonMap } from '../model/json.ts';
import type { Trial } from '../model/trace.ts';
import { attemptsOf, blockedCalls, calledNames, executedCalls, whereIs, type Attempt } from './calls.ts';
import { showValue } from './canonical.ts';
import type { Check, Evaluator, Finding } from './evaluator.ts';
import { argumentQuality, matchArguments, namesMatch, stepsReference, type CallPattern, type Instance } from './expectedCalls.ts';
import { broken, callCheck, check, counted, fail, fromMatch, notMeasured, pass, redactedAt, redactedFinding } from './finding.ts';
import { globMatches } from './glob.ts';
import { matchValue, readMatcher } from './matchers.ts';
import { orderOf, pathOf, type PathAnalysis } from './path.ts';
import { allowsNothingElse, ordersAll } from './pathSolver.ts';

const toolsOf = (instance: Instance): string => instance.patterns.map((pattern) => pattern.tool).join(' or ') || 'a tool';

/** The pattern a call comes closest to, by the share of right arguments. */
function closest(instance: Instance, attempt: Attempt): CallPattern | undefined {
  const named = instance.patterns.filter((pattern) => namesMatch(pattern, attempt));
  return named.reduce<CallPattern | undefined>((best, pattern) => (best && (argumentQuality(best, attempt) ?? 0) >= (argumentQuality(pattern, attempt) ?? 0) ? best : pattern), undefined);
}

function wrongArguments(instance: Instance, attempt: Attempt, trial: Trial): Finding {
  const pattern = closest(instance, attempt);
  const match = pattern ? matchArguments(pattern, attempt) : undefined;
  const compared = { expected: pattern?.args ?? null, actual: attempt.args ?? null, at: attempt.first, score: (pattern && argumentQuality(pattern, attempt)) ?? 0 };
  if (!match || match.ok) return fail(`${toolsOf(instance)} was called less often than expected`, compared);
  const lost = redactedAt(trial, match.path.replace(/^args/, `calls[${attempt.first.index}].args`));
  if (lost !== undefined) return redactedFinding(`${match.path} of ${attempt.name}`, compared);
  const named = match.path === '' ? match : { ...match, path: `${attempt.name} (${whereIs(attempt.first)}) ${match.path}` };
  return fromMatch(named, '', compared);
}

/** Matchers that hold whatever the value is. */
const looksAtNoValue = new Set(['$any', '$ignore', '$absent']);

/** Whether an expected value looks at what stands under these keys. */
function looksAt(expected: Json | undefined, keys: readonly string[]): boolean {
  if (expected === undefined) return false;
  const matcher = readMatcher(expected);
  if (matcher) {
    if ('error' in matcher) return true;
    return matcher.name === '$subset' ? looksAt(matcher.operand, keys) : !looksAtNoValue.has(matcher.name);
  }
  const [key, ...deeper] = keys;
  if (key === undefined) return true;
  if (typeof expected !== 'object' || expected === null || !Object.hasOwn(expected, key)) return false;
  return looksAt((expected as JsonMap)[key], deeper);
}

/** The place of an argument that the step compares and the recording no longer has: a placeholder says nothing of the value it stands for. */
function comparedButLost(instance: Instance, attempt: Attempt, trial: Trial): string | undefined {
  const pattern = closest(instance, attempt);
  if (pattern?.args === undefined || pattern.argsMatch === 'ignore') return undefined;
  const prefix = `calls[${attempt.first.index}].args.`;
  return trial.redacted.find((place) => place.startsWith(prefix) && looksAt(pattern.args, place.slice(prefix.length).split(/[.[\]]+/).filter(Boolean)));
}

function neverCalled(instance: Instance, trial: Trial, attempts: readonly Attempt[]): Finding {
  const compared = { expected: instance.patterns.map((pattern) => pattern.tool), actual: attempts.map((attempt) => attempt.name), at: attempts[0]?.first };
  const refused = blockedCalls(trial).find((call) => instance.patterns.some((pattern) => globMatches(pattern.tool, call.name)));
  if (refused) return fail(`${refused.name} was blocked at ${whereIs(refused)} and never ran`, { ...compared, at: refused });
  if (attempts.some((attempt) => instance.patterns.some((pattern) => namesMatch(pattern, attempt)))) return fail(`${toolsOf(instance)} was called less often than expected`, compared);
  return fail(`${toolsOf(instance)} was never called; ${calledNames(attempts)}`, compared);
}

/** One step: each of its required calls was made, with its arguments. Which call is whose is decided over all steps at once. */
function stepFinding(path: PathAnalysis, step: number, trial: Trial): Finding {
  const own = path.instances.flatMap((instance, i) => (instance.step === step && instance.required ? [{ instance, call: path.byCall[i], named: path.byName[i] }] : []));
  const open = own.find(({ call }) => !call);
  if (open) {
    // A call of this name that another step did not need is the one that came closest.
    const spare = open.named ?? path.attempts.find((attempt) => !path.byCall.includes(attempt) && open.instance.patterns.some((pattern) => namesMatch(pattern, attempt)));
    return spare ? wrongArguments(open.instance, spare, trial) : neverCalled(open.instance, trial, path.attempts);
  }
  const lost = own.map(({ instance, call }) => call && comparedButLost(instance, call, trial)).find((place) => place !== undefined);
  if (lost !== undefined) return redactedFinding(lost);
  const [first] = own;
  const names = own.map(({ call }) => call?.name ?? '').join(', ');
  return pass(`${names} was called${first?.instance.patterns.some((pattern) => pattern.args !== undefined) ? ' with these arguments' : ''}`, {
    expected: first?.instance.patterns[0]?.args ?? null, actual: first?.call?.args ?? null, at: first?.call?.first,
  });
}

/** What the mode says beyond the single steps: their order, and that nothing else is called. */
function modeFinding(path: PathAnalysis): Finding {
  const { mode } = path.reference;
  const compared = { expected: mode, actual: path.attempts.map((attempt) => attempt.name) };
  if (path.matches === undefined) return broken('there are too many ways to match the calls with the steps', compared);
  if (path.matches) return pass(`the calls match the steps (${mode})`, compared);
  const complete = mode === 'subset' || path.instances.every((instance, i) => !instance.required || path.byCall[i]);
  const pairs = complete ? path.byCall : path.byName;
  const { broken: outOfOrder, pairs: ordered } = orderOf(path.instances, pairs, mode);
  if (outOfOrder) {
    const [earlier, later] = outOfOrder.map((i) => pairs[i]);
    if (earlier && later) return fail(`${earlier.name} (${whereIs(earlier.first)}) must come before ${later.name} (${whereIs(later.first)})`, { ...compared, at: later.first });
  }
  const { allowExtra } = path.reference;
  const extra = path.attempts.find((attempt) => !pairs.includes(attempt) && (typeof allowExtra === 'boolean' || !allowExtra.some((glob) => globMatches(glob, attempt.name))));
  if (allowsNothingElse(mode) && extra) return fail(`${extra.name} was called at ${whereIs(extra.first)}, ${mode} allows nothing beyond the steps`, { ...compared, at: extra.first });
  if (complete) return fail('the calls do not keep the order of the steps', compared);
  return ordered > 0 ? pass('the steps that were called keep their order', compared) : notMeasured('fewer than two of the steps were called', compared);
}

function resultFinding(evalCase: EvalCase, step: Step, index: number, trial: Trial): Finding {
  const path = pathOf(evalCase, trial);
  const own = path?.instances.findIndex((instance) => instance.step === index) ?? -1;
  const attempt = path?.byCall[own] ?? path?.byName[own];
  if (!attempt) return notMeasured(`${step.tool ?? 'the step'} was not called`);
  const compared = { expected: step.result ?? null, actual: attempt.result ?? null, at: attempt.last };
  if (redactedAt(trial, `calls[${attempt.last.index}].result`) !== undefined) return redactedFinding(`the result of ${attempt.name}`, compared);
  if (attempt.result === undefined) return notMeasured(`the result of ${attempt.name} was not recorded`, compared);
  return fromMatch(matchValue(step.result ?? null, attempt.result, { at: 'result', coerce: evalCase.trajectory?.coerce }), `the result of ${attempt.name} is as expected`, compared);
}

function maxRetries(limit: number, trial: Trial): Finding {
  const most = attemptsOf(trial).reduce<Attempt | undefined>((best, attempt) => (best && best.retries >= attempt.retries ? best : attempt), undefined);
  const actual = most?.retries ?? 0;
  const compared = { expected: limit, actual, at: most?.first };
  return actual <= limit ? pass(`${actual === 1 ? '1 retry' : `${actual} retries`}, at most ${limit}`, compared) : fail(`${most?.name ?? ''} was retried ${counted(actual, 'time')}, at most ${limit}`, compared);
}

function maxCalls(limit: number, trial: Trial): Finding {
  const calls = executedCalls(trial);
  const compared = { expected: limit, actual: calls.length, at: calls[limit] };
  return calls.length <= limit ? pass(`${counted(calls.length, 'call')}, at most ${limit}`, compared) : fail(`${counted(calls.length, 'call')}, at most ${limit}`, compared);
}

function terminal(expected: string, trial: Trial): Finding {
  const compared = { expected, actual: trial.terminal };
  if (trial.terminal === null) return notMeasured('how the run ended is not recorded', compared);
  return trial.terminal === expected ? pass(`the run ended ${expected}`, compared) : fail(`expected ${showValue(expected)}, the run ended ${showValue(trial.terminal)}`, compared);
}

function needsModeCheck(evalCase: EvalCase): boolean {
  const { steps = [], mode = 'any_order' } = evalCase.trajectory ?? {};
  const hasAfter = (step: Step): boolean => step.after !== undefined || [...(step.anyOf ?? []), ...(step.parallel ?? [])].some(hasAfter);
  // No steps in order ask for nothing.
  return allowsNothingElse(mode) || (ordersAll(mode) && steps.length > 0) || steps.some(hasAfter);
}

function stepChecks(evalCase: EvalCase): readonly Check[] {
  const { steps, mode = 'any_order' } = evalCase.trajectory ?? {};
  if (!steps) return [];
  const measured = (run: (path: PathAnalysis, trial: Trial) => Finding) => (trial: Trial): Finding => {
    const path = pathOf(evalCase, trial);
    return path ? run(path, trial) : notMeasured('the case names no steps');
  };
  const required = new Set(mode === 'subset' ? [] : stepsReference(evalCase)?.plans.flatMap((plan) => plan.flatMap((instance) => (instance.required ? [instance.step] : []))));
  return [
    ...steps.flatMap((step, index) => [
      ...(required.has(index) ? [callCheck(`steps[${index}]`, ['trajectory', 'steps', index], 'callRecall', measured((path, trial) => stepFinding(path, index, trial)))] : []),
      ...(step.result === undefined ? [] : [callCheck(`steps[${index}].result`, ['trajectory', 'steps', index, 'result'], null, (trial) => resultFinding(evalCase, step, index, trial))]),
    ]),
    ...(needsModeCheck(evalCase) ? [callCheck('trajectory.mode', evalCase.trajectory?.mode === undefined ? ['trajectory'] : ['trajectory', 'mode'], 'pathMatch', measured(modeFinding))] : []),
  ];
}

/** `trajectory`: the reference path, the call budget and how the run ends (METRICS 2 to 5). Forbidden calls have a file of their own. */
export const trajectory: Evaluator = {
  id: 'trajectory',
  metrics: [],
  plan(evalCase) {
    const given = evalCase.trajectory ?? {};
    return [
      ...stepChecks(evalCase),
      ...(given.maxCalls === undefined ? [] : [callCheck('maxCalls', ['trajectory', 'maxCalls'], 'callEfficiency', (trial) => maxCalls(given.maxCalls ?? 0, trial))]),
      ...(given.maxRetries === undefined ? [] : [callCheck('maxRetries', ['trajectory', 'maxRetries'], 'retryRate', (trial) => maxRetries(given.maxRetries ?? 0, trial))]),
      ...(given.terminal === undefined ? [] : [check('terminal', ['trajectory', 'terminal'], null, (trial) => terminal(given.terminal ?? '', trial))]),
    ];
  },
};
