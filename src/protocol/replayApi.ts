import { z } from 'zod';
import type { ReplayedTrace } from '../core/model/replayed.ts';
import type { ReplaySummary } from '../core/runs/replaySummary.ts';
import type { Method, Parsers } from './rpc.ts';
import type { RunEstimate } from './runApi.ts';
import { TraceQuery } from './traceApi.ts';

/** Recent traces asked again of the agent as it is now. */

/** The traces are those of the query. */
export const ReplayRequest = TraceQuery.omit({ limit: true, offset: true, sort: true }).extend({
  target: z.string().optional(),
  /** Only the newest so many of the query. */
  limit: z.number().int().positive().optional(),
  /** So many, drawn at random from those; where neither this nor `limit` is given, 50. */
  sample: z.number().int().positive().optional(),
  /** Of the drawing; recorded with the result. */
  seed: z.number().int().nonnegative().optional(),
  concurrency: z.number().int().positive().optional(),
});
export type ReplayRequest = z.infer<typeof ReplayRequest>;
export type ReplayProgress = { readonly done: number; readonly traces: number; readonly changed: number; readonly result: ReplayedTrace };
export type ReplayReport = {
  readonly runId: string;
  /** Null when there was nothing to replay: then nothing was written. */
  readonly folder: string | null;
  readonly target: string;
  /** How many traces the query has. */
  readonly matched: number;
  /** Null where none were drawn: all of the query, or its newest, were replayed. */
  readonly seed: number | null;
  /** How many were to be replayed; fewer are in `traces` where it was cancelled. */
  readonly chosen: number;
  /** Newest first. */
  readonly traces: readonly ReplayedTrace[];
  readonly summary: ReplaySummary;
  readonly cancelled: boolean;
  readonly durationMs: number;
  readonly notKept?: string;
};

export interface ReplayApi {
  /** Asks the target what users asked in these traces, and compares what it does with what was recorded. Writes no case. */
  replayTraces: Method<ReplayRequest, ReplayReport, ReplayProgress>;
  /** What a replay would cost, by what the recorded runs cost; null where nobody wants to be asked. */
  estimateReplay: Method<ReplayRequest, RunEstimate | null>;
  /** The last one that came to its end here; null where there is none. */
  lastReplay: Method<Record<string, never>, ReplayReport | null>;
}

export const replayParsers: Parsers<ReplayApi> = { replayTraces: ReplayRequest, estimateReplay: ReplayRequest, lastReplay: z.strictObject({}) };
