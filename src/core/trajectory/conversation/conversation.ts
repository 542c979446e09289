import type { Message } from '../../model/message.ts';
import { messageText } from '../../model/message.ts';
import type { Span } from '../../model/span.ts';
import type { Slices } from '../../support/slices.ts';
import type { Assembled } from '../assemble.ts';
import { modelTurns } from '../turns.ts';
import { createCards } from './cards.ts';
import type { CallsById, Card } from './cards.ts';
import { isSaid, isSamePrompt, resultKey, saidKey } from './said.ts';
import { isToolStep, membersOf } from './scopes.ts';
import type { Scopes } from './scopes.ts';

/** A message as it was first told. `by` and `saidBy` are places in reading order; `saidBy` null: it was told to `by`. */
export type Told = { readonly type: 'told'; readonly message: Message; readonly by: number; readonly saidBy: number | null };
export type Entry = Told | Card;

/** Oldest first. `timeOf`: places of the members in the order of time. */
export type Conversation = { readonly entries: readonly Entry[]; readonly timeOf: ReadonlyMap<number, number> };

type Run = Assembled & { readonly scopes: Scopes; readonly calls: CallsById };

/** What an agent's own messages add: `alone` where no model call below it tells anything. */
type Teller = { readonly alone: boolean; readonly question: boolean; readonly answer: boolean };

/** Steps that are gone through without a pause. */
const aSlice = 200;

/** What can be read in messages: a history that holds nothing else is silent. */
const speaks = (span: Span): boolean => span.input.length + span.output.length > 0;
const hasText = (message: Message): boolean => messageText(message).trim() !== '';

/**
 * What was said in one conversation, each message and each call once, in the order of time. Model calls may repeat the whole
 * history in their input, or tell what came since the one before.
 */
export function* conversationOf(scope: number, run: Run): Slices<Conversation> {
  const { ordered, steps, joined, scopes } = run;
  const members = inTime(membersOf(scope, scopes), ordered);
  const timeOf = new Map(members.map((at, index) => [at, index]));
  // Of two accounts of a model call, one may belong to another conversation: here the other one tells what was said.
  const turns = new Set(modelTurns(members.map((at) => ordered[at]!)));
  const entries: Entry[] = [];
  const cards = createCards();
  const counts = new Map<string, number>();
  const prompts: string[] = [];
  /** What the model said last, by whose conversation it is. */
  const lastSaid = new Map<number, ReadonlySet<string>>();

  // What a log has after its last model call stands in a step made up for it.
  const isTurn = (at: number): boolean => (turns.has(ordered[at]!) || (ordered[at]!.kind === 'other' && ordered[at]!.synthetic)) && speaks(ordered[at]!);
  const below = (at: number): readonly number[] => Array.from({ length: scopes.last[at]! - at }, (_, index) => at + 1 + index).filter((each) => timeOf.has(each));
  // A chain's state is told by model calls, or by the agent around it.
  const chainsTell = !members.some((at) => isTurn(at) || (ordered[at]!.kind === 'agent' && speaks(ordered[at]!)));
  /** Agents that tell what their model calls do not: the question, the answer. */
  const tellers = new Map((scope >= 0 && !isToolStep(ordered[scope]!) ? [scope, ...members] : members).flatMap((at) => tellerOf(at) ?? []));
  const endings = Map.groupBy([...tellers.keys()].toSorted((a, b) => b - a), (at) => below(at).reduce((latest, each) => Math.max(latest, timeOf.get(each)!), timeOf.get(at) ?? -1));

  function tellerOf(at: number): readonly [number, Teller][] | undefined {
    const span = ordered[at]!;
    if (!speaks(span) || (span.kind !== 'agent' && !(span.kind === 'other' && chainsTell)) || (scopes.apart[at] && at !== scope)) return undefined;
    const inside = below(at);
    if (span.kind === 'other' && inside.some((each) => ordered[each]!.kind === 'other' && speaks(ordered[each]!))) return undefined;
    const told = inside.filter((each) => isTurn(each) || ordered[each]!.kind === 'llm').map((each) => ordered[each]!);
    const question = !told.some((each) => each.input.some((message) => message.role === 'user' && hasText(message)));
    return [[at, { alone: told.length === 0, question, answer: !told.some((each) => each.output.some(hasText)) }]];
  }

  function tell(message: Message, by: number, saidBy: number | null): void {
    const parts = message.parts.filter(isSaid);
    if (parts.length > 0 || message.parts.length === 0) entries.push({ type: 'told', message: parts.length === message.parts.length ? message : { ...message, parts }, by, saidBy });
    const key = saidKey(message);
    if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
    if (message.role === 'system' && key !== null) prompts.push(key);
  }

  /** The messages of a history that were not told yet. `from`: the first that is news whatever it says. */
  function hear(messages: readonly Message[], by: number, from: number): void {
    const seen = new Map<string, number>();
    const left = resultsLeft(messages);
    for (const [index, message] of messages.entries()) {
      const key = saidKey(message);
      const nth = key === null ? 0 : (seen.get(key) ?? 0) + 1;
      if (key !== null) seen.set(key, nth);
      const isNew = message.role === 'system' ? !prompts.some((each) => key !== null && isSamePrompt(each, key)) : index >= from || nth > (counts.get(key ?? '') ?? 0);
      if (key !== null && isNew) tell(message, by, null);
      carry(message, by, { seen: index >= from ? undefined : seen, left });
    }
  }

  function carry(message: Message, by: number, { seen, left, isNow = false }: { readonly seen?: Map<string, number> | undefined; readonly left?: Map<string, number>; readonly isNow?: boolean }): void {
    for (const part of message.parts) {
      if (part.type === 'toolCall') {
        const card = cards.ask(by, part, seen, isNow);
        if (card) entries.push(card);
      } else if (part.type === 'toolResult') {
        const key = resultKey(part);
        // A result without an id that was told before is not the answer to the next call.
        if (part.callId === null && seen) {
          const nth = (seen.get(key) ?? 0) + 1;
          seen.set(key, nth);
          if (nth <= (counts.get(key) ?? 0)) continue;
        }
        if (part.callId === null) counts.set(key, (counts.get(key) ?? 0) + 1);
        const later = part.callId === null ? 0 : Math.max(0, (left?.get(part.callId) ?? 1) - 1);
        if (part.callId !== null) left?.set(part.callId, later);
        const { card, isNew } = cards.answer(by, part, run.calls, later);
        if (isNew) entries.push(card);
      }
    }
  }

  function turn(at: number): void {
    const span = ordered[at]!;
    const owner = scopes.scope[at]!;
    const before = lastSaid.get(owner);
    const repeated = before ? span.input.findLastIndex((message) => message.role === 'assistant' && keysOf(message).some((key) => before.has(key))) : -1;
    // A log's call has what came since the one before, though a user may say the same thing twice.
    const since = span.synthetic && before !== undefined && !span.input.some((message) => message.role === 'assistant');
    hear(span.input, at, since ? 0 : repeated >= 0 ? repeated + 1 : Infinity);
    for (const message of span.output) {
      tell(message, at, at);
      carry(message, at, { isNow: true });
    }
    if (span.output.length > 0) lastSaid.set(owner, new Set(span.output.flatMap(keysOf)));
  }

  function begin(at: number): void {
    const { input } = ordered[at]!;
    const teller = tellers.get(at);
    if (teller?.question) hear(teller.alone ? input : input.filter((message) => message.role === 'user' && hasText(message)), at, Infinity);
  }

  function end(at: number): void {
    if (!tellers.get(at)?.answer) return;
    const seen = new Map<string, number>();
    for (const message of ordered[at]!.output) {
      const key = saidKey(message);
      const nth = key === null ? 0 : (seen.get(key) ?? 0) + 1;
      if (key !== null) seen.set(key, nth);
      if (key !== null && nth > (counts.get(key) ?? 0)) tell(message, at, message.role === 'assistant' ? at : null);
      carry(message, at, { seen });
    }
  }

  function ran(at: number): void {
    const span = ordered[at]!;
    const { card, after, isNew } = cards.run(at, span, steps[at]!.n, joined.issuedBy.get(span.id)?.part, (other) => atOnce(span, ordered[other]!));
    if (isNew) entries.splice(after === null ? entries.length : entries.lastIndexOf(after) + 1, 0, card);
  }

  if (scope >= 0) begin(scope);
  const withinTool = new Set<number>();
  for (const [index, at] of members.entries()) {
    if (index % aSlice === aSlice - 1) yield;
    if (isTurn(at)) turn(at);
    else begin(at);
    if (withinTool.has(scopes.parent[at]!) || isToolStep(ordered[at]!)) {
      if (!withinTool.has(scopes.parent[at]!) && !steps[at]!.noise) ran(at);
      withinTool.add(at);
    }
    for (const ended of endings.get(index) ?? []) end(ended);
  }
  for (const ended of endings.get(-1) ?? []) end(ended);
  return { entries: systemFirst(entries), timeOf };
}

