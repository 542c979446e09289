import type { SignalRule } from './signal.ts';
import { contextPressure } from './contextPressure.ts';
import { contractBroken } from './contractBroken.ts';
import { fabricatedCitation } from './fabricatedCitation.ts';
import { failedCalls } from './failedCalls.ts';
import { fallbackUsed } from './fallbackUsed.ts';
import { highRiskWithoutReview } from './highRiskWithoutReview.ts';
import { injectionAttempt } from './injectionAttempt.ts';
import { longStall } from './longStall.ts';
import { loop } from './loop.ts';
import { malformedArguments } from './malformedArguments.ts';
import { nothingRetrieved } from './nothingRetrieved.ts';
import { prematureStop } from './prematureStop.ts';
import { repeatedCall } from './repeatedCall.ts';
import { retryStorm } from './retryStorm.ts';
import { slow } from './slow.ts';
import { staleContext } from './staleContext.ts';
import { toolErrorNotRecovered } from './toolErrorNotRecovered.ts';
import { unknownTool } from './unknownTool.ts';
import { unsupportedNumber } from './unsupportedNumber.ts';

/** Every signal, in the order in which those of one step are told: what went wrong first, what it cost last. */
export const signalRules: readonly SignalRule[] = [
  malformedArguments,
  unknownTool,
  injectionAttempt,
  retryStorm,
  loop,
  repeatedCall,
  toolErrorNotRecovered,
  nothingRetrieved,
  staleContext,
  contextPressure,
  fabricatedCitation,
  unsupportedNumber,
  contractBroken,
  prematureStop,
  fallbackUsed,
  highRiskWithoutReview,
  longStall,
  failedCalls,
  slow,
];
