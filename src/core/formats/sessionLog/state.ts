import type { Json } from '../../model/json.ts';
import type { Message, MessagePart } from '../../model/message.ts';
import type { SpanKind } from '../../model/span.ts';

/** What a later account of a span repeats, so that it joins the earlier ones. */
export type SpanRef = { readonly id: string; readonly parentId: string | null; readonly kind: SpanKind; readonly name: string; readonly seq: number };

/** A call that has no result yet; `callId` null: results are joined by order. */
export type OpenCall = { readonly callId: string | null; readonly tool: string; readonly ref: SpanRef };

export type ModelCall = {
  readonly ref: SpanRef;
  /** The log's own id of the message; null where it has none. */
  readonly messageId: string | null;
  /** What was said so far. */
  parts: MessagePart[];
  /** Calls of this message that have a span. */
  calls: number;
  callIds: string[];
  /** Something came back since: what is said next without an id is the next call. */
  followed: boolean;
};

/** The session's own line of messages, or that of one sub-agent. */
export type Thread = {
  /** Of the sub-agent; null for the session itself. */
  readonly agent: SpanRef | null;
  /** Messages that no model call has seen yet. */
  pending: Message[];
  current: ModelCall | null;
  /** Ids of the model calls before the current one, the last few. */
  recent: string[];
  prompted: boolean;
  /** Names of what happened to the session since its last model call, where the next one should know. */
  since?: string[];
  lastUs: number | null;
};

/** What goes on when the log does. JSON, and small: the open ends of the log, none of what is told already. */
export type SessionState = {
  spans: number;
  calls: number;
  agents: number;
  firstUs: number | null;
  lastUs: number | null;
  begun: boolean;
  /** What a person asked, all of it. */
  prompts: Message[];
  turn: SpanRef | null;
  /** The first turn has a span of its own only once there is a second: what it needs then. */
  first: { id: string | null; message: Message; timeUs: number | null; line: number; offset: number; length: number; file: string; children: SpanRef[] } | null;
  threads: Record<string, Thread>;
  open: OpenCall[];
  /** Calls answered last: details of a result may follow it. */
  answered: OpenCall[];
};

export function newThread(agent: SpanRef | null): Thread {
  return { agent, pending: [], current: null, recent: [], prompted: false, lastUs: null };
}

export function newState(): SessionState {
  return { spans: 0, calls: 0, agents: 0, firstUs: null, lastUs: null, begun: false, prompts: [], turn: null, first: null, threads: Object.assign(Object.create(null) as Record<string, Thread>, { main: newThread(null) }), open: [], answered: [] };
}

/** State as it was stored, to be changed from here on. */
export function stateFrom(kept: Json): SessionState {
  const state = JSON.parse(JSON.stringify(kept)) as SessionState;
  return { ...state, threads: Object.assign(Object.create(null) as Record<string, Thread>, state.threads) };
}
