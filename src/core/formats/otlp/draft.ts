import type { Json } from '../../model/json.ts';
import type { Message } from '../../model/message.ts';
import type { CallStatus, RetrievedDocument, SpanKind, ToolDefinition } from '../../model/span.ts';
import type { Score } from '../../model/trace.ts';
import type { Usage } from '../../model/usage.ts';
import { setKey } from '../jsonText.ts';
import { amountOf, numberOf } from '../values/numbers.ts';
import { tokenCount, withBeside } from '../values/tokenCounts.ts';

type DraftTool = { name: string | null; callId: string | null; description: string | null; arguments?: Json; argumentsText?: string; result?: Json; status?: CallStatus };

/** What a dialect found in one span's attributes. Everything starts empty; what stays null was not recorded. */
export type Draft = {
  readonly spanName: string;
  readonly isRoot: boolean;
  kind: SpanKind | null;
  model: string | null;
  provider: string | null;
  counts: { input: number | null; cachedRead: number | null; cacheWrite: number | null; output: number | null; reasoning: number | null };
  rawUsage: Record<string, Json>;
  /** The counts are already sums over children. */
  aggregate: boolean;
  costUsd: number | null;
  finishReason: string | null;
  tool: DraftTool;
  toolDefinitions: readonly ToolDefinition[] | null;
  system: readonly Message[];
  input: readonly Message[];
  output: readonly Message[];
  documents: readonly RetrievedDocument[];
  agent: string | null;
  sessionId: string | null;
  userId: string | null;
  tags: readonly string[];
  /** Told of the run as a whole, on whichever span. */
  traceName: string | null;
  metadata: Record<string, Json>;
  /** Of the span, where they do not say that they are of the run (`spanId: null`). */
  scores: readonly (Omit<Score, 'spanId'> & { readonly spanId?: null })[];
  errorType: string | null;
  /** An error that the attributes tell, where the span's own status may be silent. */
  failed: boolean;
  statusMessage: string | null;
  /** What no field above holds. */
  attributes: Record<string, Json>;
};

export function emptyDraft(spanName: string, isRoot: boolean): Draft {
  return {
    spanName, isRoot, kind: null, model: null, provider: null,
    counts: { input: null, cachedRead: null, cacheWrite: null, output: null, reasoning: null }, rawUsage: {}, aggregate: false,
    costUsd: null, finishReason: null, tool: { name: null, callId: null, description: null }, toolDefinitions: null,
    system: [], input: [], output: [], documents: [], agent: null, sessionId: null, userId: null, tags: [], traceName: null, metadata: {}, scores: [],
    errorType: null, failed: false, statusMessage: null, attributes: {},
  };
}

export type ReadContext = {
  readonly memory: MessageMemory;
  warn(message: string): void;
};

/** Messages as text that repeats: an agent sends its whole history again with every call. */
export interface MessageMemory {
  messages(text: string): { readonly messages: readonly Message[]; readonly finishReason: string | null } | undefined;
  toolDefinitions(value: Json): readonly ToolDefinition[];
}

/** How one family of instrumentations spells its attributes. Adding one is a file and its lines in `dialects.ts`. */
export interface Dialect {
  readonly id: string;
  read(attributes: ReadonlyMap<string, Json>, draft: Draft, context: ReadContext): void;
}

/** A token count or an amount. What is negative, not a number or not whole says nothing. */
export function readCount(value: Json, name: string, context: ReadContext): number | null {
  const count = tokenCount(numberOf(value));
  if (count === null && value !== null) context.warn(`${name} is ${JSON.stringify(value)?.slice(0, 40)}, which is no count; read as not recorded.`);
  return count;
}

export function readAmount(value: Json, name: string, context: ReadContext): number | null {
  const amount = amountOf(value);
  if (amount === null && value !== null) context.warn(`${name} is ${JSON.stringify(value)?.slice(0, 40)}, which is no amount; read as not recorded.`);
  return amount;
}

/**
 * Conventions say that the count of input includes cached tokens. Where the parts exceed the whole, a vendor's own count was passed
 * through, which does not.
 */
export function includeCached({ counts }: Draft): void {
  const cached = (counts.cachedRead ?? 0) + (counts.cacheWrite ?? 0);
  if (counts.input !== null && cached > counts.input) counts.input = withBeside(counts.input, cached);
}

/** Counts that came as one map, where none are known yet. */
export function setUsage(draft: Draft, usage: Usage | null): void {
  if (usage === null || Object.keys(draft.rawUsage).length > 0) return;
  const { input, cachedRead, cacheWrite, output, reasoning, raw } = usage;
  draft.counts = { input, cachedRead, cacheWrite, output, reasoning };
  for (const [key, value] of Object.entries(raw ?? {})) setKey(draft.rawUsage, key, value);
}

/** The counts as a span holds them; null where none was recorded. A run's own counts are sums over its calls. */
export function usageOf(draft: Draft): Usage | null {
  const { counts, rawUsage } = draft;
  if (Object.keys(rawUsage).length === 0) return null;
  return { ...counts, level: draft.aggregate || draft.kind === 'agent' ? 'aggregate' : 'leaf', raw: rawUsage };
}
