import type { Measured, SignalId, SignalsConfig } from '../model/signals.ts';
import { signalIds } from '../model/signals.ts';

/**
 * How often each signal was right, of hits on real exports that two judged, neither knowing what the other said; a hit is right where
 * both say so. A signal that is not listed was found in none of them, or was not judged by two yet. The table of README.md has intervals and agreement, and
 * the project `traces` of the tests finds each judged hit again.
 */
export const measuredSignals: Readonly<Partial<Record<SignalId, Measured>>> = {
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
