import { z } from 'zod';
import { Budgets, Correction, Forbidden, Freshness, Matcher, OutputContract, Provenance, RequiredApproval } from './evalCase.ts';
import { JsonMap } from './json.ts';

const Risk = z.enum(['low', 'medium', 'high', 'critical']);
const Share = z.number().min(0).max(1);
const Metric = z.string().describe('Id of the metric, such as toolSelectionAccuracy.');
const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}/, 'Write the day as 2026-01-31.');
const Slice = z.string().describe('Only a part of the results, such as risk:high, useCase:refunds, queue:billing, cohort:nonVolunteer or tag:must-pass.');

export const Decision = z.strictObject({
  id: z.string().describe('Names the decision.'),
  question: z.string().describe('What is decided, as a question that is answered with yes or no.'),
  owner: z.string().optional().describe('Who decides.'),
  gate: z.string().optional().describe('The gate that gives the answer.'),
});
export type Decision = z.infer<typeof Decision>;

export const Tier = z.strictObject({
  thresholds: z.record(z.string(), z.union([z.number(), JsonMap])).optional().describe('What each metric must reach, by its id: a number, or {k, min} for passHatK.'),
  budgets: Budgets.optional().describe('Limits for one trial of a case that states none: beyond them, its task does not count as completed.'),
  correction: Correction.optional().describe('What is more is a high-effort correction.'),
});
export type Tier = z.infer<typeof Tier>;

/** What holds where release.yaml says nothing else (METRICS 12). */
export const defaultTier: Tier = { thresholds: { answerCorrectness: 0.8, toolSelectionAccuracy: 0.9, latencyMsP95: 8000 }, budgets: { latencyMs: 10_000 }, correction: { maxEditMinutes: 5 } };

export const Score = z.strictObject({
  score: z.string().describe('Name of the score.'),
  metric: Metric,
  // That it is missing has a code of its own, which says why an owner matters.
  owner: z.string().optional().describe('Who answers for the metric. Required: what nobody owns blocks nothing.'),
  use: z.string().optional().describe('What the score does for a release.'),
});

export const GateRule = z.strictObject({
  metric: Metric,
  op: z.enum(['>=', '>', '<=', '<', '==']).optional().describe('How the value is compared.'),
  value: z.number().optional().describe('What it is compared with. Without op and value, the threshold of the tier.'),
  maxDrop: z.number().nonnegative().optional().describe('How much less than the baseline is still acceptable.'),
  maxIncrease: z.union([z.number().nonnegative(), z.string().regex(/^\d+(\.\d+)?\s*%$/, 'Write a number, or a share such as "10%".')]).optional().describe('How much more than the baseline is still acceptable: a number, or a share such as "10%".'),
  versus: z.literal('baseline').optional().describe('What maxDrop and maxIncrease are measured from.'),
  test: z.enum(['paired']).optional().describe('paired: the same cases in both runs are compared.'),
  confidence: z.enum(['lower95', 'point']).optional().describe('lower95: the bound decides whether the evidence is enough. point: only pass and fail. Default lower95.'),
  minSample: z.number().int().positive().optional().describe('With fewer results the gate holds. Default 30.'),
  slice: Slice.optional(),
  tier: z.string().optional().describe('Only cases of this tier; its threshold where the rule states none.'),
  kind: z.enum(['regression', 'capability', 'policy', 'stress', 'replay']).optional().describe('Only cases of this kind. Capability and stress count only where a rule names them.'),
  blocker: z.boolean().optional().describe('Any miss blocks, whatever the sample.'),
});
export type GateRule = z.infer<typeof GateRule>;

