import type { OthersSaid, ReviewState } from '../model/queue.ts';
import type { TraceSummary } from '../model/trajectory.ts';

/** A trace as one reviewer reads it: with their own label alone, so that nobody takes another's for it, or saves it as theirs. */
export function asReadBy<Summary extends TraceSummary>(summary: Summary, { own }: Pick<ReviewState, 'own'>): Summary {
  return { ...summary, label: own, failing: summary.failing === 'label' && own?.verdict !== 'fail' ? null : summary.failing };
}

/** What the others say of it, as far as the reviewer may know. */
export function othersIn({ others, hidden }: Pick<ReviewState, 'others' | 'hidden'>): OthersSaid {
  return { seen: others.flatMap(({ by, verdict }) => (verdict === null ? [] : [{ by, verdict }])), hidden };
}
