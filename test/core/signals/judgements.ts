import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Recall, SignalId } from '../../../src/core/model/signals.ts';
import { signalIds } from '../../../src/core/model/signals.ts';
import { signalRules } from '../../../src/core/signals/registry.ts';
import { cohenKappa, gwetAc, percentAgreement } from '../../../src/core/statistics/agreement.ts';
import { wilson } from '../../../src/core/statistics/wilson.ts';

/**
 * A hit of a signal on a real export, and what two judges said of it on their own: whether an engineer would agree that the trace shows
 * this, at that place. `unit` is its path in the folder of exports, `trace` the export's own id, `steps` all that the signal names;
 * `why` is a word of the first, `but` of the second where
 * they differ. Null: the second has not judged it yet, and it counts for nothing. The rules stand in JUDGING.md.
 */
const Judgement = z.strictObject({ unit: z.string(), trace: z.string(), signal: z.enum(signalIds), steps: z.array(z.number().int()), first: z.boolean(), second: z.boolean().nullable(), why: z.string(), but: z.string().optional() });
export type Judgement = z.infer<typeof Judgement>;

export const judgements: readonly Judgement[] = z.array(Judgement).parse(JSON.parse(readFileSync(join(import.meta.dirname, 'judged.json'), 'utf8')));

/**
 * Traces without any hit, drawn at random and read for what signals should have told. `withoutHit`: how many there were when they were drawn;
 * `withHit`: traces with any; `found`: traces with a hit of each. `missed`: what a trace shows; `mended`: it is found by now, and still counts as missed.
 */
const Missed = z.strictObject({
  withoutHit: z.number().int(), withHit: z.number().int(), found: z.partialRecord(z.enum(signalIds), z.number().int()),
  read: z.array(z.strictObject({ unit: z.string(), trace: z.string(), missed: z.array(z.enum(signalIds)).optional(), why: z.string().optional(), mended: z.literal(true).optional() })),
});
export const missed = Missed.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'missed.json'), 'utf8')));

/** Of what is there, the share that was found: `right` traces told rightly, and as many missed as the sample says there are among those without a hit. */
function recallOf(right: number, count: number): Recall {
  const read = missed.read.length;
  const { low, high } = wilson(count / read, read)!;
  const share = (rate: number) => Number((right / (right + rate * missed.withoutHit)).toFixed(2));
  return { share: share(count / read), low: share(high), high: share(low), missed: count, read };
}

/** One hit, wherever it is told of. */
export const hitKey = ({ unit, trace, signal, steps }: { readonly unit: string; readonly trace: string; readonly signal: string; readonly steps: readonly number[] }): string => JSON.stringify([unit, trace, signal, steps]);

/** Right where both say so: what one of them doubts is no hit to rely on. */
const isRight = ({ first, second }: Judgement): boolean => first && second === true;

const byBoth = (all: readonly Judgement[]): readonly Judgement[] => all.filter(({ second }) => second !== null);

export function measuredBy(all: readonly Judgement[]): Partial<Record<SignalId, { right: number; of: number; recall?: Recall }>> {
  const bySignal = Map.groupBy(byBoth(all), ({ signal }) => signal);
  return Object.fromEntries(signalIds.flatMap((id) => {
    const those = bySignal.get(id);
    if (those === undefined) return [];
    const right = those.filter(isRight).length;
    const told = (missed.found[id] ?? 0) * right / those.length;
    return [[id, { right, of: those.length, ...(told === 0 ? {} : { recall: recallOf(told, missed.read.filter((each) => each.missed?.includes(id)).length) }) }]];
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
  const row = (name: string, { right, of, recall }: { right: number; of: number; recall?: Recall }) => {
    const { low, high } = wilson(right / of, of)!;
    const share = recall === undefined ? 'not measured' : `${recall.missed === 0 ? '' : `${percent(recall.share)}, `}${percent(recall.low)} to ${percent(recall.high)}`;
    return `| ${name} | ${right} of ${of}${of < 5 ? ' (few)' : ''} | ${percent(low)} to ${percent(high)} | ${share} |`;
  };
  const judged = byBoth(all);
  const right = judged.filter(isRight).length;
  const missing = missed.read.filter((each) => each.missed !== undefined);
  const total = { right, of: judged.length, recall: recallOf(missed.withHit * right / judged.length, missing.length) };
  const unmeasured = signalRules.filter(({ id }) => measured[id] === undefined).map(({ title }) => title.toLowerCase());
  const head = ['| signal | right | 95 % interval | finds, of what is there |', '|---|---|---|---|'];
  if (judged.length === 0) return [...head, '', `Not measured yet: ${all.length} hits were judged once and wait for the second.`].join('\n');
  const { percent: same, kappa, ac1 } = agreementOf(judged);
  const once = all.length - judged.length;
  const onlyOnce = signalRules.filter(({ id }) => measured[id] === undefined && all.some(({ signal }) => signal === id)).map(({ title }) => title.toLowerCase());
  const mended = missing.filter((each) => each.mended).length;
  return [
    ...head,
    ...signalRules.flatMap(({ id, title }) => (measured[id] === undefined ? [] : [row(title, measured[id])])), row('**All**', total), '',
    `The two agree on ${percent(same)} of the hits (Cohen's kappa ${twoDigits(kappa)}, Gwet's AC1 ${twoDigits(ac1)}). ${once === 0 ? '' : `Another ${once} hits were judged once and wait for a second judge: they count for nothing here${onlyOnce.length === 0 ? '' : `, and ${onlyOnce.join(', ')} is not measured for that`}. `}The last column is a rough estimate: of the ${missed.withoutHit} traces without any hit, ${missed.read.length} were drawn at random and read by one judge, with long texts cut, and ${missing.length} of them showed what a signal should have told (${mended} of these ${mended === 1 ? 'is' : 'are'} found since, and ${mended === 1 ? 'counts' : 'count'} as missed all the same). What a signal misses in traces where another one speaks is not in it. Not measured, as no real export showed them: ${unmeasured.filter((title) => !onlyOnce.includes(title)).join(', ')}.`,
  ].join('\n');
}
