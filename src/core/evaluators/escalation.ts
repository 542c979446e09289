import type { EvalCase } from '../model/evalCase.ts';
import type { Trial } from '../model/trace.ts';
import type { Evaluator, Finding, MetricInfo } from './evaluator.ts';
import { check, fail, notMeasured, pass } from './finding.ts';

function escalated(expected: boolean, trial: Trial): Finding {
  const compared = { expected, actual: trial.escalated };
  if (trial.escalated === null) return notMeasured('no source for `escalation`', compared);
  if (trial.escalated === expected) return pass(expected ? 'the run was handed to a person' : 'the run was not handed to a person', compared);
  return fail(expected ? 'the run was not handed to a person' : 'the run was handed to a person and should not have been', compared);
}

/** 1 when what should not happen did, over runs in which it could; null elsewhere (METRICS 8). */
const rate = (id: string, expected: boolean): MetricInfo => ({
  id, unit: 'share', direction: 'down', basis: 'case', section: '8',
  measure: (evalCase: EvalCase, trial: Trial) => (evalCase.escalation?.expected !== expected || trial.escalated === null ? null : Number(trial.escalated !== expected)),
});

/** `escalation`: whether the run must be handed to a person. */
export const escalation: Evaluator = {
  id: 'escalation',
  metrics: [rate('escalationMiss', true), rate('overEscalation', false)],
  plan({ escalation: wanted }) {
    const expected = wanted?.expected;
    return [
      ...(typeof expected === 'boolean' ? [check('escalation.expected', ['escalation', 'expected'], expected ? 'escalationMiss' : 'overEscalation', (trial) => escalated(expected, trial))] : []),
      ...(wanted?.to === undefined ? [] : [check('escalation.to', ['escalation', 'to'], null, () => notMeasured('to whom a run was handed is not recorded', { expected: wanted.to ?? null }), false)]),
    ];
  },
};
