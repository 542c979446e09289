import { z } from 'zod';
import { Json } from './json.ts';
import { Label } from './label.ts';
import { RecordPlace, RetrievedDocument, Span, SpanKind } from './span.ts';
import { Approval, Facts, Feedback, Score, Terminal } from './trace.ts';
import { Thread } from './thread.ts';
import { PriceTerms } from './usage.ts';

/** Why a trace counts as failing without a person's label; null when nothing says so. */
export const FailingBecause = z.enum(['label', 'error', 'rejected']);
export type FailingBecause = z.infer<typeof FailingBecause>;

/** How people stood over a run, and how it ended. Null: nothing says so. */
export const Oversight = z.object({
  approvals: z.array(Approval.pick({ granted: true, by: true, tool: true, beforeCall: true })).readonly(),
  escalated: z.boolean().nullable(),
  terminal: Terminal.nullable(),
});
export type Oversight = z.infer<typeof Oversight>;

/** What a trace shows by itself, as lists tell it. `steps`: where, first to last; empty: the run as a whole. */
export const SummarySignal = z.object({
  id: z.string(), title: z.string(), severity: z.enum(['warning', 'error']), quiet: z.literal(true).optional(), steps: z.array(z.number().int()).readonly(), why: z.string(),
});
export type SummarySignal = z.infer<typeof SummarySignal>;

/** What the list and the header show: one row a trace, computed at import. Null: not recorded. */
export const TraceSummary = z.object({
  id: z.string(),
  nativeId: z.string(),
  format: z.string(),
  /** What people call the format: told with the summary, not kept in it. */
  formatTitle: z.string().optional(),
  file: z.string(),
  sha256: z.string(),
  name: z.string().nullable(),
  app: z.string().nullable(),
  agent: z.string().nullable(),
  models: z.array(z.string()).readonly(),
  sessionId: z.string().nullable(),
  userId: z.string().nullable(),
  startUs: z.number().nullable(),
  importedAt: z.string(),
  latencyMs: z.number().nullable(),
  inputTokens: z.number().nullable(),
  outputTokens: z.number().nullable(),
  costUsd: z.number().nullable(),
  costSource: z.enum(['reported', 'computed']).nullable(),
  /** Of a computed cost: which prices it follows from. */
  price: PriceTerms.optional(),
  spans: z.number().int(),
  steps: z.number().int(),
  toolCalls: z.number().int(),
  failedCalls: z.number().int(),
  /** The first failed step, and its message. */
  firstError: z.object({ step: z.number().int(), name: z.string(), message: z.string().nullable() }).nullable(),
  /** S0's six questions. */
  query: z.string().nullable(),
  userTurns: z.number().int(),
  toolsOffered: z.array(z.string()).readonly().nullable(),
  toolsCalled: z.array(z.string()).readonly(),
  /** False where nothing in the export would tell of a tool call: then no call in the list does not mean that none was made. */
  callsKnown: z.boolean(),
  /** Text or reasoning of the model turn that issued the first call. */
  why: z.string().nullable(),
  /** The tool that turn called, where the turn of the first call says nothing and `why` is a later one's. */
  whyTool: z.string().optional(),
  promptTokens: z.number().nullable(),
  documents: z.number().int().nullable(),
  answer: z.string().nullable(),
  /** The step that said it. Absent: none did, or imported before it was kept. */
  answerStep: z.number().int().optional(),
  feedback: Feedback.nullable(),
  /** What the user said with it and when (ISO), where that arrived apart from the trace. */
  feedbackSaid: z.object({ note: z.string().optional(), by: z.string().optional(), at: z.string().optional() }).optional(),
  facts: Facts,
  /** Absent where nothing was approved, handed over or given up: oversightOf says what that means. */
  oversight: Oversight.optional(),
  /** Names of the scores that came with the export; the scores themselves stand in the skeleton. Absent: none came. */
  scoreNames: z.array(z.string()).readonly().optional(),
  /** Set for an unlabelled trace too, when it errored or its user rejected the answer. */
  failing: FailingBecause.nullable(),
  label: Label.nullable(),
  /** Told with the summary, not kept in it: how many others' labels blind review hides from whoever reads; `label` and `failing` are then as without them. Absent: none. */
  hidden: z.number().int().positive().optional(),
  /** Ids of the cases made from this trace. */
  cases: z.array(z.string()).readonly(),
  /** Told with the summary, not kept in it. Absent: not looked at yet. */
  signals: z.array(SummarySignal).readonly().optional(),
  warnings: z.number().int(),
  /** Query, answer and why hold their beginning only. */
  textsCut: z.boolean().optional(),
  /** How much of what a trace should hold this one has, packed (doctor/completeness.ts). Absent: imported before it was counted. */
  completeness: z.array(z.number()).readonly().optional(),
});
export type TraceSummary = z.infer<typeof TraceSummary>;

