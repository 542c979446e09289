import { z } from 'zod';

export const Verdict = z.enum(['pass', 'fail', 'defer']);
export type Verdict = z.infer<typeof Verdict>;

export const ClassValue = z.object({ class: z.string(), mode: z.string().optional() });
export type ClassValue = z.infer<typeof ClassValue>;

const event = z.object({
  v: z.literal(1),
  id: z.string(),
  at: z.string(),
  by: z.string(),
  trace: z.object({ id: z.string(), sha256: z.string() }),
  step: z.number().int().positive().optional(),
  span: z.string().optional(),
  queue: z.string().optional(),
  stratum: z.enum(['random', 'enriched']).optional(),
});

/** One line of a reviewer's journal (FILES), never rewritten. A null value takes the field back. */
export const LabelEvent = z.discriminatedUnion('kind', [
  event.extend({ kind: z.literal('verdict'), value: Verdict.nullable() }),
  event.extend({ kind: z.literal('class'), value: ClassValue.nullable() }),
  /** The first wrong step; `step` and `span` say which. */
  event.extend({ kind: z.literal('anchor'), value: z.enum(['firstWrong', 'lastGood']) }),
  event.extend({ kind: z.literal('note'), value: z.string() }),
  event.extend({ kind: z.literal('cause'), value: z.string() }),
  event.extend({ kind: z.literal('fix'), value: z.string() }),
  event.extend({ kind: z.literal('status'), value: z.enum(['open', 'handled']) }),
  /** What the answer should have been. */
  event.extend({ kind: z.literal('correction'), value: z.string() }),
  /** The wrong words of the answer, verbatim. */
  event.extend({ kind: z.literal('span'), value: z.string() }),
  event.extend({ kind: z.literal('undo'), undoes: z.string() }),
  event.extend({ kind: z.literal('adjudicate'), value: z.object({ verdict: Verdict, of: z.array(z.string()) }) }),
]);
export type LabelEvent = z.infer<typeof LabelEvent>;

/** What a reviewer asks to record; the engine adds id, time, name and trace. One request is undone as one. */
export const LabelChange = z.object({
  verdict: Verdict.nullable(),
  class: ClassValue.nullable(),
  /** Step number in the trajectory; null takes the mark back. */
  firstWrongStep: z.number().int().positive().nullable(),
  lastGoodStep: z.number().int().positive().nullable(),
  note: z.string(), cause: z.string(), fix: z.string(), correction: z.string(), wrongWords: z.string(),
  status: z.enum(['open', 'handled']),
}).partial().strict();
export type LabelChange = z.infer<typeof LabelChange>;

/** The state that a reviewer's events amount to, in the order of (at, id). */
export const Label = z.object({
  by: z.string(),
  at: z.string(),
  verdict: Verdict.nullable(),
  class: ClassValue.nullable(),
  firstWrong: z.object({ step: z.number().int(), span: z.string().nullable() }).nullable(),
  lastGood: z.object({ step: z.number().int(), span: z.string().nullable() }).nullable(),
  note: z.string(), cause: z.string(), fix: z.string(), correction: z.string(), wrongWords: z.string(),
  status: z.enum(['open', 'handled']).nullable(),
});
export type Label = z.infer<typeof Label>;
