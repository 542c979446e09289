/** A long text as its beginning, its end and what is folded between them. Pure; only what is shown is cut out of the text. */

export type Room = { readonly lines: number; readonly characters: number };
export type FoldedText = {
  readonly head: string;
  /** Where the tail begins in the text. */
  readonly tailFrom: number;
  readonly tail: string;
  readonly foldedLines: number;
  readonly foldedCharacters: number;
};

/** A fold that hides less than this is more in the way than what it hides. */
const least: Room = { lines: 8, characters: 400 };
const tailRoom: Room = { lines: 4, characters: 400 };

export function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** Undefined when the text has room. `tail: false` where the end of the text is not here. */
export function foldText(text: string, room: Room, { tail: withTail = true } = {}): FoldedText | undefined {
  const headEnd = endOfHead(text, room);
  if (headEnd >= text.length) return undefined;
  const tailFrom = withTail ? Math.max(headEnd, startOfTail(text)) : text.length;
  const between = text.slice(headEnd, tailFrom);
  const foldedLines = countLines(between) - (between.endsWith('\n') ? 1 : 0);
  if (withTail && foldedLines < least.lines && between.length < least.characters) return undefined;
  return { head: text.slice(0, headEnd), tailFrom, tail: text.slice(tailFrom), foldedLines, foldedCharacters: between.length };
}

function endOfHead(text: string, room: Room): number {
  let end = -1;
  for (let line = 0; line < room.lines; line++) {
    const next = text.indexOf('\n', end + 1);
    if (next < 0 || next >= room.characters) return wholeCharacter(text, Math.min(text.length, next < 0 ? room.characters : Math.max(end + 1, line === 0 ? room.characters : 0)));
    end = next;
  }
  return end + 1;
}

function startOfTail(text: string): number {
  const least = text.length - tailRoom.characters;
  let start = text.length;
  for (let line = 0; line < tailRoom.lines; line++) {
    const before = text.lastIndexOf('\n', start - 2);
    if (before < least) return line === 0 ? wholeCharacter(text, Math.max(0, least)) : start;
    start = before + 1;
  }
  return start;
}

function wholeCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}
