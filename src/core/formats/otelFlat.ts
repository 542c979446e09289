import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Span, SpanEvent } from '../model/span.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { textOf } from './jsonText.ts';
import { addLoggedMessages } from './otelFlat/loggedMessages.ts';
import type { FlatRow } from './otelFlat/rows.ts';
import { flatRowsIn, isLogged } from './otelFlat/rows.ts';
import { readAttributes } from './otlp/anyValue.ts';
import { readAnyTime, readTime } from './otlp/clock.ts';
import { completeSpan } from './otlp/completeSpan.ts';
import { readAnyId } from './otlp/identity.ts';
import { detailsEvent } from './otlp/messageEvents.ts';
import { eventAttributes, plainAttributes, readResource, readScope } from './otlp/plainSpan.ts';
import type { Resource } from './otlp/resource.ts';
import type { SpanParts } from './otlp/spanParts.ts';
import { readSpanKind, readStatus } from './otlp/spanParts.ts';
import type { FoundSpan } from './spanContainer.ts';
import { readSpanContainer } from './spanContainer.ts';
import { listOf, mapOf } from './values/fields.ts';
import { endAfter, microseconds } from './values/times.ts';

/** Spans one by one with attributes as a plain map: in-memory exporters, Python's `span.to_json()`, downloads from AgentCore and CloudWatch (FORMATS 2). */
export const otelFlat: Format = {
  id: 'otel-flat',
  title: 'OpenTelemetry spans (flat JSON)',
  example: '{"trace_id":"5b8efff798038103d269b633813fc60c","span_id":"a1b2c3d4e5f60819","parent_span_id":null,"name":"chat","start_time":1767225600000000000,"end_time":1767225601000000000,"attributes":{"gen_ai.operation.name":"chat"}}',

  detect(sample: Sample): string | undefined {
    const found = sample.records.find(({ value }) => flatRowsIn(value).length > 0);
    return found && `span ids beside an attribute map on line ${found.line}`;
  },

  read(source: Source, report: ReadReport): Iterable<TraceFragment> {
    return readSpanContainer(source, report, function* (value, warn): Generator<FoundSpan> {
      const rows = flatRowsIn(value);
      if (rows.length === 0) warn('Not a span: it has no ids beside an attribute map.');
      for (const each of rows) yield isLogged(each.row['body']) && textOf(each.row['name']) === null ? readLogged(each) : { is: 'span', parts: readFlatSpan(each) };
    });
  },

  complete(span: Span): Span {
    const completed = completeSpan(span);
    if (completed.name !== '' || completed.input.length + completed.output.length === 0) return completed;
    // Its messages were logged, and the span itself is in another log group: a call of a model, as far as anyone can tell.
    return { ...completed, name: completed.model ?? 'logged call', kind: completed.output.length > 0 ? 'llm' : 'other', startUs: completed.startUs ?? completed.events.find(({ timeUs }) => timeUs !== null)?.timeUs ?? null };
  },
};

/** A row of the log, apart from its span. */
function readLogged({ row, session }: FlatRow): FoundSpan {
  const content = new Map<string, Json>();
  if (isLogged(row['body'])) addLoggedMessages(row['body'], content, true);
  const attributes = plainAttributes(row['attributes']);
  const sessionId = textOf(attributes.get('session.id')) ?? session;
  return {
    is: 'logged',
    logged: {
      traceId: readAnyId(row['traceId'] ?? row['trace_id'], 16), spanId: readAnyId(row['spanId'] ?? row['span_id'], 8),
      event: { name: detailsEvent, timeUs: timeOf(row, 'timeUnixNano', 'observedTimeUnixNano'), attributes: Object.fromEntries(content) },
    },
    ...(sessionId === null ? {} : { header: { sessionId } }),
  };
}

