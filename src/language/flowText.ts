/** Where a text ends inside `{}` and `[]`: which brackets are open, at which key or item, and the word being written. */
export type FlowEnd = { readonly frames: readonly FlowFrame[]; readonly word: string; readonly wordStart: number };
export type FlowFrame = { readonly open: '{' | '['; readonly at: number; key: string | null; index: number; readonly keys: string[] };

/** Reads from `start` to `end` of a text; quotes and comments are skipped, so brackets in them do not count. */
export function readFlow(text: string, start: number, end: number): FlowEnd {
  const frames: FlowFrame[] = [];
  let wordStart = start;
  let at = start;
  while (at < end) {
    const sign = text[at];
    const frame = frames.at(-1);
    if ((sign === '"' || sign === "'") && text.slice(wordStart, at).trim() === '') {
      const close = closingQuote(text, at, end);
      if (close === undefined) return { frames, word: text.slice(at, end), wordStart: at };
      at = close + 1;
      continue;
    }
    if (sign === '#' && /\s/.test(text[at - 1] ?? ' ')) {
      const newline = text.indexOf('\n', at);
      at = newline < 0 ? end : newline + 1;
      wordStart = at;
      continue;
    }
    if (sign === '{' || sign === '[') frames.push({ open: sign, at, key: null, index: 0, keys: [] });
    else if (sign === '}' || sign === ']') frames.pop();
    else if (sign === ',' && frame) {
      frame.index += 1;
      frame.key = null;
    } else if (sign === ':' && frame?.open === '{' && /\s|,|$/.test(text.slice(at + 1, at + 2))) {
      frame.key = unquoted(text.slice(wordStart, at));
      frame.keys.push(frame.key);
    } else {
      at += 1;
      continue;
    }
    at += 1;
    wordStart = at;
  }
  const word = text.slice(wordStart, end);
  const lead = word.length - word.trimStart().length;
  return { frames, word: word.trimStart(), wordStart: wordStart + lead };
}

const unquoted = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/s, '$2');

function closingQuote(text: string, open: number, end: number): number | undefined {
  const quote = text[open];
  for (let at = open + 1; at < end; at++) {
    if (quote === '"' && text[at] === '\\') at += 1;
    else if (text[at] === quote) return at;
  }
  return undefined;
}
