import { isJsonMap, type Json } from '../model/json.ts';

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonMap(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)]));
}

/** One text per value: keys in code unit order, absent ones left out. Equal values have equal texts (1 and 1.0 are one number). */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value)) ?? 'null';
}

const longest = 80;

function jsonText(value: Json): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return 'a value nested too deep to show';
    throw error;
  }
}

/** A value as a reason quotes it: JSON, shortened in the middle of nowhere but marked. */
export function showValue(value: Json | undefined, limit = longest): string {
  if (value === undefined) return 'nothing';
  const text = jsonText(value);
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

/** Deep equality; types matter. */
export const sameValue = (a: Json | undefined, b: Json | undefined): boolean => (a === undefined || b === undefined ? a === b : canonicalJson(a) === canonicalJson(b));
