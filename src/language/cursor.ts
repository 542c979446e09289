import type { CasePath } from '../core/model/result.ts';
import { pathOfLine, readBlockLine, siblingKeys } from './blockLines.ts';
import type { BlockLine } from './blockLines.ts';
import { readFlow } from './flowText.ts';

/** What is being written at a place of a text that need not parse. */
export type Cursor = {
  /** `key` of a map, `value` of a key, or `item` of a list, which may be a value or the first key of a map. */
  readonly kind: 'key' | 'value' | 'item';
  /** The map for a key, else the value itself; from the root of the document. */
  readonly path: CasePath;
  readonly word: string;
  readonly start: number;
  readonly flow: boolean;
  /** Column of the key, for what is indented under it. */
  readonly column: number;
  /** Keys that the map already has. */
  readonly present: readonly string[];
};

/** How far up an open bracket is looked for. */
const farthest = 200;

/** Undefined inside comments. */
export function cursorAt(text: string, offset: number): Cursor | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  if (/^\s*#|\s#[^"']*$/.test(before)) return undefined;
  const index = text.slice(0, lineStart).split('\n').length - 1;
  const texts = text.split(/\r?\n/);
  const lines = texts.map(readBlockLine);
  return inFlow(text, offset, lines, index) ?? inBlock(lines, index, before, lineStart);
}

function inBlock(lines: readonly BlockLine[], index: number, before: string, lineStart: number): Cursor {
  const line = readBlockLine(before);
  const { column, dashes, key } = line;
  const path = pathOfLine(lines, index, column, dashes);
  if (key !== null) {
    const value = /^(?:"[^"]*"|'[^']*'|[^:]*?)\s*:\s*/.exec(line.rest)?.[0].length ?? line.rest.length;
    const word = line.rest.slice(value);
    return { kind: 'value', path: [...path, key], word, start: lineStart + before.length - word.length, flow: false, column, present: [] };
  }
  const word = line.rest.trim() === '-' ? '' : line.rest;
  return { kind: dashes.length > 0 ? 'item' : 'key', path, word, start: lineStart + before.length - word.length, flow: false, column, present: siblingKeys(lines, index, column) };
}

function inFlow(text: string, offset: number, lines: readonly BlockLine[], index: number): Cursor | undefined {
  const starts = lineStarts(text, index);
  let opening: { readonly line: number; readonly start: number } | undefined;
  for (let i = index; i >= Math.max(0, index - farthest); i--) {
    const line = lines[i];
    const start = starts[i];
    if (!line || start === undefined || line.marker) break;
    const value = valueStart(line);
    const end = i === index ? offset : (starts[i + 1] ?? offset);
    if (start + value > end) continue;
    const own = readFlow(text, start + value, end).frames[0];
    const whole = readFlow(text, start + value, offset).frames[0];
    if (own && whole?.at === own.at) opening = { line: i, start: start + value };
    // A key at the left edge that opens nothing ends the search: brackets do not reach over it.
    else if (line.indent === 0 && line.key !== null && i < index) break;
  }
  const line = opening && lines[opening.line];
  if (!opening || !line) return undefined;
  const { frames, word, wordStart } = readFlow(text, opening.start, offset);
  const last = frames.at(-1);
  if (!last) return undefined;
  const path: (string | number)[] = [...pathOfLine(lines, opening.line, line.column, line.dashes), ...(line.key === null ? [] : [line.key])];
  for (const frame of frames.slice(0, -1)) path.push(frame.open === '{' ? (frame.key ?? '') : frame.index);
  const shared = { word, start: wordStart, flow: true, column: line.column, present: last.keys };
  if (last.open === '[') return { ...shared, kind: 'item', path: [...path, last.index] };
  return last.key === null ? { ...shared, kind: 'key', path } : { ...shared, kind: 'value', path: [...path, last.key] };
}

function valueStart(line: BlockLine): number {
  if (line.key === null) return line.column;
  const key = /^(?:"[^"]*"|'[^']*'|[^:]*?)\s*:/.exec(line.rest)?.[0].length ?? 0;
  return line.column + key;
}

function lineStarts(text: string, last: number): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0 && starts.length <= last + 1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
