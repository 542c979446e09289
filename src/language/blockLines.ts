import type { CasePath } from '../core/model/result.ts';
import type { TextLines } from './textLines.ts';

/** A line of block-style YAML by its columns. Text that is being typed seldom parses, but its lines still say where it belongs. */
export type BlockLine = { readonly indent: number; readonly dashes: readonly number[]; readonly column: number; readonly key: string | null; readonly rest: string; readonly empty: boolean; readonly marker: boolean };

const keyAtStart = /^(?:"([^"]*)"|'([^']*)'|([^\s#{}[\],&*!|>%@`"'-][^:#]*?|-[^\s:#][^:#]*?))\s*:(?=\s|$)/;

export function readBlockLine(line: string): BlockLine {
  const [, spaces = '', dashText = '', rest = ''] = /^([ \t]*)((?:-[ \t]+)*)(.*)$/.exec(line) ?? [];
  const dashes = [...dashText.matchAll(/-/g)].map((match) => spaces.length + match.index);
  const found = keyAtStart.exec(rest);
  const alone = rest.trim() === '-';
  return {
    indent: spaces.length, dashes: alone ? [...dashes, spaces.length + dashText.length] : dashes, column: spaces.length + dashText.length,
    key: found ? (found[1] ?? found[2] ?? found[3] ?? null) : null, rest, empty: rest.trim() === '' && dashText === '' ? true : rest.startsWith('#'), marker: /^---(\s|$)/.test(line),
  };
}

/** A map or a list item on the way to a place: the line and column where it stands, and how long its path is. */
type Level = { readonly line: number; readonly column: number; readonly depth: number };
/** A path from the root of its document; the maps around, and the list items it leads through, innermost first. */
export type LinePlace = { readonly path: CasePath; readonly maps: readonly Level[]; readonly items: readonly Level[] };

/** Where in its document something stands that begins at a column of a line. */
export function placeOfLine(lines: TextLines, index: number, column: number, dashes: readonly number[]): LinePlace {
  const path: (string | number)[] = [];
  const maps = [{ line: index, column, length: 0 }];
  const items: { line: number; column: number; length: number }[] = [];
  let level = column;
  let inList = false;
  const leaveItems = (line: number, columns: readonly number[]): void => {
    for (const dash of columns.toReversed()) {
      items.push({ line, column: dash, length: path.length });
      path.push(itemNumber(lines, line, dash));
      level = dash;
      inList = true;
    }
  };
  leaveItems(index, dashes);
  for (let i = index - 1; i >= 0 && (level > 0 || inList); i--) {
    if (lines.indentOf(i) > level) continue;
    const line = lines.read(i);
    if (!line || line.marker) break;
    if (line.empty) continue;
    if (inList) {
      // A list may stand at the column of its own key.
      if (line.dashes[0] === level || line.key === null || line.column > level) continue;
    } else {
      if (line.column > level || (line.key === null && line.dashes.length === 0)) continue;
      if (line.column === level) {
        leaveItems(i, line.dashes);
        continue;
      }
      if (line.key === null) continue;
    }
    path.push(line.key);
    maps.push({ line: i, column: line.column, length: path.length });
    level = line.column;
    inList = false;
    leaveItems(i, line.dashes);
  }
  const levels = (found: typeof maps): readonly Level[] => found.map((each) => ({ line: each.line, column: each.column, depth: path.length - each.length }));
  return { path: path.toReversed(), maps: levels(maps), items: levels(items) };
}

function itemNumber(lines: TextLines, index: number, dash: number): number {
  let number = 0;
  for (let i = index - 1; i >= 0; i--) {
    if (lines.indentOf(i) > dash) continue;
    const line = lines.read(i);
    if (!line || line.marker) break;
    if (line.empty) continue;
    if (line.dashes[0] === dash) number += 1;
    else break;
  }
  return number;
}

/** The other entries of the map that a column of a line belongs to: each key with the text behind it, which is empty where the value stands on lines of its own. */
export function entriesBeside(lines: TextLines, index: number, column: number): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  const take = (line: BlockLine): void => {
    if (line.column === column && line.key !== null) entries.set(line.key, valueText(line));
  };
  const startsItem = (line: BlockLine | undefined): boolean => line !== undefined && line.dashes.length > 0 && line.column === column;
  let below = lines.read(index);
  for (let i = index - 1; i >= 0 && !startsItem(below); i--) {
    if (lines.indentOf(i) > column) continue;
    const line = lines.read(i);
    if (!line || line.marker || (!line.empty && line.column < column)) break;
    take(line);
    below = line;
  }
  for (let i = index + 1; i < lines.count; i++) {
    if (lines.indentOf(i) > column) continue;
    const line = lines.read(i);
    if (!line || line.marker || (!line.empty && line.indent < column)) break;
    take(line);
  }
  return entries;
}

/** What stands behind the key of a line, without quotes and comment. */
const valueText = ({ rest }: BlockLine): string => plainText((/^(?:"[^"]*"|'[^']*'|[^:]*?)\s*:(.*)$/.exec(rest)?.[1] ?? '').replace(/\s#.*$/, ''));

/** A short text as it is meant: without the quotes around it. */
export const plainText = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/s, '$2');
