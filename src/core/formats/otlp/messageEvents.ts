import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Message } from '../../model/message.ts';
import type { Span, SpanEvent } from '../../model/span.ts';
import { readMessage } from '../content/readMessage.ts';
import { bedrockContent, readResult } from '../content/readPart.ts';
import { firstText, lookUp, readArguments, textOf, unwrapJson } from '../jsonText.ts';
import { mapOf } from '../values/fields.ts';
import { contentOf, promptIn } from './indexedMessages.ts';

/** Up to version 1.36 of the conventions a message is an event, of the span or in the log. */
const roles: Readonly<Record<string, string>> = {
  'gen_ai.system.message': 'system', 'gen_ai.user.message': 'user', 'gen_ai.assistant.message': 'assistant', 'gen_ai.tool.message': 'tool',
};

const choice = 'gen_ai.choice';
const promptEvent = 'gen_ai.content.prompt';
const completionEvent = 'gen_ai.content.completion';

/** The event of newer versions that holds all content of a call, as the attributes of a span would. */
export const detailsEvent = 'gen_ai.client.inference.operation.details';

/** Whether an event of this name may hold messages. */
export function holdsMessages(name: string): boolean {
  return Object.hasOwn(roles, name) || name === choice || name === promptEvent || name === completionEvent;
}

type EventMessages = { readonly input: readonly Message[]; readonly output: readonly Message[]; readonly finishReason: string | null };

/** Messages of the events of one model call or run, in the order of their times. */
export function readMessageEvents(events: readonly SpanEvent[]): EventMessages {
  const input: Message[] = [];
  const output: Message[] = [];
  let finishReason: string | null = null;
  for (const { name, attributes } of inOrder(events)) {
    const role = lookUp(roles, name);
    if (role !== undefined) input.push(...messageOf(role, attributes, attributes['content']));
    else if (name === choice) {
      const whole = unwrapJson(attributes['gen_ai.event.content'] ?? null);
      const told = isJsonMap(whole) ? { ...attributes, ...whole } : attributes;
      output.push(...messageOf('assistant', attributes, told['message'] ?? told['content']));
      finishReason = textOf(told['finish_reason']) ?? finishReason;
    } else if (name === promptEvent) input.push(...(promptIn(attributes['gen_ai.prompt'] ?? null, 'user') ?? []));
    else output.push(...(promptIn(attributes['gen_ai.completion'] ?? null, 'assistant') ?? []));
  }
  return { input, output, finishReason };
}

/** Messages of events that are listed in an attribute: `{"event.name", "role", "content", …}`. */
export function messagesOfEvents(list: readonly Json[]): EventMessages {
  return readMessageEvents(list.filter(isJsonMap).flatMap((each) => (typeof each['event.name'] === 'string' && holdsMessages(each['event.name']) ? [{ name: each['event.name'], timeUs: null, attributes: each }] : [])));
}

/** Of events of one moment, what was said first in any conversation comes first. */
const rank: Readonly<Record<string, number>> = { 'gen_ai.system.message': 0, [choice]: 2, [completionEvent]: 2 };

function inOrder(events: readonly SpanEvent[]): readonly SpanEvent[] {
  const placed = events.filter(({ name }) => holdsMessages(name));
  const rankOf = ({ name }: SpanEvent) => lookUp(rank, name) ?? 1;
  return placed.toSorted((a, b) => (a.timeUs ?? 0) - (b.timeUs ?? 0) || rankOf(a) - rankOf(b));
}

/** `content` may be text, JSON text of parts, parts, or a whole message or turn of Gemini. */
function messageOf(role: string, attributes: JsonMap, content: Json | undefined): readonly Message[] {
  const whole = unwrapJson(attributes['gen_ai.event.content'] ?? null);
  const unwrapped = content === undefined ? whole : unwrapJson(content);
  const own = { ...known(attributes), ...mapOf(whole) };
  const raw = isJsonMap(unwrapped) && ('parts' in unwrapped || 'content' in unwrapped || 'tool_calls' in unwrapped || 'role' in unwrapped)
    ? { ...own, role, ...unwrapped }
    : { ...own, role, content: isJsonMap(unwrapped) && content !== undefined ? unwrapped : contentOf(content ?? own['content'] ?? null) };
  const { content: inner } = raw as JsonMap;
  // ADK wraps a turn of Gemini once more, and an answer may be wrapped as a message.
  const message = isJsonMap(inner) && 'parts' in inner ? { ...raw, ...inner, content: null } : raw;
  const read = readMessage({ ...message, role: textOf((message as JsonMap)['role']) ?? role });
  // Where content is not captured, its event is there all the same, without it.
  return read === undefined || read.message.parts.length === 0 ? [] : [read.message];
}

/** What of an event's attributes belongs to its message. */
function known(attributes: JsonMap): JsonMap {
  const { tool_calls, id, name, content } = attributes;
  return { ...(tool_calls === undefined ? {} : { tool_calls: unwrapJson(tool_calls) }), ...(typeof id === 'string' ? { tool_call_id: id } : {}), ...(typeof name === 'string' ? { name } : {}), ...(content === undefined ? {} : { content }) };
}

/** A tool's events: the call as a message of the tool, its result as a choice. */
export function withToolEvents(span: Span): Span {
  const { tool } = span;
  if (tool === null) return span;
  let call = tool;
  for (const { name, attributes } of inOrder(span.events)) {
    if (name === 'gen_ai.tool.message') {
      const known = call.arguments !== undefined || call.argumentsText !== undefined;
      call = { ...call, ...(known ? {} : readArguments(attributes['content'])), callId: call.callId ?? firstText(attributes, 'id') };
    } else if (name === choice && call.result === undefined) {
      const result = attributes['message'] ?? attributes['content'];
      if (result !== undefined) call = { ...call, result: readResult(bedrockContent(unwrapJson(result))), callId: call.callId ?? firstText(attributes, 'id') };
    }
  }
  return call === tool && span.input.length === 0 && span.output.length === 0 ? span : { ...span, tool: call, input: [], output: [] };
}
