import { continuedFraction, logGamma, stirlingRemainder } from './gamma.ts';

const smallest = 15;

/** x ln(x / y) - x + y, without the loss of digits where x and y are near each other (Loader 2000). */
function deviance(x: number, y: number): number {
  const v = (x - y) / (x + y);
  if (Math.abs(v) > 0.1) return x * Math.log(x / y) - x + y;
  let sum = (x - y) * v;
  let term = 2 * x * v;
  for (let k = 1; k < 1000; k++) {
    term *= v * v;
    const next = sum + term / (2 * k + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/** x^a (1 - x)^b / B(a, b). For large a and b by deviances: logarithms of gamma functions would cancel and leave too few digits. */
function front(x: number, a: number, b: number): number {
  if (Math.min(a, b) < smallest) return Math.exp(a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b));
  const n = a + b;
  const exponent = stirlingRemainder(n) - stirlingRemainder(a) - stirlingRemainder(b) - deviance(a, n * x) - deviance(b, n * (1 - x));
  return Math.sqrt((a * b) / (2 * Math.PI * n)) * Math.exp(exponent);
}

/** The regularised incomplete beta function I_x(a, b), from 0 at x = 0 to 1 at x = 1 (DLMF 8.17.22). */
export function regularizedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges quickly on this side of the mean only.
  if (x > (a + 1) / (a + b + 2)) return 1 - regularizedBeta(1 - x, b, a);
  const fraction = continuedFraction(1, (index) => {
    const m = Math.floor(index / 2);
    const coefficient = index % 2 === 0 ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)) : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    return [coefficient, 1];
  });
  return front(x, a, b) / (a * fraction);
}

/** The x with I_x(a, b) = `share`, by halving: slow and sure. */
export function betaQuantile(share: number, a: number, b: number): number {
  if (share <= 0) return 0;
  if (share >= 1) return 1;
  let [low, high] = [0, 1];
  for (let round = 0; round < 200; round++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (regularizedBeta(middle, a, b) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
