import { seeded, usualSeed } from './random.ts';

const exactUpTo = 12;
const drawsBeyond = 10_000;
const hair = 1e-12;

export type SignFlip = { readonly p: number; readonly exact: boolean; readonly draws: number; readonly seed: number | null };

/**
 * Whether paired differences, one a case, lean to one side: were there no change, each might as well have the other sign (Fisher 1935;
 * METRICS 11). Two-sided; every choice of signs for up to 12 cases that differ, else 10,000 drawn ones, the observed counted in.
 */
export function signFlip(differences: readonly number[], seed = usualSeed): SignFlip {
  const moved = differences.filter((difference) => difference !== 0).map(Math.abs);
  const observed = Math.abs(differences.reduce((sum, each) => sum + each, 0)) - hair;
  const reaches = (sum: number): number => (Math.abs(sum) >= observed ? 1 : 0);
  let asFar = 0;
  if (moved.length <= exactUpTo) {
    const draws = 2 ** moved.length;
    for (let signs = 0; signs < draws; signs++) asFar += reaches(moved.reduce((sum, each, index) => sum + (signs & (1 << index) ? each : -each), 0));
    return { p: asFar / draws, exact: true, draws, seed: null };
  }
  const random = seeded(seed);
  for (let draw = 0; draw < drawsBeyond; draw++) asFar += reaches(moved.reduce((sum, each) => sum + (random() < 0.5 ? each : -each), 0));
  return { p: (asFar + 1) / (drawsBeyond + 1), exact: false, draws: drawsBeyond, seed };
}
