/**
 * The gamma function and its incomplete forms, to about 1e-13.
 * After NIST's Digital Library of Mathematical Functions, 5.11 (Stirling's series), 8.7 (series) and 8.9 (continued fraction).
 */

const halfLogTwoPi = Math.log(2 * Math.PI) / 2;
/** B(2k) / (2k (2k - 1)), the terms of Stirling's series. */
const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156, -3617 / 122_400] as const;
const asymptoticFrom = 15;

/** What Stirling's formula leaves out of ln Γ(x); for x of 15 and more. */
export function stirlingRemainder(x: number): number {
  let power = 1 / x;
  let sum = 0;
  for (const term of stirling) {
    sum += term * power;
    power /= x * x;
  }
  return sum;
}

/** ln Γ(x), for x above 0. */
export function logGamma(x: number): number {
  // Γ(x) = Γ(x + n) / (x (x + 1) … (x + n - 1)): so far up that the series converges.
  let product = 1;
  let shifted = x;
  while (shifted < asymptoticFrom) product *= shifted++;
  return (shifted - 0.5) * Math.log(shifted) - shifted + halfLogTwoPi + stirlingRemainder(shifted) - Math.log(product);
}

const tiny = 1e-300;
const precision = 1e-16;
const mostTerms = 20_000;

/** The value of b0 + a1 / (b1 + a2 / (b2 + …)) by Lentz's method; `term(i)` gives [a, b] for i from 1. */
export function continuedFraction(b0: number, term: (index: number) => readonly [number, number]): number {
  let value = b0 === 0 ? tiny : b0;
  let c = value;
  let d = 0;
  for (let index = 1; index < mostTerms; index++) {
    const [a, b] = term(index);
    d = b + a * d;
    c = b + a / c;
    d = 1 / (d === 0 ? tiny : d);
    if (c === 0) c = tiny;
    value *= c * d;
    if (Math.abs(c * d - 1) < precision) break;
  }
  return value;
}

/** The regularised upper incomplete gamma function Q(a, x): from 1 at x = 0 down to 0. */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x >= a + 1) return front / continuedFraction(x + 1 - a, (index) => [-index * (index - a), x + 2 * index + 1 - a]);
  let term = 1 / a;
  let sum = term;
  for (let index = 1; index < mostTerms && term > sum * precision; index++) {
    term *= x / (a + index);
    sum += term;
  }
  return 1 - front * sum;
}
