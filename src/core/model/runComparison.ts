import { z } from 'zod';

/** Two runs over the same cases. Lists come first: they say more than a p value. */

/** After minus before, on the cases that both measured. */
export const Difference = z.object({
  n: z.number().int().nonnegative(),
  before: z.number().nullable(),
  after: z.number().nullable(),
  delta: z.number().nullable(),
  /** Of the delta, 95 % two-sided; null below two cases. */
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** Bounds of which each holds by itself with 95 %: a change that must not lose more than d is one whose lower bound is above -d. */
  bounds: z.object({ low: z.number(), high: z.number() }).nullable(),
});
export type Difference = z.infer<typeof Difference>;

export const RunComparison = z.object({
  newlyFailing: z.array(z.string()).readonly(),
  newlyFixed: z.array(z.string()).readonly(),
  /** Measured before, and broken or not measured now. */
  lost: z.array(z.string()).readonly(),
  added: z.array(z.string()).readonly(),
  removed: z.array(z.string()).readonly(),
  /** Cases that both runs measured. */
  n: z.number().int().nonnegative(),
  /** Whether the pass rate changed; null where no case was measured in both. */
  test: z.object({
    method: z.enum(['mcnemar', 'signFlip']),
    p: z.number(),
    /** Whether every way was counted, or only drawn ones. */
    exact: z.boolean(),
    draws: z.number().int().nullable(),
    seed: z.number().int().nullable(),
  }).nullable(),
  passRate: Difference,
  metrics: z.array(Difference.extend({ metric: z.string() })).readonly(),
});
export type RunComparison = z.infer<typeof RunComparison>;
