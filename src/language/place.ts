import { isJsonMap } from '../core/model/json.ts';
import type { Json, JsonMap } from '../core/model/json.ts';
import type { CasePath } from '../core/model/result.ts';
import type { FieldScope } from './fieldScope.ts';
import type { Surroundings } from './surroundings.ts';

/** A place of a file in the words of its schema, with what stands around it there. */
export type Place = {
  readonly scope: FieldScope;
  readonly uri: string;
  /** The case, or the settings file, as far as it can be read. */
  readonly stated: JsonMap;
  /** Text of an entry near the place, by its path in the schema's words; also in a text that cannot be parsed. */
  textAt(path: CasePath): string | undefined;
  readonly surroundings: Surroundings;
};

/** The first item of a list that is not written yet. */
export const firstItemOf = (place: Place): Place => ({
  scope: place.scope.schema === 'suite' && place.scope.path[0] === 'cases' ? { schema: 'case', path: [], shared: false } : { ...place.scope, path: [...place.scope.path, 0] }, uri: place.uri, surroundings: place.surroundings, textAt: (path) => place.textAt(path),
  get stated() { return place.stated; },
});

/** Text of an entry of what can be read; for a place that has nothing better. */
export function statedText(stated: JsonMap, path: CasePath): string | undefined {
  let here: Json | undefined = stated;
  for (const part of path) here = Array.isArray(here) && typeof part === 'number' ? (here[part] as Json | undefined) : isJsonMap(here) && Object.hasOwn(here, String(part)) ? here[String(part)] : undefined;
  return typeof here === 'string' || typeof here === 'number' || typeof here === 'boolean' ? String(here) : undefined;
}

const argumentMaps: readonly (string | number)[] = ['args', 'defaultArgs'];

/** The step, or forbidden call, whose arguments a path leads into: its own path, and the names on the way without matchers. Undefined for any other path. */
export function argumentPathOf(path: CasePath): { readonly step: CasePath; readonly names: readonly string[] } | undefined {
  if (path[0] !== 'trajectory') return undefined;
  const at = path.findIndex((part) => argumentMaps.includes(part));
  if (at < 0) return undefined;
  const names = path.slice(at + 1).filter((part): part is string => typeof part === 'string' && !part.startsWith('$'));
  return { step: path.slice(0, at), names };
}

/** Ids of the steps of the case, also where it cannot be parsed. */
export function stepIdsOf({ stated, textAt, scope }: Place): readonly string[] {
  const own = scope.path.slice(0, -1);
  const ids: string[] = [];
  const trajectory = stated['trajectory'];
  const collect = (steps: Json | undefined): void => {
    if (!Array.isArray(steps)) return;
    for (const step of steps as readonly Json[]) {
      if (!isJsonMap(step)) continue;
      if (typeof step['id'] === 'string') ids.push(step['id']);
      collect(step['anyOf']);
      collect(step['parallel']);
    }
  };
  if (isJsonMap(trajectory)) collect(trajectory['steps']);
  // A step does not come after itself.
  const at = own.findLastIndex((part) => typeof part === 'number');
  const itself = textAt([...own.slice(0, at + 1), 'id']);
  return ids.filter((id) => id !== itself);
}

/** Texts at a path of what can be read: the keys of a map, the text of a value; `*` stands for all items. */
export function namesAt(stated: Json, path: readonly string[]): readonly string[] {
  const [key, ...rest] = path;
  if (key === undefined) return typeof stated === 'string' ? [stated] : isJsonMap(stated) ? Object.keys(stated) : [];
  if (key === '*') return Array.isArray(stated) ? (stated as readonly Json[]).flatMap((item) => (rest.length === 0 && isJsonMap(item) ? [] : namesAt(item, rest))) : [];
  const next = isJsonMap(stated) && Object.hasOwn(stated, key) ? stated[key] : undefined;
  return next === undefined ? [] : namesAt(next, rest);
}
