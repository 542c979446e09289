import type { Problem, TextRange } from '../model/problem.ts';
import type { Entry, MapNode, TreeNode } from './tree.ts';

/** Trees and problems that were read of a part of a text, seen from its start. */

export const movedRange = ({ start, end }: TextRange, by: number): TextRange => ({ start: start + by, end: end + by });

/** Only what is looked at is made: most of a large file never is. The tree must not hold aliases, as they share what they stand for. */
export function movedMap(node: MapNode, by: number): MapNode {
  let entries: readonly Entry[] | undefined;
  let byKey: ReadonlyMap<string, Entry> | undefined;
  return {
    kind: 'map', flow: node.flow, alias: node.alias, range: movedRange(node.range, by),
    get entries() {
      return (entries ??= node.entries.map(({ key, keyRange, value }) => ({ key, keyRange: movedRange(keyRange, by), value: moved(value, by) })));
    },
    get byKey() {
      return (byKey ??= new Map(this.entries.map((entry) => [entry.key, entry])));
    },
  };
}

function moved(node: TreeNode, by: number): TreeNode {
  if (node.kind === 'map') return movedMap(node, by);
  const range = movedRange(node.range, by);
  if (node.kind === 'scalar') return { ...node, range };
  let items: readonly TreeNode[] | undefined;
  return { kind: 'list', flow: node.flow, alias: node.alias, range, get items() { return (items ??= node.items.map((item) => moved(item, by))); } };
}

/** `from`: what stands before it stays where it is, such as what a case takes from `defaults`. `file`: whose places move. */
export function movedProblem(problem: Problem, by: number, from: number, file: string): Problem {
  const place = (range: TextRange): TextRange => (range.start >= from ? movedRange(range, by) : range);
  const { related, fixes } = problem;
  return {
    ...problem, range: place(problem.range),
    ...(related ? { related: related.map((each) => (each.file === file ? { ...each, range: place(each.range) } : each)) } : {}),
    ...(fixes ? { fixes: fixes.map((fix) => ('edits' in fix ? { ...fix, edits: fix.edits.map((edit) => ({ ...edit, range: place(edit.range) })) } : fix)) } : {}),
  };
}
