import { z } from 'zod';
import { Json } from './json.ts';
import { Message } from './message.ts';
import { CallStatus } from './span.ts';

/** A call and its result as one thing, joined by id, else by order. Status null: nothing says how it ended. */
export const ThreadCall = z.object({
  callId: z.string().nullable(),
  name: z.string(),
  arguments: Json.optional(),
  argumentsText: z.string().optional(),
  result: Json.optional(),
  status: CallStatus.nullable(),
  /** The step that ran it; null where no span tells of it. */
  step: z.number().int().positive().nullable(),
  /** How many documents that step found. */
  documents: z.number().int().nonnegative(),
});
export type ThreadCall = z.infer<typeof ThreadCall>;

const said = { key: z.string(), step: z.number().int().positive().nullable(), current: z.boolean() };

/** `step` of a message is the one that said it, null where it was told to a step. `current`: it is the focused step's own. */
export const ThreadItem = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), ...said, message: Message, /** The last word of the run. */ last: z.boolean() }),
  z.object({ type: z.literal('call'), ...said, call: ThreadCall }),
]);
export type ThreadItem = z.infer<typeof ThreadItem>;

/** The conversation up to a step, oldest first; of an agent, or of the first step, the whole of it. */
export const Thread = z.object({
  whole: z.boolean(),
  items: z.array(ThreadItem).readonly(),
  /** Items that are too much for a page: how many, and before which of `items` they stand. Null: none. */
  leftOut: z.object({ count: z.number().int().positive(), before: z.number().int().nonnegative() }).nullable(),
});
export type Thread = z.infer<typeof Thread>;
