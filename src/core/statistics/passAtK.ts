/** Of n measured trials c passed (METRICS 9; Chen et al. 2021, Yao et al. 2024). With fewer than k measured, nothing is said: null. */

/** C(few, k) / C(all, k): the chance that k drawn of `all` are among the `few`. */
function chanceAllAmong(few: number, all: number, k: number): number {
  let chance = 1;
  for (let drawn = 0; drawn < k; drawn++) chance *= Math.max(0, few - drawn) / (all - drawn);
  return chance;
}

/** The chance that at least one of k trials passes. */
export const passAtK = (n: number, c: number, k: number): number | null => (n < k || n === 0 ? null : 1 - chanceAllAmong(n - c, n, k));

/** The chance that all of k trials pass. */
export const passHatK = (n: number, c: number, k: number): number | null => (n < k || n === 0 ? null : chanceAllAmong(c, n, k));
