import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { MessagePart } from '../../model/message.ts';
import { callPart } from '../content/parts.ts';
import { readPart, readResult } from '../content/readPart.ts';
import { readToolDefinitions } from '../content/toolDefinitions.ts';
import { firstText, textOf } from '../jsonText.ts';
import type { At, Said, SessionLog } from '../sessionLog.ts';
import { listOf, mapOf, mapsIn, restOf } from '../values/fields.ts';
import { readIsoTime } from '../values/times.ts';
import type { ConversationState } from './conversationState.ts';


const kinds = /^(?:[A-Z]\w*(?:Event|Observation|Update|Request|Error)|Condensation)$/;

/** An event names its kind; actions and observations inside one have a kind too, but no source. */
export function isEvent(value: unknown): value is JsonMap {
  return isJsonMap(value) && typeof value['kind'] === 'string' && kinds.test(value['kind']) && typeof value['source'] === 'string' && typeof value['id'] === 'string';
}

const envelope = ['id', 'timestamp', 'source', 'parent_id', 'kind'] as const;

export function tellEvent(event: JsonMap, state: ConversationState, log: SessionLog, at: (timeUs: number | null) => At): void {
  const when = at(readIsoTime(event['timestamp']));
  switch (event['kind']) {
    case 'SystemPromptEvent': systemPrompt(event, log, when); break;
    case 'MessageEvent': message(event, state, log, when); break;
    case 'ActionEvent': action(event, state, log, when); break;
    case 'ObservationEvent': observation(event, log, when); break;
    case 'UserRejectObservation': log.result({ callId: textOf(event['tool_call_id']), tool: textOf(event['tool_name']), result: textOf(event['rejection_reason']) ?? 'rejected', status: 'blocked' }, when); break;
    case 'AgentErrorEvent': log.result({ callId: textOf(event['tool_call_id']), tool: textOf(event['tool_name']), result: event['error'] ?? null, status: 'error' }, when); break;
    case 'ConversationErrorEvent':
      log.step('error', when, { status: 'error', statusMessage: firstText(event, 'detail', 'code') ?? 'error', attributes: restOf(event, ...envelope) });
      log.session({ error: firstText(event, 'detail', 'code') ?? 'error' }, when);
      break;
    case 'CondensationSummaryEvent': log.context({ role: 'user', name: 'summary', parts: [{ type: 'text', text: textOf(event['summary']) ?? '' }] }, when); break;
    default: log.event(textOf(event['kind']) ?? 'event', restOf(event, ...envelope), when);
  }
}

function systemPrompt(event: JsonMap, log: SessionLog, when: At): void {
  const texts = [event['system_prompt'], event['dynamic_context']].flatMap((each) => (isJsonMap(each) ? [readPart(each)] : []));
  log.context({ role: 'system', parts: texts }, when);
  if (Array.isArray(event['tools'])) log.session({ toolDefinitions: readToolDefinitions(event['tools'] as Json) }, when);
}

function message(event: JsonMap, state: ConversationState, log: SessionLog, when: At): void {
  const said = mapOf(event['llm_message']);
  const parts = [...mapsIn(said['content']), ...mapsIn(event['extended_content'])].map(readContent);
  if (event['source'] === 'agent') log.assistant({ ...answerOf(textOf(event['llm_response_id']), state), parts: [...reasoningOf(said), ...parts] }, when);
  else if (parts.length > 0) log.user({ role: 'user', parts }, when, event['source'] === 'user');
}

function action(event: JsonMap, state: ConversationState, log: SessionLog, when: At): void {
  const call = mapOf(event['tool_call']);
  const { kind: _, ...taken } = mapOf(event['action']);
  log.assistant({
    ...answerOf(textOf(event['llm_response_id']), state),
    parts: [
      ...reasoningOf(event), ...mapsIn(event['thought']).map(readContent).filter((part) => part.type !== 'text' || part.text !== ''),
      callPart(textOf(event['tool_call_id']) ?? call['id'], textOf(event['tool_name']) ?? call['name'], call['arguments'] ?? taken),
    ],
    attributes: restOf(event, ...envelope, 'thought', 'thinking_blocks', 'reasoning_content', 'responses_reasoning_item', 'action', 'tool_name', 'tool_call_id', 'tool_call', 'llm_response_id', 'summary'),
  }, when);
}

/** Several calls of one answer of the model are an event each, with the answer's id. */
function answerOf(id: string | null, state: ConversationState): Omit<Said, 'parts'> {
  const known = id === null ? undefined : state.answers.get(id);
  return { id, begins: id === null, ...known };
}

function reasoningOf(holder: JsonMap): readonly MessagePart[] {
  const plain = textOf(holder['reasoning_content']);
  const blocks = mapsIn(holder['thinking_blocks']).flatMap((block) => textOf(block['thinking']) ?? []);
  return (blocks.length > 0 ? blocks : plain === null ? [] : [plain]).map((text) => ({ type: 'reasoning', text }));
}

function readContent(part: JsonMap): MessagePart {
  const pictures = listOf(part['image_urls']);
  return part['type'] === 'image' && pictures.length > 0 ? readPart({ type: 'image', image: pictures[0] ?? null }) : readPart(part);
}

function observation(event: JsonMap, log: SessionLog, when: At): void {
  const seen = mapOf(event['observation']);
  const content = mapsIn(seen['content']).map(readContent);
  const text = content.every((part) => part.type === 'text') ? readResult(content.map((part) => part.text).join('\n')) : (content as readonly Json[]);
  const code = seen['exit_code'];
  log.result({
    callId: textOf(event['tool_call_id']), tool: textOf(event['tool_name']), result: content.length > 0 ? text : (textOf(seen['content']) ?? restOf(seen, 'kind', 'content')),
    status: seen['is_error'] === true || (typeof code === 'number' && code > 0) ? 'error' : 'ok', attributes: restOf(seen, 'kind', 'content', 'is_error', 'command'),
  }, when);
}
