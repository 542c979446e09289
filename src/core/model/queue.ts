import { z } from 'zod';
import type { Label, Stratum, Verdict } from './label.ts';
import { signalIds } from './signals.ts';

const text = (what: string) => z.string().optional().describe(what);
const count = z.number().int().positive();

/** Which traces a queue holds: fields of a query of traces. All that are given must hold. */
export const QueueQuery = z.strictObject({
  text: text('Words that stand in messages, calls or documents.'),
  failure: z.string().nullable().optional().describe('Failure class or mode of the label; null: none.'),
  tool: z.string().nullable().optional().describe('Tool that was called; null: none was.'),
  model: z.string().nullable().optional().describe('Model that answered.'),
  user: z.string().nullable().optional().describe('Who asked.'),
  role: z.string().nullable().optional().describe('Role of who asked.'),
  useCase: z.string().nullable().optional().describe('Use case of the run; null: none is recorded.'),
  session: z.string().nullable().optional().describe('Conversation it belongs to.'),
  tag: z.string().nullable().optional().describe('Tag of the trace.'),
  signal: z.enum(signalIds).nullable().optional().describe('Signal that the trace shows, such as retryStorm; null: none.'),
  inFile: text('File or archive it was read from, relative to the workspace folder.'),
  minLatencyMs: z.number().nonnegative().optional().describe('Took at least so many milliseconds.'),
  since: text('From this day or time on, such as 2026-01-31.'),
  until: text('Up to this day or time.'),
  lastDays: count.optional().describe('Of so many days up to the newest trace.'),
  unlabelled: z.boolean().optional().describe('true: nobody has labelled it. false: somebody has.'),
  failing: z.boolean().optional().describe('true: it errored, its user rejected the answer, or a reviewer failed it. false: none of these.'),
});
export type QueueQuery = z.infer<typeof QueueQuery>;

export const queueOrders = ['telling', 'random', 'newest', 'oldest', 'slowest', 'costliest'] as const;
export type QueueOrder = (typeof queueOrders)[number];

export const QueueConfig = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'Write small letters, digits and dashes, such as refunds-weekly.').describe('Names the queue; labels record it. Small letters, digits and dashes.'),
  name: text('What the queue is called on screen. Default: its id.'),
  query: QueueQuery.optional().describe('Which traces it holds. Default: all.'),
  order: z.enum(queueOrders).optional().describe('telling (the default): what shows most first, the rest at random. random (the default of a sample alone): whatever part is reviewed is a fair sample. Or newest, oldest, slowest, costliest.'),
  sample: z.strictObject({
    perWeek: count.describe('Traces a week that are drawn at random in each risk tier. Default 20.'),
    perRisk: z.partialRecord(z.enum(['low', 'medium', 'high', 'critical']), count).optional().describe('How many of a risk tier, where that is not perWeek.'),
    only: z.boolean().optional().describe('true: the queue holds the sample alone. Default: the sample is marked among the others.'),
  }).optional().describe('The random sample that rates are computed from (the same for everybody). Where the query looks at what a trace shows, no rates follow from it.'),
  reviewers: z.array(z.string()).optional().describe('Share the traces among these reviewers: each sees a part of their own.'),
});
export type QueueConfig = z.infer<typeof QueueConfig>;

export const ReviewConfig = z.strictObject({
  blind: z.boolean().optional().describe('Hide the labels of others until one\'s own verdict on a trace is saved. Default true.'),
});
export type ReviewConfig = z.infer<typeof ReviewConfig>;

/** How far a queue is. Reviewed: somebody gave a verdict of pass or fail. */
export type QueueProgress = {
  readonly id: string;
  readonly name: string;
  /** One sentence: which traces it holds. */
  readonly about: string;
  /** Not from config.yaml. */
  readonly builtIn: boolean;
  readonly total: number;
  /** By anybody. */
  readonly reviewed: number;
  /** Each reviewer with how many of the queue are theirs, most first. */
  readonly by: readonly { readonly name: string; readonly reviewed: number }[];
  /** Without a verdict of who asks, put off ones included. */
  readonly left: number;
  /** Of `left`: put off by who asks. */
  readonly deferred: number;
  /** At the pace of who asks, over their last labels; null where that is not known. */
  readonly minutesLeft: number | null;
};

/** A trace in a queue. */
export type QueueRow = {
  readonly id: string;
  /** What the user asked, one line; else the name of the run or its id. */
  readonly title: string;
  /** Microseconds since 1970. */
  readonly startUs: number | null;
  /** Why it stands where it does: `6 signals, rejected`. */
  readonly why: string;
  /** Of who asks. Null: no verdict yet. */
  readonly verdict: Verdict | null;
  /** What others said where that may be seen, the label in force; null: nothing, or hidden. */
  readonly seen: { readonly verdict: Verdict | null; readonly class: string | null; readonly by: string } | null;
  /** Reviewers other than who asks with a verdict, hidden or not. */
  readonly others: number;
  /** Null: neither drawn at random nor chosen for what it shows. */
  readonly stratum: Stratum | null;
  /** Kinds of signals that it shows; null: not looked at yet. */
  readonly signals: number | null;
};

/** What others say of a trace; of labels that are hidden until one's own verdict is saved, only how many. */
export type OthersSaid = { readonly seen: readonly { readonly by: string; readonly verdict: Verdict }[]; readonly hidden: number };

/** What one reviewer sees of the review of one trace. */
export type ReviewState = {
  readonly trace: string;
  readonly own: Label | null;
  /** Of the others; empty while they are hidden. */
  readonly others: readonly Label[];
  /** How many labels of others are hidden until one's own verdict is saved. */
  readonly hidden: number;
  /** Null: nobody decided between labels, or that is hidden. */
  readonly adjudicated: { readonly by: string; readonly at: string; readonly verdict: Verdict } | null;
  readonly disagree: boolean;
};
