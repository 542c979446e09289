import type { Epochs, Outcome } from '../model/result.ts';

/** Trials that must have been measured for the reducer to say anything; with fewer a pass would be optimistic (METRICS 9). */
function neededOf({ reducer, k }: Epochs, tried: number): number {
  if (reducer === 'all') return tried;
  return reducer === 'any' || reducer === 'mean' ? 1 : k;
}

/** Passes that make n measured trials a pass; each is the count at which the reducer's estimate reaches certainty. */
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

/** Least number of passes among n measured trials that passes the case, as a reader of a result asks for it. */
export const leastPasses = (epochs: Epochs, measured: number): number => Math.max(1, Math.ceil(passesNeeded(epochs, measured)));

/**
 * The trials of a case as one outcome. Broken trials say nothing of the agent and leave n, as do those that could not be measured; where
 * too few remain to decide, the outcome is `error`, or `n/a` when nothing broke. One failure decides where all must pass.
 */
export function reduceOutcomes(outcomes: readonly Outcome[], epochs: Epochs): Outcome {
  const measured = outcomes.filter((outcome) => outcome === 'pass' || outcome === 'fail');
  const passes = measured.filter((outcome) => outcome === 'pass').length;
  const unmeasured: Outcome = outcomes.includes('error') ? 'error' : 'n/a';
  const allMustPass = epochs.reducer === 'all' || epochs.reducer === 'pass^k';
  if (allMustPass && passes < measured.length) return 'fail';
  if (measured.length < neededOf(epochs, outcomes.length) || measured.length === 0) return unmeasured;
  if (passes >= passesNeeded(epochs, measured.length)) return 'pass';
  // What broke may have been the one that passes.
  return epochs.reducer === 'any' && outcomes.includes('error') ? 'error' : 'fail';
}
