import type { Json, JsonMap } from '../../model/json.ts';
import type { MessagePart } from '../../model/message.ts';
import type { CallStatus, RecordPlace, ToolDefinition } from '../../model/span.ts';
import type { Cost, Usage } from '../../model/usage.ts';

/**
 * Where an entry stands and when it was written (microseconds since the epoch; null: the log does not say). `id`: the entry's own, where
 * it has one: what is made of the entry is named after it, so that a copy of a part of the log names it the same.
 */
export type At = { readonly place: RecordPlace; readonly timeUs: number | null; readonly id?: string | null; /** Of a sub-agent's entry: the key it was begun with. */ readonly agent?: string | undefined };

/** One assistant message, or a piece of one. */
export type Said = {
  /** Pieces under one id are one model call; without an id, pieces that nothing came between. */
  readonly id?: string | null;
  /** Without an id: the log says that a new call begins. */
  readonly begins?: boolean;
  readonly parts: readonly MessagePart[];
  /** The parts are all there are, not more of them: the log repeats a message as it grows. */
  readonly whole?: boolean;
  readonly startUs?: number | null;
  readonly endUs?: number | null;
  readonly model?: string | null;
  readonly provider?: string | null;
  readonly usage?: Usage | null;
  readonly cost?: Cost | null;
  readonly finishReason?: string | null;
  readonly toolDefinitions?: readonly ToolDefinition[] | null;
  readonly attributes?: JsonMap;
  /** The call failed, with what was told. */
  readonly error?: string;
};

export type ToolAnswer = {
  readonly callId: string | null;
  readonly tool?: string | null;
  readonly result?: Json;
  /** Absent: the log tells only details of a result that stands elsewhere. */
  readonly status?: CallStatus;
  readonly startUs?: number | null;
  readonly endUs?: number | null;
  readonly attributes?: JsonMap;
  /** Tells more of a call that has, or will have, its result in another entry: the model does not see this one. */
  readonly detail?: boolean;
};

/** A placeholder is none. */
export const isId = (id: string | null | undefined): id is string => id !== undefined && id !== null && /^[\w.:/+=-]{1,200}$/.test(id);
