import { z } from 'zod';
import { Feedback } from './trace.ts';

/** What a user said of a run, where it arrives apart from the trace: one line of `casebook/feedback/<source>.jsonl` (METRICS 1.1). */
export const FeedbackEvent = z.object({
  v: z.literal(1),
  /** The export's own id of the run, or ours. */
  trace: z.string().min(1),
  feedback: Feedback.optional(),
  /** What the user kept after editing. */
  finalText: z.string().optional(),
  editMinutes: z.number().nonnegative().optional(),
  outcome: z.enum(['used', 'ignored', 'workaround']).optional(),
  note: z.string().optional(),
  by: z.string().optional(),
  /** ISO time; a later one stands. */
  at: z.string().optional(),
});
export type FeedbackEvent = z.infer<typeof FeedbackEvent>;

/** What is known of one trace from all events together. */
export type FeedbackState = Pick<FeedbackEvent, 'feedback' | 'finalText' | 'editMinutes' | 'outcome' | 'note' | 'by' | 'at'>;