export const Gate = z.strictObject({
  id: z.string().describe('Names the gate.'),
  decision: z.string().optional().describe('The question it answers, or the id of a decision.'),
  appliesTo: z.array(z.enum(['prompt', 'model', 'tool', 'retrieval'])).optional().describe('Changes since the baseline that call for it. Default: any.'),
  suite: z.string().optional().describe('Suite whose results it reads. Default: all.'),
  rules: z.array(GateRule).optional().describe('Limits on metrics, each with a result of its own.'),
  blockers: z.strictObject({
    failureClass: z.array(z.string()).optional().describe('Failure classes of which none may occur.'),
    cases: z.string().optional().describe('Cases of which none may fail, such as tag:must-pass.'),
  }).optional().describe('What blocks without a metric.'),
  override: z.strictObject({
    by: z.array(z.string()).optional().describe('Roles that may override the gate.'),
    requires: z.array(z.enum(['reason', 'evidence', 'expiry', 'rollbackPlan'])).optional().describe('What an override must state.'),
    maxDays: z.number().int().positive().optional().describe('How long an override may hold.'),
    neverFor: z.array(z.string()).optional().describe('Metrics that nobody may override.'),
  }).optional().describe('Who may let a change pass that the gate blocks, and on what terms.'),
  rollback: z.strictObject({
    when: z.array(z.strictObject({
      metric: Metric,
      drop: z.number().nonnegative().optional().describe('By how much it has fallen.'),
      rise: z.number().nonnegative().optional().describe('By how much it has risen.'),
      window: z.string().optional().describe('Within what time, an ISO duration such as P1D.'),
    })).describe('What calls for it; any of them does.'),
    action: z.string().optional().describe('What is done, such as previous-version.'),
    owner: z.string().optional().describe('Who does it.'),
  }).optional().describe('When a change is taken back after its release.'),
});
export type Gate = z.infer<typeof Gate>;

export const PhaseUser = z.strictObject({
  id: z.string().describe('Names the user or the group.'),
  role: z.string().optional().describe('What they do.'),
  primaryUseCase: z.string().optional().describe('Use case they come for.'),
  feedbackChannel: z.string().optional().describe('Where they say what is wrong.'),
  volunteer: z.boolean().optional().describe('Whether they chose to take part.'),
  attitude: z.enum(['skeptical', 'neutral', 'enthusiastic']).optional().describe('How they stand to it.'),
});

export const Phase = z.strictObject({
  id: z.string().describe('Names the phase.'),
  purpose: z.enum(['demonstration', 'stress', 'infrastructure', 'staged']).optional().describe('What the phase is to show.'),
  audience: z.union([z.string(), z.array(z.string())]).optional().describe('Who gets it: users, teams, or everyone.'),
  users: z.array(PhaseUser).optional().describe('Who takes part, one by one.'),
  supported: z.union([z.boolean(), z.array(z.strictObject({ from: Day.describe('First day.'), to: Day.optional().describe('Last day. Absent: it goes on.') }))]).optional().describe('Whether, or when, somebody stood by to help; metrics are split by it.'),
  minDays: z.number().int().nonnegative().optional().describe('Least length of the phase. Default 7.'),
  baseline: z.union([z.literal('required'), z.boolean()]).optional().describe('Whether the phase needs a stored baseline of its own before it may end.'),
  gate: z.string().optional().describe('The gate that must pass before the next phase.'),
});
export type Phase = z.infer<typeof Phase>;

export const ReleasePolicy = z.strictObject({
  id: z.string().describe('Names the rule; cases name it in policy.boundary.'),
  description: z.string().optional().describe('What must never happen, and why.'),
  useCases: z.array(z.string()).optional().describe('Use cases it holds for. Default: all.'),
  forbidden: z.array(Forbidden).optional().describe('Calls that must not happen.'),
  requiresApproval: z.array(RequiredApproval).optional().describe('Calls that need a granted approval before them.'),
  neverExpose: z.array(Matcher).optional().describe('Data that must not appear in the output or in tool arguments: matchers, or detectors such as detector:iban.'),
  nearMiss: Matcher.optional().describe('Attempts that were blocked; counted, never a failure.'),
});
export type ReleasePolicy = z.infer<typeof ReleasePolicy>;

export const Routing = z.strictObject({
  reviewedAt: Day.optional().describe('When somebody last looked whether the routes still fit.'),
  rules: z.array(z.strictObject({
    when: z.strictObject({
      risk: z.union([Risk, z.array(Risk)]).optional().describe('Risk of the task.'),
      kind: z.union([z.string(), z.array(z.string())]).optional().describe('Kind of task, such as classification.'),
      maxLatencyMs: z.number().positive().optional().describe('The task must be done within this many milliseconds.'),
    }).optional().describe('Which tasks; the first rule that fits decides. Absent: all.'),
    model: z.string().optional().describe('Model that does them.'),
    requireHumanReview: z.boolean().optional().describe('A person looks at the result before it counts.'),
  })).optional().describe('Routes in the order in which they are tried.'),
});

