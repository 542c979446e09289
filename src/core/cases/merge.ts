import { setKey } from '../formats/jsonText.ts';
import { isJsonMap } from '../model/json.ts';
import type { Json, JsonMap } from '../model/json.ts';
import type { CasePath } from '../model/result.ts';

/** A map with a `$` key is one value (a matcher), not a set of fields. */
function isFields(value: Json | undefined): value is JsonMap {
  if (!isJsonMap(value)) return false;
  for (const key in value) if (key.startsWith('$')) return false;
  return true;
}

/** `defaults` under a case (CASES 1): maps merge key by key, everything else, lists too, is replaced by what the case says. */
export function mergeDefaults(defaults: Json | undefined, own: Json): Json {
  if (defaults === undefined || !isFields(defaults) || !isFields(own)) return own;
  const merged: Record<string, Json> = {};
  for (const key in defaults) setKey(merged, key, defaults[key] as Json);
  for (const key in own) setKey(merged, key, Object.hasOwn(merged, key) ? mergeDefaults(merged[key], own[key] as Json) : own[key] as Json);
  return merged;
}

/** What `defaults` add to a case: the values that it does not state itself, each by the longest path that the case has a map for. */
export function* addedByDefaults(defaults: Json | undefined, own: Json, path: CasePath = []): Iterable<{ readonly at: CasePath; readonly value: Json }> {
  if (!isFields(defaults) || !isFields(own)) return;
  for (const [key, value] of Object.entries(defaults)) {
    if (Object.hasOwn(own, key)) yield* addedByDefaults(value, own[key] as Json, [...path, key]);
    else yield { at: [...path, key], value };
  }
}
