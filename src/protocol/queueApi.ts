import { z } from 'zod';
import type { QueueOrder, QueueProgress, QueueRow, ReviewState } from '../core/model/queue.ts';
import { queueOrders } from '../core/model/queue.ts';
import type { Method, Parsers } from './rpc.ts';
import type { SignalProgress } from './traceApi.ts';

/** Queues of traces to review. What comes next is always asked for, never remembered. */

const by = z.string();
/** A queue by its id (none: the week, or all traces where it holds few of them), or the traces themselves: then `queue` names nothing. */
const which = { queue: z.string().optional(), traces: z.array(z.string()).max(20_000).optional() };

/** `by`: the reviewer who asks; empty: nobody yet. `whole`: waits until all traces were looked at for signals. */
export const QueueListRequest = z.strictObject({ by, whole: z.boolean().optional() });
export const QueueRequest = z.strictObject({
  ...which, by,
  whole: z.boolean().optional(),
  /** Default: as the queue says. */
  order: z.enum(queueOrders).optional(),
  /** Only rows that wait for who asks, that are reviewed by them, or that they put off. */
  only: z.enum(['left', 'reviewed', 'deferred']).optional(),
  /** This one is listed whatever `only` says: it was judged just now, and is still looked at. */
  keep: z.string().optional(),
  /** Only rows whose title, reason or id holds these words. */
  filter: z.string().optional(),
  /** Puts the queue in order anew, by what was labelled meanwhile. */
  again: z.boolean().optional(),
  limit: z.number().int().positive().max(1000).optional(),
  offset: z.number().int().nonnegative().optional(),
  /** The place of this trace among the rows is told as `at`. */
  trace: z.string().optional(),
});
export const NextRequest = z.strictObject({
  ...which, by,
  order: z.enum(queueOrders).optional(),
  /** The trace one comes from: the search begins behind it and goes round. */
  after: z.string().optional(),
  /** Not these, such as what is loaded already. */
  notIn: z.array(z.string()).max(1000).optional(),
});
export const ReviewStateRequest = z.strictObject({ trace: z.string().min(1), by });

/** `pending`: of so many traces of the queue the signals are not looked at yet; their place may change. */
export type OpenedQueue = {
  readonly queue: QueueProgress;
  readonly order: QueueOrder;
  readonly rows: readonly QueueRow[];
  /** Rows in all, under `only` and `filter`. */
  readonly total: number;
  readonly offset: number;
  /** From 0; null: it is not among the rows. */
  readonly at: number | null;
  readonly pending: number;
  /** A sentence where labels could not be read. */
  readonly warning?: string;
};

/** `next` is null where who asks has nothing left but what is excluded; `others`: who has, and how much. */
export type NextInQueue = {
  readonly next: QueueRow | null;
  /** Its place in the queue, from 0. */
  readonly at: number | null;
  readonly queue: QueueProgress;
  readonly others: readonly { readonly name: string; readonly left: number }[];
};

export interface QueueApi {
  /** Built-in ones first. */
  listQueues: Method<z.infer<typeof QueueListRequest>, { readonly queues: readonly QueueProgress[]; readonly pending: number }, SignalProgress>;
  /** A UserError `no-such-queue` names the queues there are. */
  openQueue: Method<z.infer<typeof QueueRequest>, OpenedQueue, SignalProgress>;
  /** The first one behind `after` that who asks has not reviewed; what they put off comes last. */
  nextInQueue: Method<z.infer<typeof NextRequest>, NextInQueue>;
  reviewState: Method<z.infer<typeof ReviewStateRequest>, ReviewState>;
}

export const queueParsers: Parsers<QueueApi> = {
  listQueues: QueueListRequest,
  openQueue: QueueRequest,
  nextInQueue: NextRequest,
  reviewState: ReviewStateRequest,
};
