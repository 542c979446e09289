import { InvalidArgumentError } from 'commander';

/** Readers of option values. What they refuse ends the command with the option's name and this sentence. */

/** A whole number from 1. */
export function readCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || !Number.isSafeInteger(count)) throw new InvalidArgumentError('It takes a whole number from 1.');
  return count;
}

/** The word that stands for nothing: what was there is taken back. */
export const nothingNamed = 'none';

/** A whole number from 1, or `none`. */
export function readCountOrNone(text: string): number | typeof nothingNamed {
  if (text === nothingNamed) return nothingNamed;
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || !Number.isSafeInteger(count)) throw new InvalidArgumentError('It takes a whole number from 1, or none.');
  return count;
}

/** A whole number from 0. */
export function readNatural(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(count)) throw new InvalidArgumentError('It takes a whole number from 0.');
  return count;
}

/** One of so many parts: `2/5`. */
export function readShard(text: string): { readonly index: number; readonly of: number } {
  const [, index = NaN, of = NaN] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (!(index >= 1 && index <= of && of <= 1000)) throw new InvalidArgumentError('It takes a part of so many, such as 1/4, of at most 1000.');
  return { index, of };
}

const unitsMs: Readonly<Record<string, number>> = { '': 1, ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** A length of time in milliseconds: `1500`, `1.5s`, `2min`. */
export function readDuration(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*(|ms|s|min|h)$/.exec(text) ?? [];
  const factor = unit === undefined ? undefined : unitsMs[unit];
  if (amount === undefined || factor === undefined) throw new InvalidArgumentError('It takes a length of time such as 1500ms, 2s or 1min.');
  return Number(amount) * factor;
}

const spansMs: Readonly<Record<string, number>> = { min: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * A point in time as an ISO string: a date, a date and time, or how long ago (`36h`, `7d`).
 * A date alone means its first moment here, or with `end` its last.
 */
export function readTime(text: string, end: boolean, now = new Date()): string {
  const [, amount, unit] = /^(\d+)(min|h|d|w)$/.exec(text) ?? [];
  const span = unit === undefined ? undefined : spansMs[unit];
  if (amount !== undefined && span !== undefined) return new Date(now.getTime() - Number(amount) * span).toISOString();
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  // A date without a time would be read as UTC.
  const time = new Date(day ? `${text}T${end ? '23:59:59.999' : '00:00:00.000'}` : text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(time.getTime())) throw new InvalidArgumentError('It takes a date such as 2026-02-03, a date and time such as 2026-02-03T09:12, or how long ago, such as 36h or 7d.');
  return time.toISOString();
}