/** A root may tell the question before its first model call tells the system prompt; to the model the prompt came first. */
function systemFirst(entries: readonly Entry[]): readonly Entry[] {
  const answered = entries.findIndex((entry) => entry.type === 'card' || entry.saidBy !== null || entry.message.role === 'assistant');
  const before = answered < 0 ? entries : entries.slice(0, answered);
  const isSystem = (entry: Entry) => entry.type === 'told' && entry.message.role === 'system';
  if (!before.some((entry, at) => at > 0 && isSystem(entry) && !isSystem(before[at - 1]!))) return entries;
  return [...before.filter(isSystem), ...before.filter((entry) => !isSystem(entry)), ...entries.slice(before.length)];
}

/** How many results of each id there are: they belong to the latest calls of that id. */
function resultsLeft(messages: readonly Message[]): Map<string, number> {
  const left = new Map<string, number>();
  for (const { parts } of messages) for (const part of parts) if (part.type === 'toolResult' && part.callId !== null) left.set(part.callId, (left.get(part.callId) ?? 0) + 1);
  return left;
}

function keysOf(message: Message): readonly string[] {
  const key = saidKey(message);
  return [...(key === null ? [] : [key]), ...message.parts.flatMap((part) => (part.type === 'toolCall' && part.id !== null ? [`id ${part.id}`] : []))];
}

/** By start, where each step that speaks or runs has one; else as they were recorded. */
function inTime(members: readonly number[], ordered: readonly Span[]): readonly number[] {
  if (!members.every((at) => ordered[at]!.startUs !== null)) return members;
  return members.toSorted((a, b) => ordered[a]!.startUs! - ordered[b]!.startUs! || a - b);
}

/** Of two accounts of one run one lies within the other; where there is no clock, two spans of one call are taken for that. */
function atOnce(a: Span, b: Span): boolean {
  if (a.startUs === null || a.endUs === null || b.startUs === null || b.endUs === null) return true;
  return (a.startUs <= b.startUs && b.endUs <= a.endUs) || (b.startUs <= a.startUs && a.endUs <= b.endUs);
}
