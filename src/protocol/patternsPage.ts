import { z } from 'zod';
import type { TraceGroup } from '../core/model/patterns.ts';
import type { PatternsAnswer } from './patternsApi.ts';
import type { Method, Parsers } from './rpc.ts';

/** What the Patterns tab of the review page asks for. */
const Choice = z.strictObject({ weeks: z.number().int().min(1).max(520).nullable(), promptVersion: z.string().nullable(), whole: z.boolean() });
const Group = z.strictObject({ traces: z.array(z.string()).max(100_000) });

export interface PatternsPageApi {
  readPatterns: Method<z.infer<typeof Choice>, PatternsAnswer>;
  /** Traces of a cell, or put down to one cause, with what they share. */
  patternGroup: Method<z.infer<typeof Group>, TraceGroup>;
}

export const patternsPageParsers: Parsers<PatternsPageApi> = { readPatterns: Choice, patternGroup: Group };
