import { upperGamma } from './gamma.ts';

/** P(Z > z) of the standard normal distribution, precise in both tails. */
export function normalUpperTail(z: number): number {
  const beyond = upperGamma(0.5, (z * z) / 2) / 2;
  return z >= 0 ? beyond : 1 - beyond;
}

export const normalCdf = (z: number): number => normalUpperTail(-z);

/** The z with P(Z <= z) = `share`, for shares between 0 and 1. Abramowitz and Stegun 26.2.23, then mended by Newton's method. */
export function normalQuantile(share: number): number {
  if (share > 0.5) return -normalQuantile(1 - share);
  const t = Math.sqrt(-2 * Math.log(share));
  let z = -(t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t));
  for (let round = 0; round < 8; round++) {
    const step = ((normalUpperTail(-z) - share) * Math.sqrt(2 * Math.PI)) / Math.exp(-(z * z) / 2);
    z -= step / (1 + (z * step) / 2);
    if (Math.abs(step) < 1e-15 * Math.abs(z)) break;
  }
  return z;
}

/** How many standard errors a two-sided interval reaches to either side: 1.96 for 0.95. */
export const twoSidedZ = (confidence: number): number => -normalQuantile((1 - confidence) / 2);
/** The same for a bound on one side: 1.645 for 0.95. */
export const oneSidedZ = (confidence: number): number => -normalQuantile(1 - confidence);
