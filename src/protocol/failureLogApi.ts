import { z } from 'zod';
import type { FailureLog, FailureRow } from '../core/model/failureLog.ts';
import { failureColumns } from '../core/model/failureLog.ts';
import { ClassValue, LabelStatus } from '../core/model/label.ts';
import type { Method, Parsers } from './rpc.ts';

/** The log of all failures that somebody labelled. */

const choice = {
  /** Such as `class:recovery owner:none guarded:no vague`. */
  filter: z.string().max(2000).optional(),
  /** Absent: the roadmap, by what classes cost. */
  sort: z.enum(failureColumns).optional(),
  descending: z.boolean().optional(),
  /** Who reads: under blind review traces that others labelled and they have not judged are left out, of totals and filters too. Absent: none is. */
  by: z.string().optional(),
  /** They asked for those as well. */
  all: z.boolean().optional(),
};

export const FailureLogRequest = z.strictObject({ ...choice, offset: z.number().int().min(0).optional(), limit: z.number().int().min(1).max(100_000).optional(), /** Whose place among the rows is told. */ trace: z.string().optional() });
export type FailureLogRequest = z.infer<typeof FailureLogRequest>;
export type FailureLogAnswer = FailureLog & { /** Traces of which others' labels are hidden from the reader, or would be if they had not asked for all. */ readonly hidden: number; readonly warnings: readonly string[] };

/** A cell, or several. An empty text takes it back. */
export const FailureEdit = z.strictObject({ class: ClassValue.nullable(), note: z.string().max(20_000), cause: z.string().max(20_000), fix: z.string().max(20_000), owner: z.string().max(200), status: LabelStatus }).partial();
export type FailureEdit = z.infer<typeof FailureEdit>;
export const EditFailureRequest = z.strictObject({ trace: z.string().min(1), by: z.string().min(1), edit: FailureEdit, /** From where hidden failures are not shown: none of them is written over. */ blind: z.boolean().optional() });
/** `over`: whose verdict stays on what was edited; null where it is one's own, or was only sorted into a class. */
export type EditFailureReport = { readonly row: FailureRow | null; readonly over: string | null; /** Likely secrets that were replaced. */ readonly replaced: number };

export const ExportFailuresRequest = z.strictObject({ ...choice, to: z.enum(['csv', 'markdown']) });
export type ExportFailuresReport = { readonly text: string; readonly rows: number; readonly hidden: number };

export const ImportFailuresRequest = z.strictObject({
  /** Absolute. */
  path: z.string().min(1),
  by: z.string().min(1),
  /** Only say what would be written. */
  dryRun: z.boolean().optional(),
});
export type ImportFailuresReport = {
  readonly file: string;
  readonly written: boolean;
  readonly rows: number;
  /** Runs that something new is said of, among these the ones that something else was said of before, and those that the log says all of already. */
  readonly added: number;
  readonly changed: number;
  readonly known: number;
  /** Of the rows: those whose run is imported here, those whose run is not, and those that name none. */
  readonly matched: number;
  readonly missing: number;
  readonly unnamed: number;
  /** Which columns were read as what; those that are counted from traces and cases anyway; and those that nothing is known of. */
  readonly columns: readonly { readonly column: string; readonly as: string }[];
  readonly notKept: readonly string[];
  readonly unknownColumns: readonly string[];
  /** Failure types that are no class; they stand in the note. */
  readonly unknownTypes: readonly { readonly type: string; readonly rows: number }[];
  readonly warnings: readonly { readonly line: number; readonly message: string }[];
  readonly warningCount: number;
  /** Likely secrets that were replaced. */
  readonly replaced: number;
};

export interface FailureLogApi {
  failureLog: Method<FailureLogRequest, FailureLogAnswer>;
  /** Recorded in the reviewer's journal, whosever label it was; `undoLabel` takes it back. */
  editFailure: Method<z.infer<typeof EditFailureRequest>, EditFailureReport>;
  exportFailures: Method<z.infer<typeof ExportFailuresRequest>, ExportFailuresReport>;
  /** A failure log that was kept in a spreadsheet, as labels of the reviewer: one change, which `undoLabel` takes back as one. */
  importFailures: Method<z.infer<typeof ImportFailuresRequest>, ImportFailuresReport>;
}

export const failureLogParsers: Parsers<FailureLogApi> = { failureLog: FailureLogRequest, editFailure: EditFailureRequest, exportFailures: ExportFailuresRequest, importFailures: ImportFailuresRequest };
