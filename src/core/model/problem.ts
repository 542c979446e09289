import { z } from 'zod';

export const Severity = z.enum(['error', 'warning', 'info', 'hint']);
export type Severity = z.infer<typeof Severity>;

/** Half-open range of UTF-16 offsets in a document. */
export type TextRange = { readonly start: number; readonly end: number };

/** One replacement in a document. */
export type TextEdit = { readonly range: TextRange; readonly text: string };

/** A named way to mend a problem; its edits belong to the problem's own file. */
export type Fix = { readonly title: string; readonly edits: readonly TextEdit[] } | { readonly title: string; readonly command: string; readonly arguments: readonly unknown[] };

/** Something wrong, with a place. Collected, never thrown. Codes are stable: CBxxx (CASES 1.1). */
export type Problem = {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: TextRange;
  readonly related?: readonly { readonly file: string; readonly range: TextRange; readonly message: string }[];
  readonly fixes?: readonly Fix[];
};

/** A line of an export that was not understood as it should be. `line` is 1-based; null concerns the whole file. `file`: where the export is made of several. */
export const ImportWarning = z.object({ line: z.number().int().positive().nullable(), message: z.string(), file: z.string().optional() });
export type ImportWarning = z.infer<typeof ImportWarning>;
