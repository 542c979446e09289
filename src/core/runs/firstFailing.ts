import { Conjunct, type TrialResult } from '../model/result.ts';
import type { TargetStatistics } from '../model/runStatistics.ts';

type Counted = TargetStatistics['firstFailing'][number];

const order: readonly Counted['conjunct'][] = [...Conjunct.options, 'other'];

/** What failed first in each failed trial (METRICS 8), counted. Results of before this was told are left out. */
export function firstFailing(trials: readonly Pick<TrialResult, 'outcome' | 'completion'>[]): readonly Counted[] {
  const first = trials.flatMap(({ outcome, completion }): readonly Counted['conjunct'][] => (outcome === 'fail' && completion ? [completion.failed?.conjunct ?? 'other'] : []));
  const counts = order.map((conjunct): { readonly conjunct: Counted['conjunct']; readonly trials: number } => ({ conjunct, trials: first.filter((each) => each === conjunct).length }));
  return counts.filter((each) => each.trials > 0).toSorted((a, b) => b.trials - a.trials);
}
