import type { Interval } from './interval.ts';
import { seeded, usualSeed } from './random.ts';

export const usualResamples = 2000;

export type Bootstrap = { readonly resamples?: number; readonly seed?: number; readonly confidence?: number };

/** Values of which one is drawn for each case. */
export type Column = readonly number[];

/** The value below which that share of the sorted values lies, between two neighbours in proportion (Hyndman and Fan 1996, form 7). */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? 0;
  return below + ((sorted[Math.ceil(at)] ?? below) - below) * (at - Math.floor(at));
}

/** Means of columns of one length, each drawn by the same draws. */
function drawnMeans(columns: readonly Column[], n: number, resamples: number, seed: number): readonly Float64Array[] {
  const from = columns.map((column) => Float64Array.from(column));
  const means = columns.map(() => new Float64Array(resamples));
  const drawn = new Uint32Array(n);
  const random = seeded(seed);
  for (let each = 0; each < resamples; each++) {
    for (let draw = 0; draw < n; draw++) drawn[draw] = random() * n;
    for (const [at, values] of from.entries()) {
      let sum = 0;
      for (let draw = 0; draw < n; draw++) sum += values[drawn[draw] as number] as number;
      (means[at] as Float64Array)[each] = sum / n;
    }
  }
  return means.map((of) => of.sort());
}

/**
 * What the mean of each column becomes when as many values are drawn again with replacement, sorted; null below two values. Columns of one
 * length share their draws, so that many metrics of the same cases cost little more than one, and what comes out for a column depends on
 * nothing beside it.
 */
export function resampledMeans(columns: readonly Column[], { resamples = usualResamples, seed = usualSeed }: Bootstrap = {}): readonly (Float64Array | null)[] {
  const means = new Map<Column, Float64Array>();
  for (const [n, alike] of Map.groupBy(columns, ({ length }) => length)) {
    if (n < 2) continue;
    const drawn = drawnMeans(alike, n, resamples, seed);
    alike.forEach((column, at) => means.set(column, drawn[at] as Float64Array));
  }
  return columns.map((column) => means.get(column) ?? null);
}

/** Drawing from equal values gives nothing else; most metrics of most runs are such. */
const isEven = (column: Column): boolean => column.length > 1 && column.every((value) => value === column[0]);

/** The percentile bootstrap of means (Efron 1979; METRICS 11). One value a case: the case is what is drawn. Null below two cases. */
export function bootstrapMeans(columns: readonly Column[], options: Bootstrap = {}): readonly (Interval | null)[] {
  const tail = (1 - (options.confidence ?? 0.95)) / 2;
  const uneven = columns.filter((column) => !isEven(column));
  const means = new Map(resampledMeans(uneven, options).map((drawn, at) => [uneven[at], drawn]));
  return columns.map((column) => {
    if (isEven(column)) return { low: column[0] ?? 0, high: column[0] ?? 0 };
    const drawn = means.get(column) ?? null;
    return drawn && { low: quantileOf(drawn, tail), high: quantileOf(drawn, 1 - tail) };
  });
}

export const bootstrapMean = (values: Column, options: Bootstrap = {}): Interval | null => bootstrapMeans([values], options)[0] ?? null;
