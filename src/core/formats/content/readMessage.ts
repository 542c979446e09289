import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Message, MessagePart, MessageRole } from '../../model/message.ts';
import { firstText, lookUp, textOf, unwrapJson } from '../jsonText.ts';
import { listOf, mapOf } from '../values/fields.ts';
import type { CallPart } from './parts.ts';
import { callPart, textMessage } from './parts.ts';
import { readPart, readResult } from './readPart.ts';

const roles: Readonly<Record<string, MessageRole>> = {
  system: 'system', developer: 'system',
  user: 'user', human: 'user', customer: 'user',
  assistant: 'assistant', ai: 'assistant', model: 'assistant', agent: 'assistant', bot: 'assistant', chatbot: 'assistant',
  tool: 'tool', function: 'tool', tool_result: 'tool', 'tool-call': 'assistant', 'tool-response': 'tool',
  SystemMessage: 'system', HumanMessage: 'user', AIMessage: 'assistant', ToolMessage: 'tool', FunctionMessage: 'tool',
  SystemMessageChunk: 'system', HumanMessageChunk: 'user', AIMessageChunk: 'assistant', ToolMessageChunk: 'tool',
};

function roleOf(word: string | null): MessageRole | undefined {
  if (word === null) return undefined;
  return lookUp(roles, word) ?? lookUp(roles, word.toLowerCase());
}

/** LangChain wraps a message: `{lc, id: […, class], kwargs}`, or `{type, data}`. */
function unwrapMessage(value: JsonMap): JsonMap {
  const { kwargs, id, data, type } = value;
  if (isJsonMap(kwargs) && Array.isArray(id)) return { type: id.at(-1) as Json, ...kwargs };
  if (isJsonMap(data) && typeof type === 'string' && value['content'] === undefined && 'content' in data) return { type, ...data };
  return value;
}

/** LangChain writes the kind of a message as its type; in other logs a `type` may be anything. */
const langChainTypes = new Set(['human', 'ai', 'tool', 'system', 'function', 'chat', ...Object.keys(roles).filter((word) => word.includes('Message'))]);

/** Whether a map is a message in one of the spellings `readMessage` knows. */
export function isMessage(value: unknown): boolean {
  if (!isJsonMap(value)) return false;
  const message = unwrapMessage(value);
  if (typeof message['role'] === 'string') return 'content' in message || 'parts' in message || 'blocks' in message || 'tool_calls' in message || 'function_call' in message;
  return 'content' in message && typeof message['type'] === 'string' && langChainTypes.has(message['type']);
}

type OtherPart = Extract<MessagePart, { type: 'other' }>;
type ReadMessage = { readonly message: Message; readonly finishReason: string | null };

/** A chat message of the GenAI conventions, of OpenAI, Anthropic or LangChain. Undefined when it is not a message. */
export function readMessage(value: Json): ReadMessage | undefined {
  if (typeof value === 'string') return { message: textMessage('user', value), finishReason: null };
  if (!isJsonMap(value)) return undefined;
  const raw = unwrapMessage(value);
  const word = textOf(raw['role']) ?? textOf(raw['type']);
  const calls = callsInText(raw['content']);
  if (calls !== undefined) return { message: { role: 'assistant', parts: calls }, finishReason: textOf(raw['finish_reason']) };
  const known = roleOf(word) ?? (typeof raw['role'] === 'string' && 'additional_kwargs' in raw ? 'tool' : undefined);
  if (known === undefined && !('content' in raw) && !('parts' in raw)) return undefined;
  // Langfuse's callbacks for LangChain write a tool's name where its role was.
  const name = textOf(raw['name']) ?? (roleOf(word) === undefined ? word : null);
  const meta = mapOf(raw['response_metadata']);
  const message = { role: known ?? 'system', ...(name === null ? {} : { name }), parts: known === 'tool' ? resultParts(raw, name) : spokenParts(raw) };
  return { message, finishReason: textOf(raw['finish_reason']) ?? firstText(meta, 'finish_reason', 'stop_reason') };
}

function contentParts(content: Json | undefined): MessagePart[] {
  if (content === undefined || content === null || content === '') return [];
  // Providers send thoughts that only they can read, and frameworks a text beside every call: nothing of them is text.
  if (Array.isArray(content)) {
    const parts: MessagePart[] = [];
    for (const each of content as readonly Json[]) {
      const part = readPart(each);
      if ((part.type !== 'reasoning' && part.type !== 'text') || part.text !== '') parts.push(part);
    }
    return parts;
  }
  return [typeof content === 'string' || isJsonMap(content) ? readPart(content) : { type: 'text', text: String(content) }];
}

