import type { SharedTrait, TraceGroup } from '../../model/patterns.ts';
import type { LabelledTrace } from '../../model/review.ts';
import { newestFirst } from './reviewed.ts';
import type { Classes, Reviewed } from './reviewed.ts';

/** Of what most of some traces have, as many as one reads. */
const most = 2;

/** Some failures as a list, newest first, with what they have in common. */
export function traceGroup(all: readonly Reviewed[], { nameOf }: Pick<Classes, 'nameOf'>): TraceGroup {
  return {
    traces: newestFirst(all).map(({ trace: { id, nativeId, title, startUs, orphan }, class: of }) => ({ id, nativeId, title, startUs, className: of === null ? null : nameOf(of), orphan })),
    shared: sharedBy(all.map(({ trace }) => trace)),
  };
}

/** What at least half of the traces have in common, of `n` all of them. What became of them is told however many it is. */
export function sharedBy(traces: readonly LabelledTrace[]): readonly SharedTrait[] {
  const n = traces.length;
  if (n === 0) return [];
  const offeredOnly = ({ toolsOffered, toolsCalled }: LabelledTrace): readonly string[] => (toolsOffered ?? []).filter((tool) => !toolsCalled.includes(tool));
  const common = (kind: SharedTrait['kind'], valuesOf: (trace: LabelledTrace) => readonly (string | undefined)[], take: number): readonly SharedTrait[] => mostCommon(traces, valuesOf)
    .filter(([, count]) => count * 2 >= n).slice(0, take).map(([value, count]) => ({ kind, value, count, n }));
  const having = (has: (trace: LabelledTrace) => boolean): number => traces.filter(has).length;
  return [
    ...common('promptVersion', ({ facts }) => [facts.promptVersion], 1),
    // What was offered and not called may be what should have been.
    ...common('offered', offeredOnly, most),
    ...common('called', ({ toolsCalled }) => toolsCalled, most),
    ...common('model', ({ models }) => models, 1),
    ...common('useCase', ({ facts }) => [facts.useCase], 1),
    { kind: 'answerRefused', value: null, count: having(({ feedback }) => feedback.feedback === 'rejected' || feedback.feedback === 'edited'), n: having(({ feedback }) => feedback.feedback !== undefined) },
    { kind: 'guarded', value: null, count: having(({ cases }) => cases.some(({ guards }) => guards)), n },
  ];
}

function mostCommon(traces: readonly LabelledTrace[], valuesOf: (trace: LabelledTrace) => readonly (string | undefined)[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const trace of traces) for (const value of new Set(valuesOf(trace))) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
}
