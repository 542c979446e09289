/**
 * How good a ranking is (METRICS 6). `gains` has one number for each distinct document in order of rank: the grade of the relevant
 * document it is, 0 where it is none. `k` is the cut-off; without it all ranks count.
 */
type Gains = readonly number[];

const within = (gains: Gains, k: number | undefined): Gains => (k === undefined ? gains : gains.slice(0, k));
const hitsIn = (gains: Gains): number => gains.filter((gain) => gain > 0).length;

/** Hits over k, not over what was returned; without k over the ranking. An empty ranking has 0. */
export function precisionAt(gains: Gains, k?: number): number {
  const places = k ?? gains.length;
  return places === 0 ? 0 : hitsIn(within(gains, k)) / places;
}

/** 1 / rank of the first hit; 0 where there is none. */
export function reciprocalRank(gains: Gains, k?: number): number {
  const first = within(gains, k).findIndex((gain) => gain > 0);
  return first < 0 ? 0 : 1 / (first + 1);
}

export type Gain = 'linear' | 'exp';

function discounted(gains: Gains, gain: Gain): number {
  return gains.reduce((sum, grade, index) => sum + (gain === 'exp' ? 2 ** grade - 1 : grade) / Math.log2(index + 2), 0);
}

/** Discounted gain over the best there could be; `grades` are those of all relevant documents. Undefined where none is relevant. */
export function ndcgAt(gains: Gains, grades: Gains, k?: number, gain: Gain = 'linear'): number | undefined {
  const best = discounted(within(grades.toSorted((a, b) => b - a), k), gain);
  return best === 0 ? undefined : discounted(within(gains, k), gain) / best;
}
