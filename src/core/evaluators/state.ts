import type { EvalCase } from '../model/evalCase.ts';
import type { Trial } from '../model/trace.ts';
import { showValue } from './canonical.ts';
import type { Evaluator, Finding } from './evaluator.ts';
import { broken, check, fail, fromMatch, notMeasured, redactedAt, redactedFinding } from './finding.ts';
import { matchValue } from './matchers.ts';

type Expected = NonNullable<EvalCase['state']>[number];

function stateFinding(wanted: Expected, trial: Trial): Finding {
  const { name } = wanted;
  const expected = wanted.equals ?? wanted.subset ?? wanted.matcher;
  if (expected === undefined) return broken(`state ${name} says nothing: add equals, subset or matcher`);
  if (trial.state === null) return notMeasured('the target reports no state', { expected });
  if (redactedAt(trial, `state.${name}`) !== undefined) return redactedFinding(`state ${name}`, { expected });
  const actual = Object.hasOwn(trial.state, name) ? trial.state[name] : undefined;
  if (actual === undefined && wanted.matcher === undefined) return fail(`the target reports no state ${showValue(name)}`, { expected, actual: Object.keys(trial.state) });
  const mode = wanted.subset === undefined ? 'exact' : 'partial';
  return fromMatch(matchValue(expected, actual, { mode, at: name }), `${name} is as expected`, { expected, actual: actual ?? null });
}

/** `state`: the end state of the world that the target reports. */
export const state: Evaluator = {
  id: 'state',
  metrics: [],
  plan: ({ state: wanted = [] }) => wanted.map((each, index) => check(`state[${index}]`, ['state', index], null, (trial) => stateFinding(each, trial))),
};
