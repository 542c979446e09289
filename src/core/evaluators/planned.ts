import type { EvalCase } from '../model/evalCase.ts';
import type { Check } from './evaluator.ts';

type Plan = (evalCase: EvalCase) => readonly Check[];

const plans = new WeakMap<EvalCase, Map<Plan, readonly Check[]>>();

/** The checks of a case, planned once however many trials are held against them. The case must not change any more. */
export function planned(plan: Plan, evalCase: EvalCase): readonly Check[] {
  const ofCase = plans.get(evalCase) ?? new Map<Plan, readonly Check[]>();
  plans.set(evalCase, ofCase);
  const known = ofCase.get(plan) ?? plan(evalCase);
  ofCase.set(plan, known);
  return known;
}

/** What was worked out of a case and the trial it was held against last. */
export function perTrial<Trial extends object, Result>(work: (evalCase: EvalCase, trial: Trial) => Result): (evalCase: EvalCase, trial: Trial) => Result {
  const last = new WeakMap<EvalCase, { readonly trial: Trial; readonly result: Result }>();
  return (evalCase, trial) => {
    const known = last.get(evalCase);
    if (known?.trial === trial) return known.result;
    const result = work(evalCase, trial);
    last.set(evalCase, { trial, result });
    return result;
  };
}
