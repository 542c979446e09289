import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Message, MessagePart } from '../../model/message.ts';
import { unknownTool } from '../../trajectory/turns.ts';
import { mediaFromBase64, mediaFromUri } from '../content/media.ts';
import { readMessage } from '../content/readMessage.ts';
import { readPart, readResult } from '../content/readPart.ts';
import { firstText, readArguments, textOf } from '../jsonText.ts';
import { mapsIn } from '../values/fields.ts';
import type { Resolve } from './attachments.ts';

export type MessageReader = {
  /** Undefined when it is no message. Equal ones are read once and shared: each model call repeats the history. */
  message(raw: Json): Message | undefined;
  /** What a tool gave back, with pictures reduced to type, size and hash. */
  result(raw: Json): Json;
};

export function createMessageReader(resolve: Resolve): MessageReader {
  const read = new Map<string, Message | undefined>();
  return {
    message(raw) {
      const key = JSON.stringify(raw);
      if (!read.has(key)) read.set(key, readOne(resolve(raw)));
      return read.get(key);
    },
    result: (raw) => resultOf(resolve(raw)),
  };
}

function resultOf(value: Json): Json {
  const isContent = Array.isArray(value) && value.length > 0 && value.every((each) => isJsonMap(each) && typeof each['type'] === 'string');
  return isContent && !(value.length === 1 && value[0]['type'] === 'text') ? (value as readonly Json[]).flatMap(partsOf) : readResult(value);
}

function readOne(raw: Json): Message | undefined {
  if (!isJsonMap(raw)) return undefined;
  if (raw['role'] === 'tool') return { role: 'tool', parts: [toolResult(raw)] };
  const message = readMessage(spelledAsUsual(raw))?.message;
  if (message === undefined || !Array.isArray(raw['content'])) return message;
  return { ...message, parts: [...(raw['content'] as readonly Json[]).flatMap(partsOf), ...message.parts] };
}

/** A failed result has an error beside its text, which may be empty. */
function toolResult(raw: JsonMap): MessagePart {
  const failed = errorText(raw['error']);
  const said = raw['content'] ?? '';
  const name = textOf(raw['function']);
  return {
    type: 'toolResult', callId: textOf(raw['tool_call_id']), ...(name === null ? {} : { name }),
    result: said === '' && failed !== null ? failed : resultOf(said), ...(failed === null ? {} : { isError: true }),
  };
}

/** Inspect names the function of a call `function`, without a map around it. */
function spelledAsUsual(raw: JsonMap): JsonMap {
  const calls = mapsIn(raw['tool_calls']);
  return {
    role: raw['role'] ?? null, content: Array.isArray(raw['content']) ? '' : (raw['content'] ?? ''),
    tool_calls: calls.map((call) => ({ id: call['id'] ?? null, name: textOf(call['function']) ?? unknownTool, arguments: call['arguments'] ?? null })),
  };
}

/** `{type, message}` of a failed call, as one text; null where nothing failed. */
export function errorText(error: Json | undefined): string | null {
  if (!isJsonMap(error)) return textOf(error);
  return [textOf(error['type']), textOf(error['message'])].filter((each) => each !== null).join(': ') || 'error';
}

/** One piece of content. A tool that ran at the provider is a call and its result in one piece. */
function partsOf(value: Json): readonly MessagePart[] {
  if (!isJsonMap(value)) return [readPart(value)];
  switch (value['type']) {
    case 'reasoning': return [reasoning(value)];
    case 'audio': case 'video': case 'document': return [media(value, textOf(value[value['type']]))];
    case 'tool_use': return providersTool(value);
    default: return [readPart(value)];
  }
}

/** What is encrypted is of no use to a reader; its summary is. */
function reasoning(part: JsonMap): MessagePart {
  const summary = textOf(part['summary']);
  return part['redacted'] === true ? { type: 'reasoning', text: summary ?? '[encrypted by the provider]' } : readPart(part);
}

function media(part: JsonMap, content: string | null): MessagePart {
  const mimeType = firstText(part, 'mime_type', 'format');
  return content === null || /^(data:|https?:|[./~])/.test(content) || content.length < 500 ? mediaFromUri(content, mimeType) : mediaFromBase64(content, mimeType);
}

function providersTool(part: JsonMap): readonly MessagePart[] {
  const id = textOf(part['id']);
  const name = firstText(part, 'name', 'tool_type') ?? unknownTool;
  const failed = textOf(part['error']);
  const call: MessagePart = { type: 'toolCall', id, name, ...readArguments(part['arguments']) };
  if (part['result'] === undefined && failed === null) return [call];
  return [call, { type: 'toolResult', callId: id, name, result: failed ?? readResult(part['result'] ?? null), ...(failed === null ? {} : { isError: true }) }];
}
