import type { Json } from '../../model/json.ts';
import type { Message, MessagePart, MessageRole } from '../../model/message.ts';
import { unknownTool } from '../../trajectory/turns.ts';
import { readArguments, textOf } from '../jsonText.ts';

export type CallPart = Extract<MessagePart, { type: 'toolCall' }>;
export type ResultPart = Extract<MessagePart, { type: 'toolResult' }>;

/** A call that a model asked for. */
export function callPart(id: Json | undefined, name: Json | undefined, args: Json | undefined): CallPart {
  return { type: 'toolCall', id: textOf(id), name: textOf(name) ?? unknownTool, ...readArguments(args) };
}

/** A text, where there is one. */
export function textParts(text: string | null): readonly MessagePart[] {
  return text === null || text === '' ? [] : [{ type: 'text', text }];
}

/** A thought, where there is one. */
export function reasoningParts(text: string | null): readonly MessagePart[] {
  return text === null || text === '' ? [] : [{ type: 'reasoning', text }];
}

export function textMessage(role: MessageRole, text: string): Message {
  return { role, parts: [{ type: 'text', text }] };
}

/** The texts among some parts, line by line. */
export function textIn(parts: readonly MessagePart[]): string {
  return parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}

/** The pieces of a content: a list's, a lone one, or none where nothing was said. */
export function piecesOf(content: Json | undefined): readonly Json[] {
  if (Array.isArray(content)) return content as readonly Json[];
  return content === undefined || content === null || content === '' ? [] : [content];
}
