import { isJsonMap } from '../model/json.ts';
import type { Json } from '../model/json.ts';

/** A map with a `$` key is one value (a matcher), not a set of fields. */
const isFields = (value: Json | undefined): value is { readonly [key: string]: Json } => isJsonMap(value) && !Object.keys(value).some((key) => key.startsWith('$'));

/** `defaults` under a case (CASES 1): maps merge key by key, everything else, lists too, is replaced by what the case says. */
export function mergeDefaults(defaults: Json | undefined, own: Json): Json {
  if (defaults === undefined || !isFields(defaults) || !isFields(own)) return own;
  const merged = new Map<string, Json>(Object.entries(defaults));
  for (const [key, value] of Object.entries(own)) merged.set(key, mergeDefaults(merged.get(key), value));
  return Object.fromEntries(merged);
}
