import type { Interval } from './interval.ts';
import { twoSidedT } from './welch.ts';

/**
 * Agreement of two raters over categories: `table[i][j]` counts what the first put into category i and the second into j.
 * Null where chance alone would agree wholly, or nothing was rated. Weights let near misses of ordered categories count in part.
 */
export type Weights = 'identity' | 'linear' | 'quadratic';
export type Table = readonly (readonly number[])[];

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function weightOf(weights: Weights, i: number, j: number, categories: number): number {
  if (weights === 'identity' || categories < 2) return i === j ? 1 : 0;
  const apart = Math.abs(i - j) / (categories - 1);
  return weights === 'linear' ? 1 - apart : 1 - apart * apart;
}

/** The sum over all cells of `of(i, j)` by the cell's weight. */
function weighted(weights: Weights, categories: number, of: (i: number, j: number) => number): number {
  return sumOfCells(categories, (i, j) => weightOf(weights, i, j, categories) * of(i, j));
}

function sumOfCells(categories: number, of: (i: number, j: number) => number): number {
  let total = 0;
  for (let i = 0; i < categories; i++) for (let j = 0; j < categories; j++) total += of(i, j);
  return total;
}

type Shares = { readonly observed: number; readonly first: readonly number[]; readonly second: readonly number[] };

function sharesOf(table: Table, weights: Weights): Shares | null {
  const total = sum(table.map(sum));
  if (total === 0) return null;
  const categories = table.length;
  return {
    observed: weighted(weights, categories, (i, j) => (table[i]?.[j] ?? 0) / total),
    first: table.map((row) => sum(row) / total),
    second: table.map((_, j) => sum(table.map((row) => row[j] ?? 0)) / total),
  };
}

const beyondChance = (observed: number, expected: number): number | null => (1 - expected < 1e-12 ? null : (observed - expected) / (1 - expected));

/** Shown, never a gate: at a skewed prevalence it is high for raters who know nothing. */
export const percentAgreement = (table: Table, weights: Weights = 'identity'): number | null => sharesOf(table, weights)?.observed ?? null;

/** Cohen 1960; weighted, Cohen 1968. */
export function cohenKappa(table: Table, weights: Weights = 'identity'): number | null {
  const shares = sharesOf(table, weights);
  return shares && beyondChance(shares.observed, weighted(weights, table.length, (i, j) => (shares.first[i] ?? 0) * (shares.second[j] ?? 0)));
}

/** Scott 1955: as kappa, with one prevalence for both raters. */
export function scottPi(table: Table, weights: Weights = 'identity'): number | null {
  const shares = sharesOf(table, weights);
  if (!shares) return null;
  const prevalence = shares.first.map((share, index) => (share + (shares.second[index] ?? 0)) / 2);
  return beyondChance(shares.observed, weighted(weights, table.length, (i, j) => (prevalence[i] ?? 0) * (prevalence[j] ?? 0)));
}

/** Gwet 2008: AC1, and AC2 where weighted. It does not collapse at a skewed prevalence, as kappa does. */
export function gwetAc(table: Table, weights: Weights = 'identity'): number | null {
  const shares = sharesOf(table, weights);
  const categories = table.length;
  if (!shares || categories < 2) return null;
  const prevalence = shares.first.map((share, index) => (share + (shares.second[index] ?? 0)) / 2);
  const expected = (weighted(weights, categories, () => 1) / (categories * (categories - 1))) * sum(prevalence.map((share) => share * (1 - share)));
  return beyondChance(shares.observed, expected);
}

/** Fleiss 1971: as many raters for each item; `counts[item][category]` how many chose it. */
export function fleissKappa(counts: Table): number | null {
  const raters = sum(counts[0] ?? []);
  if (counts.length === 0 || raters < 2) return null;
  const observed = sum(counts.map((row) => (sum(row.map((count) => count * count)) - raters) / (raters * (raters - 1)))) / counts.length;
  const prevalence = (counts[0] ?? []).map((_, category) => sum(counts.map((row) => row[category] ?? 0)) / (counts.length * raters));
  return beyondChance(observed, sum(prevalence.map((share) => share * share)));
}

/**
 * Where AC1 lies in truth, by its variance over items that were drawn at random (Gwet 2008), with n - 1 and the t distribution as in his Handbook of
 * Inter-Rater Reliability, 4th edition (2014): it is told of few items, too. Null below two, and where all agree: the formula then knows no
 * spread, which is not the same as being sure.
 */
export function gwetInterval(table: Table, confidence = 0.95): Interval | null {
  const ac1 = gwetAc(table);
  const shares = sharesOf(table, 'identity');
  const n = sum(table.map(sum));
  const categories = table.length;
  if (ac1 === null || !shares || n < 2) return null;
  const prevalence = shares.first.map((share, index) => (share + (shares.second[index] ?? 0)) / 2);
  const expected = sum(prevalence.map((share) => share * (1 - share))) / (categories - 1);
  const { observed } = shares;
  const cell = (i: number, j: number): number => (table[i]?.[j] ?? 0) / n;
  const onDiagonal = sum(prevalence.map((share, i) => cell(i, i) * (1 - share))) / (categories - 1) - observed * expected;
  const around = sumOfCells(categories, (i, j) => cell(i, j) * (1 - ((prevalence[i] ?? 0) + (prevalence[j] ?? 0)) / 2) ** 2) / (categories - 1) ** 2 - expected ** 2;
  const variance = (observed * (1 - observed) - 4 * (1 - ac1) * onDiagonal + 4 * (1 - ac1) ** 2 * around) / ((n - 1) * (1 - expected) ** 2);
  if (!(variance > 1e-12)) return null;
  const reach = twoSidedT(confidence, n - 1) * Math.sqrt(variance);
  return { low: Math.max(-1, ac1 - reach), high: Math.min(1, ac1 + reach) };
}
