import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { RecordPlace, Span, SpanEvent, ToolCall } from '../../model/span.ts';
import { emptySpan } from '../../model/span.ts';
import type { Usage } from '../../model/usage.ts';
import { lookUp, textOf, wordOf } from '../jsonText.ts';
import { attributeMap, listOf, readAttributes } from './anyValue.ts';
import { readTime } from './clock.ts';
import { readCommon } from './common.ts';
import { dialects } from './dialects.ts';
import type { Draft, ReadContext } from './draft.ts';
import { emptyDraft } from './draft.ts';
import { readId } from './identity.ts';

export type RawSpan = { readonly [key: string]: unknown };

/** Content may come with this event instead of with the span. */
const detailsEvent = 'gen_ai.client.inference.operation.details';

/** One OTLP span, read by the dialect that claims it. `more`: attributes that came with it elsewhere, as in a log record. */
export function readSpan(raw: RawSpan, id: string, seq: number, scope: string, more: ReadonlyMap<string, Json> | undefined, place: RecordPlace, context: ReadContext): { span: Span; draft: Draft } {
  const name = textOf(raw['name']) ?? 'unnamed';
  const parentId = readId(raw['parentSpanId'], 8);
  const attributes = readAttributes(raw['attributes']);
  const events = listOf(raw['events']).filter(isJsonMap).map((event) => readEvent(event, attributes));
  for (const [key, value] of more ?? []) if (!attributes.has(key)) attributes.set(key, value);

  const draft = emptyDraft(name, parentId === null);
  const dialect = dialects.find((each) => each.claims(scope, attributes));
  if (dialect) dialect.read(attributes, draft, context);
  else draft.attributes = Object.fromEntries(attributes);
  readCommon(draft);
  if (scope !== '') draft.attributes['otel.scope.name'] = scope;
  const kind = lookUp(spanKinds, wordOf(raw['kind']));
  if (kind !== undefined) draft.attributes['span.kind'] = kind;
  const links = listOf(raw['links']).filter(isJsonMap);
  if (links.length > 0) draft.attributes['otel.links'] = links.map((link) => ({ traceId: readId(link['traceId'], 16), spanId: readId(link['spanId'], 8) }));

  const startUs = readTime(raw['startTimeUnixNano']);
  const endUs = readTime(raw['endTimeUnixNano']);
  const status = draft.errorType !== null ? 'error' : readStatus(raw['status']);
  const usage = usageOf(draft);
  const span: Span = {
    ...emptySpan(id, seq, name),
    parentId, kind: draft.kind ?? 'other', startUs, endUs, status,
    statusMessage: isJsonMap(raw['status']) ? textOf(raw['status']['message']) : null,
    model: draft.model, provider: draft.provider, usage,
    cost: draft.costUsd === null ? null : { usd: draft.costUsd, source: 'reported' },
    counted: usage?.level !== 'aggregate' && !(draft.kind === 'agent' && draft.costUsd !== null),
    finishReason: draft.finishReason,
    tool: draft.kind === 'tool' ? toolOf(draft, status === 'error') : null,
    toolDefinitions: draft.toolDefinitions,
    input: draft.system.length > 0 ? [...draft.system, ...draft.input] : draft.input,
    output: draft.output, documents: draft.documents, attributes: draft.attributes, events, place,
  };
  return { span, draft };
}

const spanKinds: Readonly<Record<string, string>> = {
  2: 'server', 3: 'client', 4: 'producer', 5: 'consumer',
  SPAN_KIND_SERVER: 'server', SPAN_KIND_CLIENT: 'client', SPAN_KIND_PRODUCER: 'producer', SPAN_KIND_CONSUMER: 'consumer',
};

/** Codes are numbers, enum names, or words; `{}` is unset. */
function readStatus(status: unknown): Span['status'] {
  const code = wordOf(isJsonMap(status) ? status['code'] : status).toUpperCase().replace('STATUS_CODE_', '');
  if (code === '2' || code === 'ERROR') return 'error';
  return code === '1' || code === 'OK' ? 'ok' : 'unset';
}

function readEvent(raw: { readonly [key: string]: unknown }, attributes: Map<string, Json>): SpanEvent {
  const name = textOf(raw['name']) ?? 'unnamed';
  const timeUs = readTime(raw['timeUnixNano']);
  if (name !== detailsEvent) return { name, timeUs, attributes: attributeMap(raw['attributes']) };
  for (const [key, value] of readAttributes(raw['attributes'])) if (!attributes.has(key)) attributes.set(key, value);
  return { name, timeUs, attributes: {} };
}

function usageOf(draft: Draft): Usage | null {
  const { counts, rawUsage } = draft;
  if (Object.keys(rawUsage).length === 0) return null;
  return { ...counts, level: draft.aggregate || draft.kind === 'agent' ? 'aggregate' : 'leaf', raw: rawUsage };
}

function toolOf(draft: Draft, failed: boolean): ToolCall {
  const { name, callId, description, status, ...recorded } = draft.tool;
  const blocked = draft.attributes['casebook.blocked'] === true;
  return {
    name: name ?? draft.spanName.replace(/^(?:execute_tool|running tool:?|tools\/call) /, ''),
    callId, description, ...recorded, status: status ?? (blocked ? 'blocked' : failed ? 'error' : 'ok'),
  };
}
