import type { Signal } from '../model/insights.ts';
import type { Measured } from '../model/signals.ts';

/** So few judged hits tell next to nothing. */
const few = 5;

/** How far a signal can be believed, to stand behind its name: `right in 14 of 15 looked at`. */
export function measuredInWords(measured: Measured | null): string {
  if (measured === null) return 'not measured yet';
  return `right in ${measured.right} of ${measured.of} looked at${measured.of < few ? ', too few to tell' : ''}`;
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** How much of what is there a signal finds, for whoever reads about it at length. */
export function recallInWords(measured: Measured | null): string {
  const recall = measured?.recall;
  if (recall === undefined) return 'how much it misses is not measured';
  const { share, low, high, missed, read } = recall;
  if (missed === 0) return `none missed in ${read} traces without a hit, so it finds ${percent(low)} of what is there or more`;
  return `${missed} missed in ${read} traces without a hit, so it finds about ${percent(share)} of what is there (${percent(low)} to ${percent(high)})`;
}

/** A signal for a tooltip: what and why, and below it how often its kind is right. */
export function signalInWords({ title, why, measured }: Signal): string {
  return `${title}: ${why}\n${title} on real traces: ${measuredInWords(measured)}.`;
}
