import type { Interval } from '../statistics/interval.ts';
import type { SampleCoverage } from './review.ts';

/** Where runs go wrong, over all traces that people reviewed. Counts come with what they are of; null is "not measured", never 0. */
export type Patterns = {
  /** The weeks looked at; null: all there is. */
  readonly span: { readonly weeks: number; readonly from: string; readonly to: string } | null;
  /** Traces whose label in force says pass or fail, and those of them that failed. */
  readonly reviewed: number;
  readonly failures: number;
  /** Reviewed traces without a clock, or not imported here: in no week, and left out where weeks are asked for. */
  readonly undated: number;
  /** Failures that began before the weeks shown; absent: none. Where weeks are asked for they are left out of everything, else only of the counts by week. */
  readonly failuresBefore?: number;
  /** Prompt versions of reviewed traces, most frequent first: what can be asked for. */
  readonly promptVersions: readonly string[];
  readonly matrix: TransitionMatrix;
  readonly weeks: ClassWeeks;
  readonly together: readonly CoOccurrence[];
  readonly perception: PerceptionView;
  readonly toolSelection: ToolSelection;
};

/** Last good step against first wrong step, of failures on which both are marked. Steps are known by their names. */
export type TransitionMatrix = {
  readonly failures: number;
  /** Failures on which both steps are marked and have names: these are counted. */
  readonly withBoth: number;
  /** In the order in which runs come by them. */
  readonly rows: readonly MatrixHead[];
  readonly columns: readonly MatrixHead[];
  /** Those that are not 0, by row and column. */
  readonly cells: readonly MatrixCell[];
};
export type MatrixHead = { readonly name: string; readonly count: number };
/** `row` and `column` are places in the lists; `traces` our ids, newest first. */
export type MatrixCell = { readonly row: number; readonly column: number; readonly traces: readonly string[] };

/** Traces of one cell, or of any other choice, and what they have in common. */
export type TraceGroup = { readonly traces: readonly GroupedTrace[]; readonly shared: readonly SharedTrait[] };
export type GroupedTrace = { readonly id: string; readonly nativeId: string; readonly title: string | null; readonly startUs: number | null; /** The name of its class; null: it has none in use. */ readonly className: string | null; readonly orphan: boolean };
/** `n`: traces of which it is known. */
export type SharedTrait = { readonly kind: 'promptVersion' | 'offered' | 'called' | 'model' | 'useCase' | 'answerRefused' | 'guarded'; readonly value: string | null; readonly count: number; readonly n: number };

/** Failures by class and ISO week in the time zone of config.yaml, oldest week first. */
export type ClassWeeks = {
  readonly weeks: readonly ReviewedWeek[];
  /** Most failures first. The id is null for failures without a class. */
  readonly classes: readonly { readonly id: string | null; readonly name: string; readonly counts: readonly number[]; readonly total: number;
    /** The last whole week against the one before it; null where either has fewer than 10 reviewed traces. */
    readonly change: number | null }[];
};
/** `few`: fewer than 10 reviewed. `whole`: it is over. */
export type ReviewedWeek = { readonly id: string; readonly from: string; readonly reviewed: number; readonly failures: number; readonly few: boolean; readonly whole: boolean };

export type TraceSide = 'tool' | 'model' | 'promptVersion' | 'role' | 'useCase';
/** How often failures of a class have something, against all reviewed traces. Traces of which it is not known are left out on either side. */
export type CoOccurrence = {
  readonly class: string | null;
  readonly name: string;
  readonly side: TraceSide;
  readonly value: string;
  /** Failures of the class that have it, of those of which it is known. */
  readonly inClass: { readonly count: number; readonly n: number };
  readonly inAll: { readonly count: number; readonly n: number };
  /** The share in the class over the share in all. */
  readonly lift: number;
  /** Class against all other reviewed traces: two-sided, by z or Fisher; `adjusted` counts how many were looked at (Holm). */
  readonly p: number;
  readonly adjusted: number;
  readonly method: 'z' | 'fisher';
};

/** S0 step 4: what the agent could not see, before anybody changes a prompt. Each failure stands in one group, the first that it fits. */
export type PerceptionView = {
  readonly failures: number;
  readonly groups: readonly PerceptionGroup[];
  /** Failures whose signals are not known yet: they are sorted by their class alone. */
  readonly withoutSignals: number;
};
export type PerceptionCause = 'toolNames' | 'retrieval' | 'context' | 'none';
export type PerceptionGroup = {
  readonly cause: PerceptionCause;
  readonly traces: readonly string[];
  /** What speaks for it, most frequent first. */
  readonly evidence: readonly { readonly text: string; readonly count: number }[];
};

/** How often the right tool was picked, by the tools that were offered (METRICS 18: toolSelectionAccuracy on basis label). */
export type ToolSelection = {
  readonly sets: readonly ToolSet[];
  readonly changes: readonly ToolSetChange[];
  /** Reviewed traces of the random sample whose tools are known; only these count. */
  readonly n: number;
  /** Reviewed traces that are left out: not of the random sample, or their tools are not known. */
  readonly notRandom: number;
  readonly unknownTools: number;
  /** How much of the random sample of the same weeks and prompt version is reviewed. */
  readonly coverage: SampleCoverage;
};
/** `id`: a hash over names, descriptions and schemas. */
export type ToolSet = { readonly id: string; readonly tools: readonly string[]; readonly firstUs: number | null; readonly lastUs: number | null; readonly measured: Accuracy };
export type Accuracy = { readonly right: number; readonly n: number; readonly value: number | null; readonly interval: Interval | null };
/** One tool set that took the place of another. */
export type ToolSetChange = {
  readonly from: string;
  readonly to: string;
  readonly atUs: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Offered in both, with another description or schema. */
  readonly reworded: readonly string[];
  readonly before: Accuracy;
  readonly after: Accuracy;
  /** Two-sided, of two proportions; null where either side has no reviewed trace. */
  readonly test: { readonly p: number; readonly method: 'z' | 'fisher' } | null;
  /** The same on cases that were run before and after it; null where no two runs have such cases. */
  readonly cases: CaseAccuracy | null;
};
export type CaseAccuracy = { readonly n: number; readonly before: number; readonly after: number; readonly interval: Interval | null; readonly runs: readonly [before: string, after: string] };

/** What the lint of tool names and descriptions says of the tools that traces offered or called. */
export type ToolLint = {
  readonly tools: number;
  /** Tools of which traces tell nothing but the name. */
  readonly nameOnly: number;
  readonly findings: readonly ToolLintFinding[];
};
export type ToolLintFinding = { readonly code: string; readonly tool: string; readonly argument?: string; readonly message: string; readonly other?: string };
