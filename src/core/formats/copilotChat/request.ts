import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { MessagePart } from '../../model/message.ts';
import { callPart, reasoningParts, textMessage, textParts } from '../content/parts.ts';
import { firstText, textOf, unwrapJson } from '../jsonText.ts';
import type { At, SessionLog } from '../sessionLog.ts';
import { briefly } from '../sessionLog.ts';
import { listOf, mapOf, mapsIn } from '../values/fields.ts';
import { endAfter, readMilliseconds } from '../values/times.ts';

/** The person's name is all that is kept of them: a picture's address tells nothing of a run. */
export function userOf(chat: JsonMap): string | null {
  return textOf(chat['requesterUsername']);
}

type Round = { readonly said: readonly MessagePart[]; readonly results: readonly { readonly callId: string; readonly result: Json; readonly failed: boolean }[] };

/** Newer versions of VS Code number how an answer ended. */
const cancelled = 2;

/** One prompt and what came of it. The rounds of the model are told when the answer is whole; until then, what was shown. */
export function readRequest(request: JsonMap, log: SessionLog, at: (timeUs: number | null) => At): void {
  const startUs = readMilliseconds(request['timestamp']);
  const result = mapOf(request['result']);
  const metadata = mapOf(result['metadata']);
  const timings = mapOf(result['timings']);
  const state = mapOf(request['modelState']);
  const endUs = endAfter(startUs, readMilliseconds(timings['totalElapsed'])) ?? readMilliseconds(state['completedAt']);

  const rendered = renderedParts(metadata['renderedGlobalContext']);
  if (rendered.length > 0) log.context({ role: 'user', parts: rendered }, at(null));
  const asked = isJsonMap(request['message']) ? textOf(request['message']['text']) : textOf(request['message']);
  if (asked !== null) log.user(textMessage('user', asked), at(startUs), true);
  const surroundings = renderedParts(metadata['renderedUserMessage']);
  if (surroundings.length > 0) log.context({ role: 'user', parts: surroundings }, at(null));

  const model = textOf(request['modelId']);
  const told = mapsIn(metadata['toolCallRounds']);
  const results = mapOf(metadata['toolCallResults']);
  const rounds = told.length > 0 ? told.map((round) => toldRound(round, results)) : [shownRound(request['response'])];
  for (const { said, results: given } of rounds) {
    if (said.length > 0) log.assistant({ begins: true, parts: said, model, provider: null }, at(null));
    for (const { callId, result: value, failed } of given) log.result({ callId, result: value, status: failed ? 'error' : 'ok' }, at(null));
  }
  const error = isJsonMap(result['errorDetails']) ? textOf(result['errorDetails']['message']) : null;
  if (error !== null) log.step('error', at(endUs), { status: 'error', statusMessage: error });
  if (request['isCanceled'] === true || state['value'] === cancelled) log.event('cancelled', briefly({ requestId: request['requestId'] ?? null }, ''), at(endUs));
  log.passed(at(endUs));
}

function toldRound(round: JsonMap, results: JsonMap): Round {
  const calls = mapsIn(round['toolCalls']);
  const thinking = isJsonMap(round['thinking']) ? thinkingText(round['thinking']['text']) : null;
  const text = textOf(round['response']);
  return {
    said: [
      ...reasoningParts(thinking), ...textParts(text),
      ...calls.map((call) => callPart(call['id'], call['name'], call['arguments'])),
    ],
    results: calls.flatMap((call) => {
      const id = textOf(call['id']);
      const given = id === null ? undefined : results[id];
      return id === null || !isJsonMap(given) ? [] : [{ callId: id, result: resultOf(given['content'] ?? null), failed: given['hasError'] === true || given['isError'] === true }];
    }),
  };
}

function thinkingText(text: Json | undefined): string | null {
  return Array.isArray(text) ? textOf((text as readonly Json[]).filter((each) => typeof each === 'string').join('\n')) : textOf(text);
}

/** What is on the screen: text, and tools as far as they tell of their arguments. */
function shownRound(response: Json | undefined): Round {
  const said: MessagePart[] = [];
  const results: { callId: string; result: Json; failed: boolean }[] = [];
  for (const item of listOf(response)) {
    if (!isJsonMap(item)) continue;
    if (item['kind'] === undefined && typeof item['value'] === 'string') {
      const last = said.at(-1);
      if (last?.type === 'text') said[said.length - 1] = { type: 'text', text: last.text + item['value'] };
      else if (item['value'] !== '') said.push({ type: 'text', text: item['value'] });
    } else if (item['kind'] === 'thinking' && thinkingText(item['value']) !== null) said.push({ type: 'reasoning', text: thinkingText(item['value'])! });
    else if (item['kind'] === 'toolInvocationSerialized') {
      const details = mapOf(item['resultDetails']);
      const specific = mapOf(item['toolSpecificData']);
      const id = textOf(item['toolCallId']);
      said.push(callPart(id, item['toolId'], details['input'] ?? specific['rawInput']));
      if (id !== null && Array.isArray(details['output'])) results.push({ callId: id, result: resultOf(details['output'] as Json), failed: details['isError'] === true });
    }
  }
  return { said, results };
}

/** Parts of a result: texts, or trees of them as the prompt was made of. */
function resultOf(content: Json): Json {
  const list: readonly Json[] = Array.isArray(content) ? (content as readonly Json[]) : [content];
  const texts = list.map((part) => (isJsonMap(part) ? (typeof part['value'] === 'string' ? part['value'] : isJsonMap(part['value']) && isJsonMap(part['value']['node']) ? textOfNode(part['value']['node']) : undefined) : undefined));
  return texts.every((text) => text !== undefined) ? unwrapJson(texts.join('\n')) : content;
}

/** Node types: 1 has children, 2 is text. */
function textOfNode(node: JsonMap): string {
  if (typeof node['text'] === 'string') return `${node['lineBreakBefore'] === true || node['lineBreakBefore'] === 1 ? '\n' : ''}${node['text']}`;
  return Array.isArray(node['children']) ? (node['children'] as readonly Json[]).map((child) => (isJsonMap(child) ? textOfNode(child) : '')).join('') : '';
}

function renderedParts(value: Json | undefined): MessagePart[] {
  return Array.isArray(value) ? (value as readonly Json[]).flatMap((each) => {
    const text = isJsonMap(each) && each['type'] === 1 ? firstText(each, 'text') : null;
    return textParts(text);
  }) : [];
}
