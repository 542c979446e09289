import type { Json } from '../../model/json.ts';
import type { Message, MessagePart } from '../../model/message.ts';
import { messageText } from '../../model/message.ts';

/** By what a message is known again: model calls repeat what was said before, split or joined otherwise, and without ids. */

export type CallPart = Extract<MessagePart, { type: 'toolCall' }>;
export type ResultPart = Extract<MessagePart, { type: 'toolResult' }>;
export type SaidPart = Exclude<MessagePart, CallPart | ResultPart>;

export const isSaid = (part: MessagePart): part is SaidPart => part.type !== 'toolCall' && part.type !== 'toolResult';

/** Long texts are known by their length, beginning and end. */
const whole = 2000;
function short(text: string): string {
  return text.length <= whole ? text : `${text.length}:${text.slice(0, whole / 2)}…${text.slice(-whole / 2)}`;
}

function canonical(value: Json | undefined): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join(',')}]`;
  const map = value as { readonly [key: string]: Json };
  return `{${Object.keys(map).sort().map((key) => `${JSON.stringify(key)}:${canonical(map[key])}`).join(',')}}`;
}

const keys = new WeakMap<Message, string | null>();

/** What was said without the calls; null where there is nothing but calls and results. Reasoning is left out: a history seldom has it. */
export function saidKey(message: Message): string | null {
  const known = keys.get(message);
  if (known !== undefined) return known;
  const text = messageText(message).replace(/\s+/gu, ' ').trim();
  const others = message.parts.flatMap((part) => (part.type === 'media' ? [part.sha256 ?? part.uri ?? `${part.mimeType} ${part.bytes}`] : part.type === 'other' ? [canonical(part.value)] : []));
  const unsaid = text === '' && others.length === 0;
  const reasoning = unsaid && message.parts.every(isSaid) ? message.parts.flatMap((part) => (part.type === 'reasoning' ? [part.text] : [])).join('\n') : '';
  const key = unsaid && reasoning === '' ? null : short(`${message.role} ${text}${reasoning}${others.join(' ')}`);
  keys.set(message, key);
  return key;
}

export function callKey(call: Pick<CallPart, 'name' | 'arguments' | 'argumentsText'>): string {
  return short(`call ${call.name} ${call.arguments === undefined ? (call.argumentsText ?? '') : canonical(call.arguments)}`);
}

export function resultKey(part: ResultPart): string {
  return short(`result ${canonical(part.result)}`);
}

/** How much two system prompts must have in common to be one that changes a little, as by the time of day. */
const alike = 200;
export function isSamePrompt(a: string, b: string): boolean {
  return a === b || (a.length > alike && a.slice(0, alike) === b.slice(0, alike));
}
