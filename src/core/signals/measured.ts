import type { Measured, SignalId, SignalsConfig } from '../model/signals.ts';
import { signalIds } from '../model/signals.ts';

/**
 * How often each signal was right, of hits on real exports that two judged, neither knowing what the other said; a hit is right where
 * both say so. A signal that is not listed was found in none of them, or was not judged by two yet. The table of README.md has intervals and agreement, and
 * the project `traces` of the tests finds each judged hit again.
 */
export const measuredSignals: Readonly<Partial<Record<SignalId, Measured>>> = {
  malformedArguments: { right: 2, of: 2 },
  retryStorm: { right: 2, of: 2 },
  loop: { right: 1, of: 1 },
  repeatedCall: { right: 13, of: 13 },
  toolErrorNotRecovered: { right: 3, of: 3 },
  nothingRetrieved: { right: 1, of: 1 },
  contextPressure: { right: 0, of: 1 },
  unsupportedNumber: { right: 1, of: 2 },
  prematureStop: { right: 1, of: 2 },
  longStall: { right: 3, of: 3 },
  failedCalls: { right: 20, of: 22 },
  slow: { right: 30, of: 30 },
};

/** From so many judged hits on, a signal that was right less often is off unless somebody turns it on. */
const judged = { enough: 10, share: 0.7 } as const;

export function isNoisy(measured: Measured | undefined): boolean {
  return measured !== undefined && measured.of >= judged.enough && measured.right / measured.of < judged.share;
}

/** The signals that are looked for. @param measured of all signals; tests give their own */
export function signalsOn(settings: SignalsConfig | undefined, measured = measuredSignals): ReadonlySet<string> {
  const [on, off] = [new Set(settings?.on), new Set(settings?.off)];
  return new Set(signalIds.filter((id) => !off.has(id) && (on.has(id) || !isNoisy(measured[id]))));
}
