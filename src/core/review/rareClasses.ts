import type { QueueTrace } from './queueTrace.ts';

/** The class of which few examples are labelled, and which a trace may be one of; undefined: none. */
export type RareClasses = (trace: QueueTrace) => string | undefined;

/** A labelled failure. `trace`: its id. */
export type Example = { readonly trace: string; readonly class: string; readonly tools: readonly string[]; readonly useCase: string | null };

/** A class with fewer labelled failures is rare. */
const few = 5;
/** Of the queue's traces so many resemble a rare class at most, together: a reason that many share tells none apart. */
const mostAlike = 0.05;
/** Of a small queue at least these may. */
const fewestAlike = 3;

/**
 * Which traces resemble those of a rare class. Simple on purpose: they are for the same use case or called the same tool as one of its
 * failures, itself apart. What the fewest traces share counts first, for as long as few of the queue are named by it. Of several classes
 * the rarest is named.
 * @param nameOf what a class is called
 */
export function rareClassesAmong(traces: readonly QueueTrace[], examples: readonly Example[], nameOf: (id: string) => string): RareClasses {
  const byClass = [...Map.groupBy(examples, (each) => each.class)].filter(([, found]) => found.length < few).sort(([a, x], [b, y]) => x.length - y.length || (a < b ? -1 : 1));
  if (byClass.length === 0) return () => undefined;
  const telling = tellingMarks(traces, new Set(byClass.flatMap(([, found]) => found.flatMap(marksOf))));
  const kinOf = new Map<string, Map<string, { readonly rank: number; readonly traces: Set<string> }>>();
  for (const [rank, [id, found]] of byClass.entries()) {
    for (const each of found) {
      for (const mark of marksOf(each)) {
        if (!telling.has(mark)) continue;
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

/** Of these marks the rarest, which together stand on few traces only. */
function tellingMarks(traces: readonly QueueTrace[], marks: ReadonlySet<string>): ReadonlySet<string> {
  const holders = new Map([...marks].map((mark) => [mark, new Set<string>()]));
  for (const trace of traces) for (const mark of marksOf(trace)) holders.get(mark)?.add(trace.id);
  const most = Math.max(fewestAlike, traces.length * mostAlike);
  const telling = new Set<string>();
  let alike: ReadonlySet<string> = new Set();
  for (const [mark, ids] of [...holders].sort(([a, x], [b, y]) => x.size - y.size || (a < b ? -1 : 1))) {
    if (ids.size > most) break;
    const together = alike.union(ids);
    if (together.size > most) continue;
    alike = together;
    telling.add(mark);
  }
  return telling;
}

function marksOf({ tools, useCase }: Pick<QueueTrace, 'tools' | 'useCase'>): readonly string[] {
  return [...tools.map((tool) => `tool ${tool}`), ...(useCase === null ? [] : [`use case ${useCase}`])];
}
