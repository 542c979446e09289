import type { SoughtTerm } from '../core/find/words.ts';
import type { Json, JsonMap } from '../core/model/json.ts';
import { isJsonMap } from '../core/model/json.ts';
import type { MessagePart } from '../core/model/message.ts';

/** What can be found of a message: its words, and short arguments and results; long ones are contents of their own. Undefined when there is none. */
export function messageText(parts: readonly MessagePart[]): string | undefined {
  const texts: string[] = [];
  for (const part of parts) {
    if (part.type === 'text' || part.type === 'reasoning') texts.push(part.text);
    else if (part.type === 'toolCall') {
      texts.push(part.name);
      if (part.arguments !== undefined) addStrings(part.arguments, texts);
      else if (part.argumentsText !== undefined) texts.push(part.argumentsText);
    } else if (part.type === 'toolResult' && part.result !== undefined) addStrings(part.result, texts);
    else if (part.type === 'other') addStrings(part.value, texts);
  }
  return joined(texts);
}

/** What can be found of arguments or a result: texts and numbers, not the names of fields. */
export function valueText(value: Json): string | undefined {
  const texts: string[] = [];
  addStrings(value, texts);
  return joined(texts);
}

/** As stored: a message, a value, or tool definitions, which are not searched. */
export function contentText(content: unknown): string | undefined {
  if (isJsonMap(content) && 'answers' in content && typeof content['resultAt'] === 'number' && Object.keys(content).length === 3) return undefined;
  if (isJsonMap(content) && typeof content['said'] === 'string' && typeof content['role'] === 'string' && Object.keys(content).length === 2) return content['said'];
  if (isJsonMap(content) && Array.isArray(content['parts']) && typeof content['role'] === 'string') return messageText(content['parts'] as unknown as MessagePart[]);
  const isTools = Array.isArray(content) && content.every((each) => isJsonMap(each) && 'name' in each && 'description' in each && 'schema' in each);
  return isTools ? undefined : valueText(content as Json);
}

function joined(texts: readonly string[]): string | undefined {
  return texts.length === 0 ? undefined : texts.length === 1 ? texts[0] : texts.join('\n');
}

function addStrings(value: Json, texts: string[]): void {
  if (typeof value === 'string') texts.push(value);
  else if (typeof value === 'number') texts.push(String(value));
  else if (Array.isArray(value)) for (const each of value) addStrings(each, texts);
  else if (typeof value === 'object' && value !== null) for (const key in value) addStrings((value as JsonMap)[key] as Json, texts);
}

/** The words and "quoted words" that a person typed; all must occur, and the last word may go on. */
export function searchTermsOf(typed: string): readonly SoughtTerm[] {
  const terms = [...typed.matchAll(/"([^"]*)"?|([^\s"]+)/g)].map(([, phrase, word]) => ({ text: phrase ?? word ?? '', quoted: phrase !== undefined })).filter(({ text }) => /[\p{L}\p{N}\p{Co}]/u.test(text));
  return terms.map(({ text, quoted }, n) => ({ text, whole: quoted || n < terms.length - 1 }));
}

/** The same as an FTS5 query, in which nothing is read as an operator. Undefined when there is no word in it. */
export function searchQueryOf(typed: string): string | undefined {
  const terms = searchTermsOf(typed);
  return terms.length === 0 ? undefined : terms.map(({ text, whole }) => `"${text.replaceAll('"', '""')}"${whole ? '' : '*'}`).join(' ');
}
