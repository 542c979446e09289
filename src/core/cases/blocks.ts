import type { TextRange } from '../model/problem.ts';

/** A `cases:` list in block style, cut at its items by looking at lines only. `header` ends before the first item; `listKey` is where `cases:` stands. */
export type Blocks = { readonly header: TextRange; readonly listKey: number; readonly items: readonly TextRange[] };

/** Undefined when the document has no `cases:` list in block style. */
export function blocksOf(text: string, within: TextRange): Blocks | undefined {
  const listKey = /^(?:cases|"cases"|'cases')[ \t]*:[ \t]*(?:#.*)?\r?$/;
  const starts: number[] = [];
  let key: number | undefined;
  let indent: string | undefined;
  let end = within.end;
  for (let start = within.start; start < within.end; ) {
    const newline = text.indexOf('\n', start);
    const next = newline < 0 || newline >= within.end ? within.end : newline + 1;
    const line = text.slice(start, next).replace(/\n$/, '');
    if (key === undefined) {
      if (listKey.test(line)) key = start;
    } else {
      const item = /^([ \t]*)-(?:[ \t\r]|$)/.exec(line);
      if (item && (indent === undefined || item[1] === indent)) {
        indent = item[1] ?? '';
        starts.push(start);
      } else if (indent !== undefined && /^[^\s#]/.test(line) && !line.startsWith('-')) {
        // A key at the left edge ends the list; what follows is not a case.
        end = start;
        break;
      }
    }
    start = next;
  }
  const first = starts[0];
  if (key === undefined || first === undefined) return undefined;
  return { header: { start: within.start, end: first }, listKey: key, items: starts.map((start, index) => ({ start, end: starts[index + 1] ?? end })) };
}

/** Where a `cases:` list in block style begins: its key, its first item, and the column of its dashes as it is written. */
export type ListStart = { readonly listKey: number; readonly first: number; readonly indent: string };

export function listStartOf(text: string): ListStart | undefined {
  const listKey = /^(?:cases|"cases"|'cases')[ \t]*:[ \t]*(?:#.*)?\r?$/m.exec(text)?.index;
  if (listKey === undefined) return undefined;
  const item = /^([ \t]*)-(?:[ \t\r]|$)/gm;
  item.lastIndex = listKey;
  const found = item.exec(text);
  return found ? { listKey, first: found.index, indent: found[1] ?? '' } : undefined;
}

/**
 * The starts of the items in a stretch of whole lines that begins with one. Undefined where something else stands in it: a key
 * at the left edge, or a marker of another document.
 */
export function itemStarts(text: string, indent: string): readonly number[] | undefined {
  if (/^(?:[^\s#-]|---(?:\s|$)|\.\.\.(?:\s|$))/m.test(text)) return undefined;
  return Array.from(text.matchAll(new RegExp(`^${indent}-(?=[ \\t\\r\\n]|$)`, 'gm')), (match) => match.index);
}
