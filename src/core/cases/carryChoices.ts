import { canonicalJson } from '../evaluators/canonical.ts';
import type { Json } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { CasePath } from '../model/result.ts';
import { UserError } from '../support/errors.ts';
import { applyEdits, removeInNode, setInNode } from './edit.ts';
import { parseCaseFile } from './parse.ts';

/** `now` or `was` is undefined where the key is not there. */
type Change = { readonly path: CasePath; readonly was: Json | undefined; readonly now: Json | undefined };

/**
 * A case text edited by hand, changed by as little as takes a drafted case from `before` to `after`. What the text says otherwise
 * by now stays as it is; its paths are in `missed`.
 */
export function carryChoices(text: string, before: Json, after: Json): { readonly text: string; readonly missed: readonly string[] } {
  let changed = text;
  const missed: string[] = [];
  for (const change of changesOf(before, after, [])) {
    const next = applyChange(changed, change);
    if (next === undefined) missed.push(change.path.join('.'));
    else changed = next;
  }
  return { text: changed, missed };
}

const same = (a: Json | undefined, b: Json | undefined): boolean => (a === undefined || b === undefined ? a === b : canonicalJson(a) === canonicalJson(b));

function changesOf(before: Json | undefined, after: Json | undefined, path: CasePath): readonly Change[] {
  if (same(before, after)) return [];
  if (isJsonMap(before) && isJsonMap(after)) return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => changesOf(own(before, key), own(after, key), [...path, key]));
  if (Array.isArray(before) && Array.isArray(after)) {
    if (before.length === after.length) return before.flatMap((each, at) => changesOf(each, after[at], [...path, at]));
    const gone = before.flatMap((each, at) => (after.some((other) => same(each, other)) ? [] : [{ path: [...path, at], was: each, now: undefined }]));
    const added = after.flatMap((each) => (before.some((other) => same(each, other)) ? [] : [each]));
    // From the end, so that the places of those before stay.
    if (gone.length === before.length - after.length && added.length === 0) return gone.toReversed();
    if (gone.length === 0 && added.length === after.length - before.length) return added.map((each, n) => ({ path: [...path, before.length + n], was: undefined, now: each }));
  }
  return [{ path, was: before, now: after }];
}

function applyChange(text: string, { path, was, now }: Change): string | undefined {
  const [found, ...others] = parseCaseFile(text).cases;
  if (!found || others.length > 0) return undefined;
  const place = placeIn(found.raw, path, was);
  if (!place) return undefined;
  try {
    return applyEdits(text, now === undefined ? removeInNode(text, found, place) : setInNode(text, found, place, now));
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Where the value stands, though items before it may have come or gone. */
function placeIn(value: Json | undefined, [key, ...rest]: CasePath, was: Json | undefined): CasePath | undefined {
  if (key === undefined) return same(value, was) ? [] : undefined;
  if (typeof key === 'number') {
    const items: readonly Json[] = Array.isArray(value) ? value : [];
    if (was === undefined && rest.length === 0) return [items.length];
    const order = [key, ...items.keys()].filter((at, n) => at < items.length && (n === 0 || at !== key));
    for (const at of order) {
      const inner = placeIn(items[at], rest, was);
      if (inner) return [at, ...inner];
    }
    return undefined;
  }
  const inner = placeIn(isJsonMap(value) ? own(value, key) : undefined, rest, was);
  return inner && [key, ...inner];
}

const own = (map: { readonly [key: string]: Json }, key: string): Json | undefined => (Object.hasOwn(map, key) ? map[key] : undefined);
