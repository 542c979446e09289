import { z } from 'zod';
import { Json } from './json.ts';
import { Trial } from './trace.ts';

/** `error`: the target or the grader broke. `n/a`: nothing to compare with. Neither is ever a pass. */
export const Outcome = z.enum(['pass', 'fail', 'error', 'n/a']);
export type Outcome = z.infer<typeof Outcome>;

/** Keys and indexes into the case, such as ['trajectory', 'forbidden', 0]: where in the file the expectation stands. */
export const CasePath = z.array(z.union([z.string(), z.number()])).readonly();
export type CasePath = z.infer<typeof CasePath>;

/** What one check said of one trial (METRICS 17). */
export const CheckResult = z.object({
  /** Stable within the case, such as `expectedTool` or `forbidden[0]`. */
  id: z.string(),
  metric: z.string().nullable(),
  path: CasePath,
  gating: z.boolean(),
  outcome: Outcome,
  /** In [0, 1] unless the metric has a unit; null when not measured. */
  score: z.number().nullable(),
  expected: Json,
  actual: Json,
  /** One sentence; a failure names the first differing path. */
  reason: z.string(),
  spanId: z.string().nullable(),
  step: z.number().int().nullable(),
});
export type CheckResult = z.infer<typeof CheckResult>;

/** The parts of trusted task completion (METRICS 8), in the order in which they are asked. */
export const Conjunct = z.enum(['answer', 'state', 'contract', 'trajectory', 'policy', 'correction', 'latency', 'cost']);
export type Conjunct = z.infer<typeof Conjunct>;

/** Whether a trial did its task so that one can rely on it. Null: not known. */
export const Completion = z.object({
  trusted: z.boolean().nullable(),
  /** The same without what a person changed afterwards, which no run of a case knows. */
  task: z.boolean().nullable(),
  /** The first part that does not hold, and the check that says so. */
  failed: z.object({ conjunct: Conjunct, check: z.string() }).nullable(),
  /** Parts that could not be told. */
  unknown: z.array(Conjunct).readonly(),
});
export type Completion = z.infer<typeof Completion>;

/** Calls that were expected and made, expected at all, and made beyond that: what precision and recall over many trials are summed from. */
export const Tally = z.object({ matched: z.number().int(), expected: z.number().int(), unexpected: z.number().int() });
export type Tally = z.infer<typeof Tally>;

/** The spans that a target sent during a trial: a file beside the run's results, and the id its trace has once that is imported. */
export const TraceRef = z.object({ file: z.string(), traceId: z.string() });
export type TraceRef = z.infer<typeof TraceRef>;

/** One trial of one case against one target. */
export const TrialResult = z.object({
  caseId: z.string(),
  variantId: z.string().nullable(),
  /** What a rewording asked; absent for the case's own question, and in results of earlier versions. */
  asked: z.string().optional(),
  trial: z.number().int().positive(),
  target: z.string(),
  outcome: Outcome,
  /** Why the outcome is `error` or `n/a`; null otherwise. */
  reason: z.string().nullable(),
  checks: z.array(CheckResult).readonly(),
  metrics: z.record(z.string(), z.number().nullable()),
  /** Absent in results of earlier versions, and where nothing was observed. */
  completion: Completion.optional(),
  /** By name, and by name and arguments; absent without expected calls. */
  tallies: z.object({ tool: Tally, call: Tally }).optional(),
  startedAt: z.string(),
  durationMs: z.number().nonnegative(),
  latencyMs: z.number().nullable(),
  costUsd: z.number().nullable(),
  /** What the run used, as far as its source says; absent where nothing was run. */
  usage: z.object({ tokens: z.number().nullable(), costUsd: z.number().nullable() }).optional(),
  observed: Trial.nullable(),
  /** Absent where the target sent no spans. */
  traceRef: TraceRef.optional(),
  /** The end of what the program wrote to stderr, which costs nothing to keep and is what its author looks for; absent where there was none. */
  stderr: z.string().optional(),
  /** The target was not asked: it answered this very question before. */
  cached: z.literal(true).optional(),
  casebook: z.string(),
});
export type TrialResult = z.infer<typeof TrialResult>;

/** Why a case is run and shown and decides nothing. `unproven`: it is active, and its proof does not hold. */
export const Undecided = z.object({ kind: z.enum(['draft', 'quarantined', 'archived', 'stress', 'unproven']), said: z.string() });
export type Undecided = z.infer<typeof Undecided>;

/** How often a case is tried, and how its trials become one outcome. */
export const Epochs = z.object({ count: z.number().int().positive(), reducer: z.enum(['mean', 'all', 'any', 'atLeast', 'pass@k', 'pass^k']), k: z.number().int().positive() }).readonly();
export type Epochs = z.infer<typeof Epochs>;

/** How far the rewordings of a case may differ from it (CASES 2.2). */
export const SensitivityLimits = z.object({ minConsistency: z.number().optional(), maxSpread: z.number().optional() }).readonly();
export type SensitivityLimits = z.infer<typeof SensitivityLimits>;

/** All trials of one case in one run. */
export const CaseResult = z.object({
  runId: z.string(),
  caseId: z.string(),
  file: z.string(),
  /** Draft and quarantined cases are shown and decide nothing. */
  decides: z.boolean(),
  /** Set where it decides nothing. */
  undecided: Undecided.optional(),
  target: z.string(),
  outcome: Outcome,
  at: z.string(),
  /** How its trials became `outcome`; absent where they were not kept. */
  epochs: Epochs.optional(),
  /** Whether its rewordings differ by no more than the case allows; absent where it sets no limit, or none was run. */
  sensitivity: CheckResult.optional(),
  trials: z.array(TrialResult).readonly(),
});
export type CaseResult = z.infer<typeof CaseResult>;

/** Where a trial stands in its run: which case, from 0 in the order of the files, and which of how many trials of that case against that target. */
export const TrialPlace = z.object({ case: z.number().int().nonnegative(), try: z.number().int().nonnegative(), tries: z.number().int().positive() });
export type TrialPlace = z.infer<typeof TrialPlace>;

/** A line of `results.jsonl`: a trial that is done, with what of its case makes sense of it by itself. */
export const TrialLine = TrialResult.extend({
  runId: z.string(),
  /** From the workspace folder. */
  file: z.string(),
  decides: z.boolean(),
  undecided: Undecided.optional(),
  epochs: Epochs,
  sensitivity: SensitivityLimits.optional(),
  place: TrialPlace,
  /** When it was done. */
  at: z.string(),
});
export type TrialLine = z.infer<typeof TrialLine>;
