import type { FeedbackState } from './feedback.ts';
import type { Label, Verdict } from './label.ts';
import type { Facts } from './trace.ts';

/** What all reviewers say of one trace. */
export type TraceLabels = {
  /** The label in force: of whoever gave a verdict last, with what others say who agree, or as it was adjudicated. Its `by` says whose verdict it is. */
  readonly label: Label | null;
  /** Each reviewer's own label as it stands, by name. */
  readonly own: readonly Label[];
  /** Who decided between them, and how; null where nobody did. */
  readonly adjudicated: { readonly by: string; readonly at: string; readonly verdict: Verdict } | null;
  /** Two reviewers gave pass and fail, or two classes, and nobody has decided between them since. */
  readonly disagree: boolean;
};

/**
 * A labelled trace as lists and reports of reviews read it: small, and kept in memory for all of them. Null: not recorded.
 * Of an orphan (a label whose trace is not in the index) only `id`, `labels` and `cases` are known.
 */
export type LabelledTrace = {
  readonly id: string;
  /** The label names a trace that is not imported here. What is in `id` is then all that was written of it. */
  readonly orphan: boolean;
  readonly nativeId: string;
  /** What the user asked, one line; else the name of the run. */
  readonly title: string | null;
  readonly file: string | null;
  /** Microseconds since 1970. */
  readonly startUs: number | null;
  readonly latencyMs: number | null;
  readonly costUsd: number | null;
  readonly toolsCalled: readonly string[];
  readonly toolsOffered: readonly string[] | null;
  readonly models: readonly string[];
  readonly tags: readonly string[];
  readonly facts: Facts;
  /** What users said of it, later ones over what came with the trace. */
  readonly feedback: FeedbackState;
  readonly labels: TraceLabels;
  /** Of how many others blind review hides the labels from whoever reads. Absent: of none, or nobody was named who reads. */
  readonly hidden?: number;
  /** Cases made from it, each with whether it guards: it is active and its proof holds. */
  readonly cases: readonly { readonly id: string; readonly status: 'draft' | 'active' | 'quarantined' | 'archived'; readonly guards: boolean; readonly owner: string | null }[];
};

/** How much of the random sample is reviewed, in the slice that stands beside it (METRICS 18). */
export type SampleCoverage = {
  /** Drawn traces with pass or fail in force. */
  readonly reviewed: number;
  readonly drawn: number;
  /** The share, 0 to 1; null: nothing was drawn. */
  readonly reviewCoverage: number | null;
  /** Of `reviewed`: met where failures come first or where somebody chose, in weeks of which the sample is not all reviewed. */
  readonly leaning: number;
  /** A rate of what is reviewed says little of the whole: too little of it is, or some of it was not met at random. */
  readonly biased: boolean;
};
