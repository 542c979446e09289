import type { CallStatus, SpanKind } from './span.ts';
import type { Feedback } from './trace.ts';

/** Two runs beside each other, or a run beside what its case expects. */

/** One step as a comparison shows it; figures are null where not recorded. */
export type ComparedStep = {
  /** Its number in its own trajectory. */
  readonly n: number;
  readonly kind: SpanKind;
  readonly name: string;
  readonly detail: string | null;
  readonly depth: number;
  readonly durationMs: number | null;
  readonly tokens: number | null;
  readonly costUsd: number | null;
  readonly failed: boolean;
  readonly failedBelow: boolean;
  readonly status: CallStatus | null;
  readonly error: string | null;
};

/** What a side is as a whole. Null: not recorded; of an expectation, nothing of this is. */
export type ComparedSide = {
  readonly kind: 'trace' | 'trial' | 'expected';
  /** Set where it can be opened as a trajectory. */
  readonly trace: string | null;
  readonly title: string;
  /** What tells it from others of that title: when it ran, which run and trial. */
  readonly words: string;
  readonly verdict: 'pass' | 'fail' | 'defer' | 'failed' | 'rejected' | null;
  readonly steps: number;
  readonly toolCalls: number | null;
  readonly toolErrors: number | null;
  readonly latencyMs: number | null;
  readonly tokens: number | null;
  readonly costUsd: number | null;
  readonly unsupported: number | null;
  readonly feedback: Feedback | null;
};

export type Relation = 'same' | 'changed' | 'onlyA' | 'onlyB';

/** Steps that stand for each other. One of them is null where the other side has none. */
export type StepPair = {
  readonly a: ComparedStep | null;
  readonly b: ComparedStep | null;
  readonly relation: Relation;
  /** What differs, in a few words: `orderId`, `result`, `answer`. Null where that is plain. */
  readonly differs: string | null;
};

export type Comparison = {
  readonly a: ComparedSide;
  readonly b: ComparedSide;
  readonly pairs: readonly StepPair[];
  /** Where the runs part: the first pair whose action differs. Null: they do the same. */
  readonly firstDivergence: { readonly pair: number; readonly sentence: string } | null;
  /** Why the pairs are less exact than usual; null: they are not. */
  readonly coarse: string | null;
};

/** Texts to be compared line by line. Null: that side has none. */
export type ComparedText = { readonly title: string; readonly a: string | null; readonly b: string | null };

/** What the steps of one pair hold. `prompt`: the messages that the model call at or before each step was sent. */
export type ComparedPayload = {
  readonly step: readonly ComparedText[];
  readonly prompt: readonly ComparedText[];
  readonly raw: readonly ComparedText[];
  /** A sentence for each text that was cut. */
  readonly cut: readonly string[];
};
