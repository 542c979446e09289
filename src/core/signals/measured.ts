import type { Measured, SignalId, SignalsConfig } from '../model/signals.ts';
import { signalIds } from '../model/signals.ts';

/**
 * How often each signal was right, of hits on real exports that two judged, neither knowing what the other said; a hit is right where
 * both say so. A signal that is not listed was found in none of them, or was not judged by two yet. `recall` follows from traces without
 * a hit that were read for what was missed. The table of README.md has intervals and agreement, and the project `traces` of the tests
 * finds each judged hit again.
 */
export const measuredSignals: Readonly<Partial<Record<SignalId, Measured>>> = {
  malformedArguments: { right: 2, of: 2, recall: { share: 1, low: 0.04, high: 1, missed: 0, read: 40 } },
  retryStorm: { right: 3, of: 3, recall: { share: 1, low: 0.06, high: 1, missed: 0, read: 40 } },
  loop: { right: 1, of: 1, recall: { share: 1, low: 0.02, high: 1, missed: 0, read: 40 } },
  repeatedCall: { right: 13, of: 13, recall: { share: 1, low: 0.17, high: 1, missed: 0, read: 40 } },
  toolErrorNotRecovered: { right: 3, of: 3, recall: { share: 1, low: 0.06, high: 1, missed: 0, read: 40 } },
  nothingRetrieved: { right: 3, of: 6, recall: { share: 1, low: 0.06, high: 1, missed: 0, read: 40 } },
  contextPressure: { right: 3, of: 3, recall: { share: 1, low: 0.06, high: 1, missed: 0, read: 40 } },
  unsupportedNumber: { right: 1, of: 1, recall: { share: 1, low: 0.02, high: 1, missed: 0, read: 40 } },
  prematureStop: { right: 2, of: 3, recall: { share: 1, low: 0.04, high: 1, missed: 0, read: 40 } },
  fallbackUsed: { right: 1, of: 1, recall: { share: 1, low: 0.02, high: 1, missed: 0, read: 40 } },
  longStall: { right: 3, of: 3, recall: { share: 1, low: 0.06, high: 1, missed: 0, read: 40 } },
  failedCalls: { right: 22, of: 24, recall: { share: 0.46, low: 0.21, high: 0.76, missed: 2, read: 40 } },
  slow: { right: 30, of: 30, recall: { share: 1, low: 0.68, high: 1, missed: 0, read: 40 } },
};

/** From so many judged hits on, a signal that was right in a smaller share of them is off unless somebody turns it on. */
const limits = [{ enough: 5, share: 0.5 }, { enough: 10, share: 0.7 }] as const;

export function isNoisy(measured: Measured | undefined): boolean {
  return measured !== undefined && limits.some(({ enough, share }) => measured.of >= enough && measured.right / measured.of < share);
}

/** The signals that are looked for. @param measured of all signals; tests give their own */
export function signalsOn(settings: SignalsConfig | undefined, measured = measuredSignals): ReadonlySet<string> {
  const [on, off] = [new Set(settings?.on), new Set(settings?.off)];
  return new Set(signalIds.filter((id) => !off.has(id) && (on.has(id) || !isNoisy(measured[id]))));
}
