import type { TextRange } from '../model/problem.ts';
import type { CasePath } from '../model/result.ts';
import { childAt, nodeAt } from './tree.ts';
import type { MapNode, TreeNode } from './tree.ts';

export type CasePlaces = { readonly text: string; readonly node: MapNode; readonly defaults: MapNode | null };

/** Where a path of a case stands (DESIGN 5). See `ParsedCase.rangeOf`. */
export function placeOf(places: CasePlaces, path: CasePath): TextRange {
  const inDefaults = places.defaults && path.length > 0 && !nodeAt(places.node, path) && nodeAt(places.defaults, path);
  const root: MapNode = inDefaults && places.defaults ? places.defaults : places.node;
  let node: TreeNode = root;
  let nearest = firstLineOf(places.text, root);
  for (const key of path) {
    const child = childAt(node, key);
    if (!child) return nearest;
    const entry = node.kind === 'map' ? node.byKey.get(String(key)) : undefined;
    nearest = entry ? entry.keyRange : firstLineOf(places.text, child);
    node = child;
  }
  if (path.length === 0) return nearest;
  const { start, end } = node.range;
  return start < end && !places.text.slice(start, end).includes('\n') ? node.range : nearest;
}

/** The key of a path; the place of the value for list items and the case itself. */
export function keyPlaceOf(places: CasePlaces, path: CasePath): TextRange {
  const last = path.at(-1);
  for (const root of [places.node, places.defaults]) {
    const parent = root ? nodeAt(root, path.slice(0, -1)) : undefined;
    const entry = parent?.kind === 'map' && last !== undefined ? parent.byKey.get(String(last)) : undefined;
    if (entry) return entry.keyRange;
  }
  return placeOf(places, path);
}

/** A map is known by its `id`, else by its first key; anything else by its first line. */
function firstLineOf(text: string, node: TreeNode): TextRange {
  const { start, end } = node.range;
  const entry = node.kind === 'map' && !node.alias ? (node.byKey.get('id') ?? node.entries[0]) : undefined;
  if (entry) return entry.keyRange;
  const lineEnd = text.indexOf('\n', start);
  return { start, end: Math.max(lineEnd < 0 ? end : Math.min(end, lineEnd), Math.min(start + 1, text.length)) };
}
