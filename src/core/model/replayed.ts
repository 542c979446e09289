import { z } from 'zod';
import { TraceRef } from './result.ts';
import { Terminal, Trial } from './trace.ts';

/** A recorded run asked again, and how the answer of today differs from it. Null: one side, or both, did not tell. */

const Change = z.object({ recorded: z.number().nullable(), now: z.number().nullable(), delta: z.number().nullable() });

export const ReplayComparison = z.object({
  /** Names of the calls that ran, in order, retries counted once. `difference`: the first place where they part, in words. */
  tools: z.object({ same: z.boolean().nullable(), recorded: z.array(z.string()).readonly().nullable(), now: z.array(z.string()).readonly().nullable(), difference: z.string().nullable() }),
  /** Texts are cut. `similarity` in [0, 1]; null too where the texts are too long to measure it. */
  answer: z.object({ same: z.boolean().nullable(), similarity: z.number().nullable(), recorded: z.string().nullable(), now: z.string().nullable() }),
  terminal: z.object({ same: z.boolean().nullable(), recorded: Terminal.nullable(), now: Terminal.nullable() }),
  latencyMs: Change,
  costUsd: Change,
});
export type ReplayComparison = z.infer<typeof ReplayComparison>;

/** `error`: the target broke. `n/a`: it could not be asked, or neither calls nor answer could be compared. */
export const ReplayOutcome = z.enum(['changed', 'same', 'error', 'n/a']);
export type ReplayOutcome = z.infer<typeof ReplayOutcome>;

export const ReplayedTrace = z.object({
  traceId: z.string(),
  nativeId: z.string(),
  /** Cut; null where none was recorded. */
  query: z.string().nullable(),
  startUs: z.number().nullable(),
  outcome: ReplayOutcome,
  /** What changed, or why nothing could be compared, in a sentence; null where all is the same. */
  reason: z.string().nullable(),
  /** What makes the comparison doubtful, a sentence each. */
  notes: z.array(z.string()).readonly(),
  /** Absent where there was nothing to compare. */
  compared: ReplayComparison.optional(),
  /** The spans that the target sent. */
  traceRef: TraceRef.optional(),
  at: z.string(),
});
export type ReplayedTrace = z.infer<typeof ReplayedTrace>;

/** What stands in `replay.json` beside a request: a replay that has none did not come to its end. */
export const ReplayHead = z.object({
  runId: z.string(), target: z.string(), matched: z.number(), seed: z.number().nullable(), chosen: z.number(), cancelled: z.boolean(), durationMs: z.number(),
});
export type ReplayHead = z.infer<typeof ReplayHead>;

/** A line of `replay.jsonl`, with the new trial. */
export const ReplayLine = ReplayedTrace.extend({ target: z.string(), observed: Trial.nullable() });
export type ReplayLine = z.infer<typeof ReplayLine>;
