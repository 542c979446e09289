import type { Agreement, Alpha, Disagreement, PairAgreement, ReviewerCounts, ReviewerPair } from '../model/agreement.ts';
import type { Label } from '../model/label.ts';
import type { LabelledTrace } from '../model/review.ts';
import { cohenKappa, gwetAc, gwetInterval } from '../statistics/agreement.ts';
import { krippendorffAlpha } from '../statistics/krippendorff.ts';
import { isDisagreed, isReviewed } from './labels.ts';

/** What one reviewer rated of a trace; undefined: nothing, or not by themselves. */
type Rated = (label: Label) => string | undefined;

/** Deferred is no rating. */
const verdictOf: Rated = (label) => (isReviewed(label) ? label.verdict : undefined);
/** A class that somebody else sorted the label into is not its reviewer's judgement. */
const classOf: Rated = ({ by, verdict, class: value, classBy = by }) => (verdict === 'fail' && classBy === by ? value?.class : undefined);

/** How far people who reviewed the same traces agree, and where they do not. */
export function agreementOf(labelled: readonly LabelledTrace[]): Omit<Agreement, 'warnings' | 'coverage'> {
  const reviewers = reviewersOf(labelled);
  const shared = labelled.filter(({ labels: { own } }) => own.filter((label) => verdictOf(label) !== undefined).length > 1);
  const differing = labelled.flatMap(disagreementOf).toSorted((a, b) => compare(lastOf(b), lastOf(a)) || compare(a.trace, b.trace));
  const isOpen = new Set(labelled.flatMap(({ id, labels: { disagree } }) => (disagree ? [id] : [])));
  return {
    reviewers, traces: labelled.length, shared: shared.length,
    classes: classCounts(labelled),
    strata: strataOf(labelled),
    pairs: pairsOf(reviewers.map(({ by }) => by), shared),
    alpha: { verdict: alphaOf(shared, verdictOf), class: alphaOf(shared, classOf) },
    open: differing.filter(({ trace }) => isOpen.has(trace)),
    decided: differing.filter(({ trace, decision }) => !isOpen.has(trace) && decision !== null),
  };
}

function reviewersOf(labelled: readonly LabelledTrace[]): readonly ReviewerCounts[] {
  const counts = new Map<string, { pass: number; fail: number; deferred: number; without: number }>();
  for (const { labels: { own } } of labelled) {
    for (const { by, verdict } of own) {
      const of = counts.get(by) ?? { pass: 0, fail: 0, deferred: 0, without: 0 };
      of[verdict === null ? 'without' : verdict === 'defer' ? 'deferred' : verdict]++;
      counts.set(by, of);
    }
  }
  const all = ({ pass, fail, deferred, without }: ReviewerCounts): number => pass + fail + deferred + without;
  return [...counts].map(([by, of]): ReviewerCounts => ({ by, ...of })).toSorted((a, b) => all(b) - all(a) || compare(a.by, b.by));
}

function classCounts(labelled: readonly LabelledTrace[]): Agreement['classes'] {
  const counts = new Map<string | null, { failures: number; readonly byReviewer: Map<string, number> }>();
  const of = (id: string | null) => {
    const found = counts.get(id) ?? { failures: 0, byReviewer: new Map<string, number>() };
    counts.set(id, found);
    return found;
  };
  for (const { labels: { label, own } } of labelled) {
    if (label?.verdict === 'fail') of(label.class?.class ?? null).failures++;
    for (const each of own) {
      if (each.verdict !== 'fail') continue;
      const { byReviewer } = of(each.class?.class ?? null);
      byReviewer.set(each.by, (byReviewer.get(each.by) ?? 0) + 1);
    }
  }
  return [...counts].map(([id, { failures, byReviewer }]) => ({ class: id, failures, byReviewer: Object.fromEntries(byReviewer) }))
    .toSorted((a, b) => Number(a.class === null) - Number(b.class === null) || b.failures - a.failures || compare(a.class ?? '', b.class ?? ''));
}

function strataOf(labelled: readonly LabelledTrace[]): Agreement['strata'] {
  const reviewed = labelled.filter(({ labels: { label } }) => isReviewed(label));
  const count = (stratum: Label['stratum']): number => reviewed.filter(({ labels: { label } }) => label?.stratum === stratum).length;
  return { random: count('random'), enriched: count('enriched'), none: count(undefined) };
}

function pairsOf(reviewers: readonly string[], shared: readonly LabelledTrace[]): readonly ReviewerPair[] {
  const pairs = reviewers.flatMap((a, at) => reviewers.slice(at + 1).map((b): ReviewerPair => ({ a, b, verdict: pairOf(shared, a, b, verdictOf, ['pass', 'fail']), class: pairOf(shared, a, b, classOf, []) })));
  return pairs.filter(({ verdict }) => verdict.n > 0).toSorted((a, b) => b.verdict.n - a.verdict.n || compare(a.a, b.a) || compare(a.b, b.b));
}

/** @param scale values that either could have given; of classes those that somebody of the two named */
function pairOf(shared: readonly LabelledTrace[], a: string, b: string, rated: Rated, scale: readonly string[]): PairAgreement {
  const ratings = shared.flatMap(({ labels: { own } }) => {
    const [first, second] = [a, b].map((by) => own.find((label) => label.by === by)).map((label) => label && rated(label));
    return first === undefined || second === undefined ? [] : [[first, second] as const];
  });
  const values = [...new Set([...scale, ...ratings.flat()])];
  const at = new Map(values.map((value, index) => [value, index]));
  const table = values.map(() => values.map(() => 0));
  for (const [first, second] of ratings) table[at.get(first)!]![at.get(second)!]! += 1;
  return { n: ratings.length, same: ratings.filter(([first, second]) => first === second).length, kappa: cohenKappa(table), ac1: gwetAc(table), ac1Interval: gwetInterval(table) };
}

function alphaOf(shared: readonly LabelledTrace[], rated: Rated): Alpha {
  const numbers = new Map<string, number>();
  const numberOf = (value: string): number => {
    if (!numbers.has(value)) numbers.set(value, numbers.size);
    return numbers.get(value)!;
  };
  const units = shared.map(({ labels: { own } }) => own.flatMap((label) => rated(label) ?? []).map(numberOf)).filter((unit) => unit.length > 1);
  return { alpha: krippendorffAlpha(units), traces: units.length, ratings: units.reduce((total, unit) => total + unit.length, 0) };
}

/** Also where all say the same by now, and somebody decided otherwise before. */
function disagreementOf({ id, title, nativeId, orphan, labels: { label, own, adjudicated, disagree } }: LabelledTrace): readonly Disagreement[] {
  const verdicts = new Set(own.flatMap((each) => verdictOf(each) ?? []));
  if (!disagree && !isDisagreed(own)) return [];
  if (disagree && adjudicated) verdicts.add(adjudicated.verdict);
  return [{
    trace: id, title: title ?? nativeId, orphan, about: verdicts.size > 1 ? 'verdict' : 'class',
    said: own.map(({ by, at, verdict, class: value, classBy, note, firstWrong }) => ({ by, at, verdict, class: value, sortedBy: classBy ?? null, note, step: firstWrong && { n: firstWrong.step, name: firstWrong.name ?? null } })),
    decision: adjudicated && { ...adjudicated, class: label?.class ?? null },
  }];
}

const lastOf = ({ said, decision }: Disagreement): string => [...said.map(({ at }) => at), decision?.at ?? ''].reduce((last, at) => (at > last ? at : last), '');
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
