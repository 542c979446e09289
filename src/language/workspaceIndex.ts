/**
 * Where something stands in a file that need not be read again: offsets in its text, and the line and column of the start,
 * counted from 0 as the editor counts. It never spans lines.
 */
export type IndexedPlace = { readonly start: number; readonly end: number; readonly line: number; readonly column: number };

/** What a name stands for. `after` refers to a `step` of the same case; `ref` is the file of a `$ref`, as written. */
export type NameKind = 'tag' | 'tier' | 'class' | 'mode' | 'owner' | 'role' | 'target' | 'judge' | 'tool' | 'step' | 'after' | 'document' | 'ref';

export type IndexedName = { readonly kind: NameKind; readonly name: string; readonly place: IndexedPlace };

export type IndexedCase = {
  /** Null when missing, or not written as text. */
  readonly id: string | null;
  readonly title: string;
  /** The suite's name; null for a case that stands alone. */
  readonly suite: string | null;
  /** The id, else what the case is known by. */
  readonly place: IndexedPlace;
  /** In the order of the text. What a case takes from `defaults` is listed there, once. */
  readonly names: readonly IndexedName[];
};

/** What one case file holds that others may refer to, or look for. */
export type IndexedFile = {
  readonly uri: string;
  readonly cases: readonly IndexedCase[];
  readonly suites: readonly { readonly name: string; readonly place: IndexedPlace }[];
  /** Names that stand in `defaults`. */
  readonly defaults: readonly IndexedName[];
};

/**
 * All case files of the workspace, as they stand on screen where they are open, else on disk. It is filled in the
 * background and follows changes of files: every answer is given at once, from what is known.
 */
export interface WorkspaceIndex {
  /** False while files are still being read for the first time: what is not found may yet turn up, so do not refuse or promise on it. */
  readonly whole: boolean;
  /** Goes up whenever another answer may be given. */
  readonly revision: number;
  /** Another text whenever the ids of the files beside this one may be others. */
  idsBeside(uri: string): string;
  /** Of the folder (that of `casebook/`) that this file belongs to, in the order of their paths. */
  filesAround(uri: string): readonly IndexedFile[];
  file(uri: string): IndexedFile | undefined;
  /** Every case of that folder with this id: several where it is a duplicate. */
  casesWithId(uri: string, id: string): readonly { readonly file: IndexedFile; readonly found: IndexedCase }[];
  /** The same without those of this file itself. */
  casesBeside(uri: string, id: string): readonly { readonly file: IndexedFile; readonly found: IndexedCase }[];
  /** Every case of every folder that is open in the editor, for workspace symbols. */
  allFiles(): Iterable<IndexedFile>;
}
