import { z } from 'zod';
import { Json, JsonMap } from './json.ts';

/**
 * The eval case as people write it (CASES section 2). Objects are closed; `describe` texts are what the editor shows on hover.
 * A matcher is any JSON value, or a map with one `$` key: its form is checked by the case rules (CB216 to CB218), not here.
 */
export const Matcher = Json.meta({ id: 'matcher', description: 'A value for deep equality, or a matcher such as {$regex: "…"}, {$any: true}, {$number: 10, abs: 0.5}.' });

export const idPattern = /^[a-z0-9][a-z0-9._-]{0,79}$/;
const Slug = z.string().regex(idPattern);
const Share = z.number().min(0).max(1);
const Count = z.number().int().nonnegative();

export const PathMode = z.enum(['exact', 'in_order', 'any_order', 'unordered', 'subset']);
export type PathMode = z.infer<typeof PathMode>;

/** Peers' spellings that are read, and what they mean here (CASES 2.3). */
export const pathModeAliases: Readonly<Record<string, PathMode>> = {
  EXACT: 'exact', strict: 'exact', IN_ORDER: 'in_order', 'in-order': 'in_order', ANY_ORDER: 'any_order', 'any-order': 'any_order',
  superset: 'any_order', UNORDERED: 'unordered', SUBSET: 'subset',
};

export const ArgsMatch = z.enum(['exact', 'partial', 'subset', 'ignore']);
export type ArgsMatch = z.infer<typeof ArgsMatch>;
export const argsMatchAliases: Readonly<Record<string, ArgsMatch>> = { superset: 'partial' };

export type Step = {
  tool?: string | undefined; id?: string | undefined; args?: JsonMap | undefined; argsMatch?: ArgsMatch | undefined;
  ignoreArgs?: string[] | undefined; defaultArgs?: JsonMap | undefined; optional?: boolean | undefined;
  min?: number | undefined; max?: number | undefined; anyOf?: Step[] | undefined; parallel?: Step[] | undefined;
  after?: string[] | undefined; result?: Json | undefined; requiresApproval?: boolean | { by: string } | undefined;
};

/** A peer's spelling of a word: outer blanks, capitals, hyphens and blanks inside do not matter. An unknown word stays as it was written. */
function readSpelling(written: string, known: readonly string[], aliases: Readonly<Record<string, string>>): string {
  const plain = written.trim().toLowerCase().replace(/[-\s]+/g, '_');
  if (known.includes(plain)) return plain;
  return (Object.hasOwn(aliases, plain) ? aliases[plain] : undefined) ?? written;
}

const spelled = <T extends z.ZodEnum>(schema: T, aliases: Readonly<Record<string, string>>) =>
  z.preprocess((value) => (typeof value === 'string' ? readSpelling(value, schema.options.map(String), aliases) : value), schema);

export const Step: z.ZodType<Step> = z.strictObject({
  tool: z.string().min(1).optional().describe('Name or glob of the tool. Required unless anyOf or parallel is given.'),
  id: z.string().optional().describe('Names the step for `after`.'),
  args: JsonMap.optional().describe('Expected arguments: values or matchers. Absent: arguments are not checked.'),
  argsMatch: spelled(ArgsMatch, argsMatchAliases).optional().describe('How arguments are compared; inherited from the trajectory.'),
  ignoreArgs: z.array(z.string()).optional().describe('Globs of argument names that are left out on both sides.'),
  defaultArgs: JsonMap.optional().describe('Arguments that are tolerated when they equal these values.'),
  optional: z.boolean().optional().describe('The step may be absent; it never lowers recall. Default false.'),
  min: Count.optional().describe('How often the step must occur. Default 1.'),
  max: Count.optional().describe('How often the step may occur. Default 1.'),
  get anyOf(): z.ZodOptional<z.ZodArray<z.ZodType<Step>>> { return z.array(Step).optional().describe('Alternatives; one is enough.'); },
  get parallel(): z.ZodOptional<z.ZodArray<z.ZodType<Step>>> { return z.array(Step).optional().describe('Steps whose order among each other is free.'); },
  after: z.array(z.string()).optional().describe('Ids of steps that must come before this one.'),
  result: Matcher.optional().describe('Check on the result of the tool.'),
  requiresApproval: z.union([z.boolean(), z.strictObject({ by: z.string().describe('Role that must grant it.') })]).optional().describe('The call must be preceded by a granted approval. Default false.'),
}).meta({ id: 'step' }) as unknown as z.ZodType<Step>;

