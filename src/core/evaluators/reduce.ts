import type { Epochs } from '../cases/readings.ts';
import type { Outcome } from '../model/result.ts';

/** Passes that make n trials a pass; each is the count at which the reducer's estimate reaches certainty (METRICS 9). */
function passesNeeded({ reducer, k }: Epochs, measured: number): number {
  switch (reducer) {
    case 'any': return 1;
    case 'mean': return measured / 2;
    case 'atLeast': return k;
    // Every choice of k trials holds a pass when fewer than k failed.
    case 'pass@k': return measured - k + 1;
    case 'all':
    case 'pass^k': return measured;
  }
}

/**
 * The trials of a case as one outcome. Broken trials say nothing of the agent and are left out; where too few remain to decide, the
 * outcome is `error`, or `n/a` when nothing broke.
 */
export function reduceOutcomes(outcomes: readonly Outcome[], epochs: Epochs): Outcome {
  const measured = outcomes.filter((outcome) => outcome === 'pass' || outcome === 'fail');
  const unmeasured: Outcome = outcomes.includes('error') ? 'error' : 'n/a';
  const passes = measured.filter((outcome) => outcome === 'pass').length;
  const failures = measured.length - passes;
  if (measured.length === 0) return unmeasured;
  if (epochs.reducer === 'all' || epochs.reducer === 'pass^k') return failures > 0 ? 'fail' : outcomes.includes('error') ? 'error' : 'pass';
  if (epochs.reducer === 'any' && passes > 0) return 'pass';
  if (epochs.reducer !== 'any' && epochs.reducer !== 'mean' && measured.length < epochs.k) return unmeasured;
  if (passes >= passesNeeded(epochs, measured.length)) return 'pass';
  return epochs.reducer === 'any' && outcomes.includes('error') ? 'error' : 'fail';
}