function spokenParts(raw: JsonMap): MessagePart[] {
  const parts: MessagePart[] = [];
  const thought = firstText(raw, 'reasoning_content', 'reasoning');
  if (thought !== null) parts.push({ type: 'reasoning', text: thought });
  for (const part of contentParts(raw['parts'] ?? raw['content'] ?? raw['blocks'])) parts.push(part);
  const refusal = textOf(raw['refusal']);
  if (refusal !== null) parts.push({ type: 'text', text: refusal });
  // LangChain repeats Anthropic's tool_use blocks of the content in tool_calls.
  const beside = callsOf(raw);
  if (beside.length > 0) {
    const seen = new Set(parts.flatMap((part) => (part.type === 'toolCall' ? [part.id] : [])));
    parts.push(...beside.filter((part) => part.type !== 'toolCall' || part.id === null || !seen.has(part.id)));
  }
  return parts.length === 0 ? unreadParts(raw) : parts;
}

/** What a message has beside what it says; of these, nothing is what it says. */
const about = new Set([
  'role', 'type', 'name', 'id', 'index', 'object', 'content', 'parts', 'blocks', 'status', 'example', 'model', 'model_name', 'created', 'created_at', 'createdAt', 'time', 'timestamp', 'updated_at',
  'usage', 'usage_metadata', 'metadata', 'response_metadata', 'additional_kwargs', 'finish_reason', 'stop_reason', 'stop_sequence', 'logprobs', 'provider_specific_fields', 'cache_control',
]);

const saysSomething = (value: Json): boolean => value !== null && value !== '' && typeof value !== 'boolean' && (typeof value !== 'object' || Object.keys(value).length > 0);

/** A message of a shape nobody knows: where nothing in it could be read, what it holds stands as it is. */
function unreadParts(raw: JsonMap): MessagePart[] {
  const rest = Object.entries(raw).filter(([key, value]) => !about.has(key) && saysSomething(value));
  return rest.length === 0 ? [] : [{ type: 'other', value: Object.fromEntries(rest) }];
}

/** Koog prints the calls of a turn, as Chat Completions list them, into the text of the message, whoever it says speaks. */
function callsInText(content: Json | undefined): CallPart[] | undefined {
  if (typeof content !== 'string' || !content.startsWith('[{"') || !content.includes('"function"')) return undefined;
  const list = unwrapJson(content);
  const areCalls = Array.isArray(list) && (list as readonly Json[]).every((each) => isJsonMap(each) && typeof each['id'] === 'string' && isJsonMap(each['function']) && 'arguments' in each['function']);
  return areCalls ? callsOf({ tool_calls: list as Json }).filter((part) => part.type === 'toolCall') : undefined;
}

/** Tool calls beside the content: OpenAI's `{id, function: {name, arguments}}`, LangChain's `{id, name, args}`, the old single `function_call`. What is no call is kept as it is. */
function callsOf(raw: JsonMap): (CallPart | OtherPart)[] {
  const more = mapOf(raw['additional_kwargs']);
  const own = listOf(raw['tool_calls']);
  const calls = [...(own.length > 0 ? own : listOf(more['tool_calls'])), ...listOf(raw['invalid_tool_calls'])];
  const single = raw['function_call'] ?? more['function_call'];
  if (isJsonMap(single) && calls.length === 0) calls.push(single);
  return calls.map((call) => {
    const called = isJsonMap(call) && isJsonMap(call['function']) ? call['function'] : call;
    const args = isJsonMap(called) ? (called['arguments'] ?? called['args'] ?? called['input']) : undefined;
    if (!isJsonMap(call) || !isJsonMap(called) || (args === undefined && textOf(called['name']) === null)) return { type: 'other', value: call };
    return callPart(firstText(call, 'id', 'tool_call_id'), called['name'], args);
  });
}

function resultParts(raw: JsonMap, name: string | null): MessagePart[] {
  const more = mapOf(raw['additional_kwargs']);
  const content = raw['parts'] ?? raw['content'] ?? raw['blocks'] ?? raw['output'] ?? null;
  if (Array.isArray(content)) {
    const parts = (content as readonly Json[]).map(readPart);
    if (parts.some((part) => part.type === 'toolResult')) return parts;
  }
  const failed = raw['status'] === 'error' || raw['error'] === true || raw['is_error'] === true;
  return [{
    type: 'toolResult', callId: firstText(raw, 'tool_call_id', 'tool_use_id', 'call_id') ?? firstText(more, 'tool_call_id'), ...(name === null ? {} : { name }),
    result: readResult(content as Json), ...(failed ? { isError: true } : {}),
  }];
}