export const Forbidden = z.union([
  z.string(),
  z.strictObject({
    tool: z.string().describe('Name or glob of the tool that must not be called.'),
    args: JsonMap.optional().describe('Only calls with these arguments are forbidden.'),
    unless: JsonMap.optional().describe('The call is permitted when this holds, such as {approval: granted, by: supervisor}.'),
    severity: z.enum(['blocker', 'major', 'minor']).optional().describe('Default blocker.'),
  }),
  z.strictObject({ sequence: z.array(z.string()).min(2).describe('Tools that must not be called one after another, in this order.') }),
]);
export type Forbidden = z.infer<typeof Forbidden>;

export const Trajectory = z.strictObject({
  mode: spelled(PathMode, pathModeAliases).optional().describe('How the called tools are compared with the steps. Default any_order.'),
  steps: z.array(Step).optional().describe('The expected calls.'),
  argsMatch: spelled(ArgsMatch, argsMatchAliases).optional().describe('How arguments are compared. Default partial: every listed argument must match, others are allowed.'),
  ignoreArgs: z.array(z.string()).optional().describe('Globs of argument names left out in every step.'),
  coerce: z.enum(['none', 'loose']).optional().describe('loose: 1 equals "1", true equals "True", JSON text equals its value. Default none.'),
  forbidden: z.array(Forbidden).optional().describe('Calls that must not happen. Any hit is a policy violation.'),
  allowExtra: z.union([z.boolean(), z.array(z.string())]).optional().describe('Which unlisted tools are tolerated without lowering precision. Default true.'),
  maxCalls: Count.optional().describe('Call budget.'),
  maxRetries: Count.optional().describe('How often an identical call may be repeated after an error.'),
  terminal: z.enum(['finished', 'aborted', 'escalated', 'refused', 'fallback']).optional().describe('How the run must end.'),
});
export type Trajectory = z.infer<typeof Trajectory>;

export const AnswerMatch = z.enum(['says', 'equals', 'iequals', 'contains', 'icontains', 'containsAll', 'containsAny', 'startsWith', 'regex', 'number', 'jsonEquals', 'jsonSubset', 'similar', 'judge']);
export type AnswerMatch = z.infer<typeof AnswerMatch>;

export const Answer = z.strictObject({
  match: AnswerMatch.optional().describe('How the answer is compared. Default from the type of groundTruth.'),
  value: Json.optional().describe('The reference. Default: the value of groundTruth.'),
  accept: z.array(Json).optional().describe('Other right answers; any of them passes.'),
  location: z.enum(['last', 'first', 'any', 'only']).optional().describe('Which number of the answer is meant. Default last.'),
  min: Share.optional().describe('Least similarity; required for match: similar.'),
  tolerance: z.strictObject({ abs: z.number().optional().describe('Permitted difference in the unit of the value.'), rel: z.number().optional().describe('Permitted difference as a share of the value: 0.02 is 2 %.') }).optional().describe('Permitted numeric difference. Default 0.'),
  path: z.string().optional().describe('JSON pointer to the field of a structured output. Default: the whole output.'),
  reject: z.array(Matcher).optional().describe('What must not appear, such as the wrong claim that was observed. Wins over accept.'),
  facts: z.array(z.string()).optional().describe('Statements that must be made.'),
  optionalFacts: z.array(z.string()).optional().describe('Statements that may be made.'),
  length: z.strictObject({
    minChars: Count.optional().describe('Least number of characters.'), maxChars: Count.optional().describe('Greatest number of characters.'),
    minWords: Count.optional().describe('Least number of words.'), maxWords: Count.optional().describe('Greatest number of words.'),
  }).optional().describe('Permitted length; a matter of quality, never of right or wrong.'),
});
export type Answer = z.infer<typeof Answer>;

