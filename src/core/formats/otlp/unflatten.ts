import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';

type Tree = Map<string, Tree | Json>;

/** Dotted keys with positions among them (`a.0.b`, `a.10.b`) as nested values. Positions are numbers: 10 comes after 9. */
export function unflatten(entries: readonly (readonly [string, Json])[]): Json {
  const root: Tree = new Map();
  for (const [key, value] of entries) {
    const path = key.split('.');
    let at = root;
    for (const step of path.slice(0, -1)) {
      const next = at.get(step);
      if (next instanceof Map) at = next;
      else {
        const made: Tree = new Map();
        at.set(step, made);
        at = made;
      }
    }
    at.set(path.at(-1) ?? key, value);
  }
  return plain(root);
}

function plain(tree: Tree): Json {
  const keys = [...tree.keys()];
  const valueOf = (key: string): Json => {
    const value = tree.get(key);
    return value instanceof Map ? plain(value) : (value ?? null);
  };
  if (keys.length > 0 && keys.every((key) => /^\d{1,9}$/.test(key))) return keys.sort((a, b) => Number(a) - Number(b)).map(valueOf);
  return Object.fromEntries(keys.map((key) => [key, valueOf(key)]));
}

export function listAt(tree: Json, ...path: readonly string[]): readonly Json[] | undefined {
  let at: Json | undefined = tree;
  for (const step of path) at = isJsonMap(at) ? at[step] : undefined;
  return Array.isArray(at) ? (at as readonly Json[]) : undefined;
}
