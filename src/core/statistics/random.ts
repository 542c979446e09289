/**
 * A generator of numbers in [0, 1) that gives the same ones for the same seed on every machine: xoshiro128** (Blackman and Vigna 2018),
 * its state filled from the seed by a mixing step. Not for secrets.
 */
export function seeded(seed: number): () => number {
  let mixed = seed | 0;
  const fill = (): number => {
    mixed = (mixed + 0x9e3779b9) | 0;
    let each = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    each = Math.imul(each ^ (each >>> 13), 0xc2b2ae35);
    return (each ^ (each >>> 16)) | 0;
  };
  let a = fill();
  let b = fill();
  let c = fill();
  let d = fill();
  return () => {
    const times5 = Math.imul(b, 5);
    const result = Math.imul((times5 << 7) | (times5 >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return (result >>> 0) / 0x1_0000_0000;
  };
}

/** The seed of every resampling in Casebook; it is recorded beside what came of it. */
export const usualSeed = 20_261;
