import type { LabelStatus, Verdict } from './label.ts';

/** What the failure classes of a workspace hold. Labels are counted by trace, by the label in force. */
export type TaxonomyOverview = {
  /** Those in use, in the order of the built-in ones and then of the file, which labels do not change. */
  readonly classes: readonly ClassOverview[];
  /** Merged and retired ones, and ids that labels or cases name and no list has. */
  readonly former: readonly FormerClass[];
  /** Traces that were labelled as failed. */
  readonly failures: number;
  /** Failures and notes that no class stands for yet, those left out that whoever asks gave one. */
  readonly unsorted: number;
  readonly saturation: Saturation;
  /** Where it stands, as the workspace shows it; null: there is none yet. */
  readonly file: string | null;
  /** Traces that others labelled and whoever asks has not reviewed: under blind review they are left out of all counts and notes. */
  readonly hidden: number;
  /** A sentence where labels could not be read. */
  readonly warnings: readonly string[];
};

export type ClassOverview = {
  readonly id: string;
  readonly name: string;
  readonly definition: string;
  readonly builtIn: boolean;
  /** taxonomy.yaml has an entry for it. */
  readonly written: boolean;
  readonly failures: number;
  /** Cases that name it, archived ones left out. */
  readonly cases: number;
  /** Of them active ones whose proof holds. */
  readonly guarding: number;
  readonly example: ClassExample | null;
  readonly modes: readonly { readonly id: string; readonly name: string; readonly definition: string; readonly failures: number }[];
  /** Ids of the classes that it took over. */
  readonly merged: readonly string[];
};

/** `trace`: null where it is a sentence alone, or the trace is not here. */
export type ClassExample = { readonly text: string; readonly trace: string | null };

export type FormerClass = {
  readonly id: string;
  readonly name: string;
  /** `unknown`: labels or cases name it, and no list has it. */
  readonly state: 'merged' | 'retired' | 'unknown';
  /** The class in use that stands for it now. */
  readonly into: string | null;
  /** Traces whose journals still name it. */
  readonly labels: number;
  readonly cases: number;
};

/** How long nothing new was found: after many failures in a row without a new kind, a taxonomy is about complete. */
export type Saturation = {
  /** Failures that were sorted into a class, in the order of their labels. */
  readonly n: number;
  /** So many at the end of them were of kinds known before. */
  readonly since: number;
  /** The class that was new last, and when; null where there is none. */
  readonly last: { readonly class: string; readonly at: string } | null;
  /** Failures without a class, which may be of a new kind. */
  readonly unsorted: number;
};

/** What was said of a trace, behind a class. */
export type ClassNote = {
  readonly trace: string;
  readonly title: string;
  readonly orphan: boolean;
  /** Whose label is in force, and since when. */
  readonly by: string;
  readonly at: string;
  readonly verdict: Verdict | null;
  /** Empty: nothing was written. */
  readonly note: string;
  readonly mode: string | null;
  /** Who sorted it into the class, where that was somebody else. */
  readonly sortedBy: string | null;
  readonly status: LabelStatus | null;
  /** Number and name of the first wrong step. */
  readonly step: { readonly n: number; readonly name: string | null } | null;
  /** What other reviewers wrote of the trace. */
  readonly others: readonly { readonly by: string; readonly note: string }[];
  /** An active, proven case was made from it. */
  readonly guarded: boolean;
};

export type ClassNotes = { readonly notes: readonly ClassNote[]; /** That match. */ readonly count: number; /** Without regard to the words searched. */ readonly all: number };
