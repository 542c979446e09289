import type { Source } from '../../core/formats/format.ts';
import { otlp } from '../../core/formats/otlp.ts';
import type { FactsConfig } from '../../core/model/config.ts';
import type { Json } from '../../core/model/json.ts';
import type { Trace, Trial } from '../../core/model/trace.ts';
import type { Pricing } from '../../core/pricing/pricing.ts';
import { asWrapper } from '../../core/trajectory/wrapperCalls.ts';
import { observe } from '../../core/trajectory/observe.ts';
import { createSpanJoin, emptyHeaderParts, headerOf, joinHeader } from '../../store/merge.ts';
import { shownSpans, traceIdOf } from '../importTraces.ts';
import type { CollectedTrace } from '../otlpReceiver/collection.ts';

/** What the spans of one trial say of it. */
export type SpanTrial = {
  readonly trial: Trial;
  /** Spans of an agent, not only of its transport: then no call means that there was none. */
  readonly isTold: boolean;
  readonly collected: CollectedTrace;
  /** The id it will have in the index, once it is imported. */
  readonly traceId: string;
};

/** Spans that were sent during a trial, read and joined as an import would. */
export function readSpans(collected: CollectedTrace, facts: FactsConfig, pricing: Pricing): SpanTrial {
  const source: Source = { file: '', records: [{ value: collected.requests as Json, line: 1, offset: 0, length: 0 }] };
  const join = createSpanJoin([]);
  let header = emptyHeaderParts;
  for (const fragment of otlp.read(source, { warn: () => undefined })) {
    header = joinHeader(header, fragment.header, fragment.spans.some((span) => span.parentId === null));
    for (const [position, span] of fragment.spans.entries()) join.add({ span, position });
  }
  const { ordered, wraps } = shownSpans(join.all(), otlp, pricing);
  const id = traceIdOf(otlp.id, collected.traceId);
  const trace: Trace = { id, nativeId: collected.traceId, format: otlp.id, file: '', sha256: '', header: headerOf(header), spans: ordered.map(({ span }) => (wraps(span) ? asWrapper(span) : span)) };
  return { trial: observe(trace, facts), isTold: trace.spans.some((span) => span.kind !== 'other'), collected, traceId: id };
}
