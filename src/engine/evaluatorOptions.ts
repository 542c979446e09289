import { defaultOptions, type EvaluatorOptions } from '../core/evaluators/evaluator.ts';
import type { Config } from '../core/model/config.ts';
import { UserError } from '../core/support/errors.ts';

/** `evaluators` of config.yaml, as far as evaluators read it. */
export function evaluatorOptionsOf({ evaluators = {} }: Config): EvaluatorOptions {
  const { counting = defaultOptions.counting } = evaluators;
  if (counting !== 'set' && counting !== 'multiset') throw new UserError('broken-config', `config.yaml: evaluators.counting is ${JSON.stringify(counting)}.`, 'Write set or multiset.');
  return { counting };
}
