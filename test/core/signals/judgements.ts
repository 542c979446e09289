import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { SignalId } from '../../../src/core/model/signals.ts';
import { signalIds } from '../../../src/core/model/signals.ts';
import { signalRules } from '../../../src/core/signals/registry.ts';
import { cohenKappa, gwetAc, percentAgreement } from '../../../src/core/statistics/agreement.ts';
import { wilson } from '../../../src/core/statistics/wilson.ts';

/**
 * A hit of a signal on a real export, and what two judges said of it on their own: whether an engineer would agree that the trace shows
 * this, at that place. `unit` is its path in the folder of exports, `trace` the export's own id, `steps` all that the signal names;
 * `why` is a word of the first, `but` of the second where
 * they differ. Null: the second has not judged it yet, and it counts for nothing.
 */
const Judgement = z.strictObject({ unit: z.string(), trace: z.string(), signal: z.enum(signalIds), steps: z.array(z.number().int()), first: z.boolean(), second: z.boolean().nullable(), why: z.string(), but: z.string().optional() });
export type Judgement = z.infer<typeof Judgement>;

export const judgements: readonly Judgement[] = z.array(Judgement).parse(JSON.parse(readFileSync(join(import.meta.dirname, 'judged.json'), 'utf8')));

/** One hit, wherever it is told of. */
export const hitKey = ({ unit, trace, signal, steps }: { readonly unit: string; readonly trace: string; readonly signal: string; readonly steps: readonly number[] }): string => JSON.stringify([unit, trace, signal, steps]);

/** Right where both say so: what one of them doubts is no hit to rely on. */
const isRight = ({ first, second }: Judgement): boolean => first && second === true;

const byBoth = (all: readonly Judgement[]): readonly Judgement[] => all.filter(({ second }) => second !== null);

export function measuredBy(all: readonly Judgement[]): Partial<Record<SignalId, { right: number; of: number }>> {
  const bySignal = Map.groupBy(byBoth(all), ({ signal }) => signal);
  return Object.fromEntries(signalIds.flatMap((id) => {
    const those = bySignal.get(id);
    return those ? [[id, { right: those.filter(isRight).length, of: those.length }]] : [];
  }));
}

/** How the two agree, over all hits. */
function agreementOf(all: readonly Judgement[]): { readonly percent: number; readonly kappa: number | null; readonly ac1: number | null } {
  const count = (first: boolean, second: boolean) => all.filter((each) => each.first === first && each.second === second).length;
  const table = [[count(true, true), count(true, false)], [count(false, true), count(false, false)]];
  return { percent: percentAgreement(table)!, kappa: cohenKappa(table), ac1: gwetAc(table) };
}

const twoDigits = (value: number | null): string => (value === null ? 'n/a' : value.toFixed(2));
const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** The table and the sentence below it, as README.md has them. */
export function printedMeasures(all: readonly Judgement[]): string {
  const measured = measuredBy(all);
  const row = (name: string, { right, of }: { right: number; of: number }) => {
    const { low, high } = wilson(right / of, of)!;
    return `| ${name} | ${right} of ${of} | ${percent(low)} to ${percent(high)} |`;
  };
  const judged = byBoth(all);
  const total = { right: judged.filter(isRight).length, of: judged.length };
  const unmeasured = signalRules.filter(({ id }) => measured[id] === undefined).map(({ title }) => title.toLowerCase());
  const head = ['| signal | right | 95 % interval |', '|---|---|---|'];
  if (judged.length === 0) return [...head, '', `Not measured yet: ${all.length} hits were judged once and wait for the second.`].join('\n');
  const { percent: same, kappa, ac1 } = agreementOf(judged);
  return [
    ...head,
    ...signalRules.flatMap(({ id, title }) => (measured[id] === undefined ? [] : [row(title, measured[id])])), row('**All**', total), '',
    `The two agree on ${percent(same)} of the hits (Cohen's kappa ${twoDigits(kappa)}, Gwet's AC1 ${twoDigits(ac1)}). Not measured, as no real export showed them: ${unmeasured.join(', ')}.`,
  ].join('\n');
}
