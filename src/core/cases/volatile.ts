import type { Json } from '../model/json.ts';

const patterns = [
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/,
  /^[0-9a-f]{16}([0-9a-f]{8,48})?$/i,
  /^[0-9A-HJKMNP-TV-Z]{26}$/,
  /^(call|req|resp|msg|run|trace|span|toolu)[_-][A-Za-z0-9_-]{8,}$/,
];

/** Milliseconds and seconds since 1970 between 2001 and 2065. */
const isEpoch = (value: number) => Number.isInteger(value) && ((value > 1e9 && value < 3e9) || (value > 1e12 && value < 3e12));

/** A value that another run will not repeat: a uuid, a point in time, a trace, request or call id. */
export function isVolatile(value: Json): boolean {
  if (typeof value === 'number') return isEpoch(value);
  return typeof value === 'string' && patterns.some((pattern) => pattern.test(value));
}
