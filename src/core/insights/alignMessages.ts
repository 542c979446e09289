import type { Message } from '../model/message.ts';
import { messageAsRead } from './messageAsRead.ts';

/** A message of the prompt before beside the same place in the prompt after; null where it was added or removed. */
export type AlignedMessages = { readonly from: Message | null; readonly to: Message | null };

/** Pairs that are compared to find what two histories have in common between their equal beginning and end. */
const mostPairs = 1_000_000;

export const isSameMessage = (a: Message, b: Message): boolean => a === b || (a.role === b.role && a.name === b.name && messageAsRead(a) === messageAsRead(b));

/** Two histories beside each other, in order: equal messages in pairs, and changed ones with what they were. */
export function alignMessages(before: readonly Message[], after: readonly Message[]): readonly AlignedMessages[] {
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && isSameMessage(before[start]!, after[start]!)) start++;
  let end = 0;
  while (end < least - start && isSameMessage(before[before.length - 1 - end]!, after[after.length - 1 - end]!)) end++;

  const pair = (i: number, j: number): AlignedMessages => ({ from: before[i]!, to: after[j]! });
  const aligned: AlignedMessages[] = Array.from({ length: start }, (_, at) => pair(at, at));
  let [i, j] = [start, start];
  for (const [a, b] of [...inCommon(before.slice(start, before.length - end), after.slice(start, after.length - end)), [before.length - end - start, after.length - end - start] as const]) {
    aligned.push(...changedBetween(before.slice(i, start + a), after.slice(j, start + b)));
    if (start + a < before.length - end) aligned.push(pair(start + a, start + b));
    [i, j] = [start + a + 1, start + b + 1];
  }
  for (let at = end; at > 0; at--) aligned.push(pair(before.length - at, after.length - at));
  return aligned;
}

/** Places of the longest row of messages that both have, in order. Beyond the bound: each message at its first place after the one before. */
function inCommon(before: readonly Message[], after: readonly Message[]): readonly (readonly [number, number])[] {
  if (before.length === 0 || after.length === 0) return [];
  const names = new Map<string, number>();
  const nameOf = (message: Message): number => {
    const key = `${message.role} ${message.name ?? ''} ${messageAsRead(message)}`;
    const known = names.get(key) ?? names.size;
    names.set(key, known);
    return known;
  };
  const a = before.map(nameOf);
  const b = after.map(nameOf);
  return a.length * b.length > mostPairs ? firstPlaces(a, b) : longestRow(a, b);
}

function firstPlaces(a: readonly number[], b: readonly number[]): readonly (readonly [number, number])[] {
  const places = Map.groupBy(b.keys(), (at) => b[at]!);
  const found: (readonly [number, number])[] = [];
  let from = 0;
  for (const [at, name] of a.entries()) {
    const own = places.get(name);
    while (own && own.length > 0 && own[0]! < from) own.shift();
    if (!own || own.length === 0) continue;
    found.push([at, own[0]!]);
    from = own[0]! + 1;
  }
  return found;
}

function longestRow(a: readonly number[], b: readonly number[]): readonly (readonly [number, number])[] {
  const width = b.length + 1;
  const length = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) length[i * width + j] = a[i] === b[j] ? length[(i + 1) * width + j + 1]! + 1 : Math.max(length[(i + 1) * width + j]!, length[i * width + j + 1]!);
  }
  const found: (readonly [number, number])[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      found.push([i, j]);
      i++;
      j++;
    } else if (length[(i + 1) * width + j]! >= length[i * width + j + 1]!) i++;
    else j++;
  }
  return found;
}

/** Of messages that stand at one place in the two histories, those of one role that still have much in common are one that changed. */
function changedBetween(before: readonly Message[], after: readonly Message[]): readonly AlignedMessages[] {
  const aligned: AlignedMessages[] = [];
  let j = 0;
  for (const from of before) {
    const at = after.findIndex((to, each) => each >= j && to.role === from.role && isAlike(from, to));
    if (at < 0) aligned.push({ from, to: null });
    else {
      for (; j < at; j++) aligned.push({ from: null, to: after[j]! });
      aligned.push({ from, to: after[at]! });
      j = at + 1;
    }
  }
  for (; j < after.length; j++) aligned.push({ from: null, to: after[j]! });
  return aligned;
}

/** Instructions are one message however they change; others have a good part of their beginning and end in common. */
function isAlike(a: Message, b: Message): boolean {
  if (a.role === 'system') return true;
  const [one, other] = [messageAsRead(a), messageAsRead(b)];
  const least = Math.min(one.length, other.length);
  let shared = 0;
  while (shared < least && one[shared] === other[shared]) shared++;
  let end = 0;
  while (end < least - shared && one[one.length - 1 - end] === other[other.length - 1 - end]) end++;
  return (shared + end) * 3 >= Math.max(one.length, other.length);
}
