import { insightsInSlices } from '../insights/insightsOf.ts';
import type { InsightSettings } from '../insights/insightsOf.ts';
import type { SignalId } from '../model/signals.ts';
import { signalIds } from '../model/signals.ts';
import type { Trace } from '../model/trace.ts';
import type { Slices } from '../support/slices.ts';
import type { Assembled } from '../trajectory/assemble.ts';

/** Raised with every change of what signals find: what was kept under another number is looked for anew. */
export const signalsVersion = 5;

/** A signal as the index keeps it: title and severity are the rule's own. */
export type KeptSignal = { readonly id: SignalId; readonly steps: readonly number[]; readonly why: string };

/** Of one signal so many are kept; how many there are tells nothing more of a trace in a list. */
const mostOfOne = 5;
const mostSteps = 20;

/** The bit of a guard that stopped a call: no signal, but a reason to look (METRICS 8, near miss). */
export const blockedBit = 1 << 30;
export const bitOf: ReadonlyMap<string, number> = new Map(signalIds.map((id, at) => [id, 1 << at]));

export function kindsIn(bits: number): readonly SignalId[] {
  return signalIds.filter((_, at) => (bits & (1 << at)) !== 0);
}

/** All that a trace shows, whatever is turned off: who reads it leaves that out. */
export function* signalsToKeep(trace: Trace, assembled: Assembled, settings: InsightSettings): Slices<{ readonly signals: readonly KeptSignal[]; readonly kinds: number }> {
  const { signals } = yield* insightsInSlices(trace, assembled, { ...settings, signals: { on: [...signalIds] } });
  const kept: KeptSignal[] = [];
  const counts = new Map<string, number>();
  let kinds = assembled.steps.some((step) => step.blocked) ? blockedBit : 0;
  for (const { id, steps, why } of signals) {
    const count = (counts.get(id) ?? 0) + 1;
    counts.set(id, count);
    kinds |= bitOf.get(id) ?? 0;
    if (count <= mostOfOne) kept.push({ id: id as SignalId, steps: steps.slice(0, mostSteps), why });
  }
  return { signals: kept, kinds };
}
