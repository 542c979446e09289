import { z } from 'zod';
import { Conjunct, Outcome } from './result.ts';

/** What the trials of a run amount to. Null is "not measured", never 0; each value carries its n. */

/** Where the true value lies with 95 % confidence, two-sided, and by which method (METRICS 11). */
export const Interval = z.object({
  low: z.number(),
  high: z.number(),
  /** `wilson`: one trial a case. `clusterWilson`: several, which stand together. `bootstrap`: values that are no yes or no. */
  method: z.enum(['wilson', 'clusterWilson', 'bootstrap']),
});
export type Interval = z.infer<typeof Interval>;

/** A mean over cases, each weighing the same. The interval is null where it cannot be estimated: from one case nothing follows for others. */
export const Estimate = z.object({ value: z.number().nullable(), n: z.number().int().nonnegative(), interval: Interval.nullable() });
export type Estimate = z.infer<typeof Estimate>;

export const MetricStatistics = Estimate.extend({
  metric: z.string(),
  /** Cases in which it was not measured. */
  notMeasured: z.number().int().nonnegative(),
  /** Sums over all trials divided, for metrics that count parts (METRICS 2.3); null for others. */
  micro: z.number().nullable(),
});
export type MetricStatistics = z.infer<typeof MetricStatistics>;

/** Trials of one wording. What broke or had nothing to be measured by is not in `n`. */
export const TrialCounts = z.object({
  n: z.number().int().nonnegative(),
  passes: z.number().int().nonnegative(),
  broken: z.number().int().nonnegative(),
  notMeasured: z.number().int().nonnegative(),
  passRate: z.number().nullable(),
});
export type TrialCounts = z.infer<typeof TrialCounts>;

/** A rewording of a case's question; `flipped` are the checks that failed with it and with the case's own question did not. */
export const VariantStatistics = TrialCounts.extend({ id: z.string(), outcome: Outcome, flipped: z.array(z.string()).readonly() });
export type VariantStatistics = z.infer<typeof VariantStatistics>;

/** One case that was tried more than once or in several wordings (METRICS 9). */
export const CaseStatistics = TrialCounts.extend({
  caseId: z.string(),
  outcome: Outcome,
  k: z.number().int().positive(),
  /** Null where fewer than k trials were measured. */
  passAtK: z.number().nullable(),
  passHatK: z.number().nullable(),
  /** Some of its trials passed and some failed; null below two. */
  flaky: z.boolean().nullable(),
  variants: z.array(VariantStatistics).readonly(),
  /** Whether all rewordings have the verdict of the case's own question; null where that is not known, or there are none. */
  consistent: z.boolean().nullable(),
  /** Between the best and the worst wording, the case's own among them. */
  variantSpread: z.number().nullable(),
  worstVariant: z.object({ id: z.string(), passRate: z.number() }).nullable(),
});
export type CaseStatistics = z.infer<typeof CaseStatistics>;

/** Milliseconds by nearest rank over the trials that recorded them. */
export const LatencyStatistics = z.object({
  n: z.number().int().nonnegative(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  /** Of fewer than 20 trials, the 95th percentile is the slowest one. */
  p95Unreliable: z.boolean(),
  /** Trials of more than 10 s. */
  slow: z.number().int().nonnegative(),
});
export type LatencyStatistics = z.infer<typeof LatencyStatistics>;

/** What all trials cost, failed ones too. */
export const CostStatistics = z.object({
  /** Null where no trial recorded a cost. */
  totalUsd: z.number().nullable(),
  /** Trials that were measured and recorded no cost: with one of them the price of a success is unknown. */
  withoutCost: z.number().int().nonnegative(),
  successes: z.number().int().nonnegative(),
  perSuccessUsd: z.number().nullable(),
  /** Why `perSuccessUsd` is null. */
  why: z.enum(['noSuccess', 'notRecorded']).nullable(),
});
export type CostStatistics = z.infer<typeof CostStatistics>;

/** The cases of a run that decide, against one target. */
export const TargetStatistics = z.object({
  target: z.string(),
  cases: z.number().int().nonnegative(),
  /** Cases that decide nothing: in none of these figures. */
  undecided: z.number().int().nonnegative(),
  outcomes: z.record(Outcome, z.number().int().nonnegative()),
  trials: z.object({ all: z.number().int().nonnegative(), broken: z.number().int().nonnegative(), notMeasured: z.number().int().nonnegative() }),
  /** Cases whose trials amount to a pass, of those that passed or failed. */
  casesPassed: Estimate,
  /** The case's own question. */
  passRate: Estimate,
  /** Over all wordings of each case; null where no case has rewordings. */
  passRateAllWordings: Estimate.nullable(),
  /** By each case's own k, over the cases that ask for several trials; null where none does. */
  passAtK: Estimate.nullable(),
  passHatK: Estimate.nullable(),
  /** Of the cases with two and more measured trials. */
  flakeRate: Estimate.nullable(),
  /** Of the cases with rewordings. */
  consistency: Estimate.nullable(),
  /** Cases that pass as asked and fail in another wording, of those with rewordings. */
  sensitivity: Estimate.nullable(),
  metrics: z.array(MetricStatistics).readonly(),
  latency: LatencyStatistics,
  cost: CostStatistics,
  /** Which part of trusted completion failed first in failed trials, most frequent first; `other`: none of them, such as a token budget. */
  firstFailing: z.array(z.object({ conjunct: z.union([Conjunct, z.literal('other')]), trials: z.number().int().positive() })).readonly(),
  repeated: z.array(CaseStatistics).readonly(),
});
export type TargetStatistics = z.infer<typeof TargetStatistics>;

export const RunStatistics = z.object({
  confidence: z.number(),
  /** Of the generator behind every bootstrap. */
  seed: z.number().int(),
  resamples: z.number().int().positive(),
  targets: z.array(TargetStatistics).readonly(),
});
export type RunStatistics = z.infer<typeof RunStatistics>;
