import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { RecordPlace, Span, SpanEvent, ToolCall } from '../../model/span.ts';
import { blockedKey } from '../../trajectory/guarded.ts';
import { lookUp, setKey, wordOf } from '../jsonText.ts';
import { reportedCost } from '../values/reportedCost.ts';
import { isBlocked } from './blocked.ts';
import { readCommon } from './common.ts';
import { completeSpan } from './completeSpan.ts';
import { dialectOf } from './dialects.ts';
import type { Draft, ReadContext } from './draft.ts';
import { emptyDraft, usageOf } from './draft.ts';
import { detailsEvent } from './messageEvents.ts';
import type { Resource } from './resource.ts';

/** One OpenTelemetry span, whatever container it came in; ids as `readId` gives them, times in microseconds. */
export type SpanParts = {
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly parentId: string | null;
  readonly name: string;
  /** As `readSpanKind` gives it; null where it was not said or says nothing. */
  readonly kind: string | null;
  readonly startUs: number | null;
  readonly endUs: number | null;
  readonly status: Span['status'];
  readonly statusMessage: string | null;
  /** By their dotted names, values already plain. Belongs to the span from here on: content that came with events is added to it. */
  readonly attributes: Map<string, Json>;
  readonly events: readonly SpanEvent[];
  readonly links: readonly { readonly traceId: string | null; readonly spanId: string | null }[];
  /** The instrumentation's name, '' where it is not known. */
  readonly scope: string;
  readonly resource: Resource;
};

/** The span, read by the dialect that claims it, and what it says of its run. `id` and `seq` are the caller's: a file may repeat ids or lack them. */
export function readSpanParts(parts: SpanParts, id: string, seq: number, place: RecordPlace, context: ReadContext): { span: Span; draft: Draft } {
  const { name, parentId, attributes, scope, links, startUs, endUs } = parts;
  const events = parts.events.length === 0 ? parts.events : parts.events.map((event) => moveDetails(event, attributes));
  const draft = emptyDraft(name, parentId === null);
  const dialect = dialectOf(scope, attributes);
  if (dialect) dialect.read(attributes, draft, context);
  else for (const [key, value] of attributes) setKey(draft.attributes, key, value);
  readCommon(draft);
  if (scope !== '') draft.attributes['otel.scope.name'] = scope;
  if (parts.kind !== null) draft.attributes['span.kind'] = parts.kind;
  if (links.length > 0) draft.attributes['otel.links'] = links;

  if (draft.kind === 'guardrail' && isBlocked(draft)) draft.attributes[blockedKey] = true;
  const status = draft.errorType !== null || draft.failed ? 'error' : parts.status;
  const usage = usageOf(draft);
  const span: Span = {
    id, parentId, seq, kind: draft.kind ?? 'other', name, startUs, endUs, status, statusMessage: parts.statusMessage ?? draft.statusMessage, synthetic: false,
    model: draft.model, provider: draft.provider, usage,
    cost: reportedCost(draft.costUsd),
    counted: usage?.level !== 'aggregate' && !(draft.kind === 'agent' && draft.costUsd !== null),
    finishReason: draft.finishReason,
    tool: draft.kind === 'tool' ? toolOf(draft, status === 'error') : null,
    toolDefinitions: draft.toolDefinitions,
    input: draft.system.length > 0 ? [...draft.system, ...draft.input] : draft.input,
    output: draft.output, documents: draft.documents, attributes: draft.attributes, events, place,
  };
  return { span: events.length === 0 ? span : completeSpan(span), draft };
}

const spanKinds: Readonly<Record<string, string>> = { 2: 'server', 3: 'client', 4: 'producer', 5: 'consumer', SERVER: 'server', CLIENT: 'client', PRODUCER: 'producer', CONSUMER: 'consumer' };

/** Kinds are numbers of the protocol, enum names or words in any case; internal spans, the usual, have none. */
export function readSpanKind(kind: unknown): string | null {
  return lookUp(spanKinds, wordOf(kind).toUpperCase().replace(/^.*SPAN_?KIND[._]/, '')) ?? null;
}

/** A status code, alone or as `{code}`: a number, an enum name or a word; `{}` is unset. */
export function readStatus(status: unknown): Span['status'] {
  const code = wordOf(isJsonMap(status) ? status['code'] : status).toUpperCase().replace(/^.*STATUS_?CODE[._]/, '');
  if (code === '2' || code === 'ERROR') return 'error';
  return code === '1' || code === 'OK' ? 'ok' : 'unset';
}

function moveDetails(event: SpanEvent, attributes: Map<string, Json>): SpanEvent {
  if (event.name !== detailsEvent) return event;
  for (const key in event.attributes) if (!attributes.has(key)) attributes.set(key, event.attributes[key] ?? null);
  return { ...event, attributes: {} };
}

function toolOf(draft: Draft, failed: boolean): ToolCall {
  const { name, callId, description, status, ...recorded } = draft.tool;
  return {
    name: name ?? draft.spanName.replace(/^(?:execute_tool|running tool:?|running output function:|tools\/call|ai\.toolCall) /, ''),
    callId, description, ...recorded, status: status ?? (isBlocked(draft) ? 'blocked' : failed ? 'error' : 'ok'),
  };
}
