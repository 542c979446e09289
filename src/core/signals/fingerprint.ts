import type { Json } from '../model/json.ts';

/** Longest text that stands in a fingerprint as it is. */
const verbatim = 400;
/** How much of a longer one is hashed from its beginning and as much from its end: texts of 50 MB come too. */
const hashedAtEachEnd = 20_000;
/** Values looked at in one value. */
const mostValues = 5000;

/**
 * One text per value, whatever the order of keys: equal values have equal texts. Of very long texts only beginning, end and length
 * count, and of very many values the first, so that two huge values that differ in their middle alone count as equal.
 */
export function fingerprint(value: Json | undefined): string {
  if (value === undefined) return '';
  let left = mostValues;
  const write = (each: Json): string => {
    if (left-- <= 0) return '…';
    if (typeof each === 'string') return each.length <= verbatim ? JSON.stringify(each) : `#${each.length}:${hashOf(each)}`;
    if (typeof each !== 'object' || each === null) return String(each);
    if (Array.isArray(each)) return `[${each.length}:${each.slice(0, Math.max(0, left)).map(write).join(',')}]`;
    const map = each as { readonly [key: string]: Json };
    const keys = Object.keys(map);
    return `{${keys.length}:${keys.sort().slice(0, Math.max(0, left)).map((key) => `${JSON.stringify(key.slice(0, verbatim))}:${write(map[key] as Json)}`).join(',')}}`;
  };
  return write(value);
}

/** Two independent 32-bit hashes. */
function hashOf(text: string): string {
  let a = 0x811c9dc5;
  let b = 5381;
  const add = (from: number, to: number) => {
    for (let at = from; at < to; at++) {
      const code = text.charCodeAt(at);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b, 33) + code | 0;
    }
  };
  if (text.length <= 2 * hashedAtEachEnd) add(0, text.length);
  else {
    add(0, hashedAtEachEnd);
    add(text.length - hashedAtEachEnd, text.length);
  }
  return `${(a >>> 0).toString(36)}.${(b >>> 0).toString(36)}`;
}
