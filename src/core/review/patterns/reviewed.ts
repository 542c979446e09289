import type { FailureClass, Taxonomy } from '../../model/failureClass.ts';
import { classesInUse } from '../../model/failureClass.ts';
import { followerOf } from '../../coverage/classes.ts';
import type { LabelledTrace } from '../../model/review.ts';
import { isReviewed } from '../labels.ts';

/** A trace whose label in force says pass or fail: what patterns are counted over. */
export type Reviewed = {
  readonly trace: LabelledTrace;
  readonly failed: boolean;
  /** The class in use; null: the label names none, or one that is no more. */
  readonly class: string | null;
  readonly mode: string | null;
};

export type Classes = { readonly inUse: readonly FailureClass[]; readonly nameOf: (id: string | null) => string };

/** Classes that were merged count for the one that took them over. */
export function reviewedAmong(traces: readonly LabelledTrace[], taxonomy: Taxonomy | undefined): { readonly reviewed: readonly Reviewed[]; readonly classes: Classes } {
  const inUse = classesInUse(taxonomy);
  const followed = followerOf(taxonomy, inUse);
  const names = new Map(inUse.map(({ id, name }) => [id, name ?? id]));
  const reviewed: Reviewed[] = [];
  for (const trace of traces) {
    const { label } = trace.labels;
    if (!isReviewed(label)) continue;
    const failed = label.verdict === 'fail';
    reviewed.push({ trace, failed, class: failed ? (followed(label.class?.class) ?? null) : null, mode: failed ? (label.class?.mode ?? null) : null });
  }
  return { reviewed, classes: { inUse, nameOf: (id) => (id === null ? 'No class' : (names.get(id) ?? id)) } };
}

export const newestFirst = (all: readonly Reviewed[]): readonly Reviewed[] => all.toSorted((a, b) => (b.trace.startUs ?? -Infinity) - (a.trace.startUs ?? -Infinity) || (a.trace.id < b.trace.id ? -1 : 1));
