import type { EvalCase } from '../model/evalCase.ts';
import type { Json, JsonMap } from '../model/json.ts';
import type { Tier } from '../model/release.ts';
import type { CasePath, Outcome } from '../model/result.ts';
import type { Trial } from '../model/trace.ts';
import type { Gain } from './ranking.ts';

/** What a check found. `score` is null when not measured. */
export type Finding = {
  readonly outcome: Outcome;
  readonly score: number | null;
  readonly expected: Json;
  readonly actual: Json;
  readonly reason: string;
  readonly spanId?: string | null;
  readonly step?: number | null;
};

/** One expectation of a case, ready to be held against a trial. */
export type Check = {
  /** Stable within the case: `expectedTool`, `forbidden[0]`. */
  readonly id: string;
  /** The node of the case that states the expectation. */
  readonly path: CasePath;
  readonly metric: string | null;
  readonly gating: boolean;
  /** What the run must have recorded: without it the check is n/a and is not run. */
  readonly needs?: 'calls' | undefined;
  run(trial: Trial): Finding;
};

/** What the tool catalogue of config.yaml says of a tool. */
export type KnownTool = { readonly schema?: JsonMap | undefined; readonly mutates?: boolean | undefined };

/** Settings of config.yaml and release.yaml that evaluators read. */
export type EvaluatorOptions = {
  readonly counting: 'multiset' | 'set';
  /** Unexpected calls are a wrong selection (METRICS 2.4). */
  readonly strict?: boolean;
  /** Expected calls that were not made have argument quality 0 (METRICS 4). */
  readonly countMissing?: boolean;
  /** How grades weigh in nDCG (METRICS 6). */
  readonly gain?: Gain;
  readonly tools?: ReadonlyMap<string, KnownTool>;
  /** Of release.yaml: limits for cases that state none (METRICS 12). */
  readonly tiers?: Readonly<Record<string, Tier>>;
};
export const defaultOptions: EvaluatorOptions = { counting: 'multiset' };

/** A metric as the table of METRICS 1.2 lists it. */
export type MetricInfo = {
  readonly id: string;
  readonly unit: 'share' | 'count' | 'ms' | 'usd' | 'tokens' | 'minutes' | 'boolean';
  readonly direction: 'up' | 'down';
  /** `case`: needs a reference. `record`: measured on any run (METRICS 18). */
  readonly basis: 'case' | 'record';
  readonly section: string;
  readonly needs?: 'calls' | undefined;
  /** The value for one trial; null where the case has no reference for it, or the run no source. */
  measure(evalCase: EvalCase, trial: Trial, options: EvaluatorOptions): number | null;
};

/** One family of expectations. Adding one is a file, a registry line and a fixture folder. */
export interface Evaluator {
  readonly id: string;
  readonly metrics: readonly MetricInfo[];
  /** The checks the case asks for; none when its reference is absent (never a silent pass). */
  plan(evalCase: EvalCase): readonly Check[];
}
