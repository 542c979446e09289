import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Message } from '../../model/message.ts';
import type { RecordPlace, Span, ToolCall, ToolDefinition } from '../../model/span.ts';
import { emptySpan } from '../../model/span.ts';
import type { TraceHeader } from '../../model/trace.ts';
import { readStepInput } from '../content/modelInput.ts';
import type { CallPart, ResultPart } from '../content/parts.ts';
import { readResponsesItems } from '../content/responsesItems.ts';
import { firstText, lookUp, textOf } from '../jsonText.ts';
import { fieldOf, listOf, mapOf, nonEmpty } from '../values/fields.ts';
import { numberOf } from '../values/numbers.ts';
import { readUsage } from '../values/tokenUsage.ts';


/**
 * A saved run as spans: the agent, a model call for each response, under it its tool calls with what came back, as far as it
 * has. A state has no clock. A call that waits for a person, or that one refused, is blocked.
 */
export function readRunState(state: JsonMap, place: RecordPlace, warn: (message: string) => void): { header: Partial<TraceHeader>; spans: readonly Span[] } {
  const asked = readStepInput(fieldOf(state, 'original_input') ?? null, true).messages;
  const agent = firstText(mapOf(fieldOf(state, 'current_agent')), 'name');
  const responses = listOf(fieldOf(state, 'model_responses')).filter(isJsonMap);
  const items = listOf(fieldOf(state, 'generated_items')).filter(isJsonMap);
  const results = resultsIn(items);
  const answer = readResponsesItems(items.flatMap((item) => (item['type'] === 'message_output_item' ? (rawOf(item) ?? []) : []))).messages.at(-1);
  const context = mapOf(fieldOf(state, 'context'));
  const usage = fieldOf(context, 'usage');
  const blocked = blockedIn(state, context);

  const root: Span = {
    ...emptySpan('run', 0, agent ?? 'run'), kind: 'agent', synthetic: true, place, input: asked, output: answer === undefined ? [] : [answer], attributes: asideOf(state, context),
    usage: isJsonMap(usage) && wasCounted(usage) ? readUsage(usage, 'aggregate') : null, counted: false,
  };
  const spans: Span[] = [root];
  const told = new Set<string>();
  let history: readonly Message[] = asked;
  responses.forEach((response, index) => {
    const id = `response-${index + 1}`;
    const { messages } = readResponsesItems(listOf(response['output']));
    const turn = messages.filter((message) => message.role === 'assistant');
    const counts = response['usage'];
    spans.push({
      ...emptySpan(id, spans.length, 'response'), parentId: root.id, kind: 'llm', synthetic: true, place, provider: 'openai', input: history, output: turn,
      usage: isJsonMap(counts) && wasCounted(counts) ? readUsage(counts) : null, toolDefinitions: index === responses.length - 1 ? offeredIn(state) : null,
      attributes: Object.fromEntries(['response_id', 'request_id'].flatMap((key) => (textOf(fieldOf(response, key)) === null ? [] : [[key, textOf(fieldOf(response, key))]]))),
    });
    const calls = turn.flatMap(({ parts }) => parts).filter((part) => part.type === 'toolCall');
    // What a tool at the provider gave back stands in the response itself.
    const own = new Map(messages.flatMap(({ parts }) => parts).flatMap((part) => (part.type === 'toolResult' && part.callId !== null ? [[part.callId, part] as const] : [])));
    const came: Message[] = [];
    for (const call of calls) {
      const callId = call.id ?? `${id}-${call.name}`;
      if (told.has(callId)) continue;
      told.add(callId);
      const result = results.get(callId) ?? own.get(callId);
      spans.push(toolSpan(call, callId, result, blocked.get(callId), id, spans.length, place));
      if (result !== undefined) came.push({ role: 'tool', parts: [result] });
    }
    history = [...history, ...turn, ...came];
  });
  if (textOf(fieldOf(state, 'previous_response_id')) !== null) warn('The run went on from an earlier response (previous_response_id), whose messages stand with OpenAI and not in this state.');

  const trace = mapOf(state['trace']);
  const name = firstText(trace, 'workflow_name', 'workflowName');
  const sessionId = firstText(trace, 'group_id', 'groupId') ?? textOf(fieldOf(state, 'conversation_id'));
  return {
    header: nonEmpty({ name, agent, sessionId, metadata: mapOf(trace['metadata']) }),
    spans,
  };
}

