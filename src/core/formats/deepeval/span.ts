import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { RecordPlace, Span, SpanKind, ToolDefinition } from '../../model/span.ts';
import { emptySpan } from '../../model/span.ts';
import type { Score } from '../../model/trace.ts';
import type { Cost, Usage } from '../../model/usage.ts';
import { readDocument } from '../content/documents.ts';
import { readResult } from '../content/readPart.ts';
import { withContent } from '../content/stepContent.ts';
import { readToolDefinitions } from '../content/toolDefinitions.ts';
import { readArguments, setKey, textOf } from '../jsonText.ts';
import { isNothing, listOf, mapOf } from '../values/fields.ts';
import { amountOf } from '../values/numbers.ts';
import { reportedCost } from '../values/reportedCost.ts';
import { readIsoTime } from '../values/times.ts';
import { tokenCount, usageFrom } from '../values/tokenCounts.ts';

/** The lists of a trace, each of one kind. */
export const spanLists = [
  ['agentSpans', 'agent'], ['baseSpans', 'other'], ['llmSpans', 'llm'], ['retrieverSpans', 'retrieval'], ['toolSpans', 'tool'],
] as const satisfies readonly (readonly [string, SpanKind])[];

const keys = { input: 'input', output: 'output' } as const;
const handled = new Set([
  'uuid', 'parentUuid', 'name', 'type', 'status', 'error', 'startTime', 'endTime', 'input', 'output', 'model', 'provider', 'inputTokenCount', 'outputTokenCount', 'costPerInputToken', 'costPerOutputToken', 'availableTools', 'metricsData', 'retrievalContext', 'description',
]);
/** Integrations put their own words before the tool's name; the model knows it without. */
const beforeName = /^(?:Function tool: |execute_tool )/;

export function readSpan(raw: JsonMap, id: string, kind: SpanKind, seq: number, place: RecordPlace): Span {
  const parentId = textOf(raw['parentUuid']);
  const error = textOf(raw['error']);
  const failed = raw['status'] === 'ERRORED' || error !== null;
  const metadata = mapOf(raw['metadata']);
  const attributes: Record<string, Json> = {};
  for (const [key, value] of Object.entries(raw)) if (!handled.has(key) && value !== null && !(Array.isArray(value) && value.length === 0)) setKey(attributes, key, value);
  const parameters = isJsonMap(metadata['invocation_params']) ? metadata['invocation_params'] : undefined;
  if (parameters !== undefined) attributes['metadata'] = { ...metadata, invocation_params: Object.fromEntries(Object.entries(parameters).filter(([key]) => key !== 'tools')) };
  const prompted = kind === 'llm' ? withoutParameters(raw['input'] ?? null) : { input: raw['input'] ?? null, offered: null };
  const usage = kind === 'llm' ? countsOf(raw, metadata) : null;

  const span: Span = {
    ...emptySpan(id, seq, textOf(raw['name']) ?? 'unnamed'), parentId: parentId === id ? null : parentId, kind, place, attributes,
    startUs: readIsoTime(raw['startTime']), endUs: readIsoTime(raw['endTime']), status: failed ? 'error' : raw['status'] === 'SUCCESS' ? 'ok' : 'unset', statusMessage: error,
    model: kind === 'llm' ? textOf(raw['model']) : null, provider: kind === 'llm' ? textOf(raw['provider']) : null, usage, cost: usage === null ? null : costOf(raw, usage),
    toolDefinitions: kind === 'llm' ? (prompted.offered ?? (parameters === undefined ? null : readToolDefinitions(parameters['tools'] ?? []))) : namesIn(raw['availableTools']),
  };
  if (kind === 'tool') return readTool(raw, span, failed);
  const content = { input: isNothing(prompted.input) ? undefined : prompted.input, output: raw['output'] ?? undefined };
  if (kind !== 'retrieval') return withContent(span, content, keys);
  const found = Array.isArray(raw['retrievalContext']) ? (raw['retrievalContext'] as readonly Json[]).flatMap((each) => readDocument(each) ?? []) : [];
  return withContent({ ...span, documents: found }, content, keys);
}