export const LiveContract = z.strictObject({
  outputContract: OutputContract.optional().describe('The form the output must have.'),
  freshness: Freshness.optional().describe('How old documents may be.'),
  provenance: Provenance.optional().describe('What every chunk must say of where it comes from.'),
});

/** Parts may be missing here: each gap is said, and does not keep the file from being read. */
export const Governance = z.strictObject({
  accountable: z.string().optional().describe('Who answers for the quality of what the agent puts out.'),
  standard: z.string().optional().describe('What quality is good enough: a sentence, or where it is written.'),
  correction: z.string().optional().describe('How an error is reported and put right.'),
  escalation: z.string().optional().describe('Where a case goes that needs judgement the user cannot give.'),
  cadence: z.strictObject({
    every: z.string().optional().describe('How often the patterns in failures are acted on, an ISO duration such as P7D.'),
    last: Day.optional().describe('Day on which that was last done.'),
  }).optional().describe('How often, and when last, failures were looked through and something was changed.'),
});
export type Governance = z.infer<typeof Governance>;

export const UseCase = z.strictObject({
  id: z.string().describe('Names the use case; traces and cases name it.'),
  share: Share.optional().describe('Its part of all tasks, from 0 to 1. All of them make 1.'),
  difficulty: z.enum(['easy', 'medium', 'hard']).optional().describe('How hard the task is.'),
  scope: z.enum(['core', 'edge', 'outOfScope']).optional().describe('How much the task belongs to what the agent is for.'),
  status: z.enum(['ready', 'redesign', 'later', 'excluded']).optional().describe('What becomes of it: ready to scale, to be designed anew first, left to a later phase, or never taken on.'),
});

export const autonomyRungs = ['read-only', 'draft-only', 'write-with-approval', 'write'] as const;

/** `casebook/release.yaml` (FILES): what a release is decided by, and who answers for it. */
export const Release = z.strictObject({
  casebook: z.literal(1).optional().describe('Version of the file format.'),
  decisions: z.array(Decision).optional().describe('The decisions that evaluation is for. A report that changes none of them is not needed.'),
  tiers: z.record(z.string(), Tier).optional().describe('Thresholds by type of task, by name; cases name theirs. The tier default is there without being listed.'),
  scorecard: z.array(Score).optional().describe('The few metrics that are looked at for a release, each with an owner.'),
  gates: z.array(Gate).optional().describe('What must hold before a change ships.'),
  phases: z.array(Phase).optional().describe('Stages of the rollout, in order.'),
  autonomy: z.array(z.strictObject({
    rung: z.enum(autonomyRungs).describe('What the agent may do.'),
    tools: z.array(z.string()).optional().describe('Groups of tools of config.yaml that this rung opens.'),
    gate: z.string().optional().describe('The gate that must pass first.'),
  })).optional().describe('How far the agent may act by itself, rung by rung.'),
  policies: z.array(ReleasePolicy).optional().describe('Rules that hold for live traces as for cases.'),
  routing: Routing.optional().describe('Which model does which tasks.'),
  contracts: z.record(z.string(), LiveContract).optional().describe('What live traces of a use case must keep to, by use case.'),
  governance: Governance.optional().describe('Who answers for the output, by what standard, and how errors are put right.'),
  useCases: z.array(UseCase).optional().describe('All tasks that arrive, not only those that were chosen.'),
});
export type Release = z.infer<typeof Release>;

/** The five decisions that an evaluation is most often for (S1, phase 1), as they may stand under `decisions`. */
export const releaseDecisions: readonly (Decision & { readonly appliesTo: readonly NonNullable<Gate['appliesTo']>[number][] })[] = [
  { id: 'prompt-change', question: 'Can this prompt change ship?', appliesTo: ['prompt'] },
  { id: 'model-route', question: 'Can this model route take over from the old one?', appliesTo: ['model'] },
  { id: 'write-access', question: 'May this agent write by itself, where it only drafted before?', appliesTo: ['tool'] },
  { id: 'no-review', question: 'May answers to this class of tickets go out without review?', appliesTo: ['prompt', 'model', 'tool', 'retrieval'] },
  { id: 'higher-value', question: 'Can this research workflow be trusted with more valuable customers?', appliesTo: ['prompt', 'model', 'retrieval'] },
];
