import type { Json } from '../../model/json.ts';
import type { Span } from '../../model/span.ts';
import type { ThreadItem } from '../../model/thread.ts';
import { retrievalQuery } from '../retrievalQuery.ts';
import { statusOf } from '../turns.ts';
import { callKey } from './said.ts';
import type { CallPart, ResultPart } from './said.ts';

/** Each call of a conversation with its result, as one thing, wherever either of them was recorded. */

type Call = Extract<ThreadItem, { type: 'call' }>['call'];
export type Card = { -readonly [K in keyof Call]: Call[K] } & {
  readonly type: 'card';
  /** Place in reading order of the step that asked, or, where no message tells of the call, that ran it. */
  readonly by: number;
  /** Places of the steps that ran it: more than one where two instrumentations saw it. */
  readonly ran: number[];
};
export type KnownCall = { readonly name: string; readonly arguments?: Json | undefined; readonly argumentsText?: string | undefined };

/** What is known of a call by its id, anywhere in the trace. */
export type CallsById = ReadonlyMap<string, KnownCall>;

export function newCard(by: number, call: KnownCall & { readonly callId: string | null }): Card {
  return {
    type: 'card', by, ran: [], callId: call.callId, name: call.name, status: null, step: null, documents: 0,
    ...(call.arguments === undefined ? {} : { arguments: call.arguments }), ...(call.argumentsText === undefined ? {} : { argumentsText: call.argumentsText }),
  };
}

/** Where nothing in the trace tells which tool it was. */
const nameless = 'Tool result';

export function createCards() {
  /** Oldest first: one, but for attempts, and for models that count their calls anew in each turn. */
  const byId = new Map<string, Card[]>();
  const byPart = new Map<CallPart, Card>();
  const told = new Map<string, number>();
  const unanswered = new Set<Card>();
  const unrun = new Set<Card>();

  function addId(card: Card): void {
    if (card.callId === null) return;
    const same = byId.get(card.callId);
    if (same) same.push(card);
    else byId.set(card.callId, [card]);
  }

  function keep(card: Card): Card {
    unanswered.add(card);
    unrun.add(card);
    addId(card);
    const key = callKey(card);
    told.set(key, (told.get(key) ?? 0) + 1);
    return card;
  }

  return {
    /** Undefined: it is told already. `seen` says how many of these calls a history has told so far; undefined where it is news. `isNow`: the model asks at this moment, so that a call of this id that is done is another one. */
    ask(by: number, part: CallPart, seen: Map<string, number> | undefined, isNow: boolean): Card | undefined {
      const latest = part.id === null ? undefined : byId.get(part.id)?.at(-1);
      const isDone = latest !== undefined && latest.by !== by && (latest.ran.length > 0 || !unanswered.has(latest));
      const known = isNow && isDone ? undefined : latest;
      const key = callKey(part);
      const nth = (seen?.get(key) ?? 0) + 1;
      seen?.set(key, nth);
      if (known) {
        byPart.set(part, known);
        if (known.arguments === undefined && part.arguments !== undefined) known.arguments = part.arguments;
        if (known.argumentsText === undefined && part.argumentsText !== undefined) known.argumentsText = part.argumentsText;
        if (known.name === nameless) known.name = part.name;
        return undefined;
      }
      if (seen && nth <= (told.get(key) ?? 0)) return undefined;
      const card = keep(newCard(by, { callId: part.id, name: part.name, arguments: part.arguments, argumentsText: part.argumentsText }));
      byPart.set(part, card);
      return card;
    },
    /** The card that a result belongs to; a new one where nothing asked for it. Without an id it answers the earliest call that could have been meant. `later`: how many results of this id the same history tells after it. */
    answer(by: number, part: ResultPart, calls: CallsById, later: number): { readonly card: Card; readonly isNew: boolean } {
      const same = part.callId === null ? undefined : byId.get(part.callId);
      const known = same?.[Math.max(0, same.length - 1 - later)];
      const card = known ?? unanswered.values().find((each) => (each.callId === null || part.callId === null) && (part.name === undefined || part.name === each.name));
      if (card) {
        if (card.result === undefined) card.result = part.result;
        if (part.isError !== undefined || card.status === null) card.status = card.status ?? (part.isError === undefined && statusOf(part) === 'ok' ? null : statusOf(part));
        unanswered.delete(card);
        if (card.callId === null && part.callId !== null) {
          card.callId = part.callId;
          addId(card);
        }
        return { card, isNew: false };
      }
      const asked = part.callId === null ? undefined : calls.get(part.callId);
      const alone = keep(newCard(by, { ...asked, callId: part.callId, name: asked?.name ?? part.name ?? nameless }));
      alone.result = part.result;
      alone.status = part.isError === true ? 'error' : statusOf(part) === 'blocked' ? 'blocked' : null;
      unanswered.delete(alone);
      return { card: alone, isNew: true };
    },
    /** A step that ran a call: joined to the call, else a call of its own; one that ran it once more, later, is an attempt of its own. */
    run(at: number, span: Span, step: number, issued: CallPart | undefined, overlaps: (other: number) => boolean): { readonly card: Card; readonly after: Card | null; readonly isNew: boolean } {
      const name = span.tool?.name ?? span.name;
      const callId = span.tool?.callId ?? issued?.id ?? null;
      const same = callId === null ? undefined : byId.get(callId);
      const asked = same?.find((each) => unrun.has(each)) ?? same?.at(-1) ?? (issued && byPart.get(issued))
        ?? (span.tool === null ? undefined : unrun.values().find((each) => each.name === name && (each.callId === null || callId === null)));
      const before = asked && asked.ran.length > 0 && !asked.ran.some(overlaps) ? asked : null;
      const card = asked && !before ? asked : keep(newCard(at, { callId, name, arguments: issued?.arguments, argumentsText: issued?.argumentsText }));
      card.ran.push(at);
      unrun.delete(card);
      card.step ??= step;
      card.documents = Math.max(card.documents, span.documents.length);
      const { tool } = span;
      if (tool) {
        if (card.arguments === undefined && card.argumentsText === undefined) {
          if (tool.arguments !== undefined) card.arguments = tool.arguments;
          if (tool.argumentsText !== undefined) card.argumentsText = tool.argumentsText;
        }
        if (card.result === undefined && tool.result !== undefined) card.result = tool.result;
      }
      const query = card.arguments === undefined && card.argumentsText === undefined ? retrievalQuery(span) : undefined;
      if (query !== undefined) card.arguments = query;
      card.status = tool?.status ?? (span.status === 'error' ? 'error' : card.status);
      return { card, after: before, isNew: card !== asked };
    },
  };
}
