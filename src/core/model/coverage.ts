/** What the cases of a workspace guard, held against what its traces and labels show. Shares are null where there is nothing to be a share of. */
export type Coverage = {
  readonly cases: CaseCounts;
  /** METRICS 18: how the golden set is doing. */
  readonly health: GoldenSetHealth;
  /** Traces of the index: the live traffic. */
  readonly traces: number;
  /** Failure classes in use, those with unguarded failures first, then by failures. */
  readonly classes: readonly ClassCoverage[];
  /** Labelled failures whose label names no class, or one that is not in the taxonomy. */
  readonly unclassified: number;
  readonly tools: SliceCoverage;
  readonly useCases: SliceCoverage;
  readonly tags: SliceCoverage;
  readonly roles: SliceCoverage;
  readonly stale: readonly StaleCase[];
  /** Pairs of cases that ask nearly the same, most alike first (METRICS 18: similarity above 0.95); `more` counts those beyond the first 200. */
  readonly duplicates: { readonly pairs: readonly DuplicatePair[]; readonly more: number };
  readonly backTest: BackTest;
  /** Case files that cannot be read, and labels that are missing, a sentence each. */
  readonly warnings: readonly string[];
};

export type CaseCounts = {
  readonly all: number;
  /** They decide: active, and proven where they name a failure. */
  readonly active: number;
  /** Cases that name a failure, and those of them whose proof holds. */
  readonly needProof: number;
  readonly proven: number;
  readonly drafts: number;
  readonly quarantined: number;
  readonly archived: number;
  /** Cases that say which tools are to be called, or that none is. */
  readonly withPath: number;
  /** Not well formed: they are counted nowhere else. */
  readonly broken: number;
};

export type ClassCoverage = {
  readonly id: string;
  readonly name: string;
  /** Traces whose label in force says that they failed in this way, imported here or not. */
  readonly failures: number;
  /** Cases that name the class, whatever their status but archived. */
  readonly cases: number;
  /** Those of them that decide, and those whose proof holds. */
  readonly active: number;
  readonly proven: number;
  /** There are failures, and no active case whose proof holds guards against them. */
  readonly unguarded: boolean;
  readonly modes: readonly ModeCoverage[];
};
export type ModeCoverage = Pick<ClassCoverage, 'id' | 'name' | 'failures' | 'cases' | 'active' | 'unguarded'>;

export type SliceCoverage = {
  /** Values that traces have, by how many have them, then those that only cases name. */
  readonly values: readonly SliceValue[];
  /** How often traces have any value, and how often one that an active case names: a trace with two tools counts twice. */
  readonly seen: number;
  readonly covered: number;
  /** `covered` of `seen`. */
  readonly share: number | null;
  /** Traces without any value. */
  readonly without: number;
};
export type SliceValue = {
  readonly value: string;
  readonly traces: number;
  /** Of all traces. */
  readonly share: number | null;
  readonly cases: number;
  readonly active: number;
};

export type StaleReason = 'traceChanged' | 'recordingMissing' | 'proofStale' | 'neverProven' | 'reviewOld' | 'quarantineOver';
export type StaleCase = { readonly caseId: string; readonly file: string; readonly reasons: readonly { readonly kind: StaleReason; readonly said: string }[] };

export type DuplicatePair = { readonly a: CaseName; readonly b: CaseName; readonly similarity: number };
export type CaseName = { readonly caseId: string; readonly file: string; readonly query: string };

/** A case that asks nearly what was asked. `variant`: its rewording that is most alike; absent: its own query is. */
export type SimilarQuery = CaseName & { readonly similarity: number; readonly variant?: string };

/**
 * S3's question: how many of the failures that people labelled would the cases of today have caught?
 *
 * A failure is a trace of the index whose label in force says fail and that recorded a query. It is caught when an active case (it decides:
 * its proof holds where it names a failure) asks what was asked, and at least one of its gating checks fails on that trace. A case asks what
 * was asked when its query, or one of its variants, is at least 0.8 alike (coverage/queries.ts): the cluster of queries of METRICS 18. A case
 * of the same failure class about something else is not held against a trace: its checks would fail there for no reason.
 *
 * Checks that compare with a value of their own run, such as an order's number, fail on the like question about another one as well.
 * So `own` says how many are caught by a case that was made from that very trace.
 */
export type BackTest = {
  /** n. */
  readonly failures: number;
  readonly caught: number;
  /** Of those caught: by a case made from the trace itself. */
  readonly own: number;
  /** Failures that an active case asks about, caught or not. */
  readonly asked: number;
  /** Failures that a case was made from, whatever became of it. */
  readonly withCase: number;
  /** caught of failures; null when there is none. */
  readonly share: number | null;
  /** Labelled failures of which no trace is in the index: they are not among `failures`. */
  readonly notImported: number;
  /** Traces without a recorded query: they are not among `failures`. */
  readonly withoutQuery: number;
  /** The first 200 that were not caught, the newest first. */
  readonly missed: readonly MissedFailure[];
};

/** `undecided`: why it decides nothing, as the end of a sentence, such as `a draft`. Null: it is active. */
export type NearestCase = { readonly caseId: string; readonly similarity: number; readonly undecided: string | null };

export type MissedFailure = {
  readonly trace: string;
  readonly nativeId: string;
  readonly query: string;
  readonly class: string | null;
  /** `unasked`: no active case asks this. `passed`: the checks of those that do pass on it. `unmeasured`: they cannot be measured on it. */
  readonly why: 'unasked' | 'passed' | 'unmeasured';
  /** The case that asks what is most alike, of those that ask this where there are any; null where none is anywhere near. */
  readonly nearest: NearestCase | null;
};

/** A count with what it is of; the share is null where there is nothing to be a share of. */
export type CountOf = { readonly count: number; readonly n: number; readonly share: number | null };

export type GoldenSetHealth = {
  /** Cases that are not archived, against the 50 to 100 a golden set starts with. */
  readonly size: { readonly cases: number; readonly least: number; readonly most: number; readonly stands: 'below' | 'within' | 'above' };
  /**
   * Cases added in the last 90 days, of those that carry a date: the earliest of their proof and their review. A case that was proven anew
   * carries the later one. `count` is null where no case carries a date.
   */
  readonly added: { readonly count: number | null; readonly dated: number; readonly undated: number; readonly days: number; /** The newest date. */ readonly last: string | null };
  /** Labelled failures, imported here or not, that a case was made from. */
  readonly converted: CountOf;
  /** Of the cases that name a failure, those whose proof holds. */
  readonly proven: CountOf;
  /** Of the cases that are not archived, those that say which tools are to be called, or that none is. */
  readonly withPath: CountOf;
  /** Of the tags of live traces, each counted once for every trace that shows it, those an active case names. */
  readonly tags: CountOf;
  /** Classes with a proven case, in the order of the taxonomy. */
  readonly recurrence: readonly ClassRecurrence[];
  /** What should not stay as it is. What was not measured is never among it. */
  readonly levels: readonly HealthLevel[];
};

/**
 * Failures of a class in runs that began after its first case was proven, of all reviewed runs since: of its failures alone the share would
 * always be 1. Reviewed: the label in force says pass or fail. Traces without a clock, or not imported here, are left out.
 */
export type ClassRecurrence = CountOf & { readonly id: string; readonly name: string; /** The earliest time of a proof that holds. */ readonly since: string };

/** `breach`: failures people saw are let through. `investigate`: the set falls behind. */
export type HealthLevel = { readonly level: 'breach' | 'investigate'; readonly said: string };