function readFlatSpan({ row, session }: FlatRow): SpanParts {
  const context = isJsonMap(row['context']) ? row['context'] : row;
  const parent = mapOf(row['parent']);
  const attributes = Array.isArray(row['attributes']) ? readAttributes(row['attributes']) : plainAttributes(row['attributes']);
  if (session !== null && !attributes.has('session.id')) attributes.set('session.id', session);
  const scope = readScope(row);
  const written = textOf(row['name']) ?? 'unnamed';
  const events = listOf(row['span_events'] ?? row['events']).filter(isJsonMap);
  for (const body of [row['body'], ...events.map((event) => event['body'])]) if (isLogged(body)) addLoggedMessages(body, attributes, false);
  const name = written === scope ? (nameOf(attributes) ?? written) : written;

  const startUs = timeOf(row, 'start_time', 'startTimeUnixNano', 'start_time_unix_nano', 'startTime');
  const duration = row['durationNano'] ?? row['duration_nano'];
  const endUs = timeOf(row, 'end_time', 'endTimeUnixNano', 'end_time_unix_nano', 'endTime') ?? endAfter(startUs, typeof duration === 'number' ? microseconds(duration / 1000) : null);
  const { status } = row;
  const code = isJsonMap(status) ? (status['code'] ?? status['status_code']) : (row['status_code'] ?? row['statusCode'] ?? status);
  return {
    traceId: readAnyId(row['trace_id'] ?? row['traceId'] ?? context['trace_id'], 16), spanId: readAnyId(row['span_id'] ?? row['spanId'] ?? context['span_id'], 8),
    parentId: readAnyId(row['parent_span_id'] ?? row['parentSpanId'] ?? row['parent_id'] ?? parent['span_id'], 8),
    name, kind: readSpanKind(row['kind'] ?? row['span_kind']),
    startUs, endUs, status: readStatus(code),
    statusMessage: (isJsonMap(status) ? (textOf(status['message']) ?? textOf(status['description'])) : null) ?? textOf(row['status_message']),
    attributes, events: events.map(readEvent), links: listOf(row['links']).filter(isJsonMap).map(readLink),
    scope, resource: resourceOf(row, attributes),
  };
}

/** What is named after its instrumentation has no name of its own: it was put together from what was logged. */
function nameOf(attributes: ReadonlyMap<string, unknown>): string | null {
  const operation = textOf(attributes.get('gen_ai.operation.name'));
  if (operation === 'execute_tool') return `execute_tool ${textOf(attributes.get('gen_ai.tool.name')) ?? 'unnamed'}`;
  return operation === 'invoke_agent' ? 'agent' : (operation ?? textOf(attributes.get('openinference.span.kind'))?.toLowerCase() ?? null);
}

/** Fields named after the protocol hold nanoseconds; others hold what their exporter liked. */
function timeOf(row: JsonMap, ...names: readonly string[]): number | null {
  for (const name of names) {
    const time = name.endsWith('ano') ? readTime(row[name]) : readAnyTime(row[name]);
    if (time !== null) return time;
  }
  return null;
}

const eventFields = ['name', 'event_name', 'timestamp', 'time', 'timeUnixNano', 'time_unix_nano', 'span_id', 'trace_id'];

function readEvent(raw: JsonMap): SpanEvent {
  return {
    name: textOf(raw['event_name']) ?? textOf(raw['name']) ?? 'unnamed',
    timeUs: readAnyTime(raw['timestamp'] ?? raw['timeUnixNano'] ?? raw['time_unix_nano'] ?? raw['time']),
    attributes: eventAttributes(raw, isLogged(raw['body']) ? [...eventFields, 'body'] : eventFields),
  };
}

function readLink(raw: JsonMap): SpanParts['links'][number] {
  const context = isJsonMap(raw['context']) ? raw['context'] : raw;
  return { traceId: readAnyId(context['trace_id'] ?? context['traceId'], 16), spanId: readAnyId(context['span_id'] ?? context['spanId'], 8) };
}

/** CloudWatch names the service among the span's own attributes. */
function resourceOf(row: JsonMap, attributes: ReadonlyMap<string, unknown>): Resource {
  const resource = readResource(row['resource']);
  return resource.app === null ? { ...resource, app: textOf(attributes.get('aws.local.service')) } : resource;
}
