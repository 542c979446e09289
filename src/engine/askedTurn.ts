import type { FactsConfig } from '../core/model/config.ts';
import type { EvalCase } from '../core/model/evalCase.ts';
import type { Label } from '../core/model/label.ts';
import type { Message } from '../core/model/message.ts';
import { messageText } from '../core/model/message.ts';
import type { Facts, Trace, Trial } from '../core/model/trace.ts';
import type { TraceSummary } from '../core/model/trajectory.ts';
import { UserError } from '../core/support/errors.ts';
import { assemble } from '../core/trajectory/assemble.ts';
import type { Assembled } from '../core/trajectory/assemble.ts';
import { readFacts } from '../core/trajectory/facts.ts';
import { observe, openingPlace } from '../core/trajectory/observe.ts';
import { factsOfEarlierTurn, trialOfTurn } from '../core/trajectory/trialOfTurn.ts';
import { userTurnsOf } from '../core/trajectory/userTurns.ts';
import type { UserTurn } from '../core/trajectory/userTurns.ts';

export type Messages = NonNullable<EvalCase['messages']>;

/** The part of a run that a case is about: all of it, the turn that its label speaks of, or that which holds a step, from there on. */
export type Part = 'all' | 'labelled' | { readonly fromStep: number };
export type TurnAsked = { readonly nth: number; readonly of: number };
/** Null: no message of a user is recorded. `label`: of this part. */
type Asked = { readonly query: string | null; readonly messages: Messages; readonly label: Label | null; readonly facts: Facts; readonly trial: Trial };
type Around = { readonly turn: TurnAsked | null; readonly askedAt: { readonly query: number; readonly earlier: readonly number[] } };

/** What a case of a run asks, and what the agent did about just that: another turn is another case. */
export function askedOf({ trace, summary, label, part, config }: { readonly trace: Trace; readonly summary: TraceSummary; readonly label: Label | null; readonly part: Part; readonly config: FactsConfig }): { readonly asked: Asked } & Around {
  const assembled = assemble(trace.spans);
  const { ordered, steps } = assembled;
  const trial = observe(trace, config);
  const facts = readFacts(trace, config, trial.output);
  const opening = openingPlace(assembled) ?? 0;
  const whole = { query: summary.query, messages: openingOf(ordered), label, facts, trial };
  const fromStep = typeof part === 'object' ? part.fromStep : undefined;
  if (fromStep !== undefined && fromStep > summary.steps) throw new UserError('no-such-step', `Trace ${summary.nativeId} has ${summary.steps} steps, and no step ${fromStep}.`, 'Name one of its steps.');

  const sure = part === 'all' ? [] : userTurnsOf(assembled, true);
  const turns = sure.length < 2 && fromStep !== undefined ? userTurnsOf(assembled, false) : sure;
  const first = fromStep === undefined ? 0 : steps.findIndex(({ n }) => n === fromStep);
  const marked = markedPlace(assembled, label);
  const isBefore = marked >= 0 && marked < first;
  if (turns.length < 2) {
    const only: UserTurn = { query: summary.query ?? '', messages: [], step: steps[opening]?.n ?? 1, heard: opening, from: 0, to: ordered.length, holds: () => true, answer: null };
    const cut = first <= opening ? whole : { ...whole, label: isBefore ? null : label, trial: trialOfTurn(trial, assembled, only, { first, isLast: true, facts, config }) };
    return { asked: cut, turn: null, askedAt: { query: only.step, earlier: [] } };
  }
  const labelled = labelledTurn(turns, marked, label, facts, summary.query);
  const nth = turns.indexOf(fromStep === undefined ? labelled : turns.findLast(({ from }) => from <= first)!);
  const turn = turns[nth]!;
  const isLast = nth === turns.length - 1;
  const own = isLast ? facts : factsOfEarlierTurn(facts);
  return {
    asked: { query: turn.query, messages: [...turn.messages], label: turn === labelled && !isBefore ? label : null, facts: own, trial: trialOfTurn(trial, assembled, turn, { first, isLast, facts: own, config }) },
    turn: { nth: nth + 1, of: turns.length },
    askedAt: { query: turn.step, earlier: turns.slice(0, nth).map(({ step }) => step) },
  };
}

/** Place of the first wrong step; -1 where none is marked. */
function markedPlace({ ordered, steps }: Assembled, label: Label | null): number {
  const anchor = label?.firstWrong;
  const bySpan = anchor?.span ? ordered.findIndex(({ id }) => id === anchor.span) : -1;
  return bySpan >= 0 ? bySpan : steps.findIndex(({ n }) => n === anchor?.step);
}

/** The turn of the first wrong step, else of the wrong words; what is said of a run as a whole is said of how it ended. */
function labelledTurn(turns: readonly UserTurn[], marked: number, label: Label | null, facts: Facts, query: string | null): UserTurn {
  const last = turns.at(-1)!;
  const holding = turns.find(({ holds }) => holds(marked));
  if (holding) return holding;
  const words = label?.wrongWords;
  const said = words ? turns.findLast(({ answer }) => answer?.text.includes(words)) : undefined;
  if (said) return said;
  return label?.verdict === 'fail' || facts.feedback !== undefined || last.query === query ? last : turns[0]!;
}

/** The turns of user and agent up to the query that opens a run, without the system prompt, which is the target's own. */
export function openingOf(ordered: Assembled['ordered']): Messages {
  for (const { input } of ordered) {
    const turns = input.filter((message: Message) => message.role === 'user' || message.role === 'assistant');
    const lastUser = turns.findLastIndex((message) => message.role === 'user');
    if (lastUser < 0) continue;
    return turns.slice(0, lastUser + 1).flatMap((message) => {
      const content = messageText(message);
      return content === '' || (message.role !== 'user' && message.role !== 'assistant') ? [] : [{ role: message.role, content }];
    });
  }
  return [];
}
