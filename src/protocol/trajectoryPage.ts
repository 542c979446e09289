import { z } from 'zod';
import type { Action } from '../core/display/pageKeys.ts';
import type { FailureClass } from '../core/model/failureClass.ts';
import { LabelChange } from '../core/model/label.ts';
import type { Label } from '../core/model/label.ts';
import type { OthersSaid } from '../core/model/queue.ts';
import { MessageRole } from '../core/model/message.ts';
import { SpanKind } from '../core/model/span.ts';
import type { Insights, PromptChanges } from '../core/model/insights.ts';
import type { LabelReport } from './labelApi.ts';
import { FindRequest } from './readerApi.ts';
import type { FindReport, Neighbours } from './readerApi.ts';
import type { StepDetail, PackedSkeleton } from '../core/model/trajectory.ts';
import type { Method, Parsers } from './rpc.ts';

/** What the trajectory page may ask of the editor. The editor forwards to the engine; a page is not trusted. */
export interface TrajectoryPageApi {
  /** The skeleton comes first; payloads are asked for step by step. */
  open: Method<Record<string, never>, TrajectoryView>;
  /** `soon`: what is `partial` will do for now. `long`: with as much of the conversation as a page can hold. */
  step: Method<{ n: number; soon?: boolean | undefined; long?: boolean | undefined }, StepDetail>;
  /** Asked for when the rows are on the screen. */
  insights: Method<Record<string, never>, Insights>;
  promptChanges: Method<{ n: number }, PromptChanges>;
  find: Method<FindInPage, FindReport>;
  label: Method<LabelChange, LabelReport>;
  /** Takes back the reviewer's last change on this trace; null when there is none. */
  undo: Method<Record<string, never>, { readonly undone: string; readonly label: Label | null } | null>;
  /** `fromStep`: it begins there. */
  makeCase: Method<{ fromStep?: number | undefined }, { readonly sentence: string } | null>;
  copy: Method<{ text: string; what: string }, null>;
  revealSource: Method<{ n?: number | undefined }, null>;
  /** The record as its file has it, on the clipboard; the editor asks first, as nothing is replaced in it. */
  copyOriginal: Method<{ n: number }, null>;
  openCase: Method<{ id: string }, null>;
  /** A text or value of a step, whole, in an editor of its own. `path`: keys into the step's detail, such as ['calls', 0, 'result']. */
  openText: Method<{ n: number; long?: boolean | undefined; path: readonly (string | number)[]; title: string }, null>;
  /** The same on the clipboard, where the page has less than the whole of it. */
  copyText: Method<{ n: number; long?: boolean | undefined; path: readonly (string | number)[]; what: string }, null>;
  /** A picture, sound or file of a message, read again from the source. */
  openMedia: Method<{ n: number; sha256: string; mimeType: string | null }, null>;
  /** A step, or the whole trace, as Markdown on the clipboard. */
  copyMarkdown: Method<{ n?: number | undefined }, null>;
  /** The traces around this one in its session; where it has none, in its file. */
  neighbours: Method<Record<string, never>, { readonly by: 'session' | 'file'; readonly places: NonNullable<Neighbours> } | null>;
  /** Another trace, in this tab if nothing keeps it. */
  openTrace: Method<{ id: string }, null>;
  /** Asks which other trace, and lays both side by side. */
  compare: Method<Record<string, never>, null>;
  /** A link that opens the trace, at a step, in this editor. */
  copyLink: Method<{ n?: number | undefined }, null>;
  /** The page hands over a link; VS Code asks before it opens. */
  openLink: Method<{ url: string }, null>;
  remember: Method<{ view: TrajectoryViewState }, null>;
  /** Keeps how the reader wants every trace shown. */
  choose: Method<{ choices: ReaderChoices }, null>;
}

export const FindInPage = FindRequest.omit({ trace: true });
export type FindInPage = z.infer<typeof FindInPage>;

export const ReaderChoices = z.strictObject({
  longPrompts: z.enum(['folded', 'open']),
  longLines: z.enum(['wrapped', 'cut']),
});
export type ReaderChoices = z.infer<typeof ReaderChoices>;

