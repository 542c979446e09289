import type { CaseStatus } from './evalCase.ts';
import type { Outcome, Undecided } from './result.ts';

/** One case as a list shows it. */
export type CaseRow = {
  /** A broken case without an id goes by its file. */
  readonly id: string;
  /** As the workspace shows it: with forward slashes, relative to the folder; absolute where it lies outside. */
  readonly file: string;
  /** 0-based, on which the case begins. */
  readonly line: number;
  readonly suite: string | null;
  /** The title, else the query. */
  readonly title: string;
  readonly query: string;
  /** Its rewordings, by the ids that trials name; most cases have none. */
  readonly variants: readonly { readonly id: string; readonly query: string }[];
  readonly status: CaseStatus;
  /** Null: it decides. */
  readonly undecided: Undecided | null;
  /** It names a failure, so that there is something to prove; and whether its proof holds. */
  readonly needsProof: boolean;
  readonly proven: boolean;
  readonly failureClass: string | null;
  readonly failureMode: string | null;
  /** Names and patterns of the tools that it says something about. */
  readonly tools: readonly string[];
  readonly useCase: string | null;
  readonly tags: readonly string[];
  readonly risk: string | null;
  readonly owner: string | null;
  /** Why it is set aside, where it is. */
  readonly quarantine: string | null;
  /** The trace it was made from. */
  readonly traceId: string | null;
  readonly last: { readonly outcome: Outcome; readonly at: string; readonly target: string; readonly passed: number; readonly trials: number; readonly sentence: string } | null;
  /** The case is not well formed: nothing but its id and place is known. */
  readonly broken: boolean;
};

/** `revision` names a list: who holds it is told that nothing has changed. */
export type CaseList = {
  readonly revision: number;
  /** Null where the list is the one the caller holds. In the order of the files. */
  readonly rows: readonly CaseRow[] | null;
  /** Case files that cannot be read at all, a sentence each. */
  readonly unreadable: readonly string[];
};