/** A response that was made up by a test, or by another provider, says 0 requests. */
const wasCounted = (usage: JsonMap) => (numberOf(fieldOf(usage, 'requests')) ?? 0) > 0;

const rawOf = (item: JsonMap) => fieldOf(item, 'raw_item');

function resultsIn(items: readonly JsonMap[]): ReadonlyMap<string, ResultPart> {
  const outputs = items.filter(({ type }) => type === 'tool_call_output_item' || type === 'handoff_output_item');
  const parts = readResponsesItems(outputs.flatMap((item) => rawOf(item) ?? [])).messages.flatMap((message) => message.parts);
  return new Map(parts.flatMap((part) => (part.type === 'toolResult' && part.callId !== null ? [[part.callId, part] as const] : [])));
}

/** Why a call did not run, by its id: it waits for an approval, or was refused one. */
function blockedIn(state: JsonMap, context: JsonMap): ReadonlyMap<string, string> {
  const blocked = new Map<string, string>();
  const step = mapOf(fieldOf(state, 'current_step'));
  const waiting = [...listOf(mapOf(step['data'])['interruptions']), ...listOf(mapOf(fieldOf(state, 'last_processed_response'))['interruptions'])];
  for (const each of waiting) {
    const callId = isJsonMap(each) ? firstText(mapOf(rawOf(each)), 'call_id', 'callId', 'id') : null;
    if (callId !== null) blocked.set(callId, 'Waits for approval.');
  }
  for (const approval of Object.values(mapOf(context['approvals']))) {
    if (!isJsonMap(approval)) continue;
    const reasons = mapOf(fieldOf(approval, 'rejection_messages'));
    for (const callId of listOf(approval['rejected'])) if (typeof callId === 'string') blocked.set(callId, textOf(lookUp(reasons, callId)) ?? 'Refused.');
  }
  return blocked;
}

function toolSpan({ type: _, id: callId, name, ...args }: CallPart, spanId: string, result: ResultPart | undefined, why: string | undefined, parentId: string, seq: number, place: RecordPlace): Span {
  const failed = result?.isError === true;
  const status = result === undefined && why !== undefined ? 'blocked' : failed ? 'error' : 'ok';
  const tool: ToolCall = { name, callId, description: null, ...args, ...(result === undefined ? {} : { result: result.result }), status };
  return { ...emptySpan(`call:${spanId}`, seq, name), parentId, kind: 'tool', synthetic: true, place, tool, status: failed ? 'error' : 'unset', statusMessage: status === 'blocked' ? (why ?? null) : null };
}

/** Only the tools of the last response's calls are told with their schemas, so that the list is not all that was offered. */
function offeredIn(state: JsonMap): readonly ToolDefinition[] | null {
  const functions = listOf(mapOf(fieldOf(state, 'last_processed_response'))['functions']);
  const tools = functions.flatMap((each): ToolDefinition[] => {
    const tool = mapOf(isJsonMap(each) ? each['tool'] : undefined);
    const name = textOf(tool['name']);
    const schema = fieldOf(tool, 'params_json_schema') ?? tool['parameters'];
    return name === null ? [] : [{ name, description: textOf(tool['description']), schema: isJsonMap(schema) ? schema : null }];
  });
  return tools.length === 0 ? null : tools;
}

function asideOf(state: JsonMap, context: JsonMap): JsonMap {
  const kept: Record<string, Json> = { $schemaVersion: state['$schemaVersion'] ?? null };
  for (const key of ['current_turn', 'max_turns', 'input_guardrail_results', 'output_guardrail_results', 'tool_input_guardrail_results', 'tool_output_guardrail_results', 'tool_use_tracker', 'previous_response_id']) {
    const value = fieldOf(state, key);
    if (value !== undefined && value !== null && !(typeof value === 'object' && Object.keys(value).length === 0)) kept[key] = value;
  }
  for (const key of ['approvals', 'context', 'tool_invocations']) {
    const value = fieldOf(context, key);
    if (isJsonMap(value) && Object.keys(value).length > 0) kept[key] = value;
  }
  return kept;
}
