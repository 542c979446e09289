import { z } from 'zod';
import { Json } from './json.ts';

/** One piece of a message. `other` keeps what no reader understood, so that it is shown and not lost. */
export const MessagePart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('reasoning'), text: z.string() }),
  z.object({
    type: z.literal('toolCall'),
    id: z.string().nullable(),
    name: z.string(),
    /** Absent: not recorded, or not JSON; then `argumentsText` holds what was recorded. */
    arguments: Json.optional(),
    argumentsText: z.string().optional(),
  }),
  z.object({
    type: z.literal('toolResult'),
    callId: z.string().nullable(),
    name: z.string().optional(),
    result: Json,
    isError: z.boolean().optional(),
  }),
  z.object({
    type: z.literal('media'),
    mimeType: z.string().nullable(),
    /** Size of the decoded content where it was in the export; null where only a link was. */
    bytes: z.number().int().nullable(),
    sha256: z.string().nullable(),
    uri: z.string().nullable(),
  }),
  z.object({ type: z.literal('other'), value: Json }),
]);
export type MessagePart = z.infer<typeof MessagePart>;

export const MessageRole = z.enum(['system', 'user', 'assistant', 'tool']);
export type MessageRole = z.infer<typeof MessageRole>;

export const Message = z.object({
  role: MessageRole,
  /** The participant's own name, where several share a role. */
  name: z.string().optional(),
  parts: z.array(MessagePart).readonly(),
});
export type Message = z.infer<typeof Message>;

/** The readable text of a message: its text parts, joined by blank lines. Reasoning and tool traffic are left out. */
export function messageText(message: Message): string {
  let text: string | undefined;
  for (const part of message.parts) if (part.type === 'text') text = text === undefined ? part.text : `${text}\n\n${part.text}`;
  return text ?? '';
}
