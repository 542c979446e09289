import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { RecordPlace, Span, SpanEvent, ToolCall } from '../../model/span.ts';
import { withFrameworkContent } from '../content/frameworkShapes.ts';
import { readToolDefinitions } from '../content/toolDefinitions.ts';
import { lookUp, parseJson, readArguments, setKey, textOf, wordOf } from '../jsonText.ts';
import { readAttributes } from '../otlp/anyValue.ts';
import { readAnyTime } from '../otlp/clock.ts';
import type { Draft, ReadContext } from '../otlp/draft.ts';
import { readAnyId } from '../otlp/identity.ts';
import { spanKinds } from '../otlp/mlflow.ts';
import { plainAttributes } from '../otlp/plainSpan.ts';
import { noResource } from '../otlp/resource.ts';
import { readSpanParts, readStatus } from '../otlp/spanParts.ts';
import { mapsIn } from '../values/fields.ts';
import { reportedCost, totalCost } from '../values/reportedCost.ts';
import { readTokens } from './tokens.ts';

type ReadSpan = { readonly span: Span; readonly draft: Draft; readonly raw: JsonMap; readonly isAgent: boolean };

/** Each attribute is the JSON text of its value, or, where the span came over OpenTelemetry, the value. */
function decoded(raw: JsonMap): Map<string, Json> {
  const { attributes } = raw;
  const map = Array.isArray(attributes) ? readAttributes(attributes) : plainAttributes(attributes);
  return new Map([...map].map(([key, value]) => {
    const read = typeof value === 'string' && key.startsWith('mlflow.') ? parseJson(value) : undefined;
    return [key, read === undefined ? value : read];
  }));
}

/** A span of version 2 (`context`, nanoseconds as numbers) or 3 (ids in base64, `…_unix_nano`). */
export function readSpan(raw: JsonMap, seq: number, place: RecordPlace, context: ReadContext): ReadSpan {
  const attributes = decoded(raw);
  const own = new Map([...attributes].filter(([key]) => key.startsWith('mlflow.')));
  const ids = isJsonMap(raw['context']) ? raw['context'] : raw;
  const id = readAnyId(ids['span_id'], 8) ?? `unnamed-${seq}`;
  const parentId = readAnyId(raw['parent_id'] ?? raw['parent_span_id'], 8);
  const startUs = readAnyTime(raw['start_time'] ?? raw['start_time_unix_nano']);
  const type = wordOf(own.get('mlflow.spanType') ?? raw['span_type']).toUpperCase();
  const { span: original, draft } = readSpanParts({
    traceId: null, spanId: id, parentId, name: textOf(raw['name']) ?? 'unnamed', kind: null,
    startUs, endUs: startUs === null ? null : readAnyTime(raw['end_time'] ?? raw['end_time_unix_nano']),
    status: readStatus(raw['status'] ?? raw['status_code']), statusMessage: textOf(isJsonMap(raw['status']) ? raw['status']['message'] : raw['status_message']),
    attributes: new Map([...attributes].filter(([key]) => !key.startsWith('mlflow.'))), events: eventsOf(raw), links: [], scope: '', resource: noResource,
  }, id, seq, place, context);
  const kind = lookUp(spanKinds, type) ?? original.kind;
  const rest: Record<string, Json> = {};
  for (const [key, value] of [...Object.entries(original.attributes), ...own]) if (!told.has(key)) setKey(rest, key, value);
  if (kind === 'other' && type !== '' && type !== 'UNKNOWN') rest['mlflow.spanType'] = type;
  const base: Span = { ...original, kind, tool: kind === 'tool' ? toolOf(original, attributes) : null, attributes: rest };
  return { span: withOwn(base, original, own), draft, raw, isAgent: type === 'AGENT' || draft.kind === 'agent' };
}

const told: ReadonlySet<string> = new Set(['mlflow.spanType', 'mlflow.spanInputs', 'mlflow.spanOutputs', 'mlflow.traceRequestId', 'mlflow.chat.tools', 'mlflow.chat.tokenUsage', 'mlflow.llm.model', 'mlflow.llm.provider', 'mlflow.llm.cost', 'input.value', 'output.value', 'tool_call.function.name', 'tool_call.function.arguments']);

/** Some instrumentations name the call as a message does. */
function toolOf(span: Span, attributes: ReadonlyMap<string, Json>): ToolCall {
  const call = span.tool ?? { name: span.name, callId: null, description: null, status: span.status === 'error' ? 'error' : 'ok' };
  return { ...call, name: textOf(attributes.get('tool_call.function.name')) ?? call.name, ...(call.arguments === undefined ? readArguments(attributes.get('tool_call.function.arguments')) : {}) };
}

function withOwn(base: Span, original: Span, own: ReadonlyMap<string, Json>): Span {
  const input = own.get('mlflow.spanInputs') ?? original.attributes['input.value'];
  const output = own.get('mlflow.spanOutputs') ?? original.attributes['output.value'];
  const isTop = base.parentId === null && base.kind === 'other';
  const read = withFrameworkContent(isTop ? { ...base, kind: 'agent' } : base, { input, output }, { input: 'mlflow.spanInputs', output: 'mlflow.spanOutputs' });
  const tools = own.get('mlflow.chat.tools');
  const tokens = readTokens(own.get('mlflow.chat.tokenUsage') ?? null) ?? read.usage;
  const told = own.get('mlflow.llm.cost');
  const cost = isJsonMap(told) ? reportedCost(totalCost(told)) : null;
  const repeats = base.kind !== 'llm' && (tokens !== null || cost !== null);
  return {
    ...read, kind: base.kind,
    input: read.input.length > 0 ? read.input : original.input, output: read.output.length > 0 ? read.output : original.output,
    toolDefinitions: tools === undefined || tools === null ? read.toolDefinitions : readToolDefinitions(tools),
    model: textOf(own.get('mlflow.llm.model')) ?? read.model, provider: textOf(own.get('mlflow.llm.provider')) ?? read.provider,
    usage: tokens && (repeats ? { ...tokens, level: 'aggregate' } : tokens), counted: read.counted && !repeats,
    cost: cost ?? read.cost,
  };
}

function eventsOf(raw: JsonMap): readonly SpanEvent[] {
  return mapsIn(raw['events']).map((event) => ({
    name: textOf(event['name']) ?? 'unnamed', timeUs: readAnyTime(event['timestamp'] ?? event['time_unix_nano']),
    attributes: Object.fromEntries(Array.isArray(event['attributes']) ? readAttributes(event['attributes']) : plainAttributes(event['attributes'])),
  }));
}
