import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Message } from '../../model/message.ts';
import { messagesIn } from '../content/modelInput.ts';
import { textMessage } from '../content/parts.ts';
import { readMessage } from '../content/readMessage.ts';
import { readToolDefinitions } from '../content/toolDefinitions.ts';
import { setKey, unwrapJson } from '../jsonText.ts';
import type { AttributeReader } from './attributeReaders.ts';
import type { Draft } from './draft.ts';
import { listAt, unflatten } from './unflatten.ts';

const pattern = /^(?:gen_ai\.(?:prompt|completion)|llm\.request\.functions)\.\d+\./;

/** Whether an attribute is a piece of a message or tool, with its position in its name: `gen_ai.prompt.0.role`. */
export function isIndexed(key: string): boolean {
  return (key.startsWith('gen_ai.prompt.') || key.startsWith('gen_ai.completion.') || key.startsWith('llm.request.f')) && pattern.test(key);
}

/** Messages and tools of their pieces, where they came in no better way. */
export function readIndexed(pieces: readonly (readonly [string, Json])[], draft: Draft): void {
  const tree = unflatten(pieces);
  const asked = listAt(tree, 'gen_ai', 'prompt');
  const answered = listAt(tree, 'gen_ai', 'completion');
  const tools = listAt(tree, 'llm', 'request', 'functions');
  if (asked !== undefined && draft.input.length === 0) draft.input = asked.flatMap((each) => readPiece(each, 'user'));
  if (answered !== undefined && draft.output.length === 0) draft.output = answered.flatMap((each) => readPiece(each, 'assistant'));
  if (answered !== undefined) draft.finishReason ??= answered.reduce<string | null>((last, each) => (isJsonMap(each) && typeof each['finish_reason'] === 'string' ? each['finish_reason'] : last), null);
  if (tools !== undefined) draft.toolDefinitions ??= tools.flatMap((each) => readToolDefinitions(each));
}

/** Contents of several parts are written as JSON text. */
function readPiece(piece: Json, role: string): readonly Message[] {
  if (!isJsonMap(piece)) return [];
  const read = readMessage({ role, ...piece, content: contentOf(piece['content'] ?? null) });
  return read === undefined ? [] : [read.message];
}

export function contentOf(content: Json): Json {
  const unwrapped = unwrapJson(content);
  return Array.isArray(unwrapped) && unwrapped.length > 0 && unwrapped.every((each) => isJsonMap(each) && (typeof each['type'] === 'string' || partKeys.some((key) => key in each))) ? (unwrapped as Json) : content;
}

/** The one key of a part without a type: Bedrock's and Gemini's. */
const partKeys = ['text', 'toolUse', 'toolResult', 'reasoningContent', 'functionCall', 'functionResponse', 'function_call', 'function_response'];

/** A whole prompt or answer in one attribute: messages as JSON, lines of `role: text` as OpenLIT writes them, or plain text. */
export const readPrompt = (field: 'input' | 'output'): AttributeReader => (value, draft, _context, key) => {
  const read = promptIn(value, field === 'input' ? 'user' : 'assistant');
  if (read === undefined) setKey(draft.attributes, key, value);
  else if (draft[field].length === 0) draft[field] = read;
};

export function promptIn(value: Json, role: 'user' | 'assistant'): readonly Message[] | undefined {
  if (value === null || value === '') return [];
  const messages = messagesIn(unwrapJson(value), false)?.messages;
  if (messages !== undefined && messages.length > 0) return messages;
  const said = unwrapJson(value);
  if (isJsonMap(said) && typeof said['text'] === 'string' && Object.keys(said).every((key) => key === 'text' || key === 'finish_reason')) return [textMessage(role, said['text'])];
  const content = contentOf(value);
  if (typeof content === 'string') return role === 'user' ? readLines(content) : [textMessage(role, content)];
  return Array.isArray(content) ? readPiece({ role, content }, role) : undefined;
}

const line = /^(system|developer|user|assistant|tool): /;

/** A new message begins where a line begins with a role. */
function readLines(text: string): readonly Message[] {
  if (!line.test(text)) return [textMessage('user', text)];
  const found: { role: string; text: string }[] = [];
  for (const each of text.split('\n')) {
    const role = line.exec(each)?.[1];
    const last = found.at(-1);
    if (role !== undefined) found.push({ role, text: each.slice(role.length + 2) });
    else if (last !== undefined) last.text += `\n${each}`;
  }
  return found.flatMap(({ role, text: content }) => readMessage({ role, content })?.message ?? []);
}
