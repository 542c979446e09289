import type { FactsConfig } from '../model/config.ts';
import { emptyHeader } from '../model/trace.ts';
import type { Call, Facts, Trial } from '../model/trace.ts';
import type { Assembled } from './assemble.ts';
import { terminalOf } from './observe.ts';
import { escalatedOf } from './oversight.ts';
import { costOf, latencyMsOf, tokensOf } from './totals.ts';
import type { UserTurn } from './userTurns.ts';

/** Told at the end of a run, of what it came to. */
const toldOfEnd: ReadonlySet<string> = new Set<keyof Facts>(['feedback', 'finalText', 'editMinutes', 'learningMinutes', 'outcome', 'fallback']);

export const factsOfEarlierTurn = (facts: Facts): Facts => Object.fromEntries(Object.entries(facts).filter(([name]) => !toldOfEnd.has(name)));

/**
 * What one turn of a run did, of what the whole of it did. What was measured of the whole run is not known of a turn but where its own steps say it.
 * @param first place of the first step that counts; those of the turn before it are left out
 * @param facts of the turn
 */
export function trialOfTurn(trial: Trial, { ordered, steps }: Assembled, turn: UserTurn, { first, isLast, facts, config }: { readonly first: number; readonly isLast: boolean; readonly facts: Facts; readonly config: FactsConfig }): Trial {
  const placeOf = new Map(steps.map(({ n }, place) => [n, place]));
  const isOf = (step: number | null): boolean => step === null || (placeOf.get(step) !== undefined && turn.holds(placeOf.get(step)!) && placeOf.get(step)! >= first);
  const kept = trial.calls.filter((call) => isOf(call.step));
  const calls = kept.map((call, index): Call => ({ ...call, index }));
  const shifted = (index: number): number => kept.filter((call) => call.index < index).length;
  const wrappers = (trial.wrappers ?? []).filter((call) => isOf(call.step)).map((call): Call => ({ ...call, index: shifted(call.index) }));
  const spans = ordered.filter((_, place) => turn.holds(place));
  const output = turn.answer?.text ?? (isLast ? trial.output : null);
  const escalated = escalatedOf(calls, spans, output, config);
  const endUs = spans.reduce<number | null>((last, span) => (span.endUs === null || (last !== null && last >= span.endUs) ? last : span.endUs), null);
  const llmTurns = spans.filter((span) => span.kind === 'llm' && span.counted).length;
  const tokens = tokensOf(spans);
  const { answered: _, endUs: __, facts: told, wrappers: ___, retrievals: ____, ...rest } = trial;
  return {
    ...rest, calls, output, escalated,
    // Nothing is called in the part alone: the turn as a whole, which is what will be asked again, may call.
    ...(calls.length === 0 && first > turn.heard ? { callsUnknown: true } : {}),
    ...(wrappers.length === 0 ? {} : { wrappers }),
    ...retrievedIn(trial, isOf),
    approvals: trial.approvals?.filter(({ beforeCall }) => beforeCall <= (kept.at(-1)?.index ?? -1) + 1).map((each) => ({ ...each, beforeCall: shifted(each.beforeCall) })) ?? null,
    terminal: terminalOf(isLast ? ordered : [], facts, escalated, output),
    ...(isLast ? {} : { fallback: null, feedback: null }),
    ...(first > turn.heard ? { latencyMs: null, costUsd: null, tokens: null, turns: null } : {
      latencyMs: latencyMsOf({ spans, header: emptyHeader }), costUsd: costOf(spans).usd,
      tokens: tokens.input === null && tokens.output === null ? null : (tokens.input ?? 0) + (tokens.output ?? 0), turns: llmTurns === 0 ? null : llmTurns,
    }),
    ...(turn.answer === null ? {} : { answered: { spanId: ordered[turn.answer.place]!.id, step: steps[turn.answer.place]!.n } }),
    ...(endUs === null ? {} : { endUs }),
    ...(isLast && told ? { facts: told } : told?.snapshot === undefined ? {} : { facts: { snapshot: told.snapshot } }),
  };
}

function retrievedIn({ retrieved, retrievals }: Trial, isOf: (step: number | null) => boolean): Pick<Trial, 'retrieved' | 'retrievals'> {
  if (retrieved === null || retrievals === undefined) return { retrieved };
  let at = 0;
  const kept = retrievals.map((each) => ({ each, documents: retrieved.slice(at, at += each.documents) })).filter(({ each }) => isOf(each.step));
  return kept.length === 0 ? { retrieved: null } : { retrieved: kept.flatMap(({ documents }) => documents), retrievals: kept.map(({ each }) => each) };
}
