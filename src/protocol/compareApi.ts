import { z } from 'zod';
import type { ComparedPayload, Comparison } from '../core/model/comparison.ts';
import type { Outcome } from '../core/model/result.ts';
import type { Method, Parsers } from './rpc.ts';

const n = z.number().int().positive();

/** A trace; a trial of a run; what a replay of a trace gave; what a case expects; the recording a case was made from. Runs and cases by id, a case also by its file. */
export const SideRef = z.union([
  z.strictObject({ trace: z.string().min(1) }),
  z.strictObject({ run: z.string().regex(/^[\w.-]+$/u), caseId: z.string().min(1), trial: n, variant: z.string().nullable() }),
  z.strictObject({ replay: z.string().regex(/^[\w.-]+$/u), of: z.string().min(1) }),
  z.strictObject({ expectedBy: z.string().min(1) }),
  z.strictObject({ recordingOf: z.string().min(1) }),
]);
export type SideRef = z.infer<typeof SideRef>;

export const CompareRequest = z.strictObject({ a: SideRef, b: SideRef, /** As in a TraceQuery. */ reader: z.string().optional() });
export const ComparePairRequest = CompareRequest.extend({ n1: n.nullable(), n2: n.nullable() });
export const CaseRunsRequest = z.strictObject({ caseId: z.string().min(1) });

/** A trial that a run kept, newest run first. */
export type KeptTrial = { readonly ref: SideRef; readonly run: string; readonly at: string; readonly target: string; readonly trial: number; readonly variant: string | null; readonly outcome: Outcome; readonly passed: number; readonly failed: number };
export type CaseRuns = { readonly caseId: string; /** The trace the case was made from; null where it names none. */ readonly source: string | null; readonly hasRecording: boolean; readonly trials: readonly KeptTrial[] };

export interface CompareApi {
  compareSides: Method<z.infer<typeof CompareRequest>, Comparison>;
  /** What the steps of one pair hold; null where a side has no step in it. */
  comparePair: Method<z.infer<typeof ComparePairRequest>, ComparedPayload>;
  /** What there is of a case to compare. */
  caseRuns: Method<z.infer<typeof CaseRunsRequest>, CaseRuns>;
}

export const compareParsers: Parsers<CompareApi> = { compareSides: CompareRequest, comparePair: ComparePairRequest, caseRuns: CaseRunsRequest };