/** What is looked for, and how. Null: any. */
export const FindView = z.strictObject({
  text: z.string(),
  matchCase: z.boolean(),
  word: z.boolean(),
  regex: z.boolean(),
  kind: SpanKind.nullable(),
  role: MessageRole.nullable(),
  tool: z.string().nullable(),
  error: z.boolean(),
});
export type FindView = z.infer<typeof FindView>;

export const TrajectoryViewState = z.strictObject({
  selected: z.number().int().positive().nullable(),
  folded: z.array(z.number().int()),
  noise: z.boolean(),
  split: z.number(),
  tab: z.string(),
  // What was remembered before there were these is read without them.
  /** Keys of rows that are folded at first and were opened. */
  opened: z.array(z.number().int()).optional(),
  view: z.enum(['tree', 'timeline']).optional(),
  compress: z.boolean().optional(),
  /** In microseconds since the start of the trace, or steps where no times were recorded. */
  range: z.strictObject({ from: z.number(), to: z.number() }).nullable().optional(),
  /** The first step in view, and by how many pixels it is scrolled out of it. Null: at the top. */
  scroll: z.strictObject({ step: z.number().int().positive(), by: z.number() }).nullable().optional(),
  signals: z.boolean().nullable().optional(),
  find: FindView.optional(),
});
export type TrajectoryViewState = z.infer<typeof TrajectoryViewState>;

export type TrajectoryView = {
  readonly skeleton: PackedSkeleton;
  readonly classes: readonly FailureClass[];
  readonly reviewer: string | null;
  /** The label of the skeleton is the reviewer's own; this is what others say. Absent: nobody else does. */
  readonly others?: OthersSaid;
  readonly state: TrajectoryViewState | null;
  /** The reader's own keys, by action, as the setting has them. */
  readonly keys: Readonly<Record<string, unknown>>;
  /** Absent: nothing was chosen yet. */
  readonly choices?: ReaderChoices | undefined;
  /** It came beside a page that keeps the focus. */
  readonly quietly?: boolean;
};

/** What the editor tells the page unasked. */
export interface TrajectoryPageEvents {
  /** The reviewer's own label, and what others say. */
  labelChanged: Method<{ label: Label | null; others?: OthersSaid }, null>;
  /** The trace was imported again or removed. */
  traceChanged: Method<{ removed: boolean }, null>;
  /** As if its key was pressed. */
  act: Method<{ action: Action }, null>;
  /** Move the focus to this step. */
  goTo: Method<{ n: number; /** The focus stays where it is. */ quietly?: boolean | undefined }, null>;
  /** The reader's own keys are others now. */
  keysChanged: Method<{ keys: TrajectoryView['keys'] }, null>;
}

const nothing = z.strictObject({});

export const trajectoryPageParsers: Parsers<TrajectoryPageApi> = {
  open: nothing,
  step: z.strictObject({ n: z.number().int().positive(), soon: z.boolean().optional(), long: z.boolean().optional() }),
  insights: nothing,
  promptChanges: z.strictObject({ n: z.number().int().positive() }),
  find: FindInPage,
  label: LabelChange,
  undo: nothing,
  makeCase: z.strictObject({ fromStep: z.number().int().positive().optional() }),
  copy: z.strictObject({ text: z.string(), what: z.string() }),
  revealSource: z.strictObject({ n: z.number().int().positive().optional() }),
  copyOriginal: z.strictObject({ n: z.number().int().positive() }),
  openCase: z.strictObject({ id: z.string() }),
  openText: z.strictObject({ n: z.number().int().positive(), long: z.boolean().optional(), path: z.array(z.union([z.string(), z.number().int()])), title: z.string() }),
  copyText: z.strictObject({ n: z.number().int().positive(), long: z.boolean().optional(), path: z.array(z.union([z.string(), z.number().int()])), what: z.string() }),
  openMedia: z.strictObject({ n: z.number().int().positive(), sha256: z.string().regex(/^[0-9a-f]{64}$/u), mimeType: z.string().nullable() }),
  copyMarkdown: z.strictObject({ n: z.number().int().positive().optional() }),
  neighbours: nothing,
  openTrace: z.strictObject({ id: z.string().min(1) }),
  compare: nothing,
  copyLink: z.strictObject({ n: z.number().int().positive().optional() }),
  openLink: z.strictObject({ url: z.string() }),
  remember: z.strictObject({ view: TrajectoryViewState }),
  choose: z.strictObject({ choices: ReaderChoices }),
};
