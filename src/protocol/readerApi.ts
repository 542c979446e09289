import { z } from 'zod';
import type { Insights, PromptChanges } from '../core/model/insights.ts';
import { SpanKind } from '../core/model/span.ts';
import { MessageRole } from '../core/model/message.ts';
import type { Method, Parsers } from './rpc.ts';

/** What the engine works out of one trace for whoever reads it. `trace`: our id, the export's own, or a unique prefix of either. */

const trace = z.string().min(1);
const n = z.number().int().positive();

export const InsightsRequest = z.strictObject({ trace, /** Nobody goes on to search in it: its texts are not read ahead. */ alone: z.boolean().optional() });
export const PromptChangesRequest = z.strictObject({ trace, n });

/** All that is given must hold. An empty `text` finds all steps that the rest holds for. */
export const FindRequest = z.strictObject({
  trace,
  text: z.string(),
  regex: z.boolean().optional(),
  matchCase: z.boolean().optional(),
  /** A whole word only. */
  word: z.boolean().optional(),
  kind: SpanKind.optional(),
  role: MessageRole.optional(),
  tool: z.string().optional(),
  /** Failed or blocked steps only. */
  error: z.boolean().optional(),
  limit: n.optional(),
});
export type FindRequest = z.infer<typeof FindRequest>;

/** Where a step holds the text. `excerpt` is one line around the first match in that field; `from` and `to` mark the match in it, in UTF-16 units. */
export type FindHit = {
  readonly n: number;
  readonly in: 'name' | 'message' | 'reasoning' | 'arguments' | 'result' | 'document' | 'error' | 'attribute' | 'step';
  readonly role: MessageRole | null;
  readonly excerpt: string;
  readonly from: number;
  readonly to: number;
  /** Matches in this field of this step. */
  readonly count: number;
};
/** `hits`: in reading order, one a field. A message that a whole history repeats is a hit where it was said or first sent. `more`: hits beyond the limit. */
export type FindReport = { readonly hits: readonly FindHit[]; readonly steps: number; readonly more: number; /** Why the pattern cannot be used, a sentence. */ readonly badPattern?: string };

export const MarkdownRequest = z.strictObject({ trace, /** Absent: the whole trajectory. */ n: n.optional(), /** As in a TraceQuery. */ reader: z.string().optional() });

export const NeighboursRequest = z.strictObject({ trace, by: z.enum(['session', 'file']) });
export type Neighbour = { readonly id: string; readonly title: string };
/** The trace among those of its session, oldest first, or of its file, as they stand in it. `at`: its place, from 1. Null: it has no session, or is alone. */
export type Neighbours = { readonly at: number; readonly total: number; readonly name: string; readonly previous: Neighbour | null; readonly next: Neighbour | null } | null;

export const MediaRequest = z.strictObject({ trace, n, sha256: z.string().regex(/^[0-9a-f]{64}$/u) });

export interface ReaderApi {
  readInsights: Method<z.infer<typeof InsightsRequest>, Insights>;
  readPromptChanges: Method<z.infer<typeof PromptChangesRequest>, PromptChanges>;
  findInTrace: Method<FindRequest, FindReport>;
  /** Redacted as stored, with nothing folded. */
  trajectoryMarkdown: Method<z.infer<typeof MarkdownRequest>, { readonly markdown: string }>;
  neighbours: Method<z.infer<typeof NeighboursRequest>, Neighbours>;
  /** The media of a message, read again from the source file; a UserError where it is not there any more. Base64. */
  readMedia: Method<z.infer<typeof MediaRequest>, { readonly mimeType: string | null; readonly base64: string }>;
}

export const readerParsers: Parsers<ReaderApi> = {
  readInsights: InsightsRequest,
  readPromptChanges: PromptChangesRequest,
  findInTrace: FindRequest,
  trajectoryMarkdown: MarkdownRequest,
  neighbours: NeighboursRequest,
  readMedia: MediaRequest,
};
