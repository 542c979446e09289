import { sameValue } from './same.ts';
import { setKey } from '../formats/jsonText.ts';
import { isJsonMap } from '../model/json.ts';
import type { Json, JsonMap } from '../model/json.ts';

/**
 * Something of a peer's item that its case does not say. `at`: a JSON pointer into the item. Without `was` it stands where the item
 * made from the case has nothing; with it, in place of that value (or of that element, where `at` is a list).
 */
export type Kept = { readonly at: string; readonly raw: Json; readonly was?: Json };

export const pointerKey = (key: string | number): string => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/**
 * What `original` says that `made` does not; what only `made` says is an addition and no loss.
 * @param additive pointers of maps in which what we write must stay
 */
export function remainderOf(original: Json, made: Json, additive: readonly string[] = [], at = ''): readonly Kept[] {
  if (sameValue(original, made)) return [];
  if (isJsonMap(original) && isJsonMap(made)) {
    const keys = Object.keys(original);
    // The same in other words: either stands whole.
    if (!additive.includes(at) && keys.length > 0 && Object.keys(made).length > 0 && !keys.some((key) => Object.hasOwn(made, key))) return [{ at, was: made, raw: original }];
    return Object.entries(original).flatMap(([key, value]) => {
      const inner = at + pointerKey(key);
      const beside = Object.hasOwn(made, key) ? made[key] : undefined;
      return beside === undefined ? [{ at: inner, raw: value }] : remainderOf(value, beside, additive, inner);
    });
  }
  if (Array.isArray(original) && Array.isArray(made)) return remainderOfList(original as readonly Json[], made as readonly Json[], additive, at);
  return [{ at, was: made, raw: original }];
}

const isTyped = (value: Json): boolean => isJsonMap(value) && typeof value['type'] === 'string';

function remainderOfList(original: readonly Json[], made: readonly Json[], additive: readonly string[], at: string): readonly Kept[] {
  if (original.every(isTyped) && made.every(isTyped)) return remainderOfChecks(original as readonly JsonMap[], made as readonly JsonMap[], at);
  if (original.length === made.length) return original.flatMap((value, index) => remainderOf(value, made[index] ?? null, additive, at + pointerKey(index)));
  return [{ at, was: made, raw: original }];
}

/** Assertions have no order. One that says more than the one made from the case, such as the name of a metric, is kept beside it. */
function remainderOfChecks(original: readonly JsonMap[], made: readonly JsonMap[], at: string): readonly Kept[] {
  const free = new Set(made.keys());
  const take = (fits: (each: JsonMap) => boolean): JsonMap | undefined => {
    const found = [...free].find((index) => fits(made[index] ?? {}));
    if (found !== undefined) free.delete(found);
    return found === undefined ? undefined : made[found];
  };
  const different = original.filter((each) => take((other) => sameValue(each, other)) === undefined);
  return different.flatMap((each) => {
    const like = take((other) => Object.entries(other).every(([key, value]) => Object.hasOwn(each, key) && sameValue(each[key], value)));
    return like === undefined ? [] : [{ at, was: like, raw: each }];
  });
}

/** The item made from a case with what was kept of the peer's. What does not fit any more, because the case was changed, stays away. */
export function withKept(made: JsonMap, kept: readonly Kept[]): JsonMap {
  return kept.reduce<Json>((item, each) => put(item, keysOf(each.at), each), made) as JsonMap;
}

const keysOf = (pointer: string): readonly string[] => pointer.split('/').slice(1).map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));

function put(node: Json, keys: readonly string[], kept: Kept): Json {
  const [key, ...rest] = keys;
  if (key === undefined) {
    if (kept.was === undefined) return node;
    if (sameValue(node, kept.was)) return kept.raw;
    if (!Array.isArray(node)) return node;
    const list = node as readonly Json[];
    const index = list.findIndex((each) => sameValue(each, kept.was));
    return index < 0 ? node : list.map((each, place) => (place === index ? kept.raw : each));
  }
  if (Array.isArray(node)) {
    const list = node as readonly Json[];
    return /^\d+$/.test(key) && Number(key) < list.length ? list.map((each, index) => (index === Number(key) ? put(each, rest, kept) : each)) : node;
  }
  if (!isJsonMap(node)) return node;
  if (!Object.hasOwn(node, key)) {
    if (rest.length > 0 || kept.was !== undefined) return node;
    const longer: Record<string, Json> = { ...node };
    setKey(longer, key, kept.raw);
    return longer;
  }
  const changed: Record<string, Json> = { ...node };
  setKey(changed, key, put(node[key] ?? null, rest, kept));
  return changed;
}

/** Read from a case file, where a person may have written anything. Undefined: it is not ours. */
export function readKept(value: Json | undefined): readonly Kept[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const list = value as readonly Json[];
  const fits = list.every((each) => isJsonMap(each) && typeof each['at'] === 'string' && /^(?:\/|$)/.test(each['at']) && Object.hasOwn(each, 'raw') && Object.keys(each).every((key) => key === 'at' || key === 'raw' || key === 'was'));
  return fits ? (list as unknown as readonly Kept[]) : undefined;
}
