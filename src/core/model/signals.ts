import { z } from 'zod';

/** What a trace shows by itself, by the names that people write. */
export const signalIds = [
  'malformedArguments', 'unknownTool', 'injectionAttempt', 'retryStorm', 'loop', 'repeatedCall', 'toolErrorNotRecovered', 'nothingRetrieved', 'staleContext', 'contextPressure',
  'fabricatedCitation', 'unsupportedNumber', 'contractBroken', 'prematureStop', 'fallbackUsed', 'highRiskWithoutReview', 'longStall', 'failedCalls', 'slow',
] as const;
export type SignalId = (typeof signalIds)[number];

const names = z.array(z.enum(signalIds));

/** Which signals are looked for, where that is not as usual. */
export const SignalsConfig = z.strictObject({
  on: names.optional().describe('Looked for, though they are off by default because they were wrong too often.'),
  off: names.optional().describe('Not looked for. What is listed under on as well is off.'),
});
export type SignalsConfig = z.infer<typeof SignalsConfig>;

/** How often a signal was right on real traces: `right` of `of` hits that were judged, each by two on their own. */
export type Measured = { readonly right: number; readonly of: number; readonly recall?: Recall };

/** How much of what traces show a signal tells, as a share with its interval of 95 %: an estimate from `read` traces without any hit, of which `missed` showed it. */
export type Recall = { readonly share: number; readonly low: number; readonly high: number; readonly missed: number; readonly read: number };
