import { classOf } from '../coverage/caseAbout.ts';
import type { StandingCase } from '../coverage/caseAbout.ts';
import { followerOf } from '../coverage/classes.ts';
import type { Taxonomy } from '../model/failureClass.ts';
import { classesInUse } from '../model/failureClass.ts';
import type { LabelEvent } from '../model/label.ts';
import type { LabelledTrace } from '../model/review.ts';
import type { ClassGuard, Closing, FlagKind, FlaggedOutput, FlagStep, FollowingCase, HeardTrace, ReviewerBurden, Spread } from '../model/users.ts';
import { nearestRank } from '../statistics/percentile.ts';
import { isStillToCome } from './journalLine.ts';
import { inForce, inOrder, isReviewed } from './labels.ts';
import { reviewPace } from './reviewPace.ts';

/** Where release.yaml names no cadence. */
export const usualCadenceMs = 7 * 86_400_000;

/** How the user flagged the output; empty: they did not. Words with an acceptance are praise. */
export function flagsOf({ feedback: { feedback, outcome, note } }: Pick<HeardTrace, 'feedback'>): readonly FlagKind[] {
  const kinds: FlagKind[] = [];
  if (feedback === 'rejected' || feedback === 'edited') kinds.push(feedback);
  if (outcome === 'workaround') kinds.push('workaround');
  if (note !== undefined && note.trim() !== '' && feedback !== 'accepted') kinds.push('note');
  return kinds;
}

/** What is to be done next with a flagged output. */
function nextOf({ labels, cases }: HeardTrace): FlagStep {
  const label = labels?.label ?? null;
  if (labels?.disagree) return 'decide';
  if (!isReviewed(label)) return 'review';
  if (label.verdict === 'pass') return 'none';
  if (label.class === null) return 'classify';
  if (!cases.some(({ guards }) => guards)) {
    const kept = cases.filter(({ status }) => status !== 'archived');
    return kept.length === 0 ? 'makeCase' : kept.some(({ provenMs }) => provenMs !== null) ? 'activate' : 'prove';
  }
  return label.status === 'handled' ? 'done' : 'fix';
}

const firstOf = (times: readonly (number | null)[]): number | null => times.reduce<number | null>((first, time) => (time !== null && (first === null || time < first) ? time : first), null);
export const guardedSince = (cases: readonly FollowingCase[]): number | null => firstOf(cases.map(({ status, provenMs }) => (status === 'archived' ? null : provenMs)));

/** A flagged output as it stands, or null where its user flagged nothing. */
export function flaggedOutput(trace: HeardTrace, { nowMs, cadenceMs }: { readonly nowMs: number; readonly cadenceMs: number }): FlaggedOutput | null {
  const kinds = flagsOf(trace);
  if (kinds.length === 0) return null;
  const { id, query, name, user, startMs, feedback, labels, reviewedMs, handledMs, cases } = trace;
  const hasBeen = (ms: number | null): number | null => (ms === null || Number.isNaN(ms) || isStillToCome(ms, new Date(nowMs)) ? null : ms);
  const saidMs = hasBeen(Date.parse(feedback.at ?? ''));
  const flaggedMs = saidMs ?? hasBeen(startMs);
  const next = nextOf(trace);
  const label = labels?.label ?? null;
  const guardedMs = guardedSince(cases);
  const ageMs = flaggedMs === null ? null : Math.max(0, nowMs - flaggedMs);
  return {
    trace: id, title: query ?? name, user, kinds, note: feedback.note?.trim() ?? '', by: feedback.by ?? null,
    flaggedMs, flaggedAt: flaggedMs === null ? null : saidMs === null ? 'run' : 'said', startMs, reviewedMs, verdict: label?.verdict ?? null, class: label?.class?.class ?? null,
    cases, guardedMs, handledMs, status: label?.verdict === 'fail' ? (label.status ?? 'open') : null, next,
    toLabelMs: reviewedMs === null || flaggedMs === null ? null : Math.max(0, reviewedMs - flaggedMs),
    toGuardMs: guardedMs === null || startMs === null ? null : guardedMs - startMs,
    overdue: next === 'review' && ageMs !== null && ageMs > cadenceMs, ageMs,
  };
}

