/** How much of one line is shown around a match, in UTF-16 units. */
const before = 48;
const longestMatch = 160;
const longest = 240;

/** Excerpts of one trace among those of others: more would hide these. */
export const mostOfTrace = 3;

export type Excerpt = { readonly excerpt: string; readonly from: number; readonly to: number };

/** One line around a match, with where the match stands in it. White space becomes one blank; what is cut is marked by "…". */
export function excerptOf(text: string, match: { readonly from: number; readonly to: number }): Excerpt {
  const start = boundary(text, Math.max(0, match.from - before));
  const end = boundary(text, Math.min(match.to, match.from + longestMatch));
  const until = boundary(text, Math.min(text.length, Math.max(end, match.from - before + longest)));
  const head = `${start > 0 ? '…' : ''}${line(text.slice(start, match.from)).trimStart()}`;
  const marked = `${line(text.slice(match.from, end))}${end < match.to ? '…' : ''}`;
  const tail = line(text.slice(end, until)).trimEnd();
  return { excerpt: `${head}${marked}${end < match.to ? '' : tail}${until < text.length && end === match.to ? '…' : ''}`, from: head.length, to: head.length + marked.length };
}

const line = (text: string): string => text.replace(/\s+/gu, ' ');

/** Not between the halves of a character. */
function boundary(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return at > 0 && code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}
