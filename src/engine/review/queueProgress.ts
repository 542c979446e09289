import type { QueueProgress } from '../../core/model/queue.ts';
import type { TraceLabels } from '../../core/model/review.ts';
import { isReviewed, ownOf } from '../../core/review/labels.ts';
import type { QueueKind } from '../../core/review/queueKinds.ts';
import type { QueueTrace } from '../../core/review/queueTrace.ts';
import { reviewPace } from '../../core/review/reviewPace.ts';
import type { Journals } from '../journals.ts';

type Counted = { readonly own: ReadonlyMap<string, number>; readonly reviewed: number; readonly deferred: number };
/** The traces of a queue, the same object as long as they are the same. */
export type QueueTraces = { readonly kind: QueueKind; readonly rows: readonly QueueTrace[]; readonly placeOf: ReadonlyMap<string, number> };

/** How far the review of a queue is, for all and for each reviewer; counted once for as long as no label changes. */
export function createQueueProgress(journals: Pick<Journals, 'traceLabels'>) {
  const counts = new WeakMap<QueueTraces, { readonly labels: ReadonlyMap<string, TraceLabels>; readonly byName: Map<string, Counted> }>();

  function countedOf(queue: QueueTraces, by: string): Counted {
    const labels = journals.traceLabels();
    let known = counts.get(queue);
    if (known?.labels !== labels) counts.set(queue, (known = { labels, byName: new Map() }));
    const done = known.byName.get(by);
    if (done) return done;
    const own = new Map<string, number>();
    let [reviewed, deferred] = [0, 0];
    for (const [id, said] of labels) {
      if (!queue.placeOf.has(id)) continue;
      let any = false;
      for (const label of said.own) {
        if (isReviewed(label)) {
          any = true;
          own.set(label.by, (own.get(label.by) ?? 0) + 1);
        } else if (label.by === by && label.verdict === 'defer') deferred++;
      }
      if (any) reviewed++;
    }
    const counted = { own, reviewed, deferred };
    known.byName.set(by, counted);
    return counted;
  }

  let paces: { readonly labels: ReadonlyMap<string, TraceLabels>; readonly by: string; readonly pace: number | null } | undefined;
  function paceOf(by: string): number | null {
    const labels = journals.traceLabels();
    if (paces?.labels === labels && paces.by === by) return paces.pace;
    const times: number[] = [];
    for (const said of labels.values()) {
      const label = ownOf(said, by);
      if (isReviewed(label)) times.push(Date.parse(label.at));
    }
    paces = { labels, by, pace: reviewPace(times) };
    return paces.pace;
  }

  function progressOf(queue: QueueTraces, by: string): QueueProgress {
    const { own, reviewed, deferred } = countedOf(queue, by);
    const { kind: { id, name, about, config: configured }, rows } = queue;
    const left = rows.length - (own.get(by) ?? 0);
    const pace = by === '' ? null : paceOf(by);
    return {
      id, name, about, builtIn: configured === undefined, total: rows.length, reviewed, left, deferred,
      by: [...own].map(([each, count]) => ({ name: each, reviewed: count })).sort((a, b) => b.reviewed - a.reviewed || (a.name < b.name ? -1 : 1)),
      minutesLeft: pace === null ? null : Math.ceil((left * pace) / 60_000),
    };
  }

  return { countedOf, progressOf };
}
