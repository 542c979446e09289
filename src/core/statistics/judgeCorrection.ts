import { quantileOf, usualResamples } from './bootstrap.ts';
import type { Interval } from './interval.ts';
import { twoSidedZ } from './normal.ts';
import { seeded, usualSeed } from './random.ts';

/** How a judge stood to people's labels: of `positives` that people passed it passed `truePasses`, of `negatives` it failed `trueFails`. */
export type JudgeOnLabels = { readonly truePasses: number; readonly positives: number; readonly trueFails: number; readonly negatives: number };
/** What it said of runs without labels. */
export type JudgeOnRuns = { readonly passes: number; readonly n: number };

export type Corrected = { readonly rate: number; readonly truePassRate: number; readonly trueFailRate: number; readonly interval: Interval };

const within01 = (value: number): number => Math.min(1, Math.max(0, value));
/** A rate of 0 or 1 would claim to be certain; half a sample more of each keeps its variance. */
const shrunken = (successes: number, n: number): number => (successes === 0 || successes === n ? (successes + 1) / (n + 2) : successes / n);
const clipped = (passes: number, truePassRate: number, trueFailRate: number): number => within01((passes + trueFailRate - 1) / (truePassRate + trueFailRate - 1));

/** Why no corrected rate can be given; null where it can. */
function refusal({ truePasses, positives, trueFails, negatives }: JudgeOnLabels, { n }: JudgeOnRuns): string | null {
  if (positives === 0 || negatives === 0) return 'Both classes are needed: the labels hold no run that people passed, or none that they failed.';
  if (n === 0) return 'The judge has judged no run.';
  return truePasses / positives + trueFails / negatives > 1 ? null : 'The judge is no better than chance: its true-pass and true-fail rates together must be above 1.';
}

/**
 * The pass rate as people would have given it (Rogan and Gladen 1978), with an interval that knows both samples: the delta method
 * (METRICS 16), 95 % two-sided. It holds as far as the judge errs on new runs as on the labelled ones.
 */
export function correctedRate(labels: JudgeOnLabels, runs: JudgeOnRuns): Corrected | { readonly refused: string } {
  const refused = refusal(labels, runs);
  if (refused !== null) return { refused };
  const { truePasses, positives, trueFails, negatives } = labels;
  const [truePassRate, trueFailRate] = [truePasses / positives, trueFails / negatives];
  const rate = clipped(runs.passes / runs.n, truePassRate, trueFailRate);
  const [p, tpr, tnr] = [shrunken(runs.passes, runs.n), shrunken(truePasses, positives), shrunken(trueFails, negatives)];
  const variance = ((p * (1 - p)) / runs.n + ((1 - rate) ** 2 * tnr * (1 - tnr)) / negatives + (rate ** 2 * tpr * (1 - tpr)) / positives) / (truePassRate + trueFailRate - 1) ** 2;
  const reach = twoSidedZ(0.95) * Math.sqrt(variance);
  return { rate, truePassRate, trueFailRate, interval: { low: within01(rate - reach), high: within01(rate + reach) } };
}

/** Successes among n draws at that rate. */
function drawn(random: () => number, n: number, rate: number): number {
  let successes = 0;
  for (let each = 0; each < n; each++) if (random() < rate) successes++;
  return successes;
}

/** The same interval by a bootstrap that draws both the labels and the runs anew. Draws in which the judge is no better than chance tell nothing and are left out; null where all are. */
export function correctedRateBootstrap(labels: JudgeOnLabels, runs: JudgeOnRuns, seed = usualSeed, resamples = usualResamples): Interval | null {
  if (refusal(labels, runs) !== null) return null;
  const random = seeded(seed);
  const rates: number[] = [];
  for (let each = 0; each < resamples; each++) {
    const tpr = drawn(random, labels.positives, labels.truePasses / labels.positives) / labels.positives;
    const tnr = drawn(random, labels.negatives, labels.trueFails / labels.negatives) / labels.negatives;
    const passes = drawn(random, runs.n, runs.passes / runs.n) / runs.n;
    if (tpr + tnr > 1) rates.push(clipped(passes, tpr, tnr));
  }
  rates.sort((a, b) => a - b);
  return rates.length === 0 ? null : { low: quantileOf(rates, 0.025), high: quantileOf(rates, 0.975) };
}
