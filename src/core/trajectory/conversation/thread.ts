import { charactersIn } from '../../display/charactersIn.ts';
import type { Message } from '../../model/message.ts';
import { messageText } from '../../model/message.ts';
import type { Thread, ThreadItem } from '../../model/thread.ts';
import { finish, shared } from '../../support/slices.ts';
import type { Slices } from '../../support/slices.ts';
import type { Assembled } from '../assemble.ts';
import type { CallsById, KnownCall } from './cards.ts';
import { conversationOf } from './conversation.ts';
import type { Conversation, Entry, Told } from './conversation.ts';
import { isSaid, saidKey } from './said.ts';
import { isAgent, isToolStep, scopesOf, wholeRun } from './scopes.ts';

/** What is told of one conversation: with a step what stands near it, so that it is there at once; and as much as a page can hold. */
const rooms = { near: { items: 200, characters: 80_000 }, long: { items: 1500, characters: 600_000 } } as const;
type Room = (typeof rooms)[keyof typeof rooms];

/** The conversation up to a step, by its number; undefined when there is no such step. Each is worked out when it is asked for, and kept; `ahead` does it slice by slice. */
export type Threads = ((n: number, long?: boolean) => Thread | undefined) & { ahead(n: number): Slices<void>; isKnown(n: number): boolean };

export function threadsOf(assembled: Assembled): Threads {
  return finish(threadsInSlices(assembled));
}

/** Steps that are gone through without a pause. */
const aSlice = 2000;

export function* threadsInSlices(assembled: Assembled): Slices<Threads> {
  const { ordered, steps } = assembled;
  const scopes = scopesOf(assembled);
  yield;
  const run = { ...assembled, scopes, calls: yield* callsById(assembled) };
  yield;
  const place = new Map(steps.map((step, at) => [step.n, at]));
  const lastCall = ordered.findLastIndex((span, at) => span.kind === 'llm' && span.output.length > 0 && !scopes.apart.some((apart, above) => apart && above < at && at <= scopes.last[above]!));
  /** Transport is numbered last, wherever it stands. */
  const first = place.get(1) ?? 0;
  const ranBy = new Map(ordered.flatMap(({ id, tool }, at) => {
    const callId = tool?.callId ?? assembled.joined.issuedBy.get(id)?.part.id ?? null;
    return tool && callId !== null ? [[callId, at] as const] : [];
  }).toReversed());
  const known = new Map<number, Conversation>();
  const underWay = new Map<number, () => Slices<Conversation>>();
  function* conversing(scope: number): Slices<Conversation> {
    const kept = known.get(scope);
    if (kept) return kept;
    const work = underWay.get(scope) ?? shared(() => conversationOf(scope, run));
    underWay.set(scope, work);
    const told = yield* work();
    known.set(scope, told);
    underWay.delete(scope);
    return told;
  }

  /** Whose conversation shows a step. */
  function scopeOf(at: number): { readonly scope: number; readonly whole: boolean } {
    const isFirst = at === 0 || at === first;
    if (isFirst && ordered[at]!.kind !== 'llm' && !isToolStep(ordered[at]!)) return { scope: wholeRun, whole: true };
    const isOwn = isAgent(ordered[at]!) || (scopes.apart[at]! && !isToolStep(ordered[at]!));
    const scope = isOwn ? at : scopes.scope[at]!;
    // Some exports lay the steps of the first agent beside it.
    return { scope: scope === first ? wholeRun : scope, whole: isOwn };
  }

  /** What the last call said; another account of it, which does not count, says the same. */
  function endsRun({ saidBy, message }: Told): boolean {
    return saidBy === lastCall || (saidBy !== null && !ordered[saidBy]!.counted && ordered[lastCall]!.output.some((each) => saidKey(each) === saidKey(message)));
  }

  /** How many entries were told by the time the step was done. */
  function endOf({ entries, timeOf }: Conversation, at: number): number {
    const inside = (each: number): boolean => each >= at && each <= scopes.last[at]!;
    let end = entries.findLastIndex((entry) => inside(entry.by) || (entry.type === 'card' && entry.ran.some(inside)));
    if (end < 0) {
      let shown = at;
      while (shown >= 0 && !timeOf.has(shown)) shown = scopes.parent[shown]!;
      const time = timeOf.get(shown) ?? -1;
      end = entries.findLastIndex((entry) => (timeOf.get(entry.by) ?? -1) <= time);
    }
    // Calls of one turn were asked for together.
    const asked = entries[end];
    while (asked?.type === 'card' && entries[end + 1]?.type === 'card' && entries[end + 1]?.by === asked.by) end++;
    return end + 1;
  }

  function itemOf(entry: Entry, key: string, at: number, whole: boolean, isLast: boolean): ThreadItem {
    if (entry.type === 'told') {
      const step = entry.saidBy === null ? null : steps[entry.saidBy]!.n;
      return { type: 'message', key, message: entry.message, step, current: !whole && entry.saidBy === at, last: isLast };
    }
    const { type: _, by: __, ran, ...call } = entry;
    const current = !whole && ran.includes(at);
    // A history tells of calls that another conversation's steps ran.
    const other = call.step !== null || call.callId === null ? undefined : ranBy.get(call.callId);
    const step = current ? steps[at]!.n : (call.step ?? (other === undefined ? null : steps[other]!.n));
    const name = ran.length > 0 ? steps[ran[0]!]!.name : call.name;
    return { type: 'call', key, call: { ...call, name, step, status: call.status ?? (other === undefined ? null : ordered[other]!.tool!.status) }, step, current };
  }

  function* ahead(n: number): Slices<void> {
    const at = place.get(n);
    if (at !== undefined) yield* conversing(scopeOf(at).scope);
  }

  function threadAt(n: number, long = false): Thread | undefined {
    const at = place.get(n);
    if (at === undefined) return undefined;
    const { scope, whole } = scopeOf(at);
    const told = finish(conversing(scope));
    const end = whole ? told.entries.length : endOf(told, at);
    const lastWord = told.entries.findLastIndex((entry) => entry.type === 'told' && entry.saidBy !== null && messageText(entry.message).trim() !== '');
    const isLast = (index: number): boolean => index === lastWord && (lastCall < 0 || endsRun(told.entries[index] as Told));
    const room = roomFor(told.entries, end, whole, rooms[long ? 'long' : 'near']);
    const shown = (from: number, to: number): readonly ThreadItem[] => told.entries.slice(from, to).map((entry, index) => itemOf(entry, String(from + index), at, whole, isLast(from + index)));
    const items = [...shown(0, room.first), ...shown(room.last, end)];
    return { whole, items: [...items, ...ownWords(at, items, whole)], leftOut: room.last > room.first ? { count: room.last - room.first, before: room.first } : null };
  }

  /** What a guardrail or a chain said itself stands in no model call. */
  function ownWords(at: number, items: readonly ThreadItem[], whole: boolean): readonly ThreadItem[] {
    const span = ordered[at]!;
    const silent = span.kind !== 'guardrail' && span.kind !== 'other' && !(span.kind === 'llm' && !span.counted);
    if (whole || silent || scopes.last[at] !== at) return [];
    const told = new Set(items.flatMap((item) => (item.type === 'message' ? (saidKey(item.message) ?? []) : [])));
    const news = (message: Message): readonly Message[] => {
      const key = saidKey(message);
      return key === null || told.has(key) ? [] : [{ ...message, parts: message.parts.filter(isSaid) }];
    };
    return [...span.input.flatMap(news).map((message) => ({ message, step: null })), ...span.output.flatMap(news).map((message) => ({ message, step: steps[at]!.n }))]
      .map((own, index) => ({ type: 'message', key: `own${index}`, ...own, current: own.step !== null, last: false }));
  }

  function isKnown(n: number): boolean {
    const at = place.get(n);
    return at === undefined || known.has(scopeOf(at).scope);
  }

  return Object.assign(threadAt, { ahead, isKnown });
}

