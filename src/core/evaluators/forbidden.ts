import type { EvalCase, Forbidden } from '../model/evalCase.ts';
import type { Trial } from '../model/trace.ts';
import { whereIs } from './calls.ts';
import type { Evaluator, Finding } from './evaluator.ts';
import { broken, callCheck, fail, notMeasured, pass } from './finding.ts';
import { describeForbidden, findForbidden } from './forbiddenCalls.ts';

function heldAgainst(rule: Forbidden, index: number, evalCase: EvalCase, trial: Trial): Finding {
  const name = describeForbidden(rule);
  const { hits, gaps, nearMisses } = findForbidden(rule, index, trial, evalCase.trajectory?.coerce);
  const compared = { expected: typeof rule === 'string' ? rule : { ...rule }, actual: hits.map((hit) => hit.call.name), at: hits[0]?.call };
  const [hit] = hits;
  if (hit?.kind === 'sequence') return fail(`forbidden sequence: ${name}, complete at ${whereIs(hit.call)}`, compared);
  if (hit) return fail(`forbidden tool ${hit.call.name} was called at ${whereIs(hit.call)}${hit.why === '' ? '' : `: ${hit.why}`}`, compared);
  const [gap] = gaps;
  if (gap?.outcome === 'error') return broken(gap.reason, compared);
  if (gap) return notMeasured(gap.reason, compared);
  const [attempted] = nearMisses;
  if (attempted) return pass(`${attempted.name} was attempted at ${whereIs(attempted)} and blocked: a near miss`, compared);
  return pass(`${name} did not happen`, compared);
}

/** `trajectory.forbidden`: calls and sequences that must not happen (METRICS 8). Any hit is a policy violation. */
export const forbidden: Evaluator = {
  id: 'forbidden',
  metrics: [],
  plan(evalCase) {
    const rules = evalCase.trajectory?.forbidden ?? [];
    return rules.map((rule, index) => callCheck(`forbidden[${index}]`, ['trajectory', 'forbidden', index], 'policyViolations', (trial) => heldAgainst(rule, index, evalCase, trial)));
  },
};
