import type { Message } from '../model/message.ts';
import { messageText } from '../model/message.ts';
import { finish } from '../support/slices.ts';
import type { Assembled } from './assemble.ts';
import { conversationOf } from './conversation/conversation.ts';
import type { Entry, Told } from './conversation/conversation.ts';
import { saidKey } from './conversation/said.ts';
import { scopesOf, wholeRun } from './conversation/scopes.ts';
import { openingPlace, turnsOf } from './observe.ts';

/** What a user asked in a run, and how far the agent's work on it reaches. Places are those in reading order. */
export type UserTurn = {
  readonly query: string;
  /** What user and agent had said by then, the query last. */
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[];
  /** Number of the step that tells the query. */
  readonly step: number;
  /** Place of the step that heard the query first. */
  readonly heard: number;
  /** The steps of the turn: from, and up to but not including. What holds steps of another turn as well belongs to none. */
  readonly from: number;
  readonly to: number;
  readonly holds: (place: number) => boolean;
  readonly answer: { readonly text: string; readonly place: number } | null;
};

/**
 * The turns of a run in the order of time; none where no message of a user can be read.
 * @param surely only those that its log or its root tells of: what an agent itself writes to a model in the role of a user is no turn. Else each step that hears a new one begins a turn.
 */
export function userTurnsOf(assembled: Assembled, surely: boolean): readonly UserTurn[] {
  const { ordered, steps } = assembled;
  const scopes = scopesOf(assembled);
  const { entries } = finish(conversationOf(wholeRun, { ...assembled, scopes, calls: new Map() }));
  const asked = entries.filter((entry): entry is Told => entry.type === 'told' && entry.saidBy === null && entry.message.role === 'user' && textOf(entry.message) !== '');
  const sessions = turnsOf(ordered).map((span) => ordered.indexOf(span));
  const opening = openingPlace(assembled);
  const first = asked[0];
  if (!first || opening === null) return [];

  const told = new Set(ordered[opening]!.input.map(saidKey));
  const begins = (entry: Told, before: Told): boolean => {
    if (entry.by <= before.by) return false;
    if (sessions.length > 1) return sessions.some((at) => at > before.by && at <= entry.by);
    return !surely || (opening < first.by && told.has(saidKey(entry.message)));
  };
  const starts = asked.reduce<readonly Told[]>((all, entry) => (all.length === 0 || begins(entry, all.at(-1)!) ? [...all, entry] : all), []);
  const froms = starts.map((start, nth) => (nth === 0 ? 0 : outermost(start.by, starts[nth - 1]!.by, scopes.parent)));

  return starts.map((start, nth): UserTurn => {
    const from = froms[nth]!;
    const to = froms[nth + 1] ?? ordered.length;
    const last = asked.findLast((entry) => entry.by === start.by)!;
    const holds = (place: number): boolean => place >= from && place < to && (nth === starts.length - 1 || scopes.last[place]! < to);
    return {
      query: textOf(last.message), messages: saidUpTo(entries, last), heard: start.by, from, to, holds,
      step: steps[nth === 0 ? opening : (sessions.find((at) => at >= from && at <= start.by) ?? start.by)]!.n,
      answer: answerIn(entries, holds),
    };
  });
}

const textOf = (message: Message): string => messageText(message).trim() === '' ? '' : messageText(message);

/** The step around one that does not yet hold what came before. */
function outermost(place: number, before: number, parent: readonly number[]): number {
  let found = place;
  for (let at = place; at > before; at = parent[at]!) found = at;
  return found;
}

function saidUpTo(entries: readonly Entry[], last: Told): UserTurn['messages'] {
  return entries.slice(0, entries.indexOf(last) + 1).flatMap((entry) => {
    if (entry.type !== 'told') return [];
    const { role } = entry.message;
    const content = textOf(entry.message);
    return content !== '' && (role === 'user' || role === 'assistant') ? [{ role, content }] : [];
  });
}

function answerIn(entries: readonly Entry[], holds: (place: number) => boolean): UserTurn['answer'] {
  const said = entries.findLast((entry): entry is Told => entry.type === 'told' && entry.saidBy !== null && entry.message.role === 'assistant' && holds(entry.saidBy) && textOf(entry.message) !== '');
  return said ? { text: textOf(said.message), place: said.saidBy! } : null;
}
