import type { QueueTrace } from './queueTrace.ts';

/** The class of which few examples are labelled, and which a trace may be one of; undefined: none. */
export type RareClasses = (trace: QueueTrace) => string | undefined;

/** A labelled failure. `trace`: its id. */
export type Example = { readonly trace: string; readonly class: string; readonly tools: readonly string[]; readonly useCase: string | null };

/** A class with fewer labelled failures is rare. */
const few = 5;
/** What more of the queue's traces share tells them from no others. */
const mostShared = 0.2;

/**
 * Which traces resemble those of a rare class. Simple on purpose: they are for the same use case or called the same tool as one of its
 * failures, itself apart, and no more than a fifth of the queue did. Of several classes the rarest is named.
 * @param nameOf what a class is called
 */
export function rareClassesAmong(traces: readonly QueueTrace[], examples: readonly Example[], nameOf: (id: string) => string): RareClasses {
  const byClass = [...Map.groupBy(examples, (each) => each.class)].filter(([, found]) => found.length < few).sort(([a, x], [b, y]) => x.length - y.length || (a < b ? -1 : 1));
  if (byClass.length === 0) return () => undefined;
  const counts = new Map<string, number>();
  for (const trace of traces) for (const mark of marksOf(trace)) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  const kinOf = new Map<string, Map<string, { readonly rank: number; readonly traces: Set<string> }>>();
  for (const [rank, [id, found]] of byClass.entries()) {
    for (const each of found) {
      for (const mark of marksOf(each)) {
        if ((counts.get(mark) ?? 0) > traces.length * mostShared) continue;
        const kin = kinOf.get(mark) ?? new Map<string, { readonly rank: number; readonly traces: Set<string> }>();
        kinOf.set(mark, kin);
        const ofClass = kin.get(id) ?? { rank, traces: new Set<string>() };
        kin.set(id, ofClass);
        ofClass.traces.add(each.trace);
      }
    }
  }
  if (kinOf.size === 0) return () => undefined;
  return (trace) => {
    let rarest: { readonly id: string; readonly rank: number } | undefined;
    for (const mark of marksOf(trace)) {
      for (const [id, { rank, traces: failed }] of kinOf.get(mark) ?? []) {
        if ((failed.size > 1 || !failed.has(trace.id)) && (rarest === undefined || rank < rarest.rank)) rarest = { id, rank };
      }
    }
    return rarest && nameOf(rarest.id);
  };
}

function marksOf({ tools, useCase }: Pick<QueueTrace, 'tools' | 'useCase'>): readonly string[] {
  return [...tools.map((tool) => `tool ${tool}`), ...(useCase === null ? [] : [`use case ${useCase}`])];
}
