import type { Message, MessagePart } from '../core/model/message.ts';

/**
 * Distinct messages of one trace. A model call repeats the whole history, so most messages that come in are known:
 * they are found by identity, else by a fingerprint that costs no serialising, then compared.
 */
export type ContentPool<T extends object> = {
  /** The member equal to `value`: `value` itself when there was none. */
  add(value: T): T;
  readonly members: readonly T[];
};

export function createContentPool<T extends object>(fingerprint: (value: T) => string): ContentPool<T> {
  const known = new Map<T, T>();
  const byPrint = new Map<string, T[]>();
  const members: T[] = [];
  return {
    members,
    add(value) {
      const same = known.get(value);
      if (same !== undefined) return same;
      const print = fingerprint(value);
      const candidates = byPrint.get(print);
      const equal = candidates?.find((each) => equalJson(each, value));
      if (equal !== undefined) {
        known.set(value, equal);
        return equal;
      }
      if (candidates) candidates.push(value);
      else byPrint.set(print, [value]);
      known.set(value, value);
      members.push(value);
      return value;
    },
  };
}

export function messageFingerprint(message: Message): string {
  let print = `${message.role}${message.parts.length}`;
  for (const part of message.parts) print += partFingerprint(part);
  return print;
}

function partFingerprint(part: MessagePart): string {
  switch (part.type) {
    case 'text': return `t${textFingerprint(part.text)}`;
    case 'reasoning': return `r${textFingerprint(part.text)}`;
    case 'toolCall': return `c${part.id}${part.name}`;
    case 'toolResult': return `a${part.callId}${typeof part.result === 'string' ? textFingerprint(part.result) : ''}`;
    case 'media': return `m${part.sha256}`;
    case 'other': return 'o';
  }
}

/** Tells most texts apart at a glance: hashing long ones takes as long as reading them. */
export function textFingerprint(text: string): string {
  return text.length <= 24 ? text : `${text.length}:${text.slice(0, 12)}${text.slice(-12)}`;
}

function equalJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && equalJson((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}
