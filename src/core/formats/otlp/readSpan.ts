import { isJsonMap } from '../../model/json.ts';
import type { SpanEvent } from '../../model/span.ts';
import { textOf } from '../jsonText.ts';
import { listOf } from '../values/fields.ts';
import { attributeMap, readAttributes } from './anyValue.ts';
import { readTime } from './clock.ts';
import { readId } from './identity.ts';
import type { Resource } from './resource.ts';
import type { SpanParts } from './spanParts.ts';
import { readSpanKind, readStatus } from './spanParts.ts';

type RawSpan = { readonly [key: string]: unknown };

/** A span as OTLP/JSON writes it, with string or number enums, hex or base64 ids. */
export function readSpan(raw: RawSpan, scope: string, resource: Resource): SpanParts {
  const { status, events, links } = raw;
  return {
    traceId: readId(raw['traceId'], 16), spanId: readId(raw['spanId'], 8), parentId: readId(raw['parentSpanId'], 8),
    name: textOf(raw['name']) ?? 'unnamed', kind: readSpanKind(raw['kind']),
    startUs: readTime(raw['startTimeUnixNano']), endUs: readTime(raw['endTimeUnixNano']),
    status: readStatus(status), statusMessage: isJsonMap(status) ? textOf(status['message']) : null,
    attributes: readAttributes(raw['attributes']),
    events: listOf(events).filter(isJsonMap).map(readEvent),
    links: listOf(links).filter(isJsonMap).map((link) => ({ traceId: readId(link['traceId'], 16), spanId: readId(link['spanId'], 8) })),
    scope, resource,
  };
}

function readEvent(raw: RawSpan): SpanEvent {
  return { name: textOf(raw['name']) ?? 'unnamed', timeUs: readTime(raw['timeUnixNano']), attributes: attributeMap(raw['attributes']) };
}