function* callsById({ ordered }: Assembled): Slices<CallsById> {
  const calls = new Map<string, KnownCall>();
  const read = new Set<Message>();
  for (const [at, span] of ordered.entries()) {
    if (at % aSlice === aSlice - 1) yield;
    const { tool } = span;
    if (tool && tool.callId !== null && !calls.has(tool.callId)) calls.set(tool.callId, tool);
    for (const message of [...span.input, ...span.output]) {
      if (read.has(message)) continue;
      read.add(message);
      for (const part of message.parts) if (part.type === 'toolCall' && part.id !== null && calls.get(part.id)?.arguments === undefined) calls.set(part.id, part);
    }
  }
  return calls;
}

/** How many of the first entries a page can hold, and from which on the last: up to a step, mostly what was told just before it. */
function roomFor(entries: readonly Entry[], end: number, whole: boolean, most: Room): { readonly first: number; readonly last: number } {
  const share = whole ? 0.5 : 0.1;
  const take = (from: number, by: 1 | -1, part: number): number => {
    let at = from;
    let left = most.characters * part;
    for (; at >= 0 && at < end && Math.abs(at - from) < most.items * part && left >= 0; at += by) left -= sizeOf(entries[at]!);
    return at;
  };
  const first = take(0, 1, share);
  const last = take(end - 1, -1, 1 - share) + 1;
  return last <= first ? { first: end, last: end } : { first, last };
}

const sizes = new WeakMap<Entry, number>();
function sizeOf(entry: Entry): number {
  const size = sizes.get(entry) ?? charactersIn(entry.type === 'told' ? entry.message.parts : entry);
  sizes.set(entry, size);
  return size;
}