export const FailureObserved = z.strictObject({
  summary: z.string().optional().describe('What went wrong, in a sentence.'),
  class: z.string().optional().describe('Failure class from casebook/taxonomy.yaml.'),
  mode: z.string().optional().describe('Failure mode under the class.'),
  count: Count.optional().describe('How often it was seen.'),
  rootCause: z.string().optional().describe('Why it happened.'),
  fix: z.string().optional().describe('What mended it.'),
});
export type FailureObserved = z.infer<typeof FailureObserved>;

export const Proof = z.strictObject({
  at: z.string().describe('When the proof was made.'),
  sha256: z.string().describe('Over the recording and the expectations; when either changes the proof is stale.'),
  failed: z.array(z.string()).describe('Ids of the checks that failed on the recording.'),
  casebook: z.string().describe('Version of Casebook that made the proof.'),
});
export type Proof = z.infer<typeof Proof>;

export const CaseSource = z.strictObject({
  traceId: z.string().optional().describe('Id of the trace, as the Traces view shows it.'),
  runId: z.string().optional().describe('The export\'s own id of the run.'),
  spanId: z.string().optional().describe('Span at which the failure showed.'),
  file: z.string().optional().describe('Export that the trace was imported from.'),
  capturedAt: z.string().optional().describe('When the run took place.'),
  sha256: z.string().optional().describe('Over the trace\'s records as imported; another value means that the trace has changed.'),
  importer: z.string().optional().describe('Format that the trace was read with.'),
  environment: z.string().optional().describe('Where the run took place, such as production.'),
  userRole: z.string().optional().describe('Role of the user who asked.'),
  proof: Proof.optional().describe('Written by Prove.'),
});
export type CaseSource = z.infer<typeof CaseSource>;

export const CaseKind = z.enum(['regression', 'capability', 'policy', 'stress', 'replay']);
export type CaseKind = z.infer<typeof CaseKind>;
export const CaseStatus = z.enum(['draft', 'active', 'quarantined', 'archived']);
export type CaseStatus = z.infer<typeof CaseStatus>;

const ToolCallInMessage = z.strictObject({ id: z.string().optional().describe('Id that the result refers to.'), name: z.string().describe('Name of the tool.'), args: Json.optional().describe('Arguments of the call.') });
export const CaseMessage = z.strictObject({
  role: z.enum(['system', 'user', 'assistant', 'tool']).describe('Who speaks.'),
  content: z.union([z.string(), z.array(Json)]).describe('Text, or a list of parts.'),
  toolCalls: z.array(ToolCallInMessage).optional().describe('Calls that the assistant asked for.'),
  toolCallId: z.string().optional().describe('The call that this tool message answers.'),
});
export type CaseMessage = z.infer<typeof CaseMessage>;

const Variant = z.union([z.string(), z.strictObject({
  id: z.string().optional().describe('Names the variant in results.'),
  query: z.string().describe('The rewording.'),
  kind: z.enum(['paraphrase', 'typo', 'terse', 'verbose', 'language', 'formatting']).optional().describe('In what it differs from the query.'),
})]);
const Criterion = z.union([z.string(), z.strictObject({
  id: z.string().optional().describe('Names the criterion in results.'),
  text: z.string().describe('A statement that is answered with yes or no.'),
  required: z.boolean().optional().describe('The case fails when this one does.'),
  weight: z.number().optional().describe('For reports only; metrics are never averaged together.'),
})]);
const RelevantDocument = z.union([z.string(), z.strictObject({
  id: z.string().describe('Id of the document.'),
  version: z.string().optional().describe('Version that is meant; another one is a stale hit.'),
  grade: z.number().optional().describe('How relevant it is, for graded metrics.'),
  chunk: z.string().optional().describe('Part of the document.'),
})]);

