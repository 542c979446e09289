import type { EvalCase } from '../model/evalCase.ts';
import type { Completion, Conjunct } from '../model/result.ts';
import type { Trial } from '../model/trace.ts';
import { answer } from './answer.ts';
import { budgets } from './budgets.ts';
import { highEffort } from './correction.ts';
import type { Check, Evaluator, EvaluatorOptions } from './evaluator.ts';
import { expectedTool } from './expectedTool.ts';
import { findingOf } from './finding.ts';
import { forbidden } from './forbidden.ts';
import { outputContract } from './outputContract.ts';
import { perCase, perTrial, planned } from './planned.ts';
import { policy } from './policy.ts';
import { state } from './state.ts';
import { tierLimits, type Tiers } from './tierLimits.ts';
import { trajectory } from './trajectory.ts';

const gating = (check: Check): boolean => check.gating;
/** The number of calls and of retries is a matter of efficiency. */
const isRequired = (check: Check): boolean => check.gating && check.id !== 'maxCalls' && check.id !== 'maxRetries';
const named = (id: string) => (check: Check): boolean => check.id === id;

type Part = { readonly name: Exclude<Conjunct, 'correction'>; readonly evaluators: readonly Evaluator[]; readonly decides: (check: Check) => boolean };

/** What makes an answer correct. */
const correctness: readonly Part[] = [
  { name: 'answer', evaluators: [answer], decides: gating },
  { name: 'state', evaluators: [state], decides: gating },
  { name: 'contract', evaluators: [outputContract], decides: gating },
  { name: 'trajectory', evaluators: [expectedTool, trajectory], decides: isRequired },
];
const policies: Part = { name: 'policy', evaluators: [forbidden, policy], decides: gating };
const withinBudget: readonly Part[] = [
  { name: 'latency', evaluators: [budgets], decides: named('budgets.latencyMs') },
  { name: 'cost', evaluators: [budgets], decides: named('budgets.costUsd') },
];

/** `asked`: the case states it. `failed`: id of the first check that fails. */
type Told = { readonly name: Conjunct; readonly asked: boolean; readonly failed: string | null; readonly unknown: boolean };

function told({ name, evaluators, decides }: Part, evalCase: EvalCase, trial: Trial): Told {
  const found = evaluators.flatMap((evaluator) => planned(evaluator.plan, evalCase)).filter(decides).map((check) => ({ id: check.id, outcome: findingOf(check, trial).outcome }));
  const failed = found.find(({ outcome }) => outcome === 'fail');
  return { name, asked: found.length > 0, failed: failed?.id ?? null, unknown: !failed && found.some(({ outcome }) => outcome !== 'pass') };
}

/** Anything false makes it false; else anything unknown makes it unknown. Without an expectation of what is correct, that is unknown. */
function allOf(parts: readonly Told[]): boolean | null {
  if (parts.some(({ failed }) => failed !== null)) return false;
  return parts.some(({ unknown }) => unknown) ? null : true;
}

/** @param limited the case with the limits of its tier */
function completed(evalCase: EvalCase, limited: EvalCase, trial: Trial): Completion {
  const correct = correctness.map((part) => told(part, evalCase, trial));
  const violations = told(policies, evalCase, trial);
  const effort = highEffort(limited, trial);
  const correction: Told = { name: 'correction', asked: true, failed: effort === true ? 'correction' : null, unknown: effort === null };
  const spent = withinBudget.map((part) => told(part, limited, trial));
  const isCorrect: Told = { name: 'answer', asked: true, failed: null, unknown: !correct.some(({ asked }) => asked) };
  const task = [...correct, isCorrect, violations, ...spent];
  const all = [...correct, violations, correction, ...spent];
  const first = all.find(({ failed }) => failed !== null);
  return {
    trusted: allOf([...task, correction]), task: allOf(task),
    failed: first && first.failed !== null ? { conjunct: first.name, check: first.failed } : null,
    unknown: all.flatMap(({ name, unknown }) => (unknown ? [name] : [])),
  };
}

function completionUnder(tiers: Tiers | undefined): typeof withoutTiers {
  const limited = perCase((evalCase): EvalCase => ({ ...evalCase, ...tierLimits(evalCase, tiers) }));
  return perTrial((evalCase: EvalCase, trial: Trial) => completed(evalCase, limited(evalCase), trial));
}

const withoutTiers: (evalCase: EvalCase, trial: Trial) => Completion = completionUnder(undefined);
/** The tiers of a run hold for all its trials. */
const underTiers = new WeakMap<Tiers, typeof withoutTiers>();

/**
 * Trusted task completion (METRICS 8): correct, no policy violation, no high-effort correction, latency and cost within budget; and
 * what failed first, in this order. `task` is the same without the correction, which only live use knows. Budgets and limits of
 * correction that the case does not state are those of its tier (METRICS 12).
 */
export function completionOf(evalCase: EvalCase, trial: Trial, { tiers }: EvaluatorOptions): Completion {
  if (tiers === undefined) return withoutTiers(evalCase, trial);
  const under = underTiers.get(tiers) ?? completionUnder(tiers);
  underTiers.set(tiers, under);
  return under(evalCase, trial);
}

const asNumber = (holds: boolean | null): number | null => (holds === null ? null : Number(holds));

export const completion: Evaluator = {
  id: 'completion',
  metrics: [
    { id: 'trustedTaskCompletion', unit: 'boolean', direction: 'up', basis: 'case', section: '8', measure: (evalCase, trial, options) => asNumber(completionOf(evalCase, trial, options).trusted) },
    { id: 'taskCompletion', unit: 'boolean', direction: 'up', basis: 'case', section: '8', measure: (evalCase, trial, options) => asNumber(completionOf(evalCase, trial, options).task) },
  ],
  plan: () => [],
};
