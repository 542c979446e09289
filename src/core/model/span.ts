import { z } from 'zod';
import { Json, JsonMap } from './json.ts';
import { Message } from './message.ts';
import { Cost, Usage } from './usage.ts';

export const SpanKind = z.enum(['agent', 'llm', 'tool', 'retrieval', 'guardrail', 'other']);
export type SpanKind = z.infer<typeof SpanKind>;

/** A tool as it was offered to the model. */
export const ToolDefinition = z.object({
  name: z.string(),
  description: z.string().nullable(),
  /** JSON Schema of the arguments; null where only the name was recorded. */
  schema: JsonMap.nullable(),
});
export type ToolDefinition = z.infer<typeof ToolDefinition>;

export const CallStatus = z.enum(['ok', 'error', 'blocked']);
export type CallStatus = z.infer<typeof CallStatus>;

/** A tool that ran, or was refused (`blocked`), as a tool span records it. */
export const ToolCall = z.object({
  name: z.string(),
  callId: z.string().nullable(),
  description: z.string().nullable(),
  /** Absent: not recorded, or not JSON; then `argumentsText` holds what was recorded. */
  arguments: Json.optional(),
  argumentsText: z.string().optional(),
  result: Json.optional(),
  status: CallStatus,
});
export type ToolCall = z.infer<typeof ToolCall>;

export const RetrievedDocument = z.object({
  id: z.string().nullable(),
  content: z.string().nullable(),
  score: z.number().nullable(),
  version: z.string().nullable(),
  /** ISO time of the document's last change. */
  updatedAt: z.string().nullable(),
  source: z.string().nullable(),
  metadata: JsonMap,
});
export type RetrievedDocument = z.infer<typeof RetrievedDocument>;

export const SpanEvent = z.object({ name: z.string(), timeUs: z.number().nullable(), attributes: JsonMap });
export type SpanEvent = z.infer<typeof SpanEvent>;

/** Where the raw record lies in its source file: bytes from `offset`, and the line for people (1-based). */
export const RecordPlace = z.object({
  file: z.string(),
  line: z.number().int().positive(),
  offset: z.number().int().nonnegative(),
  length: z.number().int().nonnegative(),
});
export type RecordPlace = z.infer<typeof RecordPlace>;

/**
 * One timed operation. Times are microseconds since the epoch, null where the export has none:
 * message logs have an order (`seq`) and no clock, and none is invented.
 */
export const Span = z.object({
  /** Unique in its trace: canonical lower hex where the export's id decodes to 8 bytes, else as exported. */
  id: z.string(),
  parentId: z.string().nullable(),
  seq: z.number().int(),
  kind: SpanKind,
  name: z.string(),
  startUs: z.number().nullable(),
  endUs: z.number().nullable(),
  status: z.enum(['ok', 'error', 'unset']),
  statusMessage: z.string().nullable(),
  /** Made up by a reader so that a log without spans can be read as steps. */
  synthetic: z.boolean(),
  model: z.string().nullable(),
  provider: z.string().nullable(),
  usage: Usage.nullable(),
  cost: Cost.nullable(),
  /** Whether usage and cost of this span count toward the trace's totals: nested spans often repeat them. */
  counted: z.boolean(),
  finishReason: z.string().nullable(),
  tool: ToolCall.nullable(),
  /** Tools offered to the model. Null: not recorded. Empty: none was offered. */
  toolDefinitions: z.array(ToolDefinition).readonly().nullable(),
  input: z.array(Message).readonly(),
  output: z.array(Message).readonly(),
  documents: z.array(RetrievedDocument).readonly(),
  /** What no field above holds, by the export's own names. */
  attributes: JsonMap,
  events: z.array(SpanEvent).readonly(),
  place: RecordPlace.nullable(),
});
export type Span = z.infer<typeof Span>;

/** A span with nothing known but its identity; readers spread what they found over it. */
export function emptySpan(id: string, seq: number, name: string): Span {
  return {
    id, parentId: null, seq, kind: 'other', name, startUs: null, endUs: null, status: 'unset', statusMessage: null,
    synthetic: false, model: null, provider: null, usage: null, cost: null, counted: true, finishReason: null,
    tool: null, toolDefinitions: null, input: [], output: [], documents: [], attributes: {}, events: [], place: null,
  };
}