const Quarantine = z.strictObject({
  reason: z.string().describe('Why the case is set aside.'),
  until: z.string().optional().describe('Date on which it is looked at again.'),
  owner: z.string().optional().describe('Who mends it.'),
});
const Sensitivity = z.strictObject({
  minConsistency: Share.optional().describe('Least share of variants with the same outcome.'),
  maxSpread: Share.optional().describe('Greatest difference of the pass rate between variants.'),
});
const Epochs = z.strictObject({
  count: z.number().int().positive().describe('Number of trials.'),
  reducer: z.enum(['mean', 'all', 'any', 'atLeast', 'pass@k', 'pass^k']).optional().describe('How the trials become one outcome.'),
  k: z.number().int().positive().optional().describe('Successes that are needed; not more than count.'),
});
export const OutputContract = z.strictObject({
  schema: z.union([z.boolean(), JsonMap, z.string()]).optional().describe('JSON Schema 2020-12, inline or {$ref: file}.'),
  minConfidence: z.strictObject({ path: z.string().describe('JSON pointer to the confidence in the output.'), min: z.number().describe('Below this the fallback is required.') }).optional().describe('Where the output states its confidence, and the least that is enough.'),
  fallback: z.strictObject({
    when: z.enum(['invalid', 'lowConfidence', 'any']).describe('When the fallback is required.'),
    expect: Matcher.describe('What the fallback output looks like.'),
  }).optional().describe('The output that is expected when the contract is not met.'),
});
const StateEntry = z.strictObject({
  name: z.string().describe('Name under which the target reports it.'),
  equals: Json.optional().describe('The exact end state.'),
  subset: Json.optional().describe('Keys and values that the end state has at least.'),
  matcher: Matcher.optional().describe('A matcher that the end state fulfils.'),
});
export const Freshness = z.strictObject({
  maxAge: z.string().describe('Greatest age of a document, an ISO duration such as P90D.'),
  asOf: z.string().optional().describe('run, or the date that ages are counted to.'),
  unknownAge: z.enum(['stale', 'ignore']).optional().describe('What a document without a date counts as. Default stale.'),
  onStale: z.enum(['fail', 'warn', 'mustReject']).optional().describe('What a stale document means. mustReject: it is acceptable only if the agent refused or fell back.'),
});
export const Provenance = z.strictObject({
  requireSource: z.boolean().optional().describe('Every chunk states its source.'),
  requireVersion: z.boolean().optional().describe('Every chunk states its version.'),
  requireSnapshot: z.boolean().optional().describe('Every chunk states the snapshot of the index.'),
  allowedSources: z.array(z.string()).optional().describe('Globs of the sources that chunks may come from.'),
});
const Retrieval = z.strictObject({
  relevant: z.array(RelevantDocument).optional().describe('Documents that hold the answer.'),
  anyOf: z.array(z.array(z.string())).optional().describe('Sets of documents, each of which is enough.'),
  k: z.number().int().optional().describe('Only the first k documents count. Default: all that were retrieved.'),
  minRecall: Share.optional().describe('Least share of the relevant documents that must be found.'),
  minPrecision: Share.optional().describe('Least share of the found documents that must be relevant.'),
  distractors: z.array(z.string()).optional().describe('Documents known to mislead; finding one is reported.'),
  freshness: Freshness.optional().describe('How old documents may be.'),
  provenance: Provenance.optional().describe('What every chunk must say of where it comes from.'),
});
const Grounding = z.strictObject({
  mustCite: z.array(z.string()).optional().describe('Documents that the answer must cite.'),
  minGrounded: Share.optional().describe('Least share of claims that the documents support.'),
  method: z.enum(['citation', 'quote', 'judge']).optional().describe('How support is decided. Default citation.'),
});
const JudgeSettings = z.strictObject({
  rubric: z.array(Criterion).optional().describe('Criteria, each answered with pass or fail. Default: expectedBehavior.'),
  use: z.string().optional().describe('Judge of config.yaml. Default: the one that config.yaml names.'),
  requireCalibrated: z.boolean().optional().describe('Without calibration the judge only advises. Default true.'),
  criteria: z.array(z.enum(['correctness', 'completeness', 'relevance', 'tone', 'hallucination'])).optional().describe('Ready-made criteria.'),
  penalize: z.array(z.enum(['hedging', 'vacuous', 'verbose', 'unsupported'])).optional().describe('Manners that must fail. Default hedging and vacuous.'),
});
export const RequiredApproval = z.strictObject({
  tools: z.array(z.string()).describe('Names or globs of the tools.'),
  by: z.string().optional().describe('Role that must grant it.'),
  evidence: z.string().optional().describe('Argument that the approval and the call must share.'),
});
const Policy = z.strictObject({
  boundary: z.string().optional().describe('Name of the rule under test.'),
  expect: z.enum(['allow', 'refuse', 'approve_first', 'escalate', 'fallback']).optional().describe('Required conduct.'),
  requiresApproval: z.array(RequiredApproval).optional().describe('Calls that need a granted approval before them.'),
  neverExpose: z.array(Matcher).optional().describe('Data that must not appear in the output or in tool arguments: matchers, or detectors such as detector:iban.'),
});
export const Budgets = z.strictObject({
  latencyMs: z.number().positive().optional().describe('Longest permitted run, in milliseconds.'),
  costUsd: z.number().nonnegative().optional().describe('Highest permitted cost, in US dollars.'),
  tokens: Count.optional().describe('Most tokens a run may use.'),
  turns: Count.optional().describe('Most model turns.'),
  toolErrors: Count.optional().describe('Most failed tool calls.'),
});
export const Correction = z.strictObject({
  maxEditMinutes: z.number().nonnegative().optional().describe('Longest time a person may need to mend the answer.'),
  maxEditRatio: Share.optional().describe('Greatest share of the answer that a person may have to change.'),
});
const Segment = z.strictObject({
  role: z.string().optional().describe('Role of the user.'),
  useCase: z.string().optional().describe('Use case of release.yaml.'),
  cohort: z.enum(['volunteer', 'nonVolunteer']).optional().describe('Whether such users chose to take part.'),
  scope: z.enum(['core', 'edge', 'outOfScope']).optional().describe('How much the task belongs to what the agent is for.'),
  queue: z.string().optional().describe('Queue the task arrives in.'),
});
const Metadata = z.strictObject({
  difficulty: z.enum(['easy', 'medium', 'hard']).optional().describe('How hard the task is.'),
  risk: z.enum(['low', 'medium', 'high', 'critical']).optional().describe('What a failure would cost. high and critical ask for 3 trials. Default medium.'),
  failureClass: z.string().optional().describe('Class that the case guards against, where no failure was observed.'),
  failureMode: z.string().optional().describe('Mode under the class.'),
  coverage: z.array(z.string()).optional().describe('Tags of what the case covers.'),
  segment: Segment.optional().describe('Whose task this is.'),
  owner: z.string().optional().describe('Who mends the case when it fails.'),
  reviewed: z.strictObject({ by: z.string().describe('Who looked.'), at: z.string().describe('When.') }).optional().describe('The last review of the case.'),
  conversation: z.string().optional().describe('Links cases made from one conversation.'),
  x: JsonMap.optional().describe('Anything of your own.'),
});

