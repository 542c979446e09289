import type { EvalCase } from '../model/evalCase.ts';
import type { Outcome } from '../model/result.ts';
import type { Trial } from '../model/trace.ts';
import { answer } from './answer.ts';
import { budgets } from './budgets.ts';
import type { Evaluator } from './evaluator.ts';
import { expectedTool } from './expectedTool.ts';
import { findingOf } from './finding.ts';
import { forbidden } from './forbidden.ts';
import { outputContract } from './outputContract.ts';
import { policy } from './policy.ts';
import { state } from './state.ts';
import { trajectory } from './trajectory.ts';

/** Tool errors, turns and tokens are a matter of efficiency, as is the number of calls; latency and cost are part of the task. */
const notPartOfIt = /^(maxCalls|maxRetries|budgets\.(tokens|turns|toolErrors))$/;
const conjuncts: readonly Evaluator[] = [answer, state, outputContract, expectedTool, trajectory, forbidden, policy, budgets];

function outcomes(evalCase: EvalCase, trial: Trial): readonly Outcome[] {
  return conjuncts.flatMap((evaluator) => evaluator.plan(evalCase)).filter((check) => check.gating && !notPartOfIt.test(check.id)).map((check) => findingOf(check, trial).outcome);
}

/**
 * Trusted task completion without what only live use knows (METRICS 8): correct, no policy violation, latency and cost within budget.
 * Anything false makes it false; else anything unknown makes it unknown.
 */
function taskCompletion(evalCase: EvalCase, trial: Trial): number | null {
  const found = outcomes(evalCase, trial);
  if (found.includes('fail')) return 0;
  return found.length > 0 && found.every((outcome) => outcome === 'pass') ? 1 : null;
}

export const completion: Evaluator = {
  id: 'completion',
  metrics: [{ id: 'taskCompletion', unit: 'boolean', direction: 'up', basis: 'case', section: '8', measure: taskCompletion }],
  plan: () => [],
};
