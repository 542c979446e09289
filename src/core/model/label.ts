import { z } from 'zod';

export const Verdict = z.enum(['pass', 'fail', 'defer']);
export type Verdict = z.infer<typeof Verdict>;

export const ClassValue = z.object({ class: z.string(), mode: z.string().optional() });
export type ClassValue = z.infer<typeof ClassValue>;

/** What became of a failure: nobody mends it yet, somebody does, or it is done with. */
export const LabelStatus = z.enum(['open', 'fixing', 'handled']);
export type LabelStatus = z.infer<typeof LabelStatus>;

/** `random`: it was drawn, wherever it was met, and rates may be computed from it. `enriched`: chosen because something showed, for finding failures (METRICS 18). */
export const Stratum = z.enum(['random', 'enriched']);
export type Stratum = z.infer<typeof Stratum>;

const event = z.object({
  v: z.literal(1),
  id: z.string(),
  at: z.string(),
  by: z.string(),
  trace: z.object({ id: z.string(), sha256: z.string() }),
  step: z.number().int().positive().optional(),
  span: z.string().optional(),
  queue: z.string().optional(),
  stratum: Stratum.optional(),
});

/** One line of a reviewer's journal (FILES), never rewritten. A null value takes the field back. */
export const LabelEvent = z.discriminatedUnion('kind', [
  event.extend({ kind: z.literal('verdict'), value: Verdict.nullable() }),
  event.extend({ kind: z.literal('class'), value: ClassValue.nullable() }),
  /** The first wrong step, or the last good one; `step` and `span` say which, and `name` what it is called, should the trace be gone. */
  event.extend({ kind: z.literal('anchor'), value: z.enum(['firstWrong', 'lastGood']), name: z.string().optional() }),
  event.extend({ kind: z.literal('note'), value: z.string() }),
  event.extend({ kind: z.literal('cause'), value: z.string() }),
  event.extend({ kind: z.literal('fix'), value: z.string() }),
  event.extend({ kind: z.literal('status'), value: LabelStatus }),
  /** Who is to mend it. */
  event.extend({ kind: z.literal('owner'), value: z.string() }),
  /** What the answer should have been. */
  event.extend({ kind: z.literal('correction'), value: z.string() }),
  /** The wrong words of the answer, verbatim. */
  event.extend({ kind: z.literal('span'), value: z.string() }),
  event.extend({ kind: z.literal('undo'), undoes: z.string() }),
  /** Decides between reviewers; `of`: the reviewers it was decided between. */
  event.extend({ kind: z.literal('adjudicate'), value: z.object({ verdict: Verdict, of: z.array(z.string()), class: ClassValue.nullable().optional() }) }),
  /** Sorts another reviewer's label into a class, as when notes are grouped or a class is split: it is no judgement of one's own. */
  event.extend({ kind: z.literal('relabel'), value: z.object({ of: z.string(), class: ClassValue.nullable() }) }),
]);
export type LabelEvent = z.infer<typeof LabelEvent>;

/** What a reviewer asks to record; the engine adds id, time, name and trace. One request is undone as one. */
export const LabelChange = z.object({
  verdict: Verdict.nullable(),
  class: ClassValue.nullable(),
  /** Step number in the trajectory; null takes the mark back. */
  firstWrongStep: z.number().int().positive().nullable(),
  lastGoodStep: z.number().int().positive().nullable(),
  note: z.string(), cause: z.string(), fix: z.string(), correction: z.string(), wrongWords: z.string(), owner: z.string(),
  status: LabelStatus,
}).partial().strict();
export type LabelChange = z.infer<typeof LabelChange>;

/** `name`: what the step is called; absent in labels of earlier versions. */
export const LabelAnchor = z.object({ step: z.number().int(), span: z.string().nullable(), name: z.string().optional() });
export type LabelAnchor = z.infer<typeof LabelAnchor>;

/** The state that a reviewer's events amount to, in the order of (at, id). */
export const Label = z.object({
  by: z.string(),
  at: z.string(),
  verdict: Verdict.nullable(),
  class: ClassValue.nullable(),
  /** Who sorted it into the class, where that was somebody else. */
  classBy: z.string().optional(),
  /** They moved it there from a class that its reviewer gave. */
  classMoved: z.literal(true).optional(),
  firstWrong: LabelAnchor.nullable(),
  lastGood: LabelAnchor.nullable(),
  note: z.string(), cause: z.string(), fix: z.string(), correction: z.string(), wrongWords: z.string(),
  /** Empty: nobody was named. */
  owner: z.string(),
  status: LabelStatus.nullable(),
  /** Of the first verdict on a drawn trace, else of the last that says so: the queue it was given in, and why the trace was reviewed. */
  queue: z.string().optional(),
  stratum: Stratum.optional(),
});
export type Label = z.infer<typeof Label>;
