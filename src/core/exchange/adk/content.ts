import { isJsonMap } from '../../model/json.ts';
import type { Json, JsonMap } from '../../model/json.ts';
import { listAt, mapAt } from './evalCases.ts';

export const content = (role: 'user' | 'model', text: string): JsonMap => ({ role, parts: [{ text }] });

/** The texts of a content, one under the other; undefined where it has none. */
export function textIn(value: Json | undefined): string | undefined {
  if (!isJsonMap(value)) return undefined;
  const texts = listAt(value, 'parts').flatMap((part) => (isJsonMap(part) && typeof part['text'] === 'string' && part['thought'] !== true ? [part['text']] : []));
  return texts.length > 0 ? texts.join('\n') : undefined;
}

export type Call = { readonly name: string; readonly args: JsonMap | undefined; readonly id: string | undefined };

/** The calls of an invocation, as a list, or as events with function calls; undefined where nothing is said of them. */
export function callsIn(invocation: JsonMap): readonly Call[] | undefined {
  const data = invocation['intermediate_data'];
  if (!isJsonMap(data)) return undefined;
  const uses = data['tool_uses'];
  const events = data['invocation_events'];
  if (!Array.isArray(uses) && !Array.isArray(events)) return undefined;
  const ofEvents = listAt(data, 'invocation_events').flatMap((event) => (isJsonMap(event) ? listAt(mapAt(event, 'content'), 'parts') : [])).flatMap((part) => (isJsonMap(part) && isJsonMap(part['function_call']) ? [part['function_call']] : []));
  return [...listAt(data, 'tool_uses').filter(isJsonMap), ...ofEvents].flatMap(({ name, args, id }) => (typeof name === 'string' && name !== '' ? [{ name, args: isJsonMap(args) ? args : undefined, id: typeof id === 'string' ? id : undefined }] : []));
}

/** Earlier invocations as the messages they are. */
export function turnsOf(invocation: JsonMap): readonly Json[] {
  const question = textIn(invocation['user_content']);
  const answer = textIn(invocation['final_response']);
  const calls = callsIn(invocation) ?? [];
  return [
    ...(question === undefined ? [] : [{ role: 'user', content: question }]),
    ...(calls.length === 0 ? [] : [{ role: 'assistant', content: '', toolCalls: calls.map(({ id, name, args }) => ({ ...(id === undefined ? {} : { id }), name, ...(args === undefined ? {} : { args }) })) }]),
    ...(answer === undefined ? [] : [{ role: 'assistant', content: answer }]),
  ];
}

/** Messages before the last question as invocations: each begins with what the user says. */
export function invocationsFrom(messages: readonly Json[]): readonly JsonMap[] {
  const turns: { question: string; calls: JsonMap[]; answer: string | undefined }[] = [];
  for (const message of messages) {
    if (!isJsonMap(message)) continue;
    const text = typeof message['content'] === 'string' ? message['content'] : undefined;
    if (message['role'] === 'user') turns.push({ question: text ?? '', calls: [], answer: undefined });
    const turn = turns.at(-1);
    if (message['role'] !== 'assistant' || !turn) continue;
    for (const call of listAt(message, 'toolCalls')) if (isJsonMap(call) && typeof call['name'] === 'string') turn.calls.push({ ...(typeof call['id'] === 'string' ? { id: call['id'] } : {}), name: call['name'], ...(isJsonMap(call['args']) ? { args: call['args'] } : {}) });
    if (text !== undefined && text !== '') turn.answer = turn.answer === undefined ? text : `${turn.answer}\n${text}`;
  }
  return turns.map(({ question, calls, answer }) => ({
    user_content: content('user', question),
    ...(answer === undefined ? {} : { final_response: content('model', answer) }),
    ...(calls.length === 0 ? {} : { intermediate_data: { tool_uses: calls } }),
  }));
}
