import type { Json, JsonMap } from '../../src/core/model/json.ts';
import { parsedContainer } from './parsedContainer.ts';

/** A JSON value as lines that fold, like an editor shows it. Only what is unfolded is walked. Pure, so that depth and size are a test. */

export type JsonLine = {
  /** JSON pointer of the value; closing lines carry that of their container with a trailing `/]`. */
  readonly path: string;
  readonly parent: string | null;
  readonly depth: number;
  readonly key: string | number | null;
  readonly comma: boolean;
  /** It stands in a text that is JSON: the recorded value has no such place. */
  readonly inText: boolean;
} & (
  | { readonly type: 'scalar'; readonly value: null | boolean | number | string }
  | { readonly type: 'short'; readonly value: JsonMap | readonly Json[] }
  | { readonly type: 'open' | 'folded' | 'close'; readonly array: boolean; readonly size: number; /** A text that is JSON, as what it says. */ readonly text: boolean }
  | { readonly type: 'more'; readonly shown: number; readonly size: number }
);

export type JsonChoices = {
  /** What was folded or unfolded by hand, by path. */
  readonly folds: ReadonlyMap<string, boolean>;
  /** How many members of a long container are shown, by path. */
  readonly shown: ReadonlyMap<string, number>;
  readonly problems?: ProblemsByPath | undefined;
};

/** What is wrong with a value, in words, by JSON pointer. What holds a problem is open. */
export type ProblemsByPath = ReadonlyMap<string, readonly string[]>;

export const membersAtOnce = 100;
const shortLength = 76;
const openSize = 10;
const openDepth = 5;
/** A shorter text of JSON is read as it is. */
const leastText = 60;

function isContainer(value: Json): value is JsonMap | readonly Json[] {
  return typeof value === 'object' && value !== null;
}

function membersOf(value: JsonMap | readonly Json[], most = Infinity): readonly (readonly [string | number, Json])[] {
  if (Array.isArray(value)) return value.slice(0, most).map((each: Json, index) => [index, each] as const);
  const map = value as JsonMap;
  return Object.keys(map).slice(0, most).map((key) => [key, map[key]!] as const);
}

/** Containers of a few scalars stay in one line. */
function isShort(value: JsonMap | readonly Json[]): boolean {
  let length = 2;
  for (const [key, each] of membersOf(value)) {
    if (isContainer(each) && membersOf(each, 1).length > 0) return false;
    length += (Array.isArray(value) ? 0 : String(key).length + 4) + (typeof each === 'string' ? each.length + 2 : String(each).length) + 2;
    if (length > shortLength || (typeof each === 'string' && each.includes('\n'))) return false;
  }
  return true;
}

export function pathOf(parent: string, key: string | number): string {
  return `${parent}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function opensAtFirst(depth: number, size: number): boolean {
  return depth === 0 || (depth < openDepth && size <= openSize);
}

/** The path itself and those of all that hold it, the innermost first. */
export function containersOf(path: string): readonly string[] {
  const paths = [path];
  for (let end = path.lastIndexOf('/'); end >= 0; end = end === 0 ? -1 : path.lastIndexOf('/', end - 1)) paths.push(path.slice(0, end));
  return paths;
}

/** Problems by the path of the line that shows them: their own, else the nearest that is there. */
export function problemsOfLines(lines: readonly JsonLine[], problems: ProblemsByPath): ProblemsByPath {
  const there = new Set(lines.map((line) => line.path));
  const placed = new Map<string, readonly string[]>();
  for (const [path, words] of problems) {
    const place = containersOf(path).find((each) => there.has(each)) ?? '';
    placed.set(place, [...(placed.get(place) ?? []), ...(place === path ? words : words.map((each) => `${path.slice(place.length + 1)} ${each}`))]);
  }
  return placed;
}

type Frame = {
  readonly path: string; readonly parent: string | null; readonly depth: number; readonly array: boolean; readonly comma: boolean; readonly size: number; readonly text: boolean; readonly inText: boolean;
  readonly members: readonly (readonly [string | number, Json])[]; next: number;
};

/** At most `limit` lines; when there are more, `cut` is true. */
export function jsonLines(root: Json, choices: JsonChoices, limit: number): { readonly lines: readonly JsonLine[]; readonly cut: boolean } {
  const lines: JsonLine[] = [];
  const wrong = new Set([...(choices.problems?.keys() ?? [])].flatMap((path) => containersOf(path)));
  const stack: Frame[] = [];

  function visit(recorded: Json, path: string, parent: string | null, depth: number, key: string | number | null, comma: boolean, inText: boolean): void {
    const base = { path, parent, depth, key, comma, inText };
    const value = typeof recorded === 'string' && recorded.length >= leastText && depth > 0 ? parsedContainer(recorded) : recorded;
    const text = value !== recorded;
    if (!isContainer(value)) {
      lines.push({ ...base, type: 'scalar', value });
      return;
    }
    const array = Array.isArray(value);
    const size = array ? value.length : Object.keys(value).length;
    const chosen = choices.folds.get(path);
    if (!text && size <= openSize * 2 && chosen === undefined && !wrong.has(path) && isShort(value)) {
      lines.push({ ...base, type: 'short', value });
      return;
    }
    const open = chosen === undefined ? wrong.has(path) || (!text && opensAtFirst(depth, size)) : !chosen;
    lines.push({ ...base, type: open ? 'open' : 'folded', array, size, text });
    if (!open) return;
    const shown = choices.shown.get(path) ?? membersAtOnce;
    stack.push({ path, depth, array, members: membersOf(value, Math.min(shown, limit)), size, next: 0, comma, parent, text, inText: inText || text });
  }

  visit(root, '', null, 0, null, false, false);
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    if (lines.length >= limit) return { lines: lines.slice(0, limit), cut: true };
    const member = frame.members[frame.next];
    if (member) {
      frame.next++;
      visit(member[1], pathOf(frame.path, member[0]), frame.path, frame.depth + 1, frame.array ? null : member[0], frame.next < frame.size, frame.inText);
      continue;
    }
    stack.pop();
    if (frame.members.length < frame.size) {
      lines.push({ path: `${frame.path}/…`, parent: frame.path, depth: frame.depth + 1, key: null, comma: false, inText: frame.inText, type: 'more', shown: frame.members.length, size: frame.size });
    }
    lines.push({ path: `${frame.path}/]`, parent: frame.parent, depth: frame.depth, key: null, comma: frame.comma, inText: frame.inText, type: 'close', array: frame.array, size: frame.size, text: frame.text });
  }
  return { lines, cut: false };
}

/** JSON text whose strings have their line breaks, tabs and escaped characters as such: it is there to be read. Copying gives real JSON. */
export function readable(json: string): string {
  return json.replace(/\\(\\|n|t|r|"|u[0-9a-f]{4}|[bf/])/gu, (whole, escaped: string) => (escaped === 'n' ? '\n' : escaped === 't' ? '\t' : whole));
}

/** A string as JSON writes it, to be read. */
export function readableString(text: string): string {
  return readable(JSON.stringify(text));
}

/** JSON in one line with blanks where people put them: `{"status": 422}`. */
export function shortJson(value: Json): string {
  if (!isContainer(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((each: Json) => shortJson(each)).join(', ')}]`;
  return `{${Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${shortJson(each)}`).join(', ')}}`;
}
