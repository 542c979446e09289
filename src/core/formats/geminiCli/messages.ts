import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { MessagePart } from '../../model/message.ts';
import type { Usage } from '../../model/usage.ts';
import { callPart, textIn } from '../content/parts.ts';
import { readParts } from '../content/readPart.ts';
import { firstText, textOf, unwrapJson, wordOf } from '../jsonText.ts';
import type { At, SessionLog } from '../sessionLog.ts';
import { briefly, tellResults } from '../sessionLog.ts';
import { listOf, mapsIn } from '../values/fields.ts';
import { readIsoTime } from '../values/times.ts';
import { tokenCount, withBeside } from '../values/tokenCounts.ts';

const types = new Set(['user', 'gemini', 'info', 'error', 'warning']);
const remembered = 32;
/** What the program tells the model before a person does. */
const ownText = /^(<session_context>|This is the Gemini CLI\. We are setting up the context|<hook_context>)/;

export const isGeminiMessage = (value: unknown): value is JsonMap => isJsonMap(value) && typeof value['type'] === 'string' && types.has(value['type']) && ('content' in value || Array.isArray(value['toolCalls'])) && typeof value['id'] === 'string' && 'timestamp' in value;

/** Messages of one session. A message that is told again, with the same id, is the fuller one. */
export function createGeminiMessages(log: SessionLog, kept: Json | undefined) {
  let asked = listOf(kept);

  function ask(id: string | null, parts: readonly MessagePart[], at: At): void {
    if (parts.length === 0 || (id !== null && asked.includes(id))) return;
    if (id !== null) asked = [...asked, id].slice(-remembered);
    const [first] = parts;
    log.user({ role: 'user', parts }, at, !(first?.type === 'text' && ownText.test(first.text.trimStart())));
  }

  function answer(message: JsonMap, at: At): void {
    const calls = mapsIn(message['toolCalls']);
    const thoughts = mapsIn(message['thoughts']);
    const parts: MessagePart[] = [
      ...thoughts.map((each): MessagePart => ({ type: 'reasoning', text: [textOf(each['subject']), textOf(each['description'])].filter((text) => text !== null).join(': ') })),
      ...partsOf(message['content']),
      ...calls.map((each) => callPart(each['id'], each['name'], each['args'])),
    ];
    log.assistant({ id: textOf(message['id']), whole: true, parts, model: textOf(message['model']), provider: 'google', usage: usageOf(message['tokens']) }, at);
    for (const each of calls) readCall(each, at);
  }

  function readCall(call: JsonMap, at: At): void {
    const { status } = call;
    if (status !== undefined && status !== 'success' && status !== 'error' && status !== 'cancelled') return;
    const result = resultOf(call['result'] ?? null);
    log.result({
      callId: textOf(call['id']), tool: textOf(call['name']), ...(result === null ? {} : { result }), endUs: readIsoTime(call['timestamp']),
      status: status === 'error' ? 'error' : status === 'cancelled' ? 'blocked' : 'ok',
      attributes: briefly({ displayName: call['displayName'] ?? null, resultDisplay: call['resultDisplay'] ?? null }, result ?? ''),
    }, at);
  }

  return {
    take(message: JsonMap, at: At): void {
      switch (message['type']) {
        case 'user':
          ask(textOf(message['id']), partsOf(message['content']), at);
          return;
        case 'gemini':
          answer(message, at);
          return;
        case 'error':
          log.step('error', at, { status: 'error', statusMessage: said(message['content']) });
          return;
        default:
          log.step(wordOf(message['type']), at, { attributes: { text: said(message['content']) ?? '' } });
      }
    },
    /** A turn as the API has it: `{role, parts}`. */
    takeTurn(turn: JsonMap, model: string | null, at: At): void {
      const parts = partsOf(turn['parts']);
      const spoken = tellResults(parts, log, at);
      if (spoken.length === 0) return;
      if (turn['role'] === 'user') ask(null, spoken, at);
      else log.assistant({ begins: true, parts: spoken, model, provider: 'google' }, at);
    },
    keep: (): Json => asked,
  };
}

function partsOf(content: Json | undefined): readonly MessagePart[] {
  return readParts(content).filter((part) => part.type !== 'text' || part.text !== '');
}

function said(content: Json | undefined): string | null {
  return textIn(partsOf(content)) || null;
}

/** A list of one function response is what it holds. */
function resultOf(value: Json): Json | null {
  const list: readonly Json[] = Array.isArray(value) ? (value as readonly Json[]) : [value];
  const given = list.flatMap((each) => {
    const response = isJsonMap(each) && isJsonMap(each['functionResponse']) ? each['functionResponse']['response'] : each;
    if (response === undefined || response === null) return [];
    return [isJsonMap(response) && Object.keys(response).length === 1 ? unwrapJson(firstText(response, 'output', 'error') ?? response) : response];
  });
  return given.length === 0 ? null : given.length === 1 ? given[0]! : given;
}

/** Input has the cached tokens in it; thoughts and the prompts of tools stand beside input and output. */
function usageOf(raw: Json | undefined): Usage | null {
  if (!isJsonMap(raw)) return null;
  const reasoning = tokenCount(raw['thoughts']);
  return {
    input: withBeside(tokenCount(raw['input']), tokenCount(raw['tool'])), cachedRead: tokenCount(raw['cached']), cacheWrite: null,
    output: withBeside(tokenCount(raw['output']), reasoning), reasoning, level: 'leaf', raw,
  };
}

