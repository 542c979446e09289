import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';

/** A failed step is never noise: hiding it would hide the error. */
export function isHidden(step: TrajectoryStep): boolean {
  return step.noise && !step.failed && !step.blocked;
}
