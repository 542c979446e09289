import type { CasePath } from '../core/model/result.ts';

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

/** The path of what stands at a column of a line: keys and indexes from the root of its document. */
export function pathOfLine(lines: readonly BlockLine[], index: number, column: number, dashes: readonly number[]): CasePath {
  const path: (string | number)[] = [];
  let level = column;
  let inList = false;
  const leaveItems = (line: number, columns: readonly number[]): void => {
    for (const dash of columns.toReversed()) {
      path.push(itemNumber(lines, line, dash));
      level = dash;
      inList = true;
    }
  };
  leaveItems(index, dashes);
  for (let i = index - 1; i >= 0 && (level > 0 || inList); i--) {
    const line = lines[i];
    if (!line || line.marker) break;
    if (line.empty) continue;
    if (inList) {
      // A list may stand at the column of its own key.
      if (line.indent > level || line.dashes[0] === level || line.key === null || line.column > level) continue;
    } else {
      if (line.column > level || (line.key === null && line.dashes.length === 0)) continue;
      if (line.column === level) {
        leaveItems(i, line.dashes);
        continue;
      }
      if (line.key === null) continue;
    }
    path.push(line.key);
    level = line.column;
    inList = false;
    leaveItems(i, line.dashes);
  }
  return path.reverse();
}

function itemNumber(lines: readonly BlockLine[], index: number, dash: number): number {
  let number = 0;
  for (let i = index - 1; i >= 0; i--) {
    const line = lines[i];
    if (!line || line.marker) break;
    if (line.empty || line.indent > dash) continue;
    if (line.dashes[0] === dash) number += 1;
    else if (line.dashes.length === 0 || line.indent < dash) break;
  }
  return number;
}

/** Keys of the map that a column of a line belongs to. */
export function siblingKeys(lines: readonly BlockLine[], index: number, column: number): readonly string[] {
  const keys: string[] = [];
  const startsItem = (line: BlockLine | undefined): boolean => line !== undefined && line.dashes.length > 0 && line.column === column;
  for (let i = index - 1; i >= 0 && !startsItem(lines[i + 1]); i--) {
    const line = lines[i];
    if (!line || line.marker || (!line.empty && line.column < column)) break;
    if (line.column === column && line.key !== null) keys.push(line.key);
  }
  for (let i = index + 1; i < lines.length; i++) {
    const line = lines[i];
    if (!line || line.marker || (!line.empty && line.indent < column)) break;
    if (line.column === column && line.key !== null) keys.push(line.key);
  }
  return keys;
}
