import type { ClassValue, Verdict } from './label.ts';
import type { SampleCoverage } from './review.ts';

/** Whether people who reviewed the same traces say the same of them. Each is taken by what they said themselves, whatever was decided later. */
export type Agreement = {
  /** Most labelled first. */
  readonly reviewers: readonly ReviewerCounts[];
  /** Traces with a label. */
  readonly traces: number;
  /** Traces that two or more reviewers gave pass or fail. */
  readonly shared: number;
  /** By the label in force. */
  readonly classes: readonly { readonly class: string | null; readonly failures: number; readonly byReviewer: Readonly<Record<string, number>> }[];
  /** Why traces with pass or fail in force were reviewed. */
  readonly strata: { readonly random: number; readonly enriched: number; readonly none: number };
  /** How much of the random sample is reviewed. */
  readonly coverage: SampleCoverage;
  /** Of reviewers with a trace in common, most in common first. */
  readonly pairs: readonly ReviewerPair[];
  readonly alpha: { readonly verdict: Alpha; readonly class: Alpha };
  /** Nobody decided between them; the last label first. */
  readonly open: readonly Disagreement[];
  readonly decided: readonly Disagreement[];
  readonly warnings: readonly string[];
};

export type ReviewerCounts = { readonly by: string; readonly pass: number; readonly fail: number; readonly deferred: number; readonly without: number };

export type ReviewerPair = { readonly a: string; readonly b: string; readonly verdict: PairAgreement; readonly class: PairAgreement };

/** Null: nothing can be said, as where both gave one value throughout. Intervals are of 95 %. */
export type PairAgreement = {
  /** Traces that both rated. */
  readonly n: number;
  readonly same: number;
  readonly kappa: number | null;
  readonly ac1: number | null;
  readonly ac1Interval: { readonly low: number; readonly high: number } | null;
};

export type Alpha = { readonly alpha: number | null; /** Traces with two ratings or more. */ readonly traces: number; readonly ratings: number };

export type Disagreement = {
  readonly trace: string;
  readonly title: string;
  readonly orphan: boolean;
  /** Pass or fail, or only the class. */
  readonly about: 'verdict' | 'class';
  /** Each reviewer's own, in the order they spoke. */
  readonly said: readonly SaidOf[];
  readonly decision: { readonly by: string; readonly at: string; readonly verdict: Verdict; readonly class: ClassValue | null } | null;
};

export type SaidOf = {
  readonly by: string;
  readonly at: string;
  readonly verdict: Verdict | null;
  readonly class: ClassValue | null;
  readonly sortedBy: string | null;
  readonly note: string;
  readonly step: { readonly n: number; readonly name: string | null } | null;
};
