import type { TrajectoryStep } from '../../src/core/model/trajectory.ts';

/** From the first start to the last end of a trace, in microseconds; null where no step has a time. */
export type TimeSpan = { readonly startUs: number; readonly endUs: number };

export function timeSpanOf(steps: readonly TrajectoryStep[]): TimeSpan | null {
  let startUs = Infinity;
  let endUs = -Infinity;
  for (const step of steps) {
    if (step.startUs !== null) startUs = Math.min(startUs, step.startUs);
    if (step.endUs !== null) endUs = Math.max(endUs, step.endUs);
  }
  return endUs > startUs ? { startUs, endUs } : null;
}

/** Where the bar of a step begins and how long it is, as shares of the whole. */
export function barOf(step: TrajectoryStep, whole: TimeSpan): { readonly start: number; readonly length: number } | null {
  if (step.startUs === null || step.endUs === null) return null;
  const total = whole.endUs - whole.startUs;
  return { start: (step.startUs - whole.startUs) / total, length: Math.max(0, step.endUs - step.startUs) / total };
}
