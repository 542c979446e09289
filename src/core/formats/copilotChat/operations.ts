import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import { setKey } from '../jsonText.ts';

/** VS Code writes a session as what it was at first, and then what became of it: a value set (or, without one, unset), a list gone on with from a place, a value gone. */
const kinds = { initial: 0, set: 1, push: 2, delete: 3 } as const;
type Step = string | number;
export type Operation = { readonly kind: number; readonly path: readonly Step[]; readonly value: Json | undefined; readonly from: number | undefined };

/** A session's beginning: everything there was of it. */
export const isBeginning = (value: unknown): value is JsonMap => isJsonMap(value) && value['kind'] === kinds.initial && isJsonMap(value['v']) && Array.isArray(value['v']['requests']) && (typeof value['v']['sessionId'] === 'string' || typeof value['v']['responderUsername'] === 'string');

/** One line of the log; undefined when it is none. */
export function operationOf(value: unknown): Operation | undefined {
  if (isBeginning(value)) return { kind: kinds.initial, path: [], value: value['v'], from: undefined };
  if (!isJsonMap(value) || (value['kind'] !== kinds.set && value['kind'] !== kinds.push && value['kind'] !== kinds.delete)) return undefined;
  const { kind, k, v, i } = value;
  const path = Array.isArray(k) ? (k as readonly Json[]) : [];
  if (path.length === 0 || !path.every((step) => typeof step === 'string' || (typeof step === 'number' && Number.isInteger(step) && step >= 0))) return undefined;
  if (kind === kinds.push && v !== undefined && !Array.isArray(v)) return undefined;
  return { kind: Number(kind), path: path as readonly Step[], value: v, from: typeof i === 'number' && Number.isInteger(i) && i >= 0 ? i : undefined };
}

type Tree = Json[] | Record<string, Json>;

/** What a session became of it all. Only what it made itself is changed, never what it was given. */
export function createReplay() {
  let state: Tree | undefined;

  /** @returns whether there was something at that place to do it with */
  function apply({ kind, path, value, from }: Operation): boolean {
    if (kind === kinds.initial) {
      state = copied(value ?? null) as Tree;
      return true;
    }
    const last = path.at(-1);
    const holder = path.slice(0, -1).reduce<Json | undefined>((at, step) => (at === undefined ? undefined : childOf(at, step)), state);
    if (last === undefined || typeof holder !== 'object' || holder === null) return false;
    if (kind === kinds.push) {
      const list = childOf(holder, last) ?? [];
      if (!Array.isArray(list)) return false;
      if (from !== undefined && from < list.length) (list as Json[]).length = from;
      for (const each of (value ?? []) as readonly Json[]) (list as Json[]).push(copied(each));
      return put(holder as Tree, last, list as Json);
    }
    if (kind === kinds.set && value !== undefined) return put(holder as Tree, last, copied(value));
    // What was never there is no loss: VS Code tells of every value that is not known any more.
    return !Array.isArray(holder) && typeof last === 'string' && delete (holder as Record<string, Json>)[last];
  }

  return { apply, state: (): Json | undefined => state };
}

function childOf(holder: Json, step: Step): Json | undefined {
  if (Array.isArray(holder)) return typeof step === 'number' ? (holder as readonly Json[])[step] : undefined;
  return isJsonMap(holder) && typeof step === 'string' && Object.hasOwn(holder, step) ? holder[step] : undefined;
}

/** A list is gone on with, but not with holes. */
function put(holder: Tree, step: Step, value: Json): boolean {
  if (Array.isArray(holder)) {
    if (typeof step !== 'number' || step > holder.length) return false;
    holder[step] = value;
    return true;
  }
  if (typeof step !== 'string') return false;
  setKey(holder, step, value);
  return true;
}

function copied(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(copied);
  if (!isJsonMap(value)) return value;
  const copy: Record<string, Json> = {};
  for (const [key, each] of Object.entries(value)) setKey(copy, key, copied(each));
  return copy;
}
