/** Cutting text without breaking a character, and saying that it was cut. */

export type Cut = {
  readonly text: string;
  readonly cut: boolean;
  /** Lengths in UTF-16 units, as `cuts` of a step count them. */
  readonly shown: number;
  readonly whole: number;
};

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** A grapheme longer than this is not text any more: it is cut inside. */
const window = 256;

/** The last place at or before `max` where no grapheme is cut in two. */
function boundary(text: string, max: number): number {
  let start = Math.max(0, max - window);
  if (start > 0 && isLowSurrogate(text.charCodeAt(start))) start--;
  let last = start;
  for (const { index, segment } of graphemes.segment(text.slice(start, max + window))) {
    if (start + index > max) break;
    last = start + index;
    if (start + index + segment.length === max) return max;
  }
  if (last > start) return last;
  return isLowSurrogate(text.charCodeAt(max)) ? max - 1 : max;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

/** At most `max` UTF-16 units of the text, ending between graphemes. Adds no ellipsis: who shows it says what is missing. */
export function truncate(text: string, max: number): Cut {
  if (text.length <= max) return { text, cut: false, shown: text.length, whole: text.length };
  const end = boundary(text, max);
  return { text: text.slice(0, end), cut: true, shown: end, whole: text.length };
}

/** The text in one line of at most `max` units: white space becomes one blank, and "…" stands for what was cut. */
export function oneLine(text: string, max: number): string {
  const start = truncate(text, max * 4 + 64);
  const line = start.text.replace(/\s+/gu, ' ').trim();
  const cut = truncate(line, max);
  return cut.cut || start.cut ? `${cut.text.trimEnd()}…` : cut.text;
}

/** An id in one line of at most `max` characters, its end kept: many ids of one source begin alike. */
export function middleCut(text: string, max: number): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  if (line.length <= max) return line;
  const tail = [...graphemes.segment(line.slice(-window))].map(({ segment }) => segment);
  const end = Math.floor((max - 1) / 2);
  return `${truncate(line, max - 1 - end).text}…${tail.slice(-end).join('')}`;
}

/** As `oneLine`, but cut between two words, unless that would take away more than a third. */
export function wholeWords(text: string, max: number): string {
  const line = oneLine(text, max);
  const wasCut = line.endsWith('…') && line !== oneLine(text, max + 1).slice(0, max);
  if (!wasCut) return line;
  const shown = line.slice(0, -1);
  const lastBlank = shown.lastIndexOf(' ');
  const end = oneLine(text, max + 32)[shown.length] === ' ' || lastBlank < (max * 2) / 3 ? shown : shown.slice(0, lastBlank);
  return `${end.replace(/[,;:]+$/u, '')}…`;
}

/** In quotation marks, for text that a person or a model said. */
export function quoted(text: string, max: number): string {
  return `“${oneLine(text, max)}”`;
}

/** The beginning of a text without the signs of markdown, for a preview in one line; what is quoted in full keeps them. */
export function plainPreview(text: string): string {
  return text
    .slice(0, 2000)
    .replace(/^\s*```.*$/gmu, '')
    .replace(/!?\[([^\]]*)\]\([^)\s]*\)/gu, '$1')
    .replace(/(\*\*|__|`+)(?=\S)(.*?\S)\1/gu, '$2')
    .replace(/^\s{0,3}(#{1,6}|>|[-*+])\s+/gmu, '');
}

/** Two titles that begin alike, each shortened so that where they differ comes soon. Others come back as they are. */
export function toldApart(a: string, b: string, most = 24): readonly [string, string] {
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same++;
  if (same < most || a === b) return [a, b];
  const from = a.lastIndexOf(' ', same - 1) + 1 || same;
  const cut = (text: string): string => `${text.slice(0, 8).trimEnd()}… ${text.slice(from)}`;
  return from > 12 ? [cut(a), cut(b)] : [a, b];
}
