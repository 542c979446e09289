import type { EvalCase, Step } from '../model/evalCase.ts';
import type { Json } from '../model/json.ts';
import type { CasePath } from '../model/result.ts';

type Place = readonly [CasePath, Json];

/** The steps of a trajectory with their places, those inside `anyOf` and `parallel` too. */
export function* eachStep(steps: readonly Step[] | undefined, path: CasePath = ['trajectory', 'steps']): Iterable<readonly [CasePath, Step]> {
  for (const [index, step] of (steps ?? []).entries()) {
    const here = [...path, index];
    yield [here, step];
    yield* eachStep(step.anyOf, [...here, 'anyOf']);
    yield* eachStep(step.parallel, [...here, 'parallel']);
  }
}

/** Every value of a case in which a `$` key makes a matcher (CASES 2.3). */
export function* matcherPlaces(evalCase: EvalCase): Iterable<Place> {
  const { trajectory, answer, state, policy, nearMiss, outputContract } = evalCase;
  const one = function* (path: CasePath, value: Json | undefined): Iterable<Place> {
    if (value !== undefined) yield [path, value];
  };
  const each = function* (path: CasePath, values: readonly Json[] | undefined): Iterable<Place> {
    for (const [index, value] of (values ?? []).entries()) yield [[...path, index], value];
  };
  for (const [path, step] of eachStep(trajectory?.steps)) {
    yield* one([...path, 'args'], step.args);
    yield* one([...path, 'result'], step.result);
  }
  for (const [index, rule] of (trajectory?.forbidden ?? []).entries()) if (typeof rule !== 'string' && 'tool' in rule) yield* one(['trajectory', 'forbidden', index, 'args'], rule.args);
  yield* one(['answer', 'value'], answer?.value);
  yield* each(['answer', 'accept'], answer?.accept);
  yield* each(['answer', 'reject'], answer?.reject);
  for (const [index, entry] of (state ?? []).entries()) {
    yield* one(['state', index, 'equals'], entry.equals);
    yield* one(['state', index, 'subset'], entry.subset);
    yield* one(['state', index, 'matcher'], entry.matcher);
  }
  yield* each(['policy', 'neverExpose'], policy?.neverExpose);
  yield* one(['nearMiss'], nearMiss);
  yield* one(['outputContract', 'fallback', 'expect'], outputContract?.fallback?.expect);
}
