import { plainText } from './blockLines.ts';

/** Where a text ends inside `{}` and `[]`: which brackets are open, at which key or item, and the word being written. */
export type FlowEnd = { readonly frames: readonly FlowFrame[]; readonly word: string; readonly wordStart: number };
/** `entries` are the keys a map has so far, each with its text where it is a single value. */
export type FlowFrame = { readonly open: '{' | '['; readonly at: number; key: string | null; index: number; readonly entries: Map<string, string> };

const comma = ',';

/** Reads from `start` to `end` of a text; quotes and comments are skipped, so brackets in them do not count. */
export function readFlow(text: string, start: number, end: number): FlowEnd {
  const frames: FlowFrame[] = [];
  const { wordStart } = read(text, start, end, frames, () => false);
  const word = text.slice(wordStart, end);
  const lead = word.length - word.trimStart().length;
  return { frames, word: word.trimStart(), wordStart: wordStart + lead };
}

/**
 * Goes on behind the cursor until the innermost `count` of the open brackets are closed, so that the entries of their maps
 * are known which come later. Returns where the last of them ends; `end` where one is not closed.
 */
export function readOn(text: string, offset: number, end: number, { frames, wordStart }: FlowEnd, count: number): number {
  const open = [...frames];
  const least = open.length - count;
  // The entry that is being written is no entry yet: it is read apart.
  const own = open.at(-1);
  const before = own?.key === null ? new Map(own.entries) : undefined;
  const last = read(text, wordStart, end, open, (left) => left <= least);
  const written = /^(?:"[^"\n]*"?|'[^'\n]*'?|[^\s:,{}[\]]*)/.exec(text.slice(wordStart, offset + 100))?.[0] ?? '';
  if (own && before && !before.has(plainText(written))) own.entries.delete(plainText(written));
  return last.at;
}

function read(text: string, start: number, end: number, frames: FlowFrame[], isDone: (open: number) => boolean): { readonly wordStart: number; readonly at: number } {
  let wordStart = start;
  let at = start;
  while (at < end) {
    const sign = text[at];
    const frame = frames.at(-1);
    if ((sign === '"' || sign === "'") && text.slice(wordStart, at).trim() === '') {
      const close = closingQuote(text, at, end);
      if (close === undefined) return { wordStart: at, at: end };
      at = close + 1;
      continue;
    }
    if (sign === '#' && /\s/.test(text[at - 1] ?? ' ')) {
      const newline = text.indexOf('\n', at);
      at = newline < 0 ? end : newline + 1;
      wordStart = at;
      continue;
    }
    if (sign === '{' || sign === '[') frames.push({ open: sign, at, key: null, index: 0, entries: new Map() });
    else if (sign === '}' || sign === ']') {
      endEntry(frame, text, wordStart, at);
      frames.pop();
      if (isDone(frames.length)) return { wordStart, at: at + 1 };
    } else if (sign === comma && frame) {
      endEntry(frame, text, wordStart, at);
      frame.index += 1;
      frame.key = null;
    } else if (sign === ':' && frame?.open === '{' && (isAfterKey(text, at + 1) || text.slice(wordStart, at).trim() === '')) {
      frame.key = plainText(text.slice(wordStart, at));
      frame.entries.set(frame.key, '');
    } else {
      at += 1;
      continue;
    }
    at += 1;
    wordStart = at;
  }
  return { wordStart, at: end };
}

function endEntry(frame: FlowFrame | undefined, text: string, start: number, end: number): void {
  if (frame?.open !== '{' || frame.key === null) return;
  const value = plainText(text.slice(start, end));
  if (value !== '') frame.entries.set(frame.key, value);
}

/** In JSON a value may touch the colon; otherwise `http://x` is one text. */
const isAfterKey = (text: string, at: number): boolean => /^[\s,{}[\]]|^$/.test(text.slice(at, at + 1)) || /["']/.test(text[at - 2] ?? '');

function closingQuote(text: string, open: number, end: number): number | undefined {
  const quote = text[open];
  for (let at = open + 1; at < end; at++) {
    if (quote === '"' && text[at] === '\\') at += 1;
    else if (text[at] === quote) return at;
  }
  return undefined;
}
