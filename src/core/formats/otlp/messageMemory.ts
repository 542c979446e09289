import type { Json } from '../../model/json.ts';
import type { Message } from '../../model/message.ts';
import type { ToolDefinition } from '../../model/span.ts';
import { readMessage } from '../content/readMessage.ts';
import { readToolDefinitions } from '../content/toolDefinitions.ts';
import { parseJson } from '../jsonText.ts';
import type { MessageMemory } from './draft.ts';

type Read = { readonly messages: readonly Message[]; readonly finishReason: string | null };
const remembered = 8;

/** Text of a list without the closing bracket, where a longer text goes on. */
type Head = { readonly text: string; /** Its elements alone, as a longer list may hold them. */ readonly elements: string; readonly read: Read };

const comma = 0x2c;

/**
 * Each model call repeats the history, so reading it anew grows with the square of a conversation. Where a text begins with one that was
 * read before, or goes on with one, as with the answer of the call before, only the rest is parsed, and the earlier messages are the same
 * objects: whoever stores them can tell without comparing.
 */
export function createMessageMemory(): MessageMemory {
  const heads: Head[] = [];
  const tools: { text: string; read: readonly ToolDefinition[] }[] = [];

  function remember<T>(list: T[], item: T): void {
    list.unshift(item);
    if (list.length > remembered) list.pop();
  }

  /** The longest known list that a text begins with. */
  function beginningOf(text: string): Head | undefined {
    let best: Head | undefined;
    for (const known of heads) {
      const { length } = known.text;
      if (length >= text.length || (best !== undefined && length <= best.text.length)) continue;
      if ((text.charCodeAt(length) === comma || length === text.length - 1) && standsAt(text, known.text, 0)) best = known;
    }
    return best;
  }

  /** A known list whose elements are the next ones of a text. */
  function continuationOf(text: string, at: number): Head | undefined {
    return heads.find(({ elements }) => {
      const end = at + elements.length;
      return elements.length > 0 && (text.charCodeAt(end) === comma || end === text.length - 1) && standsAt(text, elements, at);
    });
  }

  /** @param text a JSON list */
  function readText(text: string): Read | undefined {
    const beginning = beginningOf(text);
    if (beginning?.text.length === text.length - 1) return beginning.read;
    let at = beginning === undefined ? 1 : beginning.text.length + 1;
    const known = beginning === undefined ? [] : [beginning.read];
    for (let next = continuationOf(text, at); next !== undefined; next = continuationOf(text, at)) {
      known.push(next.read);
      at += next.elements.length + 1;
    }
    if (at < text.length) {
      const rest = parseJson(at === 1 ? text : `[${text.slice(at)}`);
      const read = rest === undefined ? undefined : readList(rest);
      // Nothing behind a comma is no JSON.
      if (read === undefined || (known.length > 0 && read.messages.length === 0)) return undefined;
      known.push(read);
    }
    return joined(known);
  }

  return {
    messages(raw) {
      const text = raw.trim();
      if (!text.startsWith('[') || !text.endsWith(']')) {
        const value = parseJson(text);
        return value === undefined ? undefined : readList(value);
      }
      const read = readText(text);
      // An empty list has no element whose end a longer text could share.
      if (read !== undefined && read.messages.length > 0 && read !== heads[0]?.read) remember(heads, { text: text.slice(0, -1), elements: text.slice(1, -1), read });
      return read;
    },
    toolDefinitions(value) {
      if (typeof value !== 'string') return readToolDefinitions(value);
      const known = tools.find(({ text }) => text === value);
      if (known) return known.read;
      const read = readToolDefinitions(value);
      remember(tools, { text: value, read });
      return read;
    },
  };
}

function joined(lists: readonly Read[]): Read | undefined {
  if (lists.length < 2) return lists[0];
  const messages: Message[] = [];
  let finishReason: string | null = null;
  for (const list of lists) {
    for (const message of list.messages) messages.push(message);
    finishReason = list.finishReason ?? finishReason;
  }
  return { messages, finishReason };
}

/** As `startsWith`, which compares character by character; the ends differ most often. */
function standsAt(text: string, part: string, at: number): boolean {
  const end = at + part.length;
  return text.charCodeAt(end - 1) === part.charCodeAt(part.length - 1) && text.charCodeAt(end - 9) === part.charCodeAt(part.length - 9) && text.slice(at, end) === part;
}

/** Messages of a list, or one message. Undefined where nothing of it is a message. */
export function readList(value: Json): Read | undefined {
  const messages: Message[] = [];
  let finishReason: string | null = null;
  for (const each of Array.isArray(value) ? (value as readonly Json[]) : [value]) {
    const read = readMessage(each);
    if (read === undefined) return undefined;
    messages.push(read.message);
    finishReason = read.finishReason ?? finishReason;
  }
  return { messages, finishReason };
}
