import { z } from 'zod';
import type { FailureClass } from '../core/model/failureClass.ts';
import { LabelChange } from '../core/model/label.ts';
import type { Label } from '../core/model/label.ts';
import type { LabelledTrace, TraceLabels } from '../core/model/review.ts';
import type { Method, Parsers } from './rpc.ts';

/** What people say of traces. */

/** `queue`: where it was met; a verdict then records it, with the stratum that the trace has there. */
export const LabelRequest = z.strictObject({ trace: z.string(), by: z.string().min(1), change: LabelChange, queue: z.string().optional() });
/** `replaced`: how many likely secrets of the texts were replaced before they were written; absent when there were none. */
export type LabelReport = Label & { readonly replaced?: number };
/** The same of many traces. */
export const BulkLabelRequest = z.strictObject({ traces: z.array(z.string()).min(1), by: z.string().min(1), change: LabelChange.omit({ firstWrongStep: true, lastGoodStep: true, wrongWords: true }), queue: z.string().optional() });
export type BulkLabelReport = { readonly traces: number; /** Likely secrets of the texts that were replaced before they were written. */ readonly replaced: number };
export const UndoRequest = z.strictObject({ by: z.string().min(1), trace: z.string().optional() });
/** One change of many traces is undone, and done again, as one. `trace`: the first of `traces`; `label`: what now stands on it, as far as the reviewer may know; `hidden`: of how many others they may not. */
export type UndoReport = { readonly trace: string; readonly traces: readonly string[]; readonly undone: string; readonly label: Label | null; readonly hidden: number } | null;

export const FeedbackRequest = z.strictObject({
  /** The file, absolute. */
  path: z.string(),
  /** Where it comes from; default: the name of the file. */
  source: z.string().optional(),
});
export type FeedbackReport = {
  /** What it was added to, as the workspace sees it. */
  readonly file: string;
  readonly rows: number;
  readonly added: number;
  /** Rows that were there already. */
  readonly known: number;
  /** Rows of traces that are imported. */
  readonly matched: number;
  /** Ids that no imported trace has, the first 100. */
  readonly unmatched: readonly string[];
  readonly unknownColumns: readonly string[];
  readonly warnings: readonly { readonly line: number; readonly message: string }[];
  readonly warningCount: number;
  /** Rows whose time is none, or still to come: they count without one. The first 100. */
  readonly undated: readonly { readonly line: number; readonly message: string }[];
  readonly undatedCount: number;
  /** How often a placeholder of each kind took the place of a likely secret, or of personal data. */
  readonly redactions: Readonly<Record<string, number>>;
};

/** `orphans`: only those whose trace is not imported here, or only the others. */
export const LabelListRequest = z.strictObject({ orphans: z.boolean().optional(), /** As in a TraceQuery. */ reader: z.string().optional() });
/** `warning`: a sentence where labels could not be read. */
export type LabelList = { readonly labelled: readonly LabelledTrace[]; readonly warning?: string };

/** What everybody says of one trace. An orphan is named by what was written of it, or by the beginning of that. */
export const ReadLabelsRequest = z.strictObject({ trace: z.string(), /** As in a TraceQuery. */ reader: z.string().optional() });
export type LabelsOfTrace = { readonly trace: string; readonly orphan: boolean; readonly labels: TraceLabels; /** Of how many others blind review hides the labels from the reader. */ readonly hidden: number };

export interface LabelApi {
  readLabels: Method<z.infer<typeof ReadLabelsRequest>, LabelsOfTrace>;
  /** All traces that somebody labelled, in no order. */
  listLabels: Method<z.infer<typeof LabelListRequest>, LabelList>;
  labelTrace: Method<z.infer<typeof LabelRequest>, LabelReport>;
  labelTraces: Method<z.infer<typeof BulkLabelRequest>, BulkLabelReport>;
  /** Takes back one's last change that still stands, of a trace or of any. Null: there is none. */
  undoLabel: Method<z.infer<typeof UndoRequest>, UndoReport>;
  /** Takes back one's last undoing, as long as nothing else was said after it. */
  redoLabel: Method<z.infer<typeof UndoRequest>, UndoReport>;
  /** Adds what users said of runs, where it arrives apart from the traces, to casebook/feedback/. */
  importFeedback: Method<z.infer<typeof FeedbackRequest>, FeedbackReport>;
  failureClasses: Method<Record<string, never>, readonly FailureClass[]>;
}

const nothing = z.strictObject({});

export const labelParsers: Parsers<LabelApi> = {
  readLabels: ReadLabelsRequest,
  listLabels: LabelListRequest,
  labelTrace: LabelRequest,
  labelTraces: BulkLabelRequest,
  undoLabel: UndoRequest,
  redoLabel: UndoRequest,
  importFeedback: FeedbackRequest,
  failureClasses: nothing,
};
