import { canonicalJson } from '../evaluators/canonical.ts';
import { matchArguments, namesMatch, referenceOf } from '../evaluators/expectedCalls.ts';
import type { CallPattern } from '../evaluators/expectedCalls.ts';
import type { EvalCase } from '../model/evalCase.ts';
import type { Json } from '../model/json.ts';
import type { CheckResult } from '../model/result.ts';
import type { Trial } from '../model/trace.ts';
import { argumentsPreview } from '../trajectory/assemble.ts';
import { answerStep, asText, bareStep } from './side.ts';
import type { Side, SideStep, StepTexts } from './side.ts';

/** Fields of a case that say what the answer must be. */
const onAnswer = new Set<string | number>(['answer', 'groundTruth', 'outputContract']);

/**
 * What a case expects as one side: its required calls in order, and the answer. A step is the same as a call when the case's own
 * matchers accept it, not when it is written the same.
 * @param trial the run beside it
 * @param checks what the case's checks said of that run; those on the answer decide whether the answer is the same
 */
export function sideOfCase(evalCase: EvalCase, trial: Trial, checks: readonly CheckResult[]): Side {
  const called = new Set(trial.calls.map((call) => call.name));
  const expected = (referenceOf(evalCase)?.plans[0] ?? []).filter((instance) => instance.required)
    .map(({ patterns }) => patterns.find((pattern) => [...called].some((name) => namesMatch(pattern, { name }))) ?? patterns[0])
    .filter((pattern) => pattern !== undefined);
  const answer = evalCase.groundTruth ?? evalCase.answer;
  const failedOnAnswer = checks.find((check) => check.outcome === 'fail' && onAnswer.has(check.path[0] ?? ''));
  const steps = [...expected.map((pattern, index) => callStep(pattern, index)), ...(answer === undefined ? [] : [answerStep(expected.length + 1, asText(answer as Json))])];

  return {
    header: {
      kind: 'expected', trace: null, title: evalCase.id, words: 'expected by the case', verdict: null, steps: steps.length, toolCalls: expected.length,
      toolErrors: null, latencyMs: null, tokens: null, costUsd: null, unsupported: null, feedback: null,
    },
    steps,
    expects(step, actual) {
      const pattern = expected[step.n - 1];
      if (!pattern) return failedOnAnswer ? { ok: false, differs: failedOnAnswer.reason } : { ok: true, differs: null };
      const call = callOf(actual);
      if (!namesMatch(pattern, call)) return { ok: false, differs: 'name' };
      const match = matchArguments(pattern, call);
      return match.ok ? { ok: true, differs: null } : { ok: false, differs: [match.path, match.reason].filter(Boolean).join(': ') };
    },
    texts(n): StepTexts {
      const pattern = expected[n - 1];
      const step = new Map(pattern ? [['Arguments', pattern.args === undefined ? 'any' : asText(pattern.args)]] : answer === undefined ? [] : [['Answer', asText(answer as Json)]]);
      return { step, prompt: new Map(), raw: new Map() };
    },
  };
}

/** What a case says nothing of: it stands beside no step of an expectation. */
export function actsOnly(side: Side): Side {
  const last = side.steps.findLast((step) => step.kind === 'llm' && step.said !== null && !step.asks);
  return { ...side, steps: side.steps.filter((step) => step.kind === 'tool' || step.kind === 'retrieval' || step === last) };
}

function callOf({ name, args }: SideStep): { readonly name: string; readonly args?: Json } {
  return { name, ...(args === null ? {} : { args: JSON.parse(args) as Json }) };
}

function callStep({ tool, args }: CallPattern, index: number): SideStep {
  return bareStep({ n: index + 1, kind: 'tool', name: tool, detail: args === undefined ? null : argumentsPreview(args), args: args === undefined ? null : canonicalJson(args) });
}
