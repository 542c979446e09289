import { microseconds, readIsoTime } from '../values/times.ts';
import { readInteger } from './anyValue.ts';

/**
 * Nanoseconds since the epoch as microseconds. The last three digits are cut from the text, because the whole number
 * does not fit a JavaScript number; a dump that wrote a number has lost them already. Null when unset.
 */
export function readTime(value: unknown): number | null {
  if (typeof value === 'string') return /^\d+$/.test(value) ? microseconds(Number(value.slice(0, -3))) || null : readIsoTime(value);
  const ns = readInteger(value);
  if (typeof ns !== 'number' || !(ns > 0) || ns > 1e19) return null;
  if (Number.isSafeInteger(ns) || !Number.isInteger(ns)) return Math.floor(ns / 1000);
  // A number of this size was rounded to 256 ns when it was written: what was a whole microsecond must not become the one before.
  return microseconds(Number((BigInt(ns) + 128n) / 1000n));
}

/** What was written for a time and is none; unset is written in several ways. */
export function isNoTime(value: unknown): boolean {
  const isUnset = value === undefined || value === null || value === 0 || (typeof value === 'string' && /^0*$/.test(value));
  return !isUnset && readTime(value) === null;
}

/**
 * A time in microseconds, from whatever a dump wrote: ISO text, nanoseconds as text or number, a `[seconds, nanoseconds]` pair,
 * seconds with a fraction. Whole numbers are nanoseconds unless they are of the size of today's milliseconds or microseconds. Null where it is none.
 */
export function readAnyTime(value: unknown): number | null {
  if (Array.isArray(value)) return readPair(value);
  if (typeof value === 'number') {
    if (!(value > 0)) return null;
    if (!Number.isInteger(value) && value < 1e11) return microseconds(value * 1e6);
    if (value >= 1e11 && value < 1e14) return microseconds(value * 1e3);
    return value >= 1e14 && value < 1e17 ? microseconds(value) : readTime(value);
  }
  if (typeof value !== 'string') return null;
  return /^\d{1,15}$/.test(value) ? readAnyTime(Number(value)) : readTime(value);
}

function readPair([seconds, nanoseconds]: readonly unknown[]): number | null {
  if (typeof seconds !== 'number' || typeof nanoseconds !== 'number' || seconds <= 0) return null;
  return microseconds(Math.floor(seconds) * 1e6 + Math.floor(nanoseconds / 1000));
}
