import { parseTree, toJson, weightOf } from '../core/cases/tree.ts';
import type { TreeNode } from '../core/cases/tree.ts';
import { isJsonMap } from '../core/model/json.ts';
import type { JsonMap } from '../core/model/json.ts';
import type { Cursor } from './cursor.ts';
import type { DocumentKind } from './documentKind.ts';
import { scopeOf } from './fieldScope.ts';
import { statedText } from './place.ts';
import type { Place } from './place.ts';
import type { Surroundings } from './surroundings.ts';

/** Longer texts are not read at a key press; what lines tell has to do. */
const longest = 200_000;
const heaviest = 20_000;

/** What the cursor writes at, in the words of the schema. Of a large file only the case around the cursor is read. */
export function placeAt(cursor: Cursor, kind: DocumentKind, uri: string, surroundings: Surroundings): Place {
  const scope = scopeOf(kind, isSuite(cursor), cursor.path);
  const above = cursor.path.slice(0, cursor.path.length - scope.path.length);
  let stated: JsonMap | undefined;
  const place: Place = {
    scope, uri, surroundings,
    get stated() {
      return (stated ??= readMap(kind === 'case' && cursor.path[0] === 'cases' ? (cursor.caseText ?? '') : cursor.documentText()));
    },
    textAt: (path) => textNear(cursor, [...above, ...path]) ?? statedText(place.stated, path),
  };
  return place;
}

const textNear = (cursor: Cursor, path: Cursor['path']): string | undefined => cursor.textAt(path.slice(0, -1), String(path.at(-1))) || undefined;

/** A document is a suite when it says `cases:`. */
export function isSuite(cursor: Cursor): boolean {
  const [first] = cursor.path;
  if (first === 'cases' || first === 'defaults' || cursor.textAt([], 'cases') !== undefined) return true;
  return !cursor.flow && /^["']?cases["']?\s*:/m.test(cursor.documentText());
}

function readMap(text: string): JsonMap {
  if (text.length > longest) return {};
  const root = parseTree(text)[0]?.root;
  const node: TreeNode | null | undefined = root?.kind === 'list' ? root.items[0] : root;
  const value = node && weightOf(node) <= heaviest ? toJson(node) : null;
  return isJsonMap(value) ? value : {};
}