/** What was called is told beside the span, without what the framework passed on with it. Empty arguments there mean that none were recorded. */
function readTool(raw: JsonMap, span: Span, failed: boolean): Span {
  const [told, ...more] = listOf(raw['toolsCalled']);
  const call = isJsonMap(told) && more.length === 0 ? told : {};
  const name = (textOf(call['name']) ?? span.name).replace(beforeName, '');
  const { toolsCalled: _, ...attributes } = span.attributes;
  const read = withContent({ ...span, name: name, attributes: more.length === 0 ? attributes : span.attributes, tool: { name, callId: callIdIn(raw['input']), description: textOf(raw['description']), status: failed ? 'error' : 'ok' } },
    { input: isNothing(raw['input']) && !isNothing(call['inputParameters']) ? call['inputParameters'] : isNothing(raw['input']) ? undefined : raw['input'], output: raw['output'] ?? undefined }, keys);
  if (read.tool === null || isNothing(call['inputParameters'])) return read;
  return { ...read, tool: { ...read.tool, ...readArguments(call['inputParameters']), ...(call['output'] === undefined || call['output'] === null ? {} : { result: readResult(call['output']) }) } };
}

/** LlamaIndex passes an event on, with the call in it. */
function callIdIn(input: Json | undefined): string | null {
  const event = isJsonMap(input) ? input['ev'] : undefined;
  return isJsonMap(event) ? textOf(event['tool_id']) : null;
}

/** Pydantic AI's request comes as one more message, which says what tools were offered. */
function withoutParameters(input: Json): { readonly input: Json; readonly offered: readonly ToolDefinition[] | null } {
  const list = listOf(input);
  const asked = list.find((each): each is JsonMap => isJsonMap(each) && each['role'] === 'Model Request Parameters' && isJsonMap(each['content']));
  if (asked === undefined || !isJsonMap(asked['content'])) return { input, offered: null };
  const { function_tools, native_tools, output_tools } = asked['content'];
  return { input: list.filter((each) => each !== asked), offered: [function_tools, native_tools, output_tools].flatMap((each) => readToolDefinitions(each ?? [])) };
}

/** Names only; an empty list stands where an integration does not tell. */
function namesIn(value: Json | undefined): readonly ToolDefinition[] | null {
  return Array.isArray(value) && value.length > 0 ? readToolDefinitions(value as Json) : null;
}

function countsOf(raw: JsonMap, metadata: JsonMap): Usage | null {
  const [input, output] = [tokenCount(raw['inputTokenCount']), tokenCount(raw['outputTokenCount'])];
  // The misspelling is the export's own.
  const { cached_input_tokens, ouptut_reasoning_tokens, output_reasoning_tokens } = metadata;
  const told = Object.entries({ inputTokenCount: input, outputTokenCount: output, cached_input_tokens, ouptut_reasoning_tokens, output_reasoning_tokens }).filter((entry): entry is [string, Json] => entry[1] !== undefined && entry[1] !== null);
  return usageFrom({ input, output, cachedRead: tokenCount(cached_input_tokens), reasoning: tokenCount(ouptut_reasoning_tokens) ?? tokenCount(output_reasoning_tokens) }, 'leaf', Object.fromEntries(told));
}

/** Dollars by the prices that were told with the call. */
function costOf(raw: JsonMap, { input, output }: Usage): Cost | null {
  const [perInput, perOutput] = [amountOf(raw['costPerInputToken']), amountOf(raw['costPerOutputToken'])];
  return perInput === null || perOutput === null ? null : reportedCost((input ?? 0) * perInput + (output ?? 0) * perOutput);
}

/** Metrics that were run on the trace or on a span. */
export function readScores(data: Json | undefined, spanId: string | null): Score[] {
  return listOf(data).flatMap((each): Score[] => {
    const name = isJsonMap(each) ? textOf(each['name']) : null;
    if (!isJsonMap(each) || name === null) return [];
    const value = typeof each['score'] === 'number' && Number.isFinite(each['score']) ? each['score'] : typeof each['success'] === 'boolean' ? each['success'] : null;
    return [{ name, value, source: textOf(each['evaluationModel']) === null ? 'code' : 'judge', comment: textOf(each['reason']), spanId }];
  });
}
