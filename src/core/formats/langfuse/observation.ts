import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Message } from '../../model/message.ts';
import type { RecordPlace, Span, SpanKind, ToolCall, ToolDefinition } from '../../model/span.ts';
import type { Usage } from '../../model/usage.ts';
import { commonShape } from '../content/frameworkShapes.ts';
import { callPart } from '../content/parts.ts';
import { readCallId } from '../content/readPart.ts';
import { withContent } from '../content/stepContent.ts';
import { readToolDefinitions } from '../content/toolDefinitions.ts';
import { firstText, readArguments, setKey, textOf, unwrapJson } from '../jsonText.ts';
import type { Draft, ReadContext } from '../otlp/draft.ts';
import { isNothing, listOf, mapOf } from '../values/fields.ts';
import { unwrapText } from '../values/recordedText.ts';
import { readBeeAi } from './beeai.ts';
import type { Metadata } from './original.ts';
import { readMetadata, readOriginal } from './original.ts';
import type { Observation, ObservationType } from './rows.ts';
import { readScoreColumns } from './scores.ts';
import { costOf, usageOf } from './usage.ts';

const kinds: Readonly<Record<ObservationType, SpanKind>> = {
  GENERATION: 'llm', AGENT: 'agent', TOOL: 'tool', RETRIEVER: 'retrieval', GUARDRAIL: 'guardrail',
  SPAN: 'other', EVENT: 'other', CHAIN: 'other', EVALUATOR: 'other', EMBEDDING: 'other',
};

/** Where an observation stands among the others, as far as its record tells. */
export type Standing = {
  readonly isTop: boolean;
  /** It is the whole run: what it was given is the question, what it gave is the answer. */
  readonly isRun: boolean;
  /** Model calls with counts of their own lie below. Undefined: the record does not tell. */
  readonly wrapsCalls: boolean | undefined;
};

export type ReadObservation = { readonly span: Span; readonly draft: Draft; readonly metadata: Metadata };

const content = { input: 'input', output: 'output' } as const;

/** One observation as a span. What Langfuse says of it comes first, what is left of the original span fills the gaps. */
export function readObservation(observation: Observation, standing: Standing, seq: number, place: RecordPlace, context: ReadContext): ReadObservation {
  const { row, type } = observation;
  const metadata = readMetadata(row['metadata']);
  const { span: original, draft } = readOriginal(observation, metadata, seq, place, context);
  const special = readBeeAi(original, metadata);
  const kind = special === undefined ? kindOf(observation, original, draft.agent !== null, standing) : special.kind === 'other' && standing.isRun ? 'agent' : special.kind;
  const failed = row['level'] === 'ERROR';
  const base: Span = {
    ...(special ?? original), kind, input: [], output: [], status: failed ? 'error' : original.status,
    tool: kind === 'tool' ? toolOf(observation, special ?? original, metadata.scope, failed) : null,
    toolDefinitions: original.toolDefinitions ?? offeredTools(observation, metadata),
    documents: original.documents, attributes: attributesOf(observation, special ?? original, metadata),
    model: modelOf(observation, metadata) ?? (original.model === 'unknown' ? null : original.model), provider: original.provider ?? textOf(metadata.own['ls_provider']),
    finishReason: original.finishReason,
  };
  const read = kind === 'tool' ? withResult(base, row['output'], original) : withMessages(base, observation, special ?? original, standing);
  return { span: withUsage(withCalls(read, observation), observation, original, standing, type), draft, metadata };
}

/** `SPAN` is what Langfuse calls whatever it has no type for: then the original span knows better, but what has tokens is no model call by that alone. */
function kindOf({ type, row }: Observation, original: Span, namesAgent: boolean, { isRun }: Standing): SpanKind {
  if (type === 'SPAN' && original.kind !== 'llm' && original.kind !== 'other') return original.kind;
  if (type === 'SPAN' && original.kind === 'llm' && namesAgent) return 'agent';
  if (type === 'SPAN' && isToolMessage(row['output'])) return 'tool';
  return isRun && (type === 'SPAN' || type === 'CHAIN') ? 'agent' : kinds[type];
}

function isToolMessage(output: Json | undefined): boolean {
  const value = output === undefined ? null : unwrapJson(output);
  if (!isJsonMap(value)) return false;
  const { id, kwargs } = value;
  const inner = isJsonMap(kwargs) && Array.isArray(id) && id.at(-1) === 'ToolMessage' ? kwargs : value['type'] === 'tool' ? value : undefined;
  return inner !== undefined && typeof inner['tool_call_id'] === 'string';
}

