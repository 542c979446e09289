import type { Json } from '../model/json.ts';

/**
 * A value as a page shows it, on one line, with its texts as they were said: no escapes, so that what people see is what they find.
 * Any depth; nothing is left out.
 */
export function readableJson(value: Json): string {
  if (typeof value === 'string') return value;
  const pieces: string[] = [];
  // Read from the end: what is to be written next stands last.
  const open: (string | { readonly value: Json })[] = [{ value }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'string') {
      pieces.push(next);
      continue;
    }
    const each = next.value;
    if (typeof each === 'string') pieces.push('"', each, '"');
    else if (typeof each !== 'object' || each === null) pieces.push(String(each));
    else if (Array.isArray(each)) {
      pieces.push('[');
      open.push(']');
      for (let at = each.length - 1; at >= 0; at--) {
        open.push({ value: each[at] as Json });
        if (at > 0) open.push(', ');
      }
    } else {
      pieces.push('{');
      open.push('}');
      const entries = Object.entries(each);
      for (let at = entries.length - 1; at >= 0; at--) {
        const [key, inner] = entries[at]!;
        open.push({ value: inner });
        open.push(`${at > 0 ? ', ' : ''}"${key}": `);
      }
    }
  }
  return pieces.join('');
}
