import type { JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { SpanEvent } from '../model/span.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { textOf } from './jsonText.ts';
import { readAnyTime } from './otlp/clock.ts';
import { completeSpan } from './otlp/completeSpan.ts';
import { readAnyId } from './otlp/identity.ts';
import { eventAttributes, plainAttributes, readResource, readScope } from './otlp/plainSpan.ts';
import type { SpanParts } from './otlp/spanParts.ts';
import { readSpanKind, readStatus } from './otlp/spanParts.ts';
import type { FoundSpan } from './spanContainer.ts';
import { readSpanContainer } from './spanContainer.ts';
import { listOf } from './values/fields.ts';
import { endAfter, microseconds } from './values/times.ts';

/** Ids as the JavaScript SDK holds them (`spanContext`), or as its console exporter prints them (`traceId` and `id`). */
function contextOf(span: JsonMap): { readonly traceId: unknown; readonly spanId: unknown } | undefined {
  const context = span['spanContext'] ?? span['_spanContext'];
  if (isJsonMap(context)) return { traceId: context['traceId'], spanId: context['spanId'] };
  return 'duration' in span && 'timestamp' in span && isJsonMap(span['attributes']) && typeof span['traceId'] === 'string' ? { traceId: span['traceId'], spanId: span['id'] } : undefined;
}

function isReadableSpan(span: JsonMap): boolean {
  const context = contextOf(span);
  return context !== undefined && typeof context.spanId === 'string' && typeof span['name'] === 'string';
}

/** A span, a list of them, or an object of named lists. */
function spansIn(value: unknown, depth = 0): readonly JsonMap[] {
  if (depth > 3) return [];
  if (Array.isArray(value)) return value.flatMap((each: unknown) => spansIn(each, depth + 1));
  if (!isJsonMap(value)) return [];
  return isReadableSpan(value) ? [value] : Object.values(value).flatMap((each) => (Array.isArray(each) ? spansIn(each, depth + 1) : []));
}

/** Spans of the JavaScript SDK written out as they are, most often to keep what the Vercel AI SDK records (FORMATS 2a). */
export const vercelSpans: Format = {
  id: 'vercel-spans',
  title: 'OpenTelemetry spans (JavaScript SDK, Vercel AI SDK)',
  example: '{"name":"ai.generateText","spanContext":{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"a1b2c3d4e5f60819"},"startTime":[1767225600,0],"endTime":[1767225601,0],"attributes":{"ai.operationId":"ai.generateText"},"status":{"code":0},"events":[]}',

  complete: completeSpan,

  detect(sample: Sample): string | undefined {
    const found = sample.records.find(({ value }) => spansIn(value).length > 0);
    return found && `a span with its spanContext on line ${found.line}`;
  },

  read(source: Source, report: ReadReport): Iterable<TraceFragment> {
    return readSpanContainer(source, report, function* (value, warn): Generator<FoundSpan> {
      const spans = spansIn(value);
      if (spans.length === 0) warn('Not a span: it has no spanContext.');
      for (const span of spans) yield { is: 'span', parts: readReadableSpan(span) };
    });
  },
};

/** The SDK counts kinds from 0, one less than the protocol does. */
const kinds = ['internal', 'server', 'client', 'producer', 'consumer'];

function readReadableSpan(raw: JsonMap): SpanParts {
  const { traceId, spanId } = contextOf(raw) ?? { traceId: null, spanId: null };
  const parent = raw['parentSpanContext'];
  const { status, kind } = raw;
  const startUs = readAnyTime(raw['startTime'] ?? raw['timestamp']);
  const duration = raw['duration'];
  return {
    traceId: readAnyId(traceId, 16), spanId: readAnyId(spanId, 8),
    parentId: readAnyId(raw['parentSpanId'], 8) ?? (isJsonMap(parent) ? readAnyId(parent['spanId'], 8) : null) ?? readAnyId(raw['parentId'], 8),
    name: textOf(raw['name']) ?? 'unnamed', kind: readSpanKind(typeof kind === 'number' ? kinds[kind] : kind),
    startUs, endUs: readAnyTime(raw['endTime']) ?? endAfter(startUs, typeof duration === 'number' ? microseconds(duration) : null),
    status: readStatus(status), statusMessage: isJsonMap(status) ? textOf(status['message']) : null,
    attributes: plainAttributes(raw['attributes']), events: listOf(raw['events']).filter(isJsonMap).map(readEvent),
    links: listOf(raw['links']).filter(isJsonMap).map(({ context }) => (isJsonMap(context) ? { traceId: readAnyId(context['traceId'], 16), spanId: readAnyId(context['spanId'], 8) } : { traceId: null, spanId: null })),
    scope: readScope(raw), resource: readResource(raw['resource']),
  };
}

function readEvent(raw: JsonMap): SpanEvent {
  return { name: textOf(raw['name']) ?? 'unnamed', timeUs: readAnyTime(raw['time'] ?? raw['timestamp']), attributes: eventAttributes(raw, ['name', 'time', 'timestamp', 'droppedAttributesCount']) };
}
