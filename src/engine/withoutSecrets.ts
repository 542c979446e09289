import { redactedPaths } from '../core/cases/sensitive.ts';
import { evaluate } from '../core/evaluators/evaluate.ts';
import type { EvaluatorOptions } from '../core/evaluators/evaluator.ts';
import type { EvalCase } from '../core/model/evalCase.ts';
import type { CheckResult } from '../core/model/result.ts';
import type { Trial } from '../core/model/trace.ts';
import type { Redactor } from '../core/redaction/redactor.ts';

/** What may be kept and shown of a trial: what it yielded, and what its checks said of it. */
export type Kept = { readonly trial: Trial; readonly checks: readonly CheckResult[] };

/**
 * Takes likely secrets out of a trial that was evaluated as it is. The outcomes stand. The words of a check are taken from the
 * redacted trial where it comes to the same: words quote the answer cut short, and half a key is not known as one.
 */
export function withoutSecrets({ trial, checks }: Kept, evalCase: EvalCase, options: EvaluatorOptions, redactor: Redactor): Kept {
  const clean = redactor.json(trial);
  if (clean === trial) return { trial, checks: redactor.json(checks) };
  const again = evaluate(evalCase, clean, options).checks;
  return {
    trial: { ...clean, redacted: [...clean.redacted, ...redactedPaths({ ...clean, redacted: [] })] },
    checks: checks.map((check, index) => {
      const other = again[index];
      return redactor.json(other?.outcome === check.outcome ? { ...other, score: check.score } : check);
    }),
  };
}
