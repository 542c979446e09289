import { z } from 'zod';
import type { FailureClass } from '../core/model/failureClass.ts';
import { FailureEdit, FailureLogRequest } from './failureLogApi.ts';
import type { EditFailureReport, FailureLogAnswer } from './failureLogApi.ts';
import type { Method, Parsers } from './rpc.ts';

/** What the Failure log tab of the review page asks for. */
const Edit = z.strictObject({ trace: z.string().min(1), edit: FailureEdit, /** Failures that blind review would hide are shown. */ all: z.boolean() });
/** Whose page it is, the editor knows. */
const Read = FailureLogRequest.omit({ by: true });
type Read = z.infer<typeof Read>;
const Export = Read.pick({ filter: true, sort: true, descending: true, all: true }).extend({ to: z.enum(['csv', 'markdown']), copy: z.boolean() });
const Trace = z.strictObject({ trace: z.string().min(1) });
const nothing = z.strictObject({});

/** `said`: what was done, a sentence. */
type Done = { readonly said: string };

export interface FailureLogPageApi {
  readFailures: Method<Read, FailureLogAnswer & { readonly failureClasses: readonly FailureClass[] }>;
  /** Null: no name was given to label under. */
  editFailure: Method<z.infer<typeof Edit>, EditFailureReport | null>;
  undoFailureEdit: Method<{ redo: boolean }, Done | null>;
  /** Asks which file, says what is in it, and asks before it is written. Null: nothing was chosen. */
  importFailures: Method<z.infer<typeof nothing>, Done | null>;
  exportFailures: Method<z.infer<typeof Export>, Done | null>;
  makeCaseOf: Method<z.infer<typeof Trace>, Done | null>;
}

export const failureLogPageParsers: Parsers<FailureLogPageApi> = {
  readFailures: Read, editFailure: Edit, undoFailureEdit: z.strictObject({ redo: z.boolean() }), importFailures: nothing, exportFailures: Export, makeCaseOf: Trace,
};
