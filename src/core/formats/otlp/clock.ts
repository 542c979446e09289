import { readInteger } from './anyValue.ts';

/**
 * Nanoseconds since the epoch as microseconds. The last three digits are cut from the text, because the whole number
 * does not fit a JavaScript number; a dump that wrote a number has lost them already. Null when unset.
 */
export function readTime(value: unknown): number | null {
  if (typeof value === 'string') {
    if (/^\d+$/.test(value)) return Number(value.slice(0, -3)) || null;
    const other = /^\d{4}-/.test(value) ? Date.parse(value) : Number.NaN;
    return Number.isNaN(other) ? null : other * 1000;
  }
  const ns = readInteger(value);
  if (typeof ns !== 'number' || !Number.isFinite(ns) || ns <= 0) return null;
  if (Number.isSafeInteger(ns) || !Number.isInteger(ns) || ns > 1e19) return Math.floor(ns / 1000);
  // A number of this size was rounded to 256 ns when it was written: what was a whole microsecond must not become the one before.
  return Number((BigInt(ns) + 128n) / 1000n);
}
