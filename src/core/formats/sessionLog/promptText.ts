import type { Message, MessagePart } from '../../model/message.ts';

/**
 * What a person typed and what an agent's program put around it, where tags tell the two apart.
 * @param asked the tag around what was typed
 * @param added tags around what was not, in texts without the tag `asked`
 */
export function splitPrompt(parts: readonly MessagePart[], { asked, added = [] }: { asked?: string; added?: readonly string[] }): { prompt: Message | null; context: Message | null } {
  const prompt: MessagePart[] = [];
  const context: MessagePart[] = [];
  const put = (text: string, list: MessagePart[]) => {
    const said = text.trim();
    if (said !== '') list.push({ type: 'text', text: said });
  };
  for (const part of parts) {
    if (part.type !== 'text') {
      prompt.push(part);
      continue;
    }
    const typed = asked === undefined ? null : between(part.text, asked);
    if (typed !== null) {
      put(typed.around, context);
      put(typed.inside, prompt);
      continue;
    }
    let rest = part.text;
    for (const tag of added) {
      for (let found = between(rest, tag, true); found !== null; found = between(rest, tag, true)) {
        put(`<${tag}>${found.inside}</${tag}>`, context);
        rest = found.around;
      }
    }
    if (rest === part.text) prompt.push(part);
    else put(rest, prompt);
  }
  const message = (list: readonly MessagePart[]): Message | null => (list.length === 0 ? null : { role: 'user', parts: list });
  return { prompt: message(prompt), context: message(context) };
}

/** @param atStart only where the text begins with the tag: in the middle it may be quoted */
function between(text: string, tag: string, atStart = false): { inside: string; around: string } | null {
  const [open, close] = [`<${tag}>`, `</${tag}>`];
  const from = atStart ? (text.trimStart().startsWith(open) ? text.indexOf(open) : -1) : text.indexOf(open);
  const to = from < 0 ? -1 : text.indexOf(close, from);
  return to < 0 ? null : { inside: text.slice(from + open.length, to), around: text.slice(0, from) + text.slice(to + close.length) };
}
