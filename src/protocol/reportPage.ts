import { z } from 'zod';
import type { Advice } from '../core/doctor/advice.ts';
import type { ImportReport } from './importApi.ts';
import type { Method, Parsers } from './rpc.ts';

/** What the editor kept of an import, for as long as no other took its place. */
export type KeptReport = {
  /** Of the workspace folder it went into, absolute. */
  readonly folder: string;
  /** ISO time. */
  readonly at: string;
  readonly report: ImportReport;
};

export type ReportView = KeptReport & {
  /** What came of it, in one sentence. */
  readonly sentence: string;
  /** Refusals in the editor's words, by the file's number. */
  readonly refusals: Readonly<Record<number, string>>;
  /** Columns of rows can be mapped here. */
  readonly canMap: boolean;
};

/** What the import report may ask of the editor. Files and warnings go by their numbers in the report: a page names no path. */
export interface ReportPageApi {
  /** Null when no report was kept. */
  open: Method<Record<string, never>, ReportView | null>;
  advice: Method<{ file: number }, { readonly advice: readonly Advice[] }>;
  /** The file in an editor; at the line of one of its warnings where that is given. */
  reveal: Method<{ file: number; warning?: number | undefined }, null>;
  mapColumns: Method<{ file: number }, null>;
  copyMarkdown: Method<Record<string, never>, null>;
  copy: Method<{ text: string; what: string }, null>;
  showTraces: Method<Record<string, never>, null>;
  importMore: Method<Record<string, never>, null>;
}

export interface ReportPageEvents {
  /** Another import took its place, or it was kept anew. */
  reportChanged: Method<Record<string, never>, null>;
}

const nothing = z.strictObject({});
const number = z.number().int().nonnegative();

export const reportPageParsers: Parsers<ReportPageApi> = {
  open: nothing,
  advice: z.strictObject({ file: number }),
  reveal: z.strictObject({ file: number, warning: number.optional() }),
  mapColumns: z.strictObject({ file: number }),
  copyMarkdown: nothing,
  copy: z.strictObject({ text: z.string(), what: z.string() }),
  showTraces: nothing,
  importMore: nothing,
};
