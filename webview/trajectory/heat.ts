import type { TrajectoryStep } from '../../src/core/model/trajectory.ts';

/** Which steps stand out by time, tokens or cost: above half of the greatest step, and more from three quarters, if it is an outlier: most rows in red would point at nothing. */

export type Measure = 'time' | 'tokens' | 'cost';
export type Heat = { readonly level: 'warm' | 'hot'; readonly share: number };
/** The greatest of each measure, and the median, by the kind of step. */
export type Maxima = Readonly<Record<Measure, { readonly most: number; readonly usual: ReadonlyMap<TrajectoryStep['kind'], number> }>> & {
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

/** Fewer of a kind tell nothing of what is usual for it. */
const enough = 4;

export function maximaOf(steps: readonly TrajectoryStep[]): Maxima {
  const parents = new Set(steps.flatMap((step) => (step.noise || step.parent === null ? [] : [step.parent])));
  const compared = steps.filter((step) => !step.noise && counts(step, parents));
  const kinds = Map.groupBy(compared, (step) => step.kind);
  const of = (measure: Measure) => {
    const values = (some: readonly TrajectoryStep[]) => some.flatMap((step) => measured[measure](step) ?? []);
    const all = values(compared);
    const usual = new Map([...kinds].map(([kind, some]) => [kind, values(some)] as const).map(([kind, some]) => [kind, medianOf(some.length < enough ? all : some)]));
    return { most: all.reduce((most, value) => Math.max(most, value), 0), usual };
  };
  return { time: of('time'), tokens: of('tokens'), cost: of('cost'), parents };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low = 0, high = low] = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  return (low + high) / 2;
}

/** Nobody waits for less: in a trace of milliseconds no step is a slow one. */
const leastTimeMs = 100;
/** How many times the usual an outlier is. */
const farOut = 3;

/** Undefined: the step does not stand out, or there is nothing to stand out from. */
export function heatOf(step: TrajectoryStep, measure: Measure, maxima: Maxima): Heat | undefined {
  const value = measured[measure](step);
  const { most, usual } = maxima[measure];
  if (value === null || most === 0 || (measure === 'time' && value < leastTimeMs) || !counts(step, maxima.parents)) return undefined;
  const share = value / most;
  if (share <= 0.5 || value < farOut * (usual.get(step.kind) ?? Infinity)) return undefined;
  return { level: share >= 0.75 ? 'hot' : 'warm', share };
}
