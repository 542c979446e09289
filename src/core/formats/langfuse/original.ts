import type { Json, JsonMap } from '../../model/json.ts';
import type { RecordPlace, Span } from '../../model/span.ts';
import { setKey, textOf, unwrapJson } from '../jsonText.ts';
import type { Draft, ReadContext } from '../otlp/draft.ts';
import type { Resource } from '../otlp/resource.ts';
import { resourceOf } from '../otlp/resource.ts';
import { readSpanParts } from '../otlp/spanParts.ts';
import { mapOf } from '../values/fields.ts';
import { readIsoTime } from '../values/times.ts';
import type { Observation } from './rows.ts';

/** An observation's metadata: what came with the OpenTelemetry span it was made of, apart from what the application wrote. */
export type Metadata = { readonly attributes: JsonMap; readonly resource: Resource; readonly scope: string; readonly own: JsonMap };

/** Metadata is a map or the text of one, and so is each part of it. */
export function readMetadata(value: Json | undefined): Metadata {
  const { attributes, resourceAttributes, scope, ...own } = mapIn(value);
  return {
    attributes: mapIn(attributes), scope: textOf(mapIn(scope)['name']) ?? '', own,
    resource: resourceOf(new Map(Object.entries(mapIn(resourceAttributes)))),
  };
}

const mapIn = (value: Json | undefined): JsonMap => mapOf(unwrapJson(value ?? null));

/**
 * The observation as the span it came from, by the attributes that Langfuse kept of it: offered tools, token details, call ids and,
 * where Langfuse did not move them, messages. Attributes that Langfuse copied to fields of its own are gone from the rest.
 */
export function readOriginal({ id, parentId, row }: Observation, { attributes, resource, scope }: Metadata, seq: number, place: RecordPlace, context: ReadContext): { readonly span: Span; readonly draft: Draft } {
  const { span, draft } = readSpanParts({
    traceId: null, spanId: id, parentId, name: textOf(row['name']) ?? 'unnamed', kind: null,
    startUs: readIsoTime(row['startTime']), endUs: readIsoTime(row['endTime']), status: 'unset', statusMessage: textOf(row['statusMessage']),
    attributes: new Map(Object.entries(attributes)), events: [], links: [], scope, resource,
  }, id, seq, place, context);
  const rest: Record<string, Json> = {};
  for (const [key, value] of Object.entries(span.attributes)) if (!copied.has(key) && !key.startsWith('langfuse.observation.metadata.')) setKey(rest, key, value);
  return { span: { ...span, attributes: rest }, draft };
}

const copied: ReadonlySet<string> = new Set(['input.value', 'output.value', 'input.mime_type', 'output.mime_type', 'langfuse.observation.type', 'langfuse.trace.name']);
