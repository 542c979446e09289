import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';

/** Which steps make up one conversation. Pure. */

/** The agent a step works for: its nearest agent above, or null. */
export type Agents = ReadonlyMap<number, number | null>;

export function agentsOf(steps: readonly TrajectoryStep[]): Agents {
  const byNumber = new Map(steps.map((step) => [step.n, step]));
  const agents = new Map<number, number | null>();
  for (const step of steps) {
    let above = step.parent === null ? undefined : byNumber.get(step.parent);
    for (let left = steps.length; above && above.kind !== 'agent' && left > 0; left--) {
      if (agents.has(above.n)) {
        above = byNumber.get(agents.get(above.n) ?? -1);
        break;
      }
      above = above.parent === null ? undefined : byNumber.get(above.parent);
    }
    agents.set(step.n, above?.n ?? null);
  }
  return agents;
}

/** The first step and every agent stand for all that happened below them: their thread is the whole conversation. */
export function tellsAll(steps: readonly TrajectoryStep[], step: TrajectoryStep): boolean {
  return step.kind === 'agent' || (step.n === steps[0]?.n && step.kind !== 'llm' && step.kind !== 'tool' && step.kind !== 'retrieval');
}

/** The steps below one, in reading order; below the first step are all others, as some exports lay them side by side. */
export function stepsBelow(steps: readonly TrajectoryStep[], step: TrajectoryStep): readonly TrajectoryStep[] {
  if (step.n === steps[0]?.n) return steps.slice(1);
  const inside = new Set([step.n]);
  return steps.filter((each) => {
    if (each.parent === null || !inside.has(each.parent)) return false;
    inside.add(each.n);
    return true;
  });
}

/** The last of the steps that stand under the fewest agents: those nearest to the one who tells. */
function lastOutermost(steps: readonly TrajectoryStep[], agents: Agents): TrajectoryStep | undefined {
  const depthOf = (step: TrajectoryStep): number => {
    let depth = 0;
    for (let agent = agents.get(step.n) ?? null; agent !== null && depth <= steps.length; agent = agents.get(agent) ?? null) depth++;
    return depth;
  };
  const least = steps.reduce((fewest, step) => Math.min(fewest, depthOf(step)), Infinity);
  return steps.findLast((step) => depthOf(step) === least);
}

/**
 * The step whose messages show another in its conversation: a model call itself, else the next one of the same agent, which
 * was told the result, else the one before. Of an agent it is the last model call, which was told everything. Where no model
 * call is recorded it is the agent, which has the question and the answer. Null when there is neither.
 */
export function threadSource(steps: readonly TrajectoryStep[], agents: Agents, n: number): number | null {
  const at = steps.findIndex((each) => each.n === n);
  const step = steps[at];
  if (!step) return null;
  if (step.kind === 'llm') return n;
  if (tellsAll(steps, step)) {
    const below = stepsBelow(steps, step);
    const modelCall = lastOutermost(below.filter((each) => each.kind === 'llm'), agents);
    return modelCall?.n ?? (step.kind === 'agent' ? n : (below.find((each) => each.kind === 'agent')?.n ?? null));
  }
  const agent = agents.get(n) ?? null;
  const isModelCall = (each: TrajectoryStep) => each.kind === 'llm' && agents.get(each.n) === agent;
  // Hidden spans are numbered after all others: the place in reading order says what comes next, not the number.
  return steps.slice(at).find(isModelCall)?.n ?? steps.findLast(isModelCall)?.n ?? agent;
}
