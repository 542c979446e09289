import type { Interval } from './interval.ts';
import { seeded, usualSeed } from './random.ts';

export const usualResamples = 2000;

export type Bootstrap = { readonly resamples?: number; readonly seed?: number; readonly confidence?: number };

/** The value below which that share of the sorted values lies, between two neighbours in proportion (Hyndman and Fan 1996, form 7). */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? 0;
  return below + ((sorted[Math.ceil(at)] ?? below) - below) * (at - Math.floor(at));
}

/** What the mean becomes when as many values are drawn again with replacement, sorted. Null below two values. */
export function resampledMeans(values: readonly number[], { resamples = usualResamples, seed = usualSeed }: Bootstrap = {}): Float64Array | null {
  const n = values.length;
  if (n < 2) return null;
  const from = Float64Array.from(values);
  const random = seeded(seed);
  const means = new Float64Array(resamples);
  for (let each = 0; each < resamples; each++) {
    let sum = 0;
    for (let draw = 0; draw < n; draw++) sum += from[Math.floor(random() * n)] ?? 0;
    means[each] = sum / n;
  }
  return means.sort();
}

/** The percentile bootstrap of a mean (Efron 1979; METRICS 11). One value a case: the case is what is drawn. Null below two cases. */
export function bootstrapMean(values: readonly number[], options: Bootstrap = {}): Interval | null {
  const [first] = values;
  // Drawing from equal values gives nothing else; most metrics of most runs are such.
  if (first !== undefined && values.length > 1 && values.every((value) => value === first)) return { low: first, high: first };
  const means = resampledMeans(values, options);
  const tail = (1 - (options.confidence ?? 0.95)) / 2;
  return means && { low: quantileOf(means, tail), high: quantileOf(means, 1 - tail) };
}
