import type { LabelledTrace, TraceLabels } from '../model/review.ts';
import { isReviewed, ownOf } from './labels.ts';

/**
 * Blind review: whoever has not judged a trace learns nothing of the verdicts of others on it, neither from a row nor from a number.
 * To see them all has to be named, as the meeting on the roadmap does.
 */

export const hiddenNote = 'Hidden until you judge it yourself (blind review)';

/** Under blind review, whether what others say of a trace waits for one's own verdict. A run that is not here can be judged by nobody. */
export function isHiddenFrom(by: string, { orphan, labels }: Pick<LabelledTrace, 'orphan' | 'labels'>): boolean {
  return !orphan && !isReviewed(ownOf(labels, by)) && labels.adjudicated?.by !== by && labels.own.some((each) => each.by !== by);
}

/** Of one trace: what a reader may see of its labels; `hidden`: how many others' labels wait for the reader's own verdict. */
export type SeenLabels = { readonly labels: TraceLabels; readonly hidden: number };

/** The labels of one trace under blind review: where they wait, what the reader wrote alone, in force and as their own. */
export function labelsSeenBy(by: string, trace: Pick<LabelledTrace, 'orphan' | 'labels'>): SeenLabels {
  if (!isHiddenFrom(by, trace)) return { labels: trace.labels, hidden: 0 };
  const mine = ownOf(trace.labels, by);
  return { labels: { label: mine ?? null, own: mine === undefined ? [] : [mine], adjudicated: null, disagree: false }, hidden: trace.labels.own.filter((each) => each.by !== by).length };
}

/** `traces`: those given, of the hidden ones only what the reader wrote of them, and no case that says how somebody judged. `hidden`: of how many traces something is left out; verdicts play no part in it. */
export type SeenTraces = { readonly traces: readonly LabelledTrace[]; readonly hidden: number };

/** @returns what a reader may see, the same object for the same list as long as few readers ask */
export function createBlindView(): (all: readonly LabelledTrace[], by: string) => SeenTraces {
  const kept = new WeakMap<readonly LabelledTrace[], Map<string, SeenTraces>>();
  return (all, by) => {
    const views = kept.get(all) ?? new Map<string, SeenTraces>();
    kept.set(all, views);
    let seen = views.get(by);
    if (!seen) {
      if (views.size >= mostReaders) views.clear();
      views.set(by, seen = seenBy(all, by));
    }
    return seen;
  };
}

const mostReaders = 4;

function seenBy(all: readonly LabelledTrace[], by: string): SeenTraces {
  let hidden = 0;
  const traces = all.flatMap((trace): readonly LabelledTrace[] => {
    if (!isHiddenFrom(by, trace)) return [trace];
    hidden++;
    const { labels } = labelsSeenBy(by, trace);
    return labels.own.length === 0 ? [] : [{ ...trace, cases: [], labels }];
  });
  return hidden === 0 ? { traces: all, hidden } : { traces, hidden };
}
