/** A part of a report: sentences, then a table. Cells are plain text, of one line when they are shown; columns of numbers are known by their cells. */
export type ReportSection = {
  readonly title: string;
  readonly lines: readonly string[];
  readonly table?: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };
};
