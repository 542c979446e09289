import type { LabelStatus } from './label.ts';

/** Every failure that somebody labelled, as a row of the failure log (S0). Null: not recorded, or nobody said it; never 0. */

/** In the order of the table: S0's columns, then ours. */
export const failureColumns = ['run', 'class', 'cause', 'fix', 'what', 'status', 'case', 'owner', 'cost', 'question', 'editMinutes', 'when', 'by'] as const;
export type FailureColumn = (typeof failureColumns)[number];

/** `unproven`: active, but its proof does not hold. */
export const caseStates = ['guarded', 'unproven', 'quarantined', 'draft', 'archived'] as const;
export type FailureCase = { readonly id: string; readonly state: (typeof caseStates)[number] };

export type FailureRow = {
  /** Of the trace as labels have it; what was written of a row of a file without a run has an id made from the file. */
  readonly id: string;
  readonly nativeId: string;
  /** Whether the run is imported here, is not, or the row came from a file that names none. */
  readonly run: 'imported' | 'missing' | 'none';
  /** The file that it came from, where it names no run. */
  readonly file: string | null;
  readonly class: string | null;
  readonly className: string;
  readonly mode: string | null;
  readonly modeName: string | null;
  readonly cause: string;
  readonly fix: string;
  readonly note: string;
  /** What the user asked, else the name of the run. It is no word on what happened. */
  readonly title: string | null;
  readonly status: LabelStatus;
  /** Of all its cases the one that says most: one that guards, else one that may. */
  readonly case: FailureCase | null;
  readonly cases: number;
  readonly owner: string;
  /** The label names the owner, or only the case does. */
  readonly ownerFrom: 'label' | 'case' | null;
  readonly costUsd: number | null;
  readonly editMinutes: number | null;
  /** When the run began, microseconds since 1970. */
  readonly startUs: number | null;
  /** Whose verdict is in force, and as of when. */
  readonly by: string;
  readonly at: string;
  /** Who else said something of it. */
  readonly others: readonly string[];
  readonly disagree: boolean;
};

/** What a class of failures costs. */
export type FailureTotal = {
  /** Null: failures that stand in no class. */
  readonly class: string | null;
  readonly name: string;
  readonly failures: number;
  readonly guarded: number;
  /** Failures whose cost is known, and what these cost together; null where none is. */
  readonly known: number;
  readonly knownUsd: number | null;
  /** What all of them cost if the others cost as much on average: failures × mean of the known. The log is ranked by it. */
  readonly weightUsd: number | null;
};

export type FailureLog = {
  /** From the row `offset` on. */
  readonly rows: readonly FailureRow[];
  /** Rows that the filter lets through, of `all`. */
  readonly total: number;
  readonly all: number;
  /** Of all. */
  readonly guarded: number;
  /** Of all: their run is not imported here, or they name none. No count of traces has them. */
  readonly notImported: number;
  readonly classes: number;
  /** The most expensive first, of what the filter lets through apart from classes that it names. */
  readonly totals: readonly FailureTotal[];
  /** Where the trace that was asked for stands among the rows; null: not there. */
  readonly at: number | null;
  /** What of the filter was not understood, in sentences. */
  readonly notes: readonly string[];
};
