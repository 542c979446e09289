import type { TrajectoryStep } from '../../src/core/model/trajectory.ts';

/** Which steps stand out by time, tokens or cost: from half of the greatest step on, and more from three quarters. */

export type Measure = 'time' | 'tokens' | 'cost';
export type Heat = { readonly level: 'warm' | 'hot'; readonly share: number };
export type Maxima = Readonly<Record<Measure, number>> & {
  /** Steps that have others below them. */
  readonly parents: ReadonlySet<number>;
};

export function durationMs(step: Pick<TrajectoryStep, 'startUs' | 'endUs'>): number | null {
  return step.startUs === null || step.endUs === null ? null : (step.endUs - step.startUs) / 1000;
}

export function tokensOf(step: Pick<TrajectoryStep, 'inputTokens' | 'outputTokens'>): number | null {
  return step.inputTokens === null && step.outputTokens === null ? null : (step.inputTokens ?? 0) + (step.outputTokens ?? 0);
}

const measured: Readonly<Record<Measure, (step: TrajectoryStep) => number | null>> = { time: durationMs, tokens: tokensOf, cost: (step) => step.costUsd };

/** A step that only waits for those below it would make every other one look cool: agents and parents are left out. */
function counts(step: TrajectoryStep, parents: ReadonlySet<number>): boolean {
  return step.kind === 'llm' || (step.kind !== 'agent' && !parents.has(step.n));
}

export function maximaOf(steps: readonly TrajectoryStep[]): Maxima {
  const parents = new Set(steps.flatMap((step) => (step.noise || step.parent === null ? [] : [step.parent])));
  const maxima = { time: 0, tokens: 0, cost: 0, parents };
  for (const step of steps) {
    if (!counts(step, parents)) continue;
    for (const measure of ['time', 'tokens', 'cost'] as const) maxima[measure] = Math.max(maxima[measure], measured[measure](step) ?? 0);
  }
  return maxima;
}

/** Nobody waits for less: in a trace of milliseconds no step is a slow one. */
const leastTimeMs = 100;

/** Undefined: the step does not stand out, or there is nothing to stand out from. */
export function heatOf(step: TrajectoryStep, measure: Measure, maxima: Maxima): Heat | undefined {
  const value = measured[measure](step);
  if (value === null || maxima[measure] === 0 || (measure === 'time' && value < leastTimeMs) || !counts(step, maxima.parents)) return undefined;
  const share = value / maxima[measure];
  return share >= 0.75 ? { level: 'hot', share } : share >= 0.5 ? { level: 'warm', share } : undefined;
}
