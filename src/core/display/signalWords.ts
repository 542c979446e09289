import type { Signal } from '../model/insights.ts';
import type { Measured } from '../model/signals.ts';

/** How far a signal can be believed, to stand behind its name: `right in 14 of 15 looked at`. */
export function measuredInWords(measured: Measured | null): string {
  return measured === null ? 'not measured yet' : `right in ${measured.right} of ${measured.of} looked at`;
}

/** A signal for a tooltip: what and why, and below it how often its kind is right. */
export function signalInWords({ title, why, measured }: Signal): string {
  return `${title}: ${why}\n${title} on real traces: ${measuredInWords(measured)}.`;
}
