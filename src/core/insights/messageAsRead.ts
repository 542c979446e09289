import type { Json } from '../model/json.ts';
import type { Message, MessagePart } from '../model/message.ts';

const texts = new WeakMap<Message, string>();
/** Parts joined by blank lines, calls and results as JSON. */
export function messageAsRead(message: Message): string {
  const known = texts.get(message);
  if (known !== undefined) return known;
  const text = message.parts.map(partAsRead).join('\n\n');
  texts.set(message, text);
  return text;
}

function partAsRead(part: MessagePart): string {
  switch (part.type) {
    case 'text': case 'reasoning': return part.text;
    case 'toolCall': return `${part.name}(${part.arguments === undefined ? (part.argumentsText ?? '') : jsonText(part.arguments)})`;
    case 'toolResult': return jsonText(part.result);
    case 'media': return `(${part.mimeType ?? 'media'}${part.uri === null ? '' : ` ${part.uri}`}${part.sha256 === null ? '' : ` ${part.sha256.slice(0, 12)}`})`;
    default: return jsonText(part.value);
  }
}

const jsonText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));
