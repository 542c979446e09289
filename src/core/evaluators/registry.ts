import { answer } from './answer.ts';
import { budgets } from './budgets.ts';
import { completion } from './completion.ts';
import { correction } from './correction.ts';
import { escalation } from './escalation.ts';
import type { Evaluator } from './evaluator.ts';
import { expectedTool } from './expectedTool.ts';
import { forbidden } from './forbidden.ts';
import { freshness } from './freshness.ts';
import { grounding } from './grounding.ts';
import { notMeasuredYet } from './notMeasured.ts';
import { outputContract } from './outputContract.ts';
import { policy } from './policy.ts';
import { provenance } from './provenance.ts';
import { retrieval } from './retrieval.ts';
import { run } from './run.ts';
import { state } from './state.ts';
import { trajectory } from './trajectory.ts';

/** All evaluators, in the order in which their checks are shown. */
export const evaluators: readonly Evaluator[] = [expectedTool, trajectory, forbidden, policy, answer, outputContract, state, retrieval, freshness, provenance, grounding, escalation, budgets, correction, completion, run, notMeasuredYet];
