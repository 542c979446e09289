import { z } from 'zod';
import { Json, JsonMap } from './json.ts';
import { RetrievedDocument, Span } from './span.ts';

export const Feedback = z.enum(['accepted', 'edited', 'rejected']);
export type Feedback = z.infer<typeof Feedback>;

/** A judgement that came with the export: of a user, a judge, a person or a program. */
export const Score = z.object({
  name: z.string(),
  value: z.union([z.number(), z.string(), z.boolean()]).nullable(),
  source: z.enum(['human', 'user', 'judge', 'code', 'unknown']),
  comment: z.string().nullable(),
  spanId: z.string().nullable(),
});
export type Score = z.infer<typeof Score>;

/** What is known about a run besides its spans (METRICS 1.1). An absent fact is unknown. */
export const Facts = z.object({
  user: z.string(), role: z.string(), useCase: z.string(), queue: z.string(),
  risk: z.enum(['low', 'medium', 'high', 'critical']), promptVersion: z.string(),
  feedback: Feedback, finalText: z.string(), editMinutes: z.number(), learningMinutes: z.number(),
  outcome: z.enum(['used', 'ignored', 'workaround']), fallback: z.boolean(), snapshot: z.string(),
}).partial();
export type Facts = z.infer<typeof Facts>;

/** A trace without its spans: what an export says of the run as a whole. */
export const TraceHeader = z.object({
  name: z.string().nullable(),
  app: z.string().nullable(),
  agent: z.string().nullable(),
  sessionId: z.string().nullable(),
  userId: z.string().nullable(),
  tags: z.array(z.string()).readonly(),
  scores: z.array(Score).readonly(),
  facts: Facts,
  metadata: JsonMap,
});
export type TraceHeader = z.infer<typeof TraceHeader>;

export const emptyHeader: TraceHeader = { name: null, app: null, agent: null, sessionId: null, userId: null, tags: [], scores: [], facts: {}, metadata: {} };

/** One agent run as exported. */
export const Trace = z.object({
  /** Ours: `tr_` and 12 hex digits, derived from format and native id, so that importing twice is a no-op. */
  id: z.string(),
  /** The export's own id; derived from the content where the export has none. */
  nativeId: z.string(),
  format: z.string(),
  /** Source file as the workspace sees it. */
  file: z.string(),
  /** Over the source records' bytes as imported, before redaction. */
  sha256: z.string(),
  header: TraceHeader,
  spans: z.array(Span).readonly(),
});
export type Trace = z.infer<typeof Trace>;

/** How a run ended (CASES 2.3 `terminal`). */
export const Terminal = z.enum(['finished', 'aborted', 'escalated', 'refused', 'fallback']);
export type Terminal = z.infer<typeof Terminal>;

/** One tool call of a trial (METRICS 1). */
export const Call = z.object({
  name: z.string(),
  /** Null: recorded, but not JSON. Absent: not recorded. */
  args: Json.nullable().optional(),
  /** Why they are absent: they are JSON, nested deeper than anything is compared. */
  argsTooDeep: z.literal(true).optional(),
  index: z.number().int().nonnegative(),
  /** Calls with one group id were issued in one model turn and are mutually unordered. */
  groupId: z.string().nullable(),
  status: z.enum(['ok', 'error', 'blocked']),
  result: Json.optional(),
  startUs: z.number().nullable(),
  endUs: z.number().nullable(),
  spanId: z.string().nullable(),
  /** Step number in the trajectory the call was read from. */
  step: z.number().int().positive().nullable(),
});
export type Call = z.infer<typeof Call>;

export const Approval = z.object({
  granted: z.boolean(),
  by: z.string().nullable(),
  tool: z.string().nullable(),
  args: Json.optional(),
  /** Position among the calls: the approval stands before the call with this index. */
  beforeCall: z.number().int().nonnegative(),
  expiresAt: z.string().nullable().optional(),
});
export type Approval = z.infer<typeof Approval>;

/** One retrieval of a trial: how many of the trial's documents it brought, and the step it is. */
export const Retrieval = z.object({ documents: z.number().int().nonnegative(), spanId: z.string().nullable(), step: z.number().int().positive().nullable() });
export type Retrieval = z.infer<typeof Retrieval>;

/**
 * What one trial yielded, the only thing an evaluator reads (METRICS 1). Null is unknown, an empty list is "none".
 * It is read from a trace, from a recording, or from what a target answered.
 */
export const Trial = z.object({
  calls: z.array(Call).readonly(),
  /** Set where nothing says which tools were called: then `calls` is empty and means nothing. A target that prints a plain answer is such a one. */
  callsUnknown: z.boolean().optional(),
  /** Calls that started sub-agents whose own calls are in `calls`, and count there; an expectation may name them all the same. `index`: that of the first call inside. */
  wrappers: z.array(Call).readonly().optional(),
  output: z.string().nullable(),
  retrieved: z.array(RetrievedDocument).readonly().nullable(),
  citations: z.array(z.string()).readonly().nullable(),
  state: JsonMap.nullable(),
  approvals: z.array(Approval).readonly().nullable(),
  escalated: z.boolean().nullable(),
  terminal: Terminal.nullable(),
  fallback: z.boolean().nullable(),
  latencyMs: z.number().nullable(),
  costUsd: z.number().nullable(),
  tokens: z.number().int().nullable(),
  turns: z.number().int().nullable(),
  feedback: Feedback.nullable(),
  /** The retrievals that brought `retrieved`, in its order. Absent: unknown, all documents count as brought by one. */
  retrievals: z.array(Retrieval).readonly().optional(),
  /** The step that gave `output`. Absent: unknown. */
  answered: z.object({ spanId: z.string().nullable(), step: z.number().int().positive().nullable() }).optional(),
  /** When the run ended, in microseconds since the epoch. Absent: unknown. */
  endUs: z.number().optional(),
  /** What users and the index told of the run besides (METRICS 1.1). What is absent is unknown. */
  facts: Facts.pick({ finalText: true, editMinutes: true, learningMinutes: true, outcome: true, snapshot: true }).optional(),
  /** Places cut to keep a recording small, or values that redaction took: checks that need them are n/a. */
  redacted: z.array(z.string()).readonly().default([]),
});
export type Trial = z.infer<typeof Trial>;
