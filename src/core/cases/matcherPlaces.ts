import type { EvalCase, Step } from '../model/evalCase.ts';
import type { Json } from '../model/json.ts';
import type { CasePath } from '../model/result.ts';

type Place = readonly [CasePath, Json];

/** The steps of a trajectory with their places, those inside `anyOf` and `parallel` too. */
export function eachStep(steps: readonly Step[] | undefined, path: CasePath = ['trajectory', 'steps']): readonly (readonly [CasePath, Step])[] {
  return (steps ?? []).flatMap((step, index) => {
    const here = [...path, index];
    const own = [here, step] as const;
    return step.anyOf || step.parallel ? [own, ...eachStep(step.anyOf, [...here, 'anyOf']), ...eachStep(step.parallel, [...here, 'parallel'])] : [own];
  });
}

/** Every value of a case in which a `$` key makes a matcher (CASES 2.3). */
export function matcherPlaces(evalCase: EvalCase): readonly Place[] {
  const { trajectory, answer, state, policy, nearMiss, outputContract } = evalCase;
  const places: Place[] = [];
  const one = (path: CasePath, value: Json | undefined): void => {
    if (value !== undefined) places.push([path, value]);
  };
  const each = (path: CasePath, values: readonly Json[] | undefined): void => values?.forEach((value, index) => one([...path, index], value));
  for (const [path, step] of eachStep(trajectory?.steps)) {
    one([...path, 'args'], step.args);
    one([...path, 'result'], step.result);
  }
  trajectory?.forbidden?.forEach((rule, index) => {
    if (typeof rule !== 'string' && 'tool' in rule) one(['trajectory', 'forbidden', index, 'args'], rule.args);
  });
  one(['answer', 'value'], answer?.value);
  each(['answer', 'accept'], answer?.accept);
  each(['answer', 'reject'], answer?.reject);
  state?.forEach((entry, index) => {
    one(['state', index, 'equals'], entry.equals);
    one(['state', index, 'subset'], entry.subset);
    one(['state', index, 'matcher'], entry.matcher);
  });
  each(['policy', 'neverExpose'], policy?.neverExpose);
  one(['nearMiss'], nearMiss);
  one(['outputContract', 'fallback', 'expect'], outputContract?.fallback?.expect);
  return places;
}
