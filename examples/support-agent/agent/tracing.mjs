import { randomBytes } from 'node:crypto';

export const AGENT_NAME = 'support-agent';

/**
 * Collects the spans of one run and writes them as OTLP/JSON. Durations are measured on the monotonic clock;
 * `startedAt` (a Date) is only where that clock is said to begin. `traceparent` (W3C) is whose trace the run is part of.
 */
export function startTrace(startedAt, traceparent = '') {
  const [, givenTraceId, givenParentId] = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/.exec(traceparent) ?? [];
  const traceId = givenTraceId ?? randomBytes(16).toString('hex');
  const zero = process.hrtime.bigint();
  const now = () => BigInt(startedAt.getTime()) * 1_000_000n + (process.hrtime.bigint() - zero);
  const spans = [];

  function startSpan(parentId, name, attributes) {
    const span = { id: randomBytes(8).toString('hex'), parentId, name, attributes, startNs: now(), endNs: undefined, error: undefined };
    spans.push(span);
    return {
      child: (childName, childAttributes) => startSpan(span.id, childName, childAttributes),
      set: (more) => Object.assign(span.attributes, more),
      end: (error) => {
        span.endNs = now();
        span.error = error;
      },
    };
  }

  return { traceId, start: (name, attributes) => startSpan(givenParentId, name, attributes), toOtlp: (resource) => toOtlp(traceId, spans, resource) };
}

/** Sends one request to where the environment says that spans go (OpenTelemetry's own variable); to nowhere when it says nothing. */
export async function exportSpans(otlp) {
  const endpoint = process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (!endpoint) return;
  try {
    const response = await fetch(`${endpoint.replace(/\/$/, '')}/v1/traces`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(otlp), signal: AbortSignal.timeout(5000) });
    if (!response.ok) process.stderr.write(`The spans were refused with status ${response.status}.\n`);
  } catch (error) {
    process.stderr.write(`The spans could not be sent: ${error.cause?.message ?? error.message}.\n`);
  }
}

/** One ExportTraceServiceRequest. */
function toOtlp(traceId, spans, resource) {
  return {
    resourceSpans: [{
      resource: { attributes: attributeList(resource) },
      scopeSpans: [{
        scope: { name: AGENT_NAME, version: resource['service.version'] },
        spans: spans.map((span) => ({
          traceId,
          spanId: span.id,
          ...(span.parentId === undefined ? {} : { parentSpanId: span.parentId }),
          name: span.name,
          kind: 1,
          startTimeUnixNano: String(span.startNs),
          endTimeUnixNano: String(span.endNs),
          attributes: attributeList(span.attributes),
          status: span.error === undefined ? {} : { code: 2, message: span.error },
        })),
      }],
    }],
  };
}

/** Undefined values are left out; objects travel as JSON text, as the GenAI conventions ask. */
export function attributeList(attributes) {
  return Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value: attributeValue(value) }]));
}

function attributeValue(value) {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (Number.isInteger(value)) return { intValue: String(value) };
  if (typeof value === 'number') return { doubleValue: value };
  return { stringValue: JSON.stringify(value) };
}

export function textMessage(role, content) {
  return { role, parts: [{ type: 'text', content }] };
}
