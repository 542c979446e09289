import { z } from 'zod';
import { CaseMessage, CaseSource } from './evalCase.ts';
import { Trial } from './trace.ts';

/**
 * `casebook/recordings/<case id>.json`: the redacted run a case was made from, with what its proof and its reader need.
 * At most `recordingLimit` bytes; `cuts` says what was shortened.
 */
export const Recording = z.strictObject({
  casebook: z.literal(1),
  case: z.string(),
  source: CaseSource.omit({ proof: true }),
  messages: z.array(CaseMessage),
  trial: Trial,
  cuts: z.array(z.strictObject({ path: z.string(), bytes: z.number().int() })),
});
export type Recording = z.infer<typeof Recording>;

export const recordingLimit = 256 * 1024;
