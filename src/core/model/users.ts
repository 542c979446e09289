import type { FeedbackState } from './feedback.ts';
import type { Verdict } from './label.ts';
import type { TraceLabels } from './review.ts';

/** A case made from a trace, as the loop is closed by it. */
export type FollowingCase = {
  readonly id: string;
  readonly status: 'draft' | 'active' | 'quarantined' | 'archived';
  /** It is active, and its proof holds. */
  readonly guards: boolean;
  /** Since when its proof holds, milliseconds since 1970; null: it does not. */
  readonly provenMs: number | null;
};

/** A trace as its user knows it. Null: not recorded. Times in milliseconds since 1970. */
export type HeardTrace = {
  readonly id: string;
  /** What the user asked, one line. */
  readonly query: string | null;
  /** What the run is called where nothing was asked. */
  readonly name: string;
  readonly user: string | null;
  readonly role: string | null;
  readonly useCase: string | null;
  readonly startMs: number | null;
  readonly feedback: FeedbackState;
  readonly labels: TraceLabels | undefined;
  /** The first pass or fail that anybody gave it. */
  readonly reviewedMs: number | null;
  /** Since when its failure counts as handled; null also where it does not. */
  readonly handledMs: number | null;
  readonly cases: readonly FollowingCase[];
};

/** How a user said that an answer was no good as it was. */
export type FlagKind = 'rejected' | 'edited' | 'workaround' | 'note';

/** What a flagged output waits for. `none`: it was reviewed as right; `done`: it is handled and guarded. */
export type FlagStep = 'review' | 'decide' | 'classify' | 'makeCase' | 'prove' | 'activate' | 'fix' | 'done' | 'none';

/** An output that its user flagged, followed from there to the case that guards it and to the fix. Times in milliseconds since 1970, null where not recorded. */
export type FlaggedOutput = {
  readonly trace: string;
  readonly title: string;
  readonly user: string | null;
  readonly kinds: readonly FlagKind[];
  /** In the user's words; empty: none. */
  readonly note: string;
  /** Who said so, where that is recorded apart from the trace. */
  readonly by: string | null;
  /** When the user said so; where that is not recorded, when the run began, and `flaggedAt` is `run`. */
  readonly flaggedMs: number | null;
  readonly flaggedAt: 'said' | 'run' | null;
  readonly startMs: number | null;
  readonly reviewedMs: number | null;
  readonly verdict: Verdict | null;
  readonly class: string | null;
  readonly cases: readonly FollowingCase[];
  /** The first proof of a case made from it. */
  readonly guardedMs: number | null;
  readonly handledMs: number | null;
  readonly status: 'open' | 'fixing' | 'handled' | null;
  readonly next: FlagStep;
  /** From flag to the first verdict; 0 where it was reviewed before. */
  readonly toLabelMs: number | null;
  /** First proven case less the failing trace (METRICS 13). */
  readonly toGuardMs: number | null;
  /** Nobody reviewed it within the cadence. */
  readonly overdue: boolean;
  /** Since it was flagged. */
  readonly ageMs: number | null;
};

/** How long a failure class went without a guard (METRICS 13): its first proven case less its first failing trace. */
export type ClassGuard = {
  readonly id: string;
  readonly name: string;
  readonly failures: number;
  readonly firstTrace: string | null;
  readonly firstFailedMs: number | null;
  readonly case: string | null;
  readonly guardedMs: number | null;
  /** Below 0: guarded before it was seen. Null: no guard, or no clock. */
  readonly toGuardMs: number | null;
};

/** Values that times are told of, by nearest rank; null where there is none. */
export type Spread = { readonly n: number; readonly median: number | null; readonly p90: number | null };

/** METRICS 8. Minutes are by the times between reviews; null where nobody's are enough to tell. */
export type ReviewerBurden = {
  readonly reviews: number;
  readonly reviewerDays: number;
  readonly perReviewerDay: number | null;
  readonly runs: number;
  readonly minutesPer100Runs: number | null;
  readonly reviewers: number;
  /** Reviewers whose own pace is known; the others' reviews count at the mean of these. */
  readonly timed: number;
};

/** How far the loop is closed. */
export type Closing = {
  /** Newest flag first. */
  readonly flagged: readonly FlaggedOutput[];
  readonly cadence: { readonly ms: number; readonly stated: boolean };
  readonly toLabel: Spread;
  readonly toGuard: Spread;
  /** Ages of flagged outputs that nobody reviewed. */
  readonly queueAge: Spread;
  readonly classes: readonly ClassGuard[];
  readonly burden: ReviewerBurden;
};

/** How a flagged output stands, as its user is told. */
export type OutputStanding = 'waiting' | 'known' | 'fixing' | 'changed' | 'right';
export type UserOutput = {
  readonly trace: string;
  readonly question: string | null;
  readonly said: string;
  readonly kinds: readonly FlagKind[];
  readonly standing: OutputStanding;
  readonly heardMs: number | null;
  readonly lookedMs: number | null;
  readonly fixedMs: number | null;
  readonly guardedMs: number | null;
  /** A check made from it runs on every change. */
  readonly guarded: boolean;
  readonly fixed: boolean;
};

/** One user's page. Nothing in it is of another user. */
export type UserPage = {
  readonly user: string;
  readonly role: string | null;
  readonly primaryUseCase: string | null;
  /** Where they say what is wrong; null: nobody set one up. */
  readonly channel: string | null;
  /** release.yaml names them. */
  readonly listed: boolean;
  readonly runs: number;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** Of `runs`: a person gave pass or fail. */
  readonly reviewed: number;
  readonly accepted: number;
  readonly edited: number;
  readonly rejected: number;
  readonly workedAround: number;
  /** Kinds of question with how their answers were taken, most accepted first. Empty: not recorded. */
  readonly kinds: readonly { readonly useCase: string; readonly runs: number; readonly accepted: number; readonly said: number }[];
  /** Questions whose answer they accepted, newest first. */
  readonly accept: readonly { readonly question: string; readonly atMs: number | null }[];
  readonly outputs: readonly UserOutput[];
};

export type UsersReport = {
  /** When it was made, ISO. */
  readonly at: string;
  readonly timezone: string;
  readonly users: readonly UserPage[];
  /** Runs that say nothing of who asked. */
  readonly unnamed: { readonly runs: number; readonly flagged: number };
  readonly withoutChannel: readonly string[];
  readonly closing: Closing;
};
