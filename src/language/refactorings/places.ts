import { parseCaseFile } from '../../core/cases/parse.ts';
import type { CaseFile } from '../../core/cases/parse.ts';
import type { Entry, MapNode, TreeNode } from '../../core/cases/tree.ts';
import { canonicalJson } from '../../core/evaluators/canonical.ts';
import type { TextEdit } from '../../core/model/problem.ts';
import type { CasePath } from '../../core/model/result.ts';

/** The path to a place in a case: down to the value or the key that it stands in. */
export function pathAt(node: MapNode, offset: number): CasePath {
  const path: (string | number)[] = [];
  let here: TreeNode | undefined = node;
  while (here && !here.alias && here.kind !== 'scalar') {
    let next: TreeNode | undefined;
    if (here.kind === 'map') {
      const entry: Entry | undefined = here.entries.findLast((each) => each.keyRange.start <= offset && offset <= Math.max(each.keyRange.end, each.value.range.end));
      if (!entry) break;
      path.push(entry.key);
      if (offset <= entry.keyRange.end) break;
      next = entry.value;
    } else {
      const index: number = here.items.findIndex((each) => each.range.start <= offset && offset <= each.range.end);
      if (index < 0) break;
      path.push(index);
      next = here.items[index];
    }
    here = next;
  }
  return path;
}

/** Whether every case says in both texts the same, in the same order. */
export function saysTheSame(before: CaseFile, after: string): boolean {
  const now = parseCaseFile(after);
  return now.problems.length === 0 && now.cases.length === before.cases.length && now.cases.every((each, index) => each.suite === before.cases[index]?.suite && canonicalJson(each.raw) === canonicalJson(before.cases[index]?.raw));
}

export function overlap(edits: readonly TextEdit[]): boolean {
  const sorted = [...edits].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  return sorted.some((edit, index) => index > 0 && edit.range.start < (sorted[index - 1]?.range.end ?? 0));
}

export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

/** Behind the line break, or the end of the text. */
export function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline + 1;
}
