import { z } from 'zod';
import type { Method, Parsers } from './rpc.ts';

/** What leaves Casebook for people and tools that have none. */

export const ShareTraceRequest = z.strictObject({
  trace: z.string().min(1),
  /** Personal data is replaced too; likely secrets always are. Default: true. */
  personal: z.boolean().optional(),
});
export type SharedTrace = {
  readonly html: string;
  readonly title: string;
  /** A name for the file, without its ending. */
  readonly fileName: string;
  /** How often a placeholder of each kind took the place of something, beyond what was replaced at import. */
  readonly replaced: Readonly<Record<string, number>>;
};

export const labelFormats = ['csv', 'jsonl', 'otlp'] as const;
export const ExportLabelsRequest = z.strictObject({
  format: z.enum(labelFormats),
  /** Only of these; default: all labelled traces. */
  traces: z.array(z.string()).optional(),
  /** Who exports: under blind review what others say of traces that they have not judged is left out. Absent: nothing is. */
  by: z.string().optional(),
  /** They asked for those as well. */
  all: z.boolean().optional(),
});
/** `labels`: of every reviewer; `traces`: that have one; `hidden`: traces of which others' labels are left out, or would be if not all were asked for. */
export type ExportedLabels = { readonly text: string; readonly labels: number; readonly traces: number; readonly hidden: number; readonly warnings: readonly string[] };

export interface ShareApi {
  /** A trace with its labels as one HTML file that needs nothing else and runs nothing. */
  shareTrace: Method<z.infer<typeof ShareTraceRequest>, SharedTrace>;
  exportLabels: Method<z.infer<typeof ExportLabelsRequest>, ExportedLabels>;
}

export const shareParsers: Parsers<ShareApi> = { shareTrace: ShareTraceRequest, exportLabels: ExportLabelsRequest };
