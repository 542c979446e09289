import type { Json } from '../core/model/json.ts';
import type { Message } from '../core/model/message.ts';

/** What can be found of a message: its words, what tools were asked and what they answered. Undefined when there is none. */
export function searchTextOf(content: object): string | undefined {
  if (Array.isArray(content)) return undefined;
  const texts: string[] = [];
  for (const part of (content as Message).parts) {
    if (part.type === 'text' || part.type === 'reasoning') texts.push(part.text);
    else if (part.type === 'toolCall') {
      texts.push(part.name);
      if (part.arguments !== undefined) addStrings(part.arguments, texts);
      else if (part.argumentsText !== undefined) texts.push(part.argumentsText);
    } else if (part.type === 'toolResult') addStrings(part.result, texts);
    else if (part.type === 'other') addStrings(part.value, texts);
  }
  return texts.length === 0 ? undefined : texts.length === 1 ? texts[0] : texts.join('\n');
}

function addStrings(value: Json, texts: string[]): void {
  if (typeof value === 'string') texts.push(value);
  else if (typeof value === 'number') texts.push(String(value));
  else if (Array.isArray(value)) for (const each of value) addStrings(each, texts);
  else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) addStrings(each, texts);
}

/**
 * What a person typed as an FTS5 query: words must all occur, "quoted words" as a phrase, the last word may go on.
 * Nothing in it is read as an operator. Undefined when there is no word in it.
 */
export function searchQueryOf(typed: string): string | undefined {
  const terms = [...typed.matchAll(/"([^"]*)"?|([^\s"]+)/g)].map(([, phrase, word]) => ({ text: phrase ?? word ?? '', whole: phrase !== undefined })).filter(({ text }) => /[\p{L}\p{N}\p{Co}]/u.test(text));
  if (terms.length === 0) return undefined;
  return terms.map(({ text, whole }, n) => `"${text.replaceAll('"', '""')}"${n === terms.length - 1 && !whole ? '*' : ''}`).join(' ');
}
