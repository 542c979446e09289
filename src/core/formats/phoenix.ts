import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { SpanEvent } from '../model/span.ts';
import type { Score } from '../model/trace.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { textOf, unwrapJson } from './jsonText.ts';
import { readAnnotation } from './otlp/annotations.ts';
import { readAnyTime } from './otlp/clock.ts';
import { completeSpan } from './otlp/completeSpan.ts';
import { readAnyId } from './otlp/identity.ts';
import { eventAttributes } from './otlp/plainSpan.ts';
import { noResource } from './otlp/resource.ts';
import type { SpanParts } from './otlp/spanParts.ts';
import { readStatus } from './otlp/spanParts.ts';
import { annotationsBeside } from './phoenix/annotations.ts';
import { flattenAttributes } from './phoenix/attributes.ts';
import { phoenixRowsIn } from './phoenix/rows.ts';
import type { FoundSpan } from './spanContainer.ts';
import { readSpanContainer } from './spanContainer.ts';
import { contentId } from './values/contentId.ts';
import { listOf, mapOf } from './values/fields.ts';

/** Exports of Arize Phoenix and other dumps of OpenInference attributes: spans of the API, dataframe rows, bare attribute maps (FORMATS 3). */
export const phoenix: Format = {
  id: 'phoenix',
  title: 'Arize Phoenix spans (OpenInference)',
  example: '{"name":"answer","context":{"trace_id":"5b8efff798038103d269b633813fc60c","span_id":"a1b2c3d4e5f60819"},"span_kind":"LLM","parent_id":null,"start_time":"2026-01-01T00:00:00+00:00","end_time":"2026-01-01T00:00:01+00:00","status_code":"OK","attributes":{"llm.model_name":"…"}}',

  complete: completeSpan,

  detect(sample: Sample): string | undefined {
    for (const { value, line } of sample.records) {
      const found = phoenixRowsIn(value).find(({ is }) => is !== 'annotation');
      if (found !== undefined) return found.is === 'span' ? `span_kind beside context ids on line ${line}` : `attributes of one span on line ${line}`;
    }
    return undefined;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    /** Where spans read so far belong: annotations name the span alone. */
    const traceOf = new Map<string, string>();
    let bare = 0;
    let homeless = 0;
    yield* readSpanContainer(source, report, function* (value, warn): Generator<FoundSpan> {
      const rows = phoenixRowsIn(value);
      if (rows.length === 0) warn('Neither a span of Phoenix nor attributes of one.');
      for (const { is, row } of rows) {
        if (is === 'annotation') continue;
        const { parts, scores } = is === 'span' ? readRow(row) : readAttributesAlone(row);
        if (is === 'attributes') bare++;
        if (parts.spanId !== null && parts.traceId !== null) traceOf.set(parts.spanId, parts.traceId);
        yield { is: 'span', parts, ...(scores.length === 0 ? {} : { header: { scores } }) };
      }
      for (const { is, row } of rows) {
        if (is !== 'annotation') continue;
        const spanId = readPhoenixId(row['span_id'], 8);
        const traceId = readPhoenixId(row['trace_id'], 16) ?? (spanId === null ? undefined : traceOf.get(spanId));
        const score = readAnnotation(row);
        if (traceId !== undefined && score !== undefined) yield { is: 'header', traceId, header: { scores: [{ ...score, spanId }] } };
        else homeless++;
      }
    });
    if (bare > 0) report.warn(null, `${bare === 1 ? 'An attribute map has' : `${bare} attribute maps have`} no ids and no times; each is read as a trace of one span.`);
    if (homeless > 0) report.warn(null, `${homeless === 1 ? 'An annotation names' : `${homeless} annotations name`} no span that stands before in this file; left out. Put them behind their spans in one file.`);
  },
};

const fields = new Set(['name', 'context', 'span_kind', 'spanKind', 'parent_id', 'parentId', 'start_time', 'startTime', 'end_time', 'endTime', 'status_code', 'statusCode', 'status_message', 'statusMessage', 'attributes', 'events', 'conversation', 'context.trace_id', 'context.span_id', 'annotations', 'span_annotations', 'spanAnnotations', 'evaluations', '__index_level_0__']);

type Read = { readonly parts: SpanParts; readonly scores: readonly Score[] };

function readRow(row: JsonMap): Read {
  const context: JsonMap = mapOf(row['context']);
  const spanId = readPhoenixId(context['span_id'] ?? context['spanId'] ?? row['context.span_id'] ?? row['__index_level_0__'], 8);
  const nested = unwrapJson(row['attributes'] ?? null);
  const columns = Object.entries(row).flatMap(([key, value]) => (key.startsWith('attributes.') ? [[key.slice('attributes.'.length), value] as const] : fields.has(key) || key.startsWith('eval.') || value === null ? [] : [[key === 'id' ? 'phoenix.id' : key, value] as const]));
  const attributes = flattenAttributes([...(isJsonMap(nested) ? Object.entries(nested) : []), ...columns]);
  const kind = textOf(row['span_kind']) ?? textOf(row['spanKind']);
  if (kind !== null && !attributes.has('openinference.span.kind')) attributes.set('openinference.span.kind', kind.toUpperCase());
  const conversation = row['conversation'];
  const session = isJsonMap(conversation) ? textOf(conversation['conversation_id']) : null;
  if (session !== null && !attributes.has('session.id')) attributes.set('session.id', session);
  return {
    scores: annotationsBeside(row, spanId),
    parts: {
      traceId: readPhoenixId(context['trace_id'] ?? context['traceId'] ?? row['context.trace_id'], 16), spanId,
      parentId: readPhoenixId(row['parent_id'] ?? row['parentId'], 8), name: textOf(row['name']) ?? 'unnamed', kind: null,
      startUs: readAnyTime(row['start_time'] ?? row['startTime']), endUs: readAnyTime(row['end_time'] ?? row['endTime']),
      status: readStatus(row['status_code'] ?? row['statusCode']), statusMessage: textOf(row['status_message']) ?? textOf(row['statusMessage']),
      attributes, events: listOf(unwrapJson(row['events'] ?? null)).filter(isJsonMap).map(readEvent), links: [], scope: '', resource: noResource,
    },
  };
}

/** Attributes without their span: its ids are made of what they say, so that the same ones are found again. */
function readAttributesAlone(row: JsonMap): Read {
  const attributes = flattenAttributes(Object.entries(row));
  const hash = contentId([...attributes], 32);
  return {
    scores: [],
    parts: {
      traceId: hash, spanId: hash.slice(0, 16), parentId: null, name: nameOf(attributes), kind: null, startUs: null, endUs: null,
      status: 'unset', statusMessage: null, attributes, events: [], links: [], scope: '', resource: noResource,
    },
  };
}

function nameOf(attributes: ReadonlyMap<string, Json>): string {
  for (const key of ['tool.name', 'gen_ai.tool.name', 'agent.name', 'gen_ai.agent.name', 'llm.model_name', 'gen_ai.request.model', 'openinference.span.kind']) {
    const name = textOf(attributes.get(key));
    if (name !== null) return name;
  }
  return 'span';
}

/** As other ids; but one of zeros is an id too: spans that were made harmless for publication count from it. */
function readPhoenixId(value: Json | undefined, bytes: 8 | 16): string | null {
  return readAnyId(value, bytes) ?? textOf(value);
}

function readEvent(raw: JsonMap): SpanEvent {
  return { name: textOf(raw['name']) ?? 'unnamed', timeUs: readAnyTime(raw['timestamp']), attributes: eventAttributes(raw, ['name', 'timestamp']) };
}
