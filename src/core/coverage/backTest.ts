import { evaluate } from '../evaluators/evaluate.ts';
import type { EvaluatorOptions } from '../evaluators/evaluator.ts';
import type { BackTest, MissedFailure, NearestCase } from '../model/coverage.ts';
import type { Trial } from '../model/trace.ts';
import type { Slices } from '../support/slices.ts';
import { isActive } from './caseAbout.ts';
import type { StandingCase } from './caseAbout.ts';
import type { QueryIndex } from './queries.ts';
import { alike } from './queries.ts';

/** A trace that somebody labelled as failed. */
export type LabelledFailure = {
  readonly trace: string;
  readonly nativeId: string;
  readonly query: string;
  readonly class: string | null;
  /** A case was made from it. */
  readonly hasCase: boolean;
  /** As evaluators read it; asked for only where a case is held against it. Undefined: it is gone meanwhile. */
  trial(): Trial | undefined;
};

const mostMissed = 200;
/** Less alike than this, the nearest case is of no help to anyone. */
const near = 0.4;

type Counts = Pick<BackTest, 'failures' | 'caught' | 'own' | 'asked' | 'withCase' | 'share' | 'missed'>;

/**
 * What active cases would have caught of these failures (see BackTest).
 * @param cases active or not, with their wordings
 */
export function* backTest(failures: readonly LabelledFailure[], { cases, wordings }: { readonly cases: readonly StandingCase[]; readonly wordings: QueryIndex<StandingCase> }, options: EvaluatorOptions): Slices<Counts> {
  let [caught, own, asked] = [0, 0, 0];
  const missed: MissedFailure[] = [];
  const active = cases.filter(isActive);
  for (const failure of failures) {
    const found = wordings.find(failure.query, near);
    // A case asks what its own trace asked, though redaction took words of it, or it is of another turn than the listed one.
    const asking = new Set([...active.filter((each) => madeFrom(each, failure)), ...found.filter(({ of, similarity }) => similarity >= alike && isActive(of)).map(({ of }) => of)]);
    yield;
    const trial = asking.size > 0 ? failure.trial() : undefined;
    let [isCaught, isOwn, passes] = [false, false, false];
    if (trial !== undefined) {
      asked++;
      for (const each of asking) {
        const { outcome } = evaluate(each.value, trial, options);
        if (outcome === 'fail') isCaught = true;
        if (outcome === 'fail' && madeFrom(each, failure)) isOwn = true;
        if (outcome === 'pass') passes = true;
        yield;
        if (isCaught && isOwn) break;
      }
    }
    if (isCaught) {
      caught++;
      if (isOwn) own++;
    } else if (missed.length < mostMissed) {
      const nearest = nearestOf(found, [...asking], trial !== undefined);
      missed.push({
        trace: failure.trace, nativeId: failure.nativeId, query: failure.query, class: failure.class, why: trial === undefined ? 'unasked' : passes ? 'passed' : 'unmeasured',
        nearest,
      });
    }
  }
  return { failures: failures.length, caught, own, asked, withCase: failures.filter(({ hasCase }) => hasCase).length, share: failures.length === 0 ? null : caught / failures.length, missed };
}

/** Where cases were asked, one of these is meant: what another one says, be it more alike, was not looked at. */
function nearestOf(found: readonly { readonly of: StandingCase; readonly similarity: number }[], asking: readonly StandingCase[], wereAsked: boolean): NearestCase | null {
  // Made from the trace itself it asks the same, though redaction took words of it.
  const [own] = asking;
  const meant = wereAsked ? (found.find(({ of }) => asking.includes(of)) ?? (own && { of: own, similarity: 1 })) : found[0];
  return meant ? { caseId: meant.of.caseId, similarity: meant.similarity, undecided: meant.of.undecided?.said ?? null } : null;
}

function madeFrom({ value: { source } }: StandingCase, { trace, nativeId }: LabelledFailure): boolean {
  return source?.traceId === trace || source?.traceId === nativeId || (source?.runId !== undefined && source.runId === nativeId);
}
