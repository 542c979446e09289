import type { Json } from '../../model/json.ts';
import type { Message } from '../../model/message.ts';
import type { ToolDefinition } from '../../model/span.ts';
import { parseJson } from '../jsonText.ts';
import { readMessage } from '../readMessage.ts';
import { readToolDefinitions } from '../toolDefinitions.ts';
import type { MessageMemory } from './draft.ts';

type Read = { readonly messages: readonly Message[]; readonly finishReason: string | null };
const remembered = 8;

/**
 * Each model call repeats the history, so reading it anew grows with the square of a conversation. Where a text begins
 * with one that was read before, only its tail is parsed, and the earlier messages are the same objects:
 * whoever stores them can tell without comparing.
 */
export function createMessageMemory(): MessageMemory {
  /** Without the closing bracket, where a longer text goes on. */
  const heads: { text: string; read: Read }[] = [];
  const tools: { text: string; read: readonly ToolDefinition[] }[] = [];

  function remember<T>(list: { text: string; read: T }[], text: string, read: T): T {
    list.unshift({ text, read });
    if (list.length > remembered) list.pop();
    return read;
  }

  function readTail(text: string): Read | undefined {
    let best: { text: string; read: Read } | undefined;
    for (const known of heads) {
      const { length } = known.text;
      if (length >= text.length || (best !== undefined && length <= best.text.length)) continue;
      if ((text.charCodeAt(length) === 0x2c || length === text.length - 1) && text.slice(0, length) === known.text) best = known;
    }
    if (best === undefined) return undefined;
    if (best.text.length === text.length - 1) return best.read;
    const tail = parseJson(`[${text.slice(best.text.length + 1)}`);
    const more = tail === undefined ? undefined : readList(tail);
    return more && { messages: [...best.read.messages, ...more.messages], finishReason: more.finishReason ?? best.read.finishReason };
  }

  return {
    messages(raw) {
      const text = raw.trim();
      const prefixed = text.startsWith('[') && text.endsWith(']');
      const known = prefixed ? readTail(text) : undefined;
      if (known !== undefined) return known === heads[0]?.read ? known : remember(heads, text.slice(0, -1), known);
      const value = parseJson(text);
      const read = value === undefined ? undefined : readList(value);
      // An empty list has no element whose end a longer text could share.
      return read === undefined || !prefixed || read.messages.length === 0 ? read : remember(heads, text.slice(0, -1), read);
    },
    toolDefinitions(value) {
      if (typeof value !== 'string') return readToolDefinitions(value);
      return tools.find((known) => known.text === value)?.read ?? remember(tools, value, readToolDefinitions(value));
    },
  };
}

/** Messages of a list, or one message. Undefined where nothing of it is a message. */
export function readList(value: Json): Read | undefined {
  const list: readonly Json[] = Array.isArray(value) ? (value as readonly Json[]) : [value];
  const read = list.map(readMessage);
  if (read.some((each) => each === undefined)) return undefined;
  const messages = read.flatMap((each) => (each === undefined ? [] : [each.message]));
  return { messages, finishReason: read.reduce<string | null>((last, each) => each?.finishReason ?? last, null) };
}
