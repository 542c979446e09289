import type { Json, JsonMap } from '../model/json.ts';

/** Deeper values are not walked safely by what comes after; such text stays text. */
const deepest = 200;
/** Shorter text cannot nest deep enough to matter. */
const harmlessLength = 2000;

/** Whether no value lies deeper than `depth` containers. */
export function fitsDepth(value: unknown, depth = deepest): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  if (Array.isArray(value)) return value.every((each) => fitsDepth(each, depth - 1));
  return Object.values(value).every((each) => fitsDepth(each, depth - 1));
}

/** The value of JSON text; undefined where it is none, or is nested absurdly deep. */
export function parseJson(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return text.length > harmlessLength && !fitsDepth(value) ? undefined : value;
  } catch {
    return undefined;
  }
}

function looksLikeJson(text: string): boolean {
  let at = 0;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++;
  const first = text.charCodeAt(at);
  return first === 0x7b || first === 0x5b || first === 0x22;
}

/** Exporters write JSON as text, and wrap it again, up to three times over. Text that is not JSON is its own value. */
export function unwrapJson(value: Json): Json {
  let unwrapped = value;
  for (let level = 0; level < 3; level++) {
    if (typeof unwrapped !== 'string' || !looksLikeJson(unwrapped)) return unwrapped;
    const parsed = parseJson(unwrapped);
    if (parsed === undefined) return unwrapped;
    unwrapped = parsed;
  }
  return unwrapped;
}

/** Tool arguments as recorded: a value, or text that is not JSON. No text at all is what a call without arguments streams. */
export function readArguments(value: Json | undefined): { arguments?: Json; argumentsText?: string } {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'string') return { arguments: value };
  if (value.trim() === '') return { arguments: {} };
  const unwrapped = unwrapJson(value);
  return typeof unwrapped === 'string' ? { argumentsText: value } : { arguments: unwrapped };
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The first of the named fields that holds text. */
export function firstText(map: JsonMap, ...names: readonly string[]): string | null {
  for (const name of names) {
    const text = textOf(map[name]);
    if (text !== null) return text;
  }
  return null;
}

/** A text or number as a word; '' for anything else, which may not even be convertible. */
export function wordOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Looks a word from a file up in a table: `toString` is a word like any other. */
export function lookUp<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

/** Sets a key that came from a file: `__proto__` is a key like any other and must not become the prototype. */
export function setKey<T>(map: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__') Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  else map[key] = value;
}