/** Of each class with a labelled failure, when it was first seen and since when a proven case guards it; longest without a guard first. */
export function classGuards(labelled: readonly LabelledTrace[], cases: readonly StandingCase[], taxonomy: Taxonomy, nowMs: number): readonly ClassGuard[] {
  const inUse = classesInUse(taxonomy);
  const followed = followerOf(taxonomy, inUse);
  const proofs = new Map<string, { readonly case: string; readonly ms: number }>();
  for (const each of cases) {
    const id = followed(classOf(each).class);
    const ms = Date.parse(each.value.source?.proof?.at ?? '');
    if (id !== undefined && each.proofHolds && each.undecided?.kind !== 'archived' && ms < (proofs.get(id)?.ms ?? Infinity)) proofs.set(id, { case: each.caseId, ms });
  }
  const failed = Map.groupBy(labelled.filter(({ labels: { label } }) => label?.verdict === 'fail' && label.class !== null), ({ labels: { label } }) => followed(label?.class?.class) ?? '');
  const open = ({ firstFailedMs, toGuardMs }: ClassGuard): number => toGuardMs ?? (firstFailedMs === null ? 0 : nowMs - firstFailedMs);
  return inUse.flatMap(({ id, name }): readonly ClassGuard[] => {
    const traces = failed.get(id);
    if (traces === undefined) return [];
    const first = traces.filter(({ startUs }) => startUs !== null).reduce<LabelledTrace | null>((a, b) => (a === null || b.startUs! < a.startUs! ? b : a), null);
    const firstFailedMs = first === null ? null : first.startUs! / 1000;
    const proof = proofs.get(id);
    return [{
      id, name: name ?? id, failures: traces.length, firstTrace: first?.id ?? null, firstFailedMs, case: proof?.case ?? null, guardedMs: proof?.ms ?? null,
      toGuardMs: proof === undefined || firstFailedMs === null ? null : proof.ms - firstFailedMs,
    }];
  }).toSorted((a, b) => Number(a.guardedMs !== null) - Number(b.guardedMs !== null) || open(b) - open(a));
}

/** When each trace was first judged, and since when it counts as handled, from all journals. Milliseconds since 1970, by the id that the events name. */
export function reviewTimes(journals: Iterable<readonly LabelEvent[]>): { readonly reviewed: ReadonlyMap<string, number>; readonly handled: ReadonlyMap<string, number> } {
  const reviewed = new Map<string, number>();
  const handled = new Map<string, number>();
  for (const event of inForce(inOrder([...journals].flat()))) {
    const at = Date.parse(event.at);
    if (Number.isNaN(at)) continue;
    const { id } = event.trace;
    if (event.kind === 'verdict' && isReviewed({ verdict: event.value }) && at < (reviewed.get(id) ?? Infinity)) reviewed.set(id, at);
    if (event.kind === 'status' && event.value === 'handled' && at > (handled.get(id) ?? -Infinity)) handled.set(id, at);
  }
  return { reviewed, handled };
}

/**
 * METRICS 8 `reviewerBurden`, over labels that say pass or fail; a day is one of UTC. Labels of one request, as of a list that was imported or of
 * many traces at once, took the time of one.
 */
export function reviewerBurden(labelled: readonly LabelledTrace[], runs: number): ReviewerBurden {
  const times = new Map<string, number[]>();
  for (const { labels: { own } } of labelled) {
    for (const { by, at } of own.filter(isReviewed)) {
      const of = times.get(by) ?? [];
      times.set(by, of);
      if (!Number.isNaN(Date.parse(at))) of.push(Date.parse(at));
    }
  }
  let [reviews, reviewerDays, requests, timed, timedRequests, timedMs] = [0, 0, 0, 0, 0, 0];
  for (const of of times.values()) {
    const ownRequests = new Set(of).size;
    reviews += of.length;
    reviewerDays += new Set(of.map((at) => Math.floor(at / 86_400_000))).size;
    requests += ownRequests;
    const pace = reviewPace(of);
    if (pace === null) continue;
    timed++;
    timedRequests += ownRequests;
    timedMs += ownRequests * pace;
  }
  const minutes = timed === 0 ? null : ((timedMs / timedRequests) * requests) / 60_000;
  return {
    reviews, reviewerDays, perReviewerDay: reviewerDays === 0 ? null : reviews / reviewerDays, runs,
    minutesPer100Runs: minutes === null || runs === 0 ? null : (100 * minutes) / runs, reviewers: times.size, timed,
  };
}

function spread(values: readonly (number | null)[]): Spread {
  const known = values.filter((value) => value !== null);
  return { n: known.length, median: nearestRank(known, 0.5), p90: nearestRank(known, 0.9) };
}

/** How far the loop is closed, over all traces. */
export function closingOf(traces: readonly HeardTrace[], around: { readonly nowMs: number; readonly cadenceMs: number | undefined; readonly classes: readonly ClassGuard[]; readonly burden: ReviewerBurden }): Closing {
  const { nowMs, classes, burden, cadenceMs = usualCadenceMs } = around;
  const flagged = traces.flatMap((trace) => flaggedOutput(trace, { nowMs, cadenceMs }) ?? []).toSorted((a, b) => (b.flaggedMs ?? -Infinity) - (a.flaggedMs ?? -Infinity) || (a.trace < b.trace ? -1 : 1));
  return {
    flagged, cadence: { ms: cadenceMs, stated: around.cadenceMs !== undefined }, classes, burden,
    toLabel: spread(flagged.map(({ toLabelMs }) => toLabelMs)), toGuard: spread(flagged.map(({ toGuardMs }) => toGuardMs)),
    queueAge: spread(flagged.map(({ next, ageMs }) => (next === 'review' ? ageMs : null))),
  };
}
