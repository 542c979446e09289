import { isJsonText } from '../core/cases/edit.ts';
import type { CasePath } from '../core/model/result.ts';
import { entriesBeside, placeOfLine, readBlockLine } from './blockLines.ts';
import type { BlockLine } from './blockLines.ts';
import { readFlow, readOn } from './flowText.ts';
import type { FlowFrame } from './flowText.ts';
import { TextLines } from './textLines.ts';

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
  /** The text of the entry of a map around the cursor, by the map's path; undefined when it has none there. */
  textAt(map: CasePath, key: string): string | undefined;
  /** The text of the item of `cases:` that the cursor stands in; undefined when it stands in none. */
  readonly caseText: string | undefined;
  /** The text of the document, of which a file may hold several. */
  documentText(): string;
};

/** How far up an open bracket is looked for, in lines. A JSON text is read from its start. */
const farthest = 200;
/** How far behind the cursor the entries of a map in brackets are looked for. */
const farthestOn = 50_000;

/** Undefined inside comments. */
export function cursorAt(text: string, offset: number): Cursor | undefined {
  const lines = new TextLines(text);
  const index = lines.lineAt(offset);
  const before = text.slice(lines.startOf(index), offset);
  if (/^\s*#|\s#[^"']*$/.test(before)) return undefined;
  return inFlow(lines, offset, index) ?? inBlock(lines, index, before);
}

type MapOnTheWay = { readonly path: CasePath; readonly entries: () => ReadonlyMap<string, string> };

const sameAs = (a: CasePath, b: CasePath): boolean => a.length === b.length && a.every((part, index) => part === b[index]);

function surroundings(lines: TextLines, index: number, maps: readonly MapOnTheWay[]): Pick<Cursor, 'textAt' | 'documentText'> {
  return {
    textAt: (path, key) => maps.find((map) => sameAs(map.path, path))?.entries().get(key),
    documentText: () => documentAround(lines, index),
  };
}

function inBlock(lines: TextLines, index: number, before: string): Cursor {
  const lineStart = lines.startOf(index);
  const line = readBlockLine(before);
  const { column, dashes, key } = line;
  const place = placeOfLine(lines, index, column, dashes);
  const shared = { flow: false, column, ...surroundings(lines, index, mapsOf(lines, place)), caseText: caseTextOf(lines, place) };
  if (key !== null) {
    const value = /^(?:"[^"]*"|'[^']*'|[^:]*?)\s*:\s*/.exec(line.rest)?.[0].length ?? line.rest.length;
    const word = line.rest.slice(value);
    return { ...shared, kind: 'value', path: [...place.path, key], word, start: lineStart + before.length - word.length, present: [] };
  }
  const word = line.rest.trim() === '-' ? '' : line.rest;
  const present = [...entriesBeside(lines, index, column).keys()];
  return { ...shared, kind: dashes.length > 0 ? 'item' : 'key', path: place.path, word, start: lineStart + before.length - word.length, present };
}

type Place = ReturnType<typeof placeOfLine>;

const mapsOf = (lines: TextLines, { path, maps }: Place): readonly MapOnTheWay[] =>
  maps.map(({ line, column, depth }) => ({ path: path.slice(0, depth), entries: () => entriesBeside(lines, line, column) }));

function caseTextOf(lines: TextLines, { path, items }: Place): string | undefined {
  const item = path[0] === 'cases' ? items.find(({ depth }) => depth === 2) : undefined;
  if (!item) return undefined;
  let end = item.line + 1;
  while (end < lines.count && (lines.indentOf(end) > item.column || lines.read(end)?.empty === true)) end += 1;
  return lines.text.slice(lines.startOf(item.line), lines.startOf(end));
}

function documentAround(lines: TextLines, index: number): string {
  const isMarker = (line: number): boolean => lines.indentOf(line) === 0 && lines.read(line)?.marker === true;
  let first = index;
  while (first > 0 && !isMarker(first)) first -= 1;
  let end = index + 1;
  while (end < lines.count && !isMarker(end)) end += 1;
  return lines.text.slice(lines.startOf(isMarker(first) ? first + 1 : first), lines.startOf(end));
}

function inFlow(lines: TextLines, offset: number, index: number): Cursor | undefined {
  const { text } = lines;
  const opening = isJsonText(text) ? { index: 0, start: 0 } : openingOf(lines, offset, index);
  const line = opening && lines.read(opening.index);
  if (!opening || !line) return undefined;
  const flow = readFlow(text, opening.start, offset);
  const { frames, word, wordStart } = flow;
  const last = frames.at(-1);
  if (!last) return undefined;
  const isJson = opening.start === 0 && line.key === null;
  const base = isJson ? { path: [], maps: [], items: [] } : placeOfLine(lines, opening.index, line.column, line.dashes);
  const path: (string | number)[] = [...base.path, ...(isJson || line.key === null ? [] : [line.key])];
  const maps = [...mapsOf(lines, base)];
  let caseFrame: FlowFrame | undefined;
  for (const frame of frames) {
    if (frame.open === '{') maps.push({ path: [...path], entries: () => frame.entries });
    if (path.length === 2 && path[0] === 'cases') caseFrame = frame;
    if (frame !== last) path.push(frame.open === '{' ? (frame.key ?? '') : frame.index);
  }
  const kind = last.open === '[' ? 'item' : last.key === null ? 'key' : 'value';
  const here = kind === 'item' ? [...path, last.index] : kind === 'value' ? [...path, last.key ?? ''] : path;
  const limit = Math.min(isJson ? text.length : endOfFlow(lines, opening.index, index), offset + farthestOn);
  const end = readOn(text, offset, limit, flow, frames.length - (caseFrame ? frames.indexOf(caseFrame) : 0));
  const caseText = caseFrame ? text.slice(caseFrame.at, end) : isJson ? undefined : caseTextOf(lines, base);
  return { word, start: wordStart, flow: true, column: line.column, present: [...last.entries.keys()], kind, path: here, ...surroundings(lines, index, maps), caseText };
}

/** The line and place from which the brackets are read that are still open at the cursor. */
function openingOf(lines: TextLines, offset: number, index: number): { readonly index: number; readonly start: number } | undefined {
  const { text } = lines;
  let opening: { readonly index: number; readonly start: number } | undefined;
  for (let i = index; i >= Math.max(0, index - farthest); i--) {
    const line = lines.read(i);
    if (!line || line.marker) break;
    const start = lines.startOf(i) + valueStart(line);
    const end = i === index ? offset : lines.startOf(i + 1);
    if (start > end) continue;
    const own = /[{[]/.test(text.slice(start, end)) ? readFlow(text, start, end).frames[0] : undefined;
    if (own && readFlow(text, start, offset).frames[0]?.at === own.at) opening = { index: i, start };
    // A key at the left edge that opens nothing ends the search: brackets do not reach over it.
    else if (line.indent === 0 && line.key !== null && i < index) break;
  }
  return opening;
}

/** An open bracket that was never closed does not reach over what stands further left, or as far left as its line. */
function endOfFlow(lines: TextLines, opening: number, index: number): number {
  const indent = lines.indentOf(opening);
  let line = index + 1;
  while (line < lines.count && (lines.indentOf(line) > indent || /^\s*[}\]]/.test(lines.lineText(line)))) line += 1;
  return lines.startOf(line);
}

function valueStart(line: BlockLine): number {
  if (line.key === null) return line.column;
  const key = /^(?:"[^"]*"|'[^']*'|[^:]*?)\s*:/.exec(line.rest)?.[0].length ?? 0;
  return line.column + key;
}
