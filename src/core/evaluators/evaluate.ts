import type { EvalCase } from '../model/evalCase.ts';
import type { CheckResult, Completion, Outcome, Tally } from '../model/result.ts';
import type { Trial } from '../model/trace.ts';
import { defaultOptions, type Check, type EvaluatorOptions, type MetricInfo } from './evaluator.ts';
import { completionOf } from './completion.ts';
import { findingOf } from './finding.ts';
import { talliesOf } from './pathMetrics.ts';
import { planned } from './planned.ts';
import { evaluators } from './registry.ts';

export type Evaluation = {
  readonly outcome: Outcome;
  /** Why the outcome is `error` or `n/a`; null otherwise. */
  readonly reason: string | null;
  readonly checks: readonly CheckResult[];
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly completion: Completion;
  /** Absent where the case expects no calls, or nothing says which were made. */
  readonly tallies?: { readonly tool: Tally; readonly call: Tally };
};

/** Every expectation of the case as a check, in the order in which checks are shown. */
export function planChecks(evalCase: EvalCase): readonly Check[] {
  return evaluators.flatMap((evaluator) => evaluator.plan(evalCase));
}

/** Whether an expectation of the case can make it fail. */
export const canFail = (evalCase: EvalCase): boolean => evaluators.some((evaluator) => evaluator.plan(evalCase).some((check) => check.gating));

/** The table of metrics (METRICS 1.2), gathered from the evaluators. */
export const metricTable: readonly MetricInfo[] = evaluators.flatMap((evaluator) => evaluator.metrics);

function resultOf(each: Check, trial: Trial): CheckResult {
  const { outcome, score, expected, actual, reason, spanId = null, step = null } = findingOf(each, trial);
  return { id: each.id, metric: each.metric, path: each.path, gating: each.gating, outcome, score, expected, actual, reason, spanId, step };
}

/** What the gating checks amount to: a failure outweighs a broken grader, and what was not measured never passes a case by itself. */
export function outcomeOf(checks: readonly Pick<CheckResult, 'id' | 'gating' | 'outcome' | 'reason'>[]): { readonly outcome: Outcome; readonly reason: string | null } {
  const gating = checks.filter((each) => each.gating);
  if (gating.some((each) => each.outcome === 'fail')) return { outcome: 'fail', reason: null };
  const error = gating.find((each) => each.outcome === 'error');
  if (error) return { outcome: 'error', reason: `${error.id}: ${error.reason}` };
  if (gating.some((each) => each.outcome === 'pass')) return { outcome: 'pass', reason: null };
  const [first] = gating;
  return { outcome: 'n/a', reason: first ? `${first.id}: ${first.reason}` : 'the case has no expectation that can fail' };
}

/** What a hostile run nests too deep cannot be measured; its checks say so as errors. */
function measured(metric: MetricInfo, evalCase: EvalCase, trial: Trial, options: EvaluatorOptions): number | null {
  try {
    const value = metric.measure(evalCase, trial, options);
    return value === null || Number.isFinite(value) ? value : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Holds a case against what one trial yielded. */
export function evaluate(evalCase: EvalCase, trial: Trial, options: EvaluatorOptions = defaultOptions): Evaluation {
  const checks = evaluators.flatMap((evaluator) => planned(evaluator.plan, evalCase)).map((each) => resultOf(each, trial));
  const metrics = Object.fromEntries(metricTable.map((metric) => [metric.id, metric.needs === 'calls' && trial.callsUnknown ? null : measured(metric, evalCase, trial, options)]));
  const tallies = trial.callsUnknown ? undefined : talliesOf(evalCase, trial, options);
  return { ...outcomeOf(checks), checks, metrics, completion: completionOf(evalCase, trial, options), ...(tallies ? { tallies } : {}) };
}
