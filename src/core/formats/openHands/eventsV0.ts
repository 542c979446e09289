import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { MessagePart } from '../../model/message.ts';
import { mediaFromUri } from '../content/media.ts';
import { textParts } from '../content/parts.ts';
import { readResult } from '../content/readPart.ts';
import { readToolDefinitions } from '../content/toolDefinitions.ts';
import { firstText, readArguments, textOf, wordOf } from '../jsonText.ts';
import type { At, SessionLog } from '../sessionLog.ts';
import { listOf, mapOf, mapsIn, restOf } from '../values/fields.ts';
import { readIsoTime } from '../values/times.ts';
import { readUsage } from '../values/tokenUsage.ts';
import { createMetricsDiff } from './metrics.ts';


/** An action or an observation, with who it is from. */
export function isEvent(value: unknown): value is JsonMap {
  if (!isJsonMap(value) || typeof value['source'] !== 'string') return false;
  return (typeof value['action'] === 'string' && isJsonMap(value['args'])) || (typeof value['observation'] === 'string' && ('content' in value || 'extras' in value));
}

/** Changes of the agent's state, and what only the user interface needs. */
const states = new Set(['change_agent_state', 'agent_state_changed', 'null', 'pause', 'resume', 'loop_recovery']);

/** Tells events to the log, one after another. */
export function createEventTeller(log: SessionLog) {
  const since = createMetricsDiff();
  const asked = new Map<string, string | null>();
  const recalled = new Map<string, JsonMap>();

  function tell(event: JsonMap, at: (timeUs: number | null) => At): void {
    const when = at(readIsoTime(event['timestamp']));
    if (typeof event['observation'] === 'string') observe(event, event['observation'], when);
    else if (typeof event['action'] === 'string') act(event, event['action'], mapOf(event['args']), when);
  }

  function act(event: JsonMap, action: string, args: JsonMap, when: At): void {
    if (action === 'system') {
      log.context({ role: 'system', parts: [{ type: 'text', text: wordOf(args['content']) }] }, when);
      log.session({ ...(Array.isArray(args['tools']) ? { toolDefinitions: readToolDefinitions(args['tools'] as Json) } : {}), attributes: restOf(args, 'content', 'tools') }, when);
    } else if (states.has(action)) log.event(action, restOf(args), when);
    else if (action === 'recall') recalled.set(wordOf(event['id']), args);
    else if (event['source'] === 'user' && action === 'message') log.user({ role: 'user', parts: spoken(args) }, when, true);
    else if (event['source'] === 'user') log.step(`user's ${action}`, when, { attributes: args });
    else if (event['source'] === 'agent') say(event, action, args, when);
    else log.event(action, restOf(args), when);
  }

  function say(event: JsonMap, action: string, args: JsonMap, when: At): void {
    const call = mapOf(event['tool_call_metadata']);
    const response = mapOf(call['model_response']);
    const [choice = {}] = mapsIn(response['choices']);
    const grown = since(event['llm_metrics']);
    const usage = isJsonMap(response['usage']) ? readUsage(response['usage']) : grown.usage;
    const name = textOf(call['function_name']) ?? (action === 'message' ? null : action);
    const id = textOf(call['tool_call_id']);
    if (name !== null) asked.set(wordOf(event['id']), id);
    const thought = (name === 'think' ? null : firstText(args, 'thought')) ?? textOf(mapOf(choice['message'])['content']) ?? (name === 'finish' ? firstText(args, 'final_thought') : null);
    const text = action === 'message' ? spoken(args) : textParts(thought);
    const thinking = textOf(mapOf(choice['message'])['reasoning_content']);
    const responseId = textOf(response['id']);
    log.assistant({
      id: responseId, begins: responseId === null,
      parts: [
        ...(thinking === null || isRepeated(responseId) ? [] : [{ type: 'reasoning' as const, text: thinking }]), ...(isRepeated(responseId) ? [] : text),
        ...(name === null ? [] : [{ type: 'toolCall' as const, id, name, ...argumentsOf(mapOf(choice['message']), id, name, args) }]),
      ],
      model: textOf(response['model']), usage, cost: grown.cost, finishReason: textOf(choice['finish_reason']), attributes: restOf(args, 'content', 'thought', 'command', 'code', 'path', 'image_urls', 'file_urls', 'final_thought', 'wait_for_response', 'outputs'),
    }, when);
    if (responseId !== null) told.add(responseId);
  }

  const told = new Set<string>();
  /** Calls of one answer of the model come as an event each, and each repeats its text. */
  const isRepeated = (responseId: string | null) => responseId !== null && told.has(responseId);

  function observe(event: JsonMap, observation: string, when: At): void {
    const content = readResult(event['content'] ?? null);
    const cause = wordOf(event['cause']);
    const extras = mapOf(event['extras']);
    const call = mapOf(event['tool_call_metadata']);
    const recall = recalled.get(cause);
    if (observation === 'recall' || recall !== undefined) log.step('recall', when, { attributes: { ...(recall === undefined ? {} : recall), ...restOf(extras), ...(content === null || content === '' ? {} : { content }) } });
    else if (states.has(observation)) log.event(observation, { ...restOf(extras), ...(content === '' || content === null ? {} : { content }) }, when);
    else if (asked.has(cause) || textOf(call['tool_call_id']) !== null) {
      const code = mapOf(extras['metadata'])['exit_code'] ?? extras['exit_code'];
      const failed = observation === 'error' || event['success'] === false || (typeof code === 'number' && code > 0);
      log.result({
        callId: asked.get(cause) ?? textOf(call['tool_call_id']), result: content, status: observation === 'user_rejected' ? 'blocked' : failed ? 'error' : 'ok', attributes: { observation, ...restOf(extras) },
      }, when);
      asked.delete(cause);
    } else if (observation === 'error') log.step('error', when, { status: 'error', statusMessage: typeof content === 'string' ? content : JSON.stringify(content), attributes: restOf(extras) });
    else log.step(observation, when, { attributes: { ...restOf(extras), ...(content === null || content === '' ? {} : { content }) } });
  }

  return { tell };
}

function spoken(args: JsonMap): readonly MessagePart[] {
  const text = wordOf(args['content']);
  const pictures = listOf(args['image_urls']);
  return [...textParts(text), ...pictures.map((each) => mediaFromUri(textOf(each), null))];
}

/** As the model wrote them, where its answer is there; else as the action took them. */
function argumentsOf(answer: JsonMap, id: string | null, name: string, args: JsonMap): { arguments?: Json; argumentsText?: string } {
  const own = mapsIn(answer['tool_calls']).find((call) => call['id'] === id && isJsonMap(call['function']));
  const thought = name === 'think' ? [] : ['thought'];
  return readArguments(own === undefined ? restOf(args, ...thought, 'blocking', 'hidden', 'confirmation_state', 'security_risk', 'is_static', 'is_input', 'cwd', 'include_extra', 'kernel_init_code', 'impl_source', 'view_range') : mapOf(own['function'])['arguments']);
}
