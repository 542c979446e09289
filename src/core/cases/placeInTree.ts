import type { TextRange } from '../model/problem.ts';
import type { CasePath } from '../model/result.ts';
import { childAt } from './tree.ts';
import type { TreeNode } from './tree.ts';

/** Where a value of a document of any form stands: itself where it is on one line, else its key, or the first line of what holds it. */
export function placeInTree(text: string, root: TreeNode, path: CasePath): TextRange {
  let node = root;
  let nearest = firstLineOf(text, root);
  for (const key of path) {
    const child = childAt(node, key);
    if (!child) return nearest;
    nearest = node.kind === 'map' ? node.byKey.get(String(key))!.keyRange : firstLineOf(text, child);
    node = child;
  }
  const { start, end } = node.range;
  return start < end && node.kind === 'scalar' && !text.slice(start, end).includes('\n') ? node.range : nearest;
}

function firstLineOf(text: string, { range: { start, end } }: TreeNode): TextRange {
  const lineEnd = text.indexOf('\n', start);
  return { start, end: Math.max(lineEnd < 0 ? end : Math.min(end, lineEnd), Math.min(start + 1, text.length)) };
}
