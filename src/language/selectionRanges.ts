import type { Position, SelectionRange } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CaseFile } from '../core/cases/parse.ts';
import type { TreeNode } from '../core/cases/tree.ts';
import type { TextRange } from '../core/model/problem.ts';
import { lspRange } from './lspRange.ts';

/** What is selected as the selection grows: the value, its entry, the map around it, and so on up to the whole file. */
export function selectionRangesOf(document: TextDocument, positions: readonly Position[], file: CaseFile): readonly SelectionRange[] {
  return positions.map((position) => {
    const offset = document.offsetAt(position);
    const ranges: TextRange[] = [{ start: 0, end: file.text.length }];
    for (const suite of file.suites) if (holds(suite.root.range, offset)) collect(suite.root, offset, ranges);
    let selection: SelectionRange | undefined;
    for (const range of ranges) {
      // An alias's children stand elsewhere; only what is inside what is around it grows.
      const lsp = lspRange(document, range);
      selection = selection ? { range: lsp, parent: selection } : { range: lsp };
    }
    return selection ?? { range: { start: position, end: position } };
  });
}

const holds = ({ start, end }: TextRange, offset: number): boolean => start <= offset && offset <= end;

function collect(node: TreeNode, offset: number, ranges: TextRange[]): void {
  const around = ranges.at(-1);
  const add = (range: TextRange): void => {
    const last = ranges.at(-1);
    if (last && range.start >= last.start && range.end <= last.end && (range.start !== last.start || range.end !== last.end)) ranges.push(range);
  };
  if (around) add(node.range);
  if (node.alias || node.kind === 'scalar') return;
  if (node.kind === 'list') {
    const item = node.items.find((each) => each.range.start < each.range.end && holds(each.range, offset));
    if (item) collect(item, offset, ranges);
    return;
  }
  const entry = node.entries.findLast((each) => each.keyRange.start <= offset && offset <= Math.max(each.keyRange.end, each.value.range.end));
  if (!entry) return;
  add({ start: entry.keyRange.start, end: Math.max(entry.keyRange.end, entry.value.range.end) });
  if (holds(entry.keyRange, offset)) add(entry.keyRange);
  else collect(entry.value, offset, ranges);
}
