/** Text for a terminal. What a trace says is printed as text only: an escape sequence in it would run in the reader's terminal. */

export type Paint = {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
};

const plain = (text: string): string => text;
const between = (on: number, off: number) => (text: string): string => (text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`);

/** Without colour every function gives the text back, so that what is printed means the same in black and white. */
export function createPaint(color: boolean): Paint {
  if (!color) return { bold: plain, dim: plain, red: plain, green: plain, yellow: plain };
  return { bold: between(1, 22), dim: between(2, 22), red: between(31, 39), green: between(32, 39), yellow: between(33, 39) };
}

// Control characters but tab and line feed, and the marks that turn the direction of text around.
// eslint-disable-next-line no-control-regex
const dangerous = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** The text with everything a terminal would obey written out: an escape becomes `\u001b`. Lines and tabs stay. */
export function printable(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(dangerous, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

// eslint-disable-next-line no-control-regex
const painted = /(\u001b\[(?:1|2|22|31|32|33|39)m)/u;

/** As `printable`, but the colours of `createPaint` stay. */
export function printablePainted(text: string): string {
  return text.includes('\u001b') ? text.split(painted).map((part, at) => (at % 2 === 1 ? part : printable(part))).join('') : printable(text);
}

/** As `printable`, for a name or a path that must stay on its line. */
export function printableLine(text: string): string {
  return printable(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const wide = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;

/** Columns the text takes; characters of East Asian scripts and emoji take two. Printable text without colours. */
export function textWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += wide.test(segment) ? 2 : 1;
  return width;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - textWidth(text))) + text;
}

/** Every line of the text behind `by` blanks. Empty lines stay empty. */
export function indent(text: string, by: number): string {
  const blanks = ' '.repeat(by);
  return text.split('\n').map((line) => (line === '' ? '' : blanks + line)).join('\n');
}
