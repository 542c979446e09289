import type { Message } from '../../../src/core/model/message.ts';

/** The readable text of a message, as `messageText` of the model has it, whose file would bring zod into the page. */
export function saidText(message: Message): string {
  return message.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n');
}
