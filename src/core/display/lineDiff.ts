import { commonRuns } from './commonRuns.ts';

/** Two texts line by line, as a reader compares them. Pure; bounded in time whatever the texts are. */

/** A stretch of a line, in UTF-16 units. */
export type Stretch = { readonly from: number; readonly to: number };

export type DiffLine = {
  readonly type: 'same' | 'added' | 'removed';
  readonly text: string;
  /** Its number in each text, from 1; null where it is not in it. */
  readonly before: number | null;
  readonly after: number | null;
  /** What differs within it from its counterpart. Empty: all of it, or nothing of a `same` one. */
  readonly words: readonly Stretch[];
};

export type LineDiff = {
  readonly lines: readonly DiffLine[];
  readonly added: number;
  readonly removed: number;
  /** Lines of either text that were not compared, because there are too many. */
  readonly leftOut: number;
};

const usualLines = 20_000;
/** Words of a line beyond this many are not compared one by one. */
const mostWords = 600;
/** Lines that share less than this part of their words are two lines, not one that changed. */
const leastAlike = 0.3;

/** @param maxLines of each text that are compared */
export function diffLines(before: string, after: string, { maxLines = usualLines }: { readonly maxLines?: number } = {}): LineDiff {
  const all = [linesOf(before), linesOf(after)] as const;
  const [a, b] = [all[0].slice(0, maxLines), all[1].slice(0, maxLines)];
  const { runs } = commonRuns(...numbered(a, b));
  const lines: DiffLine[] = [];
  let [atA, atB] = [0, 0];
  for (const run of [...runs, { before: a.length, after: b.length, length: 0 }]) {
    lines.push(...replaced(a.slice(atA, run.before), atA, b.slice(atB, run.after), atB));
    for (let index = 0; index < run.length; index++) {
      lines.push({ type: 'same', text: a[run.before + index]!, before: run.before + index + 1, after: run.after + index + 1, words: [] });
    }
    [atA, atB] = [run.before + run.length, run.after + run.length];
  }
  const count = (type: DiffLine['type']) => lines.filter((line) => line.type === type).length;
  return { lines, added: count('added'), removed: count('removed'), leftOut: all[0].length - a.length + all[1].length - b.length };
}

export type DiffRun = { readonly type: 'lines'; readonly lines: readonly DiffLine[] } | { readonly type: 'same'; readonly lines: readonly DiffLine[] };

/** The lines that differ with `context` lines around them, and between them the runs that are the same. A run of one line is shown. */
export function diffRuns(lines: readonly DiffLine[], context = 3): readonly DiffRun[] {
  const near = new Uint8Array(lines.length);
  lines.forEach((line, index) => line.type !== 'same' && near.fill(1, Math.max(0, index - context), index + context + 1));
  const runs: { type: DiffRun['type']; lines: DiffLine[] }[] = [];
  lines.forEach((line, index) => {
    const alone = near[index] === 0 && near[index - 1] !== 0 && near[index + 1] !== 0 && lines.length > 1;
    const type = near[index] === 1 || alone ? 'lines' : 'same';
    const last = runs.at(-1);
    if (last?.type === type) last.lines.push(line);
    else runs.push({ type, lines: [line] });
  });
  return runs;
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(/\r\n|\n|\r/u);
}

/** The same number for the same item, in both lists. */
function numbered(a: readonly string[], b: readonly string[]): readonly [Int32Array, Int32Array] {
  const numbers = new Map<string, number>();
  const number = (item: string) => {
    const known = numbers.get(item) ?? numbers.size;
    numbers.set(item, known);
    return known;
  };
  return [Int32Array.from(a, number), Int32Array.from(b, number)];
}

/** Removed lines come before added ones; the nth of the one is marked against the nth of the other where the two are alike. */
function replaced(removed: readonly string[], atRemoved: number, added: readonly string[], atAdded: number): readonly DiffLine[] {
  const marks = removed.slice(0, added.length).map((text, index) => diffWords(text, added[index]!));
  return [
    ...removed.map((text, index): DiffLine => ({ type: 'removed', text, before: atRemoved + index + 1, after: null, words: marks[index]?.before ?? [] })),
    ...added.map((text, index): DiffLine => ({ type: 'added', text, before: null, after: atAdded + index + 1, words: marks[index]?.after ?? [] })),
  ];
}

/** What differs within two lines; nothing where they are too long or too unlike to say. */
export function diffWords(before: string, after: string): { readonly before: readonly Stretch[]; readonly after: readonly Stretch[] } {
  const none = { before: [], after: [] };
  if (before.length > 20_000 || after.length > 20_000) return none;
  const [a, b] = [wordsOf(before), wordsOf(after)];
  if (a.length > mostWords || b.length > mostWords) return none;
  const { runs } = commonRuns(...numbered(a, b));
  const shared = runs.reduce((total, run) => total + a.slice(run.before, run.before + run.length).join('').trim().length, 0);
  if (shared < leastAlike * Math.max(before.trim().length, after.trim().length)) return none;
  return { before: outside(a, runs.map((run) => [run.before, run.length])), after: outside(b, runs.map((run) => [run.after, run.length])) };
}

function wordsOf(line: string): readonly string[] {
  return line.match(/\p{N}+(?:[.,:]\p{N}+)*|[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];
}

/** The stretches of a line that lie in none of the runs of its words; those with a blank alone between them are one. */
function outside(words: readonly string[], runs: readonly (readonly [number, number])[]): readonly Stretch[] {
  const changed = new Uint8Array(words.length).fill(1);
  for (const [at, length] of runs) changed.fill(0, at, at + length);
  const stretches: { from: number; to: number }[] = [];
  let place = 0;
  words.forEach((word, index) => {
    const isBlankBetween = changed[index] === 0 && word.trim() === '' && changed[index - 1] === 1 && changed[index + 1] === 1;
    if (changed[index] === 1 || isBlankBetween) {
      const last = stretches.at(-1);
      if (last?.to === place) last.to += word.length;
      else stretches.push({ from: place, to: place + word.length });
    }
    place += word.length;
  });
  return stretches;
}