function toolOf({ row }: Observation, original: Span, scope: string, failed: boolean): ToolCall {
  const { tool, name } = original;
  const input = row['input'] ?? null;
  const given = unwrapText(input);
  // What LangSmith's SDK sends stands in a field of that name, which others use for an argument.
  const inner = scope === 'langsmith' && isJsonMap(given) && Object.keys(given).length === 1 ? (given['input'] ?? given) : given;
  const own = input === null ? {} : readArguments(inner);
  const args = isNothing(own.arguments) && tool?.arguments !== undefined ? { arguments: tool.arguments } : own;
  const before = tool?.argumentsText === undefined || 'arguments' in args ? {} : { argumentsText: tool.argumentsText };
  return {
    name: tool?.name ?? name.replace(/^(?:execute_tool|running tool:?) /, ''), callId: tool?.callId ?? readCallId(original.attributes, 'gen_ai.tool.call.id'), description: tool?.description ?? null,
    ...(tool?.result === undefined ? {} : { result: tool.result }), ...before, ...args, status: failed ? 'error' : (tool?.status ?? 'ok'),
  };
}

function withResult(span: Span, output: Json | undefined, original: Span): Span {
  const value = output === undefined || output === null ? undefined : unwrapText(output);
  if (value === undefined || (isNothing(value) && original.tool?.result !== undefined)) return span;
  return withContent(span, { input: undefined, output: value === 'null' ? null : value }, content);
}

/** The fuller of two accounts: frameworks leave the instructions or the history out of one of them. */
function withMessages(base: Span, { row }: Observation, original: Span, { isTop }: Standing): Span {
  const input = row['input'] === undefined || row['input'] === null ? undefined : commonShape(row['input'], 'user');
  const output = row['output'] === undefined || row['output'] === null ? undefined : commonShape(row['output'], 'assistant');
  const asRun = base.kind === 'other' && isTop;
  const read = withContent(asRun ? { ...base, kind: 'agent' } : base, { input: input?.value, output: output?.value }, content);
  const offered = base.toolDefinitions ?? input?.tools ?? read.toolDefinitions;
  return {
    ...read, kind: base.kind, toolDefinitions: offered, input: fullerInput(read.input, original.input), output: original.output.length > read.output.length ? original.output : read.output,
  };
}

function fullerInput(own: readonly Message[], original: readonly Message[]): readonly Message[] {
  if (original.length > 0 && original.every(({ role }) => role === 'system')) return own.some(({ role }) => role === 'system') ? own : [...original, ...own];
  return original.length > own.length || (original.length > 0 && own.every(isPrinted)) ? original : own;
}

/** Agno records its message objects as Python prints them. */
function isPrinted({ parts }: Message): boolean {
  const [only] = parts;
  return only?.type === 'text' && only.text.startsWith("role='");
}

/** Calls that newer exports list beside the output, where the output itself does not hold them. */
function withCalls(span: Span, { row }: Observation): Span {
  const listed = row['toolCalls'] === undefined ? null : unwrapJson(row['toolCalls']);
  if (!Array.isArray(listed) || listed.length === 0 || span.kind !== 'llm' || span.output.some(({ parts }) => parts.some((part) => part.type === 'toolCall'))) return span;
  const names = listOf(row['toolCallNames']);
  const parts = (listed as readonly Json[]).map((each, index) => {
    const call = unwrapJson(each);
    const map = mapOf(call);
    return callPart(firstText(map, 'id', 'callId'), textOf(map['name']) ?? names[index], map['arguments']);
  });
  const said = span.output.at(-1);
  if (said?.role !== 'assistant') return { ...span, output: [...span.output, { role: 'assistant', parts }] };
  return { ...span, output: [...span.output.slice(0, -1), { ...said, parts: [...said.parts, ...parts] }] };
}

/** A map by name or a list, or what LangChain's callbacks and the AI SDK left in the metadata. */
function offeredTools({ row }: Observation, { own }: Metadata): readonly ToolDefinition[] | null {
  const listed = row['toolDefinitions'] === undefined ? null : unwrapJson(row['toolDefinitions']);
  if (isJsonMap(listed) && Object.keys(listed).length > 0) {
    return Object.entries(listed).flatMap(([name, each]) => {
      const definition = unwrapJson(each);
      return readToolDefinitions(isJsonMap(definition) ? { ...definition, name } : name);
    });
  }
  if (Array.isArray(listed) && listed.length > 0) return readToolDefinitions(listed as Json);
  const tools = own['tools'] === undefined ? null : unwrapJson(own['tools']);
  return Array.isArray(tools) && tools.length > 0 ? readToolDefinitions(tools as Json) : null;
}

