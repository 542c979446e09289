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
  // What begins and ends in one instant was written down then; how long it took is not recorded.
  return step.startUs === null || step.endUs === null || step.endUs === step.startUs ? null : (step.endUs - step.startUs) / 1000;
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
  const parents = new Set<number>();
  for (const { noise, parent } of steps) if (!noise && parent !== null) parents.add(parent);
  const kinds = new Map<TrajectoryStep['kind'], { count: number; readonly values: Readonly<Record<Measure, number[]>> }>();
  for (const step of steps) {
    if (step.noise || !counts(step, parents)) continue;
    let own = kinds.get(step.kind);
    if (!own) kinds.set(step.kind, (own = { count: 0, values: { time: [], tokens: [], cost: [] } }));
    own.count++;
    add(own.values.time, durationMs(step));
    add(own.values.tokens, tokensOf(step));
    add(own.values.cost, step.costUsd);
  }
  const of = (measure: Measure) => {
    const values = [...kinds.values()].map((own) => own.values[measure]);
    const all = [...kinds.values()].some(({ count }) => count < enough) ? values.flat() : [];
    let most = 0;
    for (const some of values) for (const value of some) if (value > most) most = value;
    return { most, usual: new Map([...kinds].map(([kind, own]) => [kind, medianOf(own.count < enough ? all : own.values[measure])])) };
  };
  return { time: of('time'), tokens: of('tokens'), cost: of('cost'), parents };
}

function add(values: number[], value: number | null): void {
  if (value !== null) values.push(value);
}

function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const low = sorted[(sorted.length - 1) >> 1] ?? 0;
  return (low + (sorted[sorted.length >> 1] ?? low)) / 2;
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
