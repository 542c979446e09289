import { z } from 'zod';
import type { Patterns, ToolLint, TraceGroup } from '../core/model/patterns.ts';
import type { Method, Parsers } from './rpc.ts';
import type { SignalProgress } from './traceApi.ts';

/** Where runs go wrong, over all labelled traces. */

export const PatternsRequest = z.strictObject({
  /** So many ISO weeks, up to the last one in which a reviewed trace began; null or absent: all there is. */
  weeks: z.number().int().min(1).max(520).nullable().optional(),
  promptVersion: z.string().nullable().optional(),
  /** False: does not wait for what takes long to be made from all traces, their signals and the lint of their tools, and says so in `pending`. */
  whole: z.boolean().optional(),
});
export type PatternsRequest = z.infer<typeof PatternsRequest>;
/** `pending`: signals or the lint of tools are not all known yet, and failures are put down to them by nothing. */
export type PatternsAnswer = Patterns & { readonly pending: boolean; readonly lint: ToolLint; readonly warnings: readonly string[] };

export const TraceGroupRequest = z.strictObject({ /** Ours. */ traces: z.array(z.string()).max(100_000) });

export interface PatternsApi {
  patterns: Method<PatternsRequest, PatternsAnswer, SignalProgress>;
  /** Some of the traces that patterns count, with what they have in common. Those that are not labelled any more are left out. */
  traceGroup: Method<z.infer<typeof TraceGroupRequest>, TraceGroup>;
  /** What a model may misunderstand in the names and descriptions of the tools that traces offered or called. */
  lintTools: Method<Record<string, never>, ToolLint>;
}

export const patternsParsers: Parsers<PatternsApi> = {
  patterns: PatternsRequest,
  traceGroup: TraceGroupRequest,
  lintTools: z.strictObject({}),
};