/** One row of the trajectory: a span in reading order, without its payload. */
export const TrajectoryStep = z.object({
  /** 1-based number, the one people quote. */
  n: z.number().int().positive(),
  spanId: z.string(),
  parent: z.number().int().positive().nullable(),
  depth: z.number().int().nonnegative(),
  children: z.number().int().nonnegative(),
  kind: SpanKind,
  name: z.string(),
  /** The one thing that tells the row apart: arguments, answer, number of documents. */
  detail: z.string().nullable(),
  startUs: z.number().nullable(),
  endUs: z.number().nullable(),
  inputTokens: z.number().nullable(),
  outputTokens: z.number().nullable(),
  costUsd: z.number().nullable(),
  failed: z.boolean(),
  failedBelow: z.boolean(),
  blocked: z.boolean(),
  error: z.string().nullable(),
  /** HTTP, queue and framework spans: kept for their children, hidden at first. */
  noise: z.boolean(),
  /** Such a span that failed: it is shown, and says little of what the agent did wrong. */
  failedTransport: z.boolean().optional(),
  synthetic: z.boolean(),
  /** Group of calls issued in one model turn or overlapping in time. */
  parallel: z.number().int().nullable(),
});
export type TrajectoryStep = z.infer<typeof TrajectoryStep>;

/** What the tree had to mend, in words, with the span it concerns. */
export const TrajectoryNote = z.object({ spanId: z.string().nullable(), message: z.string() });
export type TrajectoryNote = z.infer<typeof TrajectoryNote>;

/** A score that came with the export, with the step it is about; a step of null is the run as a whole, or a span that is not there. */
export const StepScore = Score.extend({ step: z.number().int().positive().nullable() });
export type StepScore = z.infer<typeof StepScore>;

/** A whole trace without payloads: what a page gets first. */
export const TrajectorySkeleton = z.object({
  summary: TraceSummary,
  steps: z.array(TrajectoryStep).readonly(),
  notes: z.array(TrajectoryNote).readonly(),
  /** Absent: no score came with the export. */
  scores: z.array(StepScore).readonly().optional(),
});
export type TrajectorySkeleton = z.infer<typeof TrajectorySkeleton>;

/** The same with its steps as one text (trajectory/packedSteps.ts): 20,000 of them are a string on their way to a page, and no objects. */
export type PackedSkeleton = Omit<TrajectorySkeleton, 'steps'> & { readonly packed: string };

/** The payload of one step, fetched when it is opened. */
export const StepDetail = z.object({
  n: z.number().int().positive(),
  span: Span,
  documents: z.array(RetrievedDocument).readonly(),
  place: RecordPlace.nullable(),
  /** The tool call that a tool step answers, or the calls a model step issued, with their results, joined by id, else by order. */
  calls: z.array(z.object({
    step: z.number().int().positive().nullable(),
    callId: z.string().nullable(),
    name: z.string(),
    arguments: Json.optional(),
    argumentsText: z.string().optional(),
    result: Json.optional(),
    status: z.enum(['ok', 'error', 'blocked']).nullable(),
  })).readonly(),
  /** Where it was asked for: the conversation up to this step. */
  thread: Thread.optional(),
  /** Calls and thread know the steps around this one alone: the whole trace is not read yet, and the step is to be asked for again. */
  partial: z.literal(true).optional(),
  /** The thread is as long as a page can hold it. */
  long: z.literal(true).optional(),
  /** Payloads longer than a page can show are cut; whole sizes in characters. */
  cuts: z.array(z.object({ path: z.string(), shown: z.number().int(), whole: z.number().int() })).readonly(),
});
export type StepDetail = z.infer<typeof StepDetail>;
