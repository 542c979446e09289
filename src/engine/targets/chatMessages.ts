import { isJsonMap, type Json } from '../../core/model/json.ts';
import type { Call } from '../../core/model/trace.ts';

/** A chat message as targets answer with it, in the shapes of the common chat interfaces. */
export type ChatMessage = { readonly role: string; readonly content?: Json; readonly [name: string]: Json | undefined };

const text = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);

type Asked = { readonly id: string | undefined; readonly name: string; readonly args: Json | undefined };

function argumentsOf(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return null; // recorded, and not JSON
  }
}

function asked(call: Json): readonly Asked[] {
  if (!isJsonMap(call)) return [];
  const inner = isJsonMap(call['function']) ? call['function'] : call;
  const name = text(inner['name']);
  return name === undefined ? [] : [{ id: text(call['id']), name, args: argumentsOf(inner['arguments'] ?? inner['args'] ?? inner['input']) }];
}

/** Calls of one message: a list of its own, or parts of its content. */
function callsOf(message: ChatMessage): readonly Asked[] {
  const parts = list(message.content).filter((part) => isJsonMap(part) && (part['type'] === 'tool_use' || part['type'] === 'tool_call'));
  return [...list(message['toolCalls']), ...list(message['tool_calls']), ...parts].flatMap(asked);
}

/** Results by the id of the call they answer. */
function resultsOf(messages: readonly ChatMessage[]): ReadonlyMap<string, { readonly result: Json; readonly failed: boolean }> {
  const results = new Map<string, { result: Json; failed: boolean }>();
  for (const message of messages) {
    const id = text(message['toolCallId']) ?? text(message['tool_call_id']);
    if (message.role === 'tool' && id !== undefined) results.set(id, { result: message.content ?? null, failed: message['isError'] === true || message['status'] === 'error' });
    for (const part of list(message.content)) {
      const of = isJsonMap(part) && part['type'] === 'tool_result' ? text(part['tool_use_id']) : undefined;
      if (of !== undefined && isJsonMap(part)) results.set(of, { result: part['content'] ?? null, failed: part['is_error'] === true });
    }
  }
  return results;
}

/** The tool calls of a conversation, with their results; calls of one message are parallel. */
export function callsInMessages(messages: readonly ChatMessage[]): readonly Call[] {
  const results = resultsOf(messages);
  const calls = messages.flatMap((message, turn) => {
    const own = callsOf(message);
    return own.map((call) => ({ call, groupId: own.length > 1 ? `message-${turn}` : null }));
  });
  return calls.map(({ call, groupId }, index) => {
    const answered = call.id === undefined ? undefined : results.get(call.id);
    return {
      name: call.name, ...(call.args === undefined ? {} : { args: call.args }), index, groupId, status: answered?.failed ? 'error' : 'ok',
      ...(answered ? { result: answered.result } : {}), startUs: null, endUs: null, spanId: null, step: null,
    };
  });
}

/** The text of the last thing the assistant said. */
export function lastAnswer(messages: readonly ChatMessage[]): string | undefined {
  for (const message of messages.toReversed()) {
    if (message.role !== 'assistant') continue;
    const said = text(message.content) ?? list(message.content).flatMap((part) => (isJsonMap(part) && typeof part['text'] === 'string' ? [part['text']] : [])).join('\n');
    if (said !== '') return said;
  }
  return undefined;
}
