import type { EvalCase } from '../model/evalCase.ts';
import type { Trial } from '../model/trace.ts';
import type { Check } from './evaluator.ts';

type Plan = (evalCase: EvalCase) => readonly Check[];

/** Trials of one case come close together; what was made of the cases of a large run would be kept for nothing. */
const mostCases = 256;

/** What is worked out of a case, once for all its trials. The case must not change any more. */
export function perCase<Result>(work: (evalCase: EvalCase) => Result): (evalCase: EvalCase) => Result {
  const known = new Map<EvalCase, Result>();
  return (evalCase) => {
    const there = known.get(evalCase);
    if (there !== undefined) return there;
    const [oldest] = known.size < mostCases ? [] : known.keys();
    if (oldest) known.delete(oldest);
    const made = work(evalCase);
    known.set(evalCase, made);
    return made;
  };
}

const plans = perCase(() => new Map<Plan, readonly Check[]>());

/** The checks of a case, planned once however many trials are held against them. */
export function planned(plan: Plan, evalCase: EvalCase): readonly Check[] {
  const ofCase = plans(evalCase);
  const known = ofCase.get(plan) ?? plan(evalCase);
  ofCase.set(plan, known);
  return known;
}

/** What is worked out of a case and a trial, once for all who ask, as long as both are there. */
export function perTrial<Result>(work: (evalCase: EvalCase, trial: Trial) => Result): (evalCase: EvalCase, trial: Trial) => Result {
  const known = new WeakMap<Trial, WeakMap<EvalCase, { readonly result: Result }>>();
  return (evalCase, trial) => {
    const ofTrial = known.get(trial) ?? new WeakMap<EvalCase, { readonly result: Result }>();
    const there = ofTrial.get(evalCase);
    if (there) return there.result;
    const result = work(evalCase, trial);
    known.set(trial, ofTrial.set(evalCase, { result }));
    return result;
  };
}
