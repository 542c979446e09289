import { findSensitive } from '../redaction/redactor.ts';

/** One value that should not be written to a file unseen, and everywhere it stands. */
export type SensitiveValue = { readonly detector: string; readonly kind: 'secret' | 'personal'; readonly value: string; readonly replacement: string; readonly where: readonly string[] };

const placeholder = /\[(secret|personal):[a-z0-9-]+\]/;

export function hasPlaceholder(text: string): boolean {
  return placeholder.test(text);
}

/** Likely secrets and personal data in all texts of a value; the same value found twice is one finding. */
export function findIn(value: unknown): readonly SensitiveValue[] {
  const found = new Map<string, Omit<SensitiveValue, 'where'> & { where: string[] }>();
  eachText(value, '', (text, path) => {
    for (const hit of findSensitive(text, { secrets: true, personal: true })) {
      const matched = text.slice(hit.start, hit.end);
      const known = found.get(matched);
      if (!known) found.set(matched, { detector: hit.detector, kind: hit.kind, value: matched, replacement: hit.replacement, where: [path] });
      else if (!known.where.includes(path)) known.where.push(path);
    }
  });
  return [...found.values()];
}

/** The same value with the chosen texts replaced everywhere, keys left alone. Longer ones go first, as one may hold another. */
export function replaceIn<T>(value: T, chosen: readonly SensitiveValue[]): T {
  const longestFirst = chosen.toSorted((a, b) => b.value.length - a.value.length);
  const replace = (each: unknown): unknown => {
    if (typeof each === 'string') return longestFirst.reduce((text, { value: from, replacement }) => text.replaceAll(from, replacement), each);
    if (Array.isArray(each)) return each.map(replace);
    if (typeof each === 'object' && each !== null) return Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, replace(inner)]));
    return each;
  };
  return longestFirst.length === 0 ? value : (replace(value) as T);
}

/** Paths of the texts that hold a placeholder: what was compared there cannot be compared any more (CB128). */
export function redactedPaths(value: unknown): string[] {
  const paths: string[] = [];
  eachText(value, '', (text, path) => { if (hasPlaceholder(text)) paths.push(path); });
  return paths;
}

function eachText(value: unknown, path: string, visit: (text: string, path: string) => void): void {
  if (typeof value === 'string') visit(value, path);
  else if (Array.isArray(value)) value.forEach((each, index) => eachText(each, `${path}[${index}]`, visit));
  else if (typeof value === 'object' && value !== null) for (const [key, each] of Object.entries(value)) eachText(each, path === '' ? key : `${path}.${key}`, visit);
}