function modelOf({ row }: Observation, { own }: Metadata): string | null {
  const model = firstText(row, 'model', 'providedModelName');
  return (model === 'unknown' ? null : model) ?? textOf(own['ls_model_name']);
}

function withUsage(span: Span, observation: Observation, original: Span, { wrapsCalls }: Standing, type: ObservationType): Span {
  const isCall = span.kind === 'llm' || type === 'EMBEDDING';
  const usage = withDetails(usageOf(observation), isCall ? original.usage : null);
  const cost = costOf(observation) ?? (isCall ? original.cost : null);
  // Langfuse counts an agent's own tokens and cost beside those of its calls.
  const repeats = !isCall && wrapsCalls !== false && (usage !== null || cost !== null);
  return { ...span, cost, counted: !repeats, usage: usage && (repeats || !isCall ? { ...usage, level: 'aggregate' } : { ...usage, level: 'leaf' }) };
}

/** Langfuse dropped the details of some SDKs; they count where the wholes are the same. */
function withDetails(own: Usage | null, original: Usage | null): Usage | null {
  if (own === null || original === null) return own ?? original;
  if (original.input !== own.input || original.output !== own.output) return own;
  return { ...own, cachedRead: own.cachedRead ?? original.cachedRead, cacheWrite: own.cacheWrite ?? original.cacheWrite, reasoning: own.reasoning ?? original.reasoning };
}

/** Fields that are read elsewhere, that repeat the trace's, or that tell of the platform and not of the run. */
const told: ReadonlySet<string> = new Set([
  'id', 'traceId', 'parentObservationId', 'type', 'name', 'startTime', 'endTime', 'level', 'statusMessage', 'input', 'output', 'metadata', 'model', 'providedModelName',
  'usageDetails', 'costDetails', 'providedCostDetails', 'inputCost', 'outputCost', 'totalCost', 'calculatedInputCost', 'calculatedOutputCost', 'calculatedTotalCost',
  'inputUsage', 'outputUsage', 'totalUsage', 'usage', 'unit', 'promptTokens', 'completionTokens', 'totalTokens', 'toolDefinitions', 'toolCalls', 'toolCallNames', 'toolDefinitionsCount', 'toolCallsCount',
  'promptName', 'promptVersion', 'projectId', 'environment', 'version', 'release', 'createdAt', 'updatedAt', 'latency', 'latencyMs', 'timeToFirstToken', 'timeToFirstTokenMs',
  'internalModel', 'internalModelId', 'modelId', 'usagePricingTierId', 'usagePricingTierName', 'inputPrice', 'outputPrice', 'totalPrice',
  'traceName', 'traceTags', 'traceTimestamp', 'tags', 'userId', 'sessionId', 'bookmarked', 'public', 'scores', 'isRootObservation', 'eventTs', 'isDeleted',
]);

function attributesOf({ row }: Observation, original: Span, { own, scope }: Metadata): Record<string, Json> {
  const attributes: Record<string, Json> = {};
  for (const [key, value] of Object.entries(original.attributes)) setKey(attributes, key, value);
  if (scope !== '') attributes['otel.scope.name'] = scope;
  for (const [key, value] of Object.entries(own)) if (key !== 'tools') setKey(attributes, key, value);
  const scored = new Set(readScoreColumns(row, told, null).map(({ name }) => name));
  for (const [key, value] of Object.entries(row)) {
    const kept = key === 'modelParameters' ? settings(value) : value;
    if (!told.has(key) && !scored.has(key) && !isNothing(kept)) setKey(attributes, key, kept);
  }
  if (row['level'] !== 'DEFAULT' && row['level'] !== 'ERROR' && typeof row['level'] === 'string') attributes['level'] = row['level'];
  if (textOf(row['promptName']) !== null) attributes['langfuse.observation.prompt.name'] = row['promptName'] ?? null;
  if (row['promptVersion'] !== undefined && row['promptVersion'] !== null) attributes['langfuse.observation.prompt.version'] = row['promptVersion'];
  return attributes;
}

/** Settings that were set: exports list all that there are. */
function settings(value: Json): Json {
  const map = unwrapJson(value);
  return isJsonMap(map) ? Object.fromEntries(Object.entries(map).filter(([, each]) => each !== null && each !== 'null')) : map;
}

export const observationFields = told;
