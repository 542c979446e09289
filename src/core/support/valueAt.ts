import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';

/**
 * The value under a name with dots: a key as it stands first, else a way into nested maps and lists (`steps.0.text`).
 * Undefined where there is none.
 */
export function valueAt(container: JsonMap | readonly Json[], name: string): Json | undefined {
  const own = ownValue(container, name);
  if (own !== undefined) return own;
  for (let at = name.indexOf('.'); at > 0; at = name.indexOf('.', at + 1)) {
    const inner = ownValue(container, name.slice(0, at));
    if (!isJsonMap(inner) && !Array.isArray(inner)) continue;
    const found = valueAt(inner as JsonMap | readonly Json[], name.slice(at + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

function ownValue(container: JsonMap | readonly Json[], key: string): Json | undefined {
  if (Array.isArray(container)) return /^\d{1,9}$/.test(key) ? (container as readonly Json[])[Number(key)] : undefined;
  return Object.hasOwn(container, key) ? (container as JsonMap)[key] : undefined;
}

/** The value at a JSON pointer (`/items/0/name`); undefined where there is none. */
export function valueAtPointer(value: Json | undefined, pointer: string): Json | undefined {
  let at = value;
  for (const key of pointer.split('/').slice(1)) {
    if (!isJsonMap(at) && !Array.isArray(at)) return undefined;
    at = ownValue(at as JsonMap | readonly Json[], key.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  return at;
}
