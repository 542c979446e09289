import type { StepDetail, TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import type { CallView } from './joinCalls.ts';
import { isHidden } from '../rows.ts';

/** Which step ran which call of a conversation. Pure. */

/** The tool steps among these; one inside another is that one's own affair. */
export function toolSteps(steps: readonly TrajectoryStep[]): readonly TrajectoryStep[] {
  const within = new Set<number>();
  return steps.filter((step) => {
    const inside = step.parent !== null && within.has(step.parent);
    const isTool = (step.kind === 'tool' || step.kind === 'retrieval') && !isHidden(step);
    if (inside || isTool) within.add(step.n);
    return isTool && !inside;
  });
}

export function callOfStep(step: TrajectoryStep): CallView {
  return { callId: null, name: step.name, status: step.failed ? 'error' : step.blocked ? 'blocked' : null, step: step.n };
}

/** What is known of a call, completed by what its own step recorded. */
export function completed(call: CallView, detail: StepDetail): CallView {
  const [own] = detail.calls;
  if (!own) return call;
  const args = call.arguments === undefined && call.argumentsText === undefined ? { arguments: own.arguments, argumentsText: own.argumentsText } : {};
  return { ...call, ...args, callId: call.callId ?? own.callId, result: call.result ?? own.result, status: own.status ?? call.status };
}

export function isComplete(call: CallView): boolean {
  return (call.arguments !== undefined || call.argumentsText !== undefined) && call.result !== undefined;
}

/**
 * Calls with their steps: by id where a detail says so; by order where a name was called as often as it ran. Where it ran
 * more often, as when a client tries again by itself, nobody can say which step a call led to; with `all` such calls are then
 * taken for steps in order, with nothing but what the step recorded.
 */
export function withSteps(calls: readonly CallView[], details: readonly StepDetail[], ran: readonly TrajectoryStep[], all: boolean): readonly CallView[] {
  const byId = new Map(details.flatMap((detail) => detail.calls).flatMap((call) => (call.callId !== null && call.step !== null ? [[call.callId, call] as const] : [])));
  const known = (call: CallView) => (call.callId === null ? undefined : byId.get(call.callId));
  const taken = new Set(calls.map((call) => known(call)?.step));
  const free = Map.groupBy(ran.filter((step) => !taken.has(step.n)), (step) => step.name);
  const asked = Map.groupBy(calls.filter((call) => !known(call)), (call) => call.name);
  return calls.map((call) => {
    const own = known(call);
    if (own) return { ...call, step: own.step, status: own.status ?? call.status, result: call.result ?? own.result };
    const same = asked.get(call.name) ?? [];
    const steps = free.get(call.name) ?? [];
    const step = steps[same.indexOf(call)];
    if (step && same.length === steps.length) return { ...call, step: step.n, status: call.status ?? callOfStep(step).status };
    return step && all && same.length < steps.length ? callOfStep(step) : call;
  });
}
