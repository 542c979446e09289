import { FoldingRangeKind } from 'vscode-languageserver-types';
import type { FoldingRange } from 'vscode-languageserver-types';
import { TextLines } from './textLines.ts';

type Open = { readonly depth: number; readonly line: number; end: number };

/**
 * What can be folded: whatever is indented under a line, comments of several lines, and documents between `---`. It looks at
 * indents alone, so a text that cannot be read folds too, and a large one at once.
 */
export function foldingRangesOf(text: string): readonly FoldingRange[] {
  const lines = new TextLines(text);
  const ranges: FoldingRange[] = [];
  const open: Open[] = [];
  const documents: number[] = [];
  let comment: { readonly start: number; end: number } | undefined;
  let lastContent = -1;
  const close = (depth: number): void => {
    for (let top = open.at(-1); top && top.depth >= depth; top = open.at(-1)) {
      open.pop();
      if (top.end > top.line) ranges.push({ startLine: top.line, endLine: top.end });
      const around = open.at(-1);
      if (around) around.end = Math.max(around.end, top.end);
    }
  };
  const endComment = (): void => {
    if (comment && comment.end > comment.start) ranges.push({ startLine: comment.start, endLine: comment.end, kind: FoldingRangeKind.Comment });
    comment = undefined;
  };
  for (let line = 0; line < lines.count; line += 1) {
    const indent = lines.indentOf(line);
    if (indent === Infinity) {
      endComment();
      continue;
    }
    const at = lines.startOf(line) + indent;
    const sign = text[at];
    if (sign === '#') {
      if (comment) comment.end = line;
      else comment = { start: line, end: line };
      const holder = open.findLast((each) => each.depth < indent * 2);
      if (holder) holder.end = line;
      continue;
    }
    endComment();
    if (indent === 0 && /^---(?:[ \t\r\n]|$)/.test(text.slice(at, at + 4))) {
      close(0);
      if (lastContent >= 0 || documents.length > 0) documents.push(line);
      lastContent = line;
      continue;
    }
    // The items of a list may stand below its key at the same indent, and belong to it.
    const isItem = sign === '-' && /[ \t\r\n]|^$/.test(text[at + 1] ?? '');
    const depth = indent * 2 + (isItem ? 1 : 0);
    if ((sign === ']' || sign === '}') && open.some((each) => each.depth === depth)) {
      close(depth + 1);
      const opener = open.at(-1);
      if (opener) opener.end = line;
    } else {
      close(depth);
      open.push({ depth, line, end: line });
    }
    lastContent = line;
  }
  endComment();
  close(0);
  const starts = documents.length > 0 ? [0, ...documents] : [];
  for (const [index, start] of starts.entries()) {
    let end = (starts[index + 1] ?? lines.count) - 1;
    while (end > start && lines.indentOf(end) === Infinity) end -= 1;
    if (end > start && !ranges.some((each) => each.startLine === start)) ranges.push({ startLine: start, endLine: end });
  }
  return ranges.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
}
