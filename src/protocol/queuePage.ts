import { z } from 'zod';
import type { FailureClass } from '../core/model/failureClass.ts';
import { LabelChange } from '../core/model/label.ts';
import type { QueueProgress, ReviewState } from '../core/model/queue.ts';
import { queueOrders } from '../core/model/queue.ts';
import type { BulkLabelReport, LabelReport } from './labelApi.ts';
import type { FlaggedOutput, FlagStep } from '../core/model/users.ts';
import type { NextInQueue, OpenedQueue } from './queueApi.ts';
import type { Method, Parsers } from './rpc.ts';

/** A queue of the folder by its id (null: the one that was chosen last, else the first there is), or these traces under a name that says what they share. */
export const QueueRef = z.union([z.strictObject({ id: z.string().nullable() }), z.strictObject({ title: z.string(), ids: z.array(z.string()).max(20_000) })]);
export type QueueRef = z.infer<typeof QueueRef>;

const asked = z.strictObject({
  queue: QueueRef,
  only: z.enum(['left', 'reviewed', 'deferred']).optional(),
  /** Listed whatever `only` says. */
  keep: z.string().optional(),
  order: z.enum(queueOrders).optional(),
  filter: z.string().optional(),
  /** Puts the queue in order anew. */
  again: z.boolean().optional(),
  offset: z.number().int().nonnegative(),
  limit: z.number().int().positive().max(1000),
  /** The window holds this trace, where it is listed. */
  trace: z.string().optional(),
});
export type QueueAsked = z.infer<typeof asked>;

export type QueueView = OpenedQueue & {
  /** All there are, to choose from. */
  readonly queues: readonly QueueProgress[];
  /** Whether any trace is imported. */
  readonly empty: boolean;
};

/** What a user flagged, and what it waits for; null where that would tell of labels that are hidden. */
export type ShownFlag = Pick<FlaggedOutput, 'user' | 'by' | 'flaggedMs' | 'note' | 'kinds'> & { readonly next: FlagStep | null };

/** What the Queue tab may ask of the editor. */
export interface QueuePageApi {
  readQueue: Method<QueueAsked, QueueView>;
  /** The queue was chosen: it is shown where the page is opened next, and in the status bar. */
  queueChosen: Method<{ queue: string }, null>;
  /** The first behind `after` that the reviewer has not judged; `after` itself never. */
  nextInQueue: Method<{ queue: QueueRef; order?: QueueAsked['order']; after: string | null }, NextInQueue>;
  /** How often each class was given, by its id. */
  classCounts: Method<Record<string, never>, Readonly<Record<string, number>>>;
  /** A class of failure that was not there; in use from then on. */
  newClass: Method<{ name: string }, { readonly class: string; readonly classes: readonly FailureClass[] }>;
  /** Those of the traces that are still imported, and since when; and the classes in use. */
  stillThere: Method<{ traces: string[] }, { readonly traces: readonly { readonly id: string; readonly importedAt: string; readonly cases: readonly string[] }[]; readonly classes: readonly FailureClass[] }>;
  reviewState: Method<{ trace: string }, ReviewState>;
  /** Null: its user did not flag it. */
  flagged: Method<{ trace: string }, ShownFlag | null>;
  /** What the trajectory page asks of its trace; `args` are read as there. */
  ofTrace: Method<{ trace: string; method: string; args: unknown }, unknown>;
  labelOne: Method<{ trace: string; queue: string | null; change: LabelChange }, LabelReport>;
  /** One change of several traces, undone as one. */
  labelSeveral: Method<{ traces: string[]; queue: string | null; change: LabelChange }, BulkLabelReport>;
  /** The reviewer's last change wherever it was; null: there is none. */
  undoLast: Method<Record<string, never>, { readonly trace: string; readonly traces: readonly string[]; readonly undone: string } | null>;
  redoLast: Method<Record<string, never>, { readonly trace: string; readonly traces: readonly string[]; readonly undone: string } | null>;
}

const trace = z.string().min(1);
const nothing = z.strictObject({});
const queue = z.string().nullable();

export const queuePageParsers: Parsers<QueuePageApi> = {
  readQueue: asked,
  queueChosen: z.strictObject({ queue: z.string().min(1) }),
  nextInQueue: z.strictObject({ queue: QueueRef, order: asked.shape.order, after: z.string().nullable() }),
  classCounts: nothing,
  newClass: z.strictObject({ name: z.string().trim().min(1).max(120) }),
  stillThere: z.strictObject({ traces: z.array(trace).max(100) }),
  reviewState: z.strictObject({ trace }),
  flagged: z.strictObject({ trace }),
  ofTrace: z.strictObject({ trace, method: z.string(), args: z.unknown() }),
  labelOne: z.strictObject({ trace, queue, change: LabelChange }),
  labelSeveral: z.strictObject({ traces: z.array(trace).min(1).max(20_000), queue, change: LabelChange }),
  undoLast: nothing,
  redoLast: nothing,
};