const shape = {
  id: Slug.describe('Stable identity of the case; results, baselines and overrides key on it.'),
  title: z.string().optional().describe('Label in lists. Default: the query, cut to 60 characters.'),
  query: z.string().min(1).optional().describe('The last user message. Required unless messages is given.'),
  messages: z.array(CaseMessage).optional().describe('Earlier turns; the last must be the user\'s and equal query if both are given.'),
  vars: JsonMap.optional().describe('Values for {{name}} in query and in the target\'s templates.'),
  expectedTool: z.union([z.string().min(1), z.array(z.string().min(1)), z.null()]).optional().describe('Tools that must be called. null: no tool may be called. A list: all of them.'),
  expectedBehavior: z.union([z.string(), z.array(z.string())]).optional().describe('Statements that a person or a judge can answer with yes or no; one criterion each.'),
  failureWeObserved: z.union([z.string(), FailureObserved]).optional().describe('What went wrong in reality. A regression case is proven against it.'),
  groundTruth: z.union([Json, z.strictObject({
    value: Json.describe('The true value.'),
    asOf: z.string().optional().describe('When it was true.'),
    source: z.string().optional().describe('Who or what says so.'),
    confidence: Share.optional().describe('How sure that is.'),
  })]).optional().describe('The true value when the trace was captured: a value, or {value, asOf, source}.'),
  kind: CaseKind.optional().describe('Default regression. Capability cases may start low; stress cases never gate.'),
  status: CaseStatus.optional().describe('Only active cases count for gates and exit codes. A case with an observed failure counts as draft until its proof holds. Default active.'),
  quarantine: Quarantine.optional().describe('Why the case is set aside, until when, and who mends it.'),
  source: CaseSource.optional().describe('The trace the case came from, and its proof.'),
  variants: z.array(Variant).optional().describe('Rewordings that keep the meaning; each is run against the same expectations.'),
  sensitivity: Sensitivity.optional().describe('Limits on how much variants may differ.'),
  epochs: z.union([z.number().int().positive(), Epochs]).optional().describe('Repeated trials and how they are reduced. Default 1.'),
  targets: z.array(z.string()).optional().describe('Targets of config.yaml to run against. Default: defaultTarget.'),
  skip: z.union([z.boolean(), z.string()]).optional().describe('A reason to leave the case out. Default false.'),
  trajectory: Trajectory.optional().describe('The reference path: which tools, in what order, with what arguments.'),
  answer: Answer.optional().describe('Check of the final answer.'),
  outputContract: OutputContract.optional().describe('The form the output must have.'),
  state: z.array(StateEntry).optional().describe('End state of the world that the target reports.'),
  retrieval: Retrieval.optional().describe('Which documents must be found, and how fresh and traceable they must be.'),
  grounding: Grounding.optional().describe('What the answer must cite.'),
  judge: JudgeSettings.optional().describe('Criteria that a judge answers with pass or fail.'),
  policy: Policy.optional().describe('The boundary under test.'),
  escalation: z.strictObject({
    expected: z.union([z.boolean(), z.literal('either')]).optional().describe('Whether the run must, must not or may be handed to a person.'),
    to: z.string().optional().describe('Queue or role it is handed to. Default: any.'),
  }).optional().describe('Whether the run must be handed to a person.'),
  nearMiss: Matcher.optional().describe('Attempts that were blocked; counted, never a failure.'),
  budgets: Budgets.optional().describe('Limits for one trial.'),
  correction: Correction.optional().describe('More than this is a high-effort correction.'),
  metadata: Metadata.optional().describe('Difficulty, risk, coverage, owner.'),
  tier: z.string().optional().describe('Tier of release.yaml that sets thresholds and budgets.'),
  foreign: z.array(z.strictObject({ peer: z.string().describe('Tool the case was imported from.'), raw: Json.describe('The assertion as it stood there.') })).optional().describe('Assertions of an imported case that have no counterpart here; shown as n/a.'),
  thresholds: z.object({ reason: z.string().optional().describe('Why a blocker may be loosened for this case.') }).catchall(z.union([z.number(), JsonMap])).optional().describe('Limits per metric for this case.'),
} as const;

export const EvalCase = z.strictObject(shape);
export type EvalCase = z.infer<typeof EvalCase>;

/** Fields that cases of a suite cannot share. */
export const ownToOneCase = ['id', 'query', 'groundTruth', 'failureWeObserved', 'source'] as const;
type OwnToOneCase = (typeof ownToOneCase)[number];

/** `defaults` of a suite: every case field except those that belong to one case alone. */
export const CaseDefaults = EvalCase.omit(Object.fromEntries(ownToOneCase.map((key) => [key, true])) as Record<OwnToOneCase, true>).partial();
export type CaseDefaults = z.infer<typeof CaseDefaults>;

/** A file with many cases (CASES 1, layout b). */
export const CaseSuite = z.strictObject({
  casebook: z.literal(1).optional().describe('Version of the file format.'),
  suite: z.string().optional().describe('Name of the suite.'),
  description: z.string().optional().describe('What the suite is for.'),
  defaults: CaseDefaults.optional().describe('Merged under every case; lists replace, they are not joined.'),
  cases: z.array(EvalCase).describe('The cases.'),
});
export type CaseSuite = z.infer<typeof CaseSuite>;
