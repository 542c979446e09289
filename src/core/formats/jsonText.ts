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

/** The value of JSON text; undefined where it is none, is nested absurdly deep, or is a number that none of ours can hold. */
export function parseJson(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    if (text.length > harmlessLength && !fitsDepth(value)) return undefined;
    return typeof value === 'number' && !Number.isFinite(value) ? undefined : value;
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

/** Long texts that were unwrapped last: a tool's result stands in its span and again in the message that answers the call. */
const unwrappedLast: { readonly text: string; readonly value: Json }[] = [];
const fewTexts = 8;
const longText = (text: string) => text.length >= 160 && text.length <= 100_000;

/**
 * Exporters write JSON as text, and wrap it again, up to three times over. Text that is not JSON is its own value. A text that was met
 * shortly before gives the same object.
 */
export function unwrapJson(value: Json): Json {
  if (typeof value !== 'string' || !longText(value)) return unwrap(value);
  const known = unwrappedLast.find(({ text }) => text.length === value.length && text === value);
  if (known) return known.value;
  const unwrapped = unwrap(value);
  if (unwrapped !== value) {
    unwrappedLast.unshift({ text: value, value: unwrapped });
    if (unwrappedLast.length > fewTexts) unwrappedLast.pop();
  }
  return unwrapped;
}

function unwrap(value: Json): Json {
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
