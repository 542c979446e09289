import { labelsSeenBy } from '../../core/review/blind.ts';
import type { SeenLabels } from '../../core/review/blind.ts';
import { nobodySaid } from '../../core/review/labels.ts';
import type { FeedbackState } from '../../core/model/feedback.ts';
import type { LabelledTrace, TraceLabels } from '../../core/model/review.ts';
import type { TraceSummary } from '../../core/model/trajectory.ts';
import { failingOf, summaryWithFeedback } from '../../core/trajectory/summarize.ts';
import type { Store } from '../../store/openStore.ts';
import type { Journals } from '../journals.ts';

export type BlindReading = {
  /** What a reader may know of the labels of a trace. Undefined reader: everything; empty: what nobody has judged. `orphan`: the trace is not imported here. */
  labels(reader: string | undefined, trace: string, orphan?: boolean): SeenLabels;
  /** A labelled trace as a reader may see it: of a hidden one no case either, as one says how somebody judged. */
  labelled(reader: string | undefined): (trace: LabelledTrace) => LabelledTrace;
  /** The rows of traces as a reader may see them: where labels wait for the reader's own verdict, as the trace is without them. */
  summaries(reader: string | undefined): <Summary extends TraceSummary>(summary: Summary) => Summary;
};

/** Under blind review every answer about single traces goes through here; queries and counts are of record. */
export function createBlindReading({ store, journals, feedback, isBlind }: {
  readonly store: Pick<Store, 'readSummary'>;
  readonly journals: Journals;
  readonly feedback: () => ReadonlyMap<string, FeedbackState>;
  readonly isBlind: () => boolean;
}): BlindReading {
  function readBy(reader: string | undefined): (labels: TraceLabels, orphan: boolean) => SeenLabels {
    if (reader === undefined || !isBlind()) return (labels) => ({ labels, hidden: 0 });
    const by = reader === '' ? '' : journals.reviewer(reader);
    return (labels, orphan) => labelsSeenBy(by, { orphan, labels });
  }

  /** Why a trace fails whatever reviewers say. */
  function failingByItself({ id, nativeId }: TraceSummary): TraceSummary['failing'] {
    const stored = store.readSummary(id);
    const said = feedback().get(id) ?? feedback().get(nativeId);
    return (stored && said ? summaryWithFeedback(stored, said) : stored)?.failing ?? null;
  }

  return {
    labels: (reader, trace, orphan = false) => readBy(reader)(journals.traceLabels().get(trace) ?? nobodySaid, orphan),
    labelled(reader) {
      const seen = readBy(reader);
      return (trace) => {
        const { labels, hidden } = seen(trace.labels, trace.orphan);
        return hidden === 0 ? trace : { ...trace, cases: [], labels, hidden };
      };
    },
    summaries(reader) {
      if (reader === undefined) return (summary) => summary;
      const seen = readBy(reader);
      const all = journals.traceLabels();
      return (summary) => {
        const { labels: { label }, hidden } = seen(all.get(summary.id) ?? nobodySaid, false);
        return hidden === 0 ? summary : { ...summary, label, failing: failingOf({ failing: failingByItself(summary) }, label), hidden };
      };
    },
  };
}
