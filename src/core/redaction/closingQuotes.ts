/**
 * Where a string ends whose quotes carry `escapes` backslashes: at its own closing quote, or at that of a string around
 * it, when it was cut off; else at the end of the text.
 */
export function closingQuote(text: string, from: number, escapes: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    const run = backslashesBefore(text, at, from);
    for (let level = escapes; ; level = (level - 1) >> 1) {
      if (closes(run, level)) return at - level;
      if (level <= 0) break;
    }
  }
  return text.length;
}

/** Each time a text is put into JSON, a quote's n backslashes become 2n + 1, and a backslash of its own becomes two. */
function closes(run: number, level: number): boolean {
  if (level === 0) return run % 2 === 0;
  return run % 2 === 1 && closes((run - 1) / 2, (level - 1) >> 1);
}

function backslashesBefore(text: string, at: number, from: number): number {
  let run = 0;
  while (at - run - 1 >= from && text[at - run - 1] === '\\') run++;
  return run;
}

/** Longer ones are no value that somebody set. */
const longestSingle = 4096;

/**
 * The same for single quotes, as Python and shells write them: JSON leaves them as they are. One that was cut off ends with its
 * line, or at a double quote, which closes a JSON string around it.
 */
export function closingSingleQuote(text: string, from: number, escapes: number): number {
  let doubleQuote: number | undefined;
  const limit = Math.min(text.length, from + longestSingle);
  for (let at = from; at < limit; at++) {
    const sign = text[at];
    if (sign === '\n' || sign === '\r') return doubleQuote ?? at;
    if (sign === '"') {
      doubleQuote ??= at - backslashesBefore(text, at, from);
      // What follows the end of a string in JSON.
      if (/^"\s{0,8}[:,}\]]/.test(text.slice(at, at + 10))) return doubleQuote;
    }
    if (sign !== "'") continue;
    const run = backslashesBefore(text, at, from);
    if (run > escapes) continue;
    return doubleQuote === undefined || /^'\s{0,8}(?:[,}\])]|$)/.test(text.slice(at, at + 10)) ? at - run : doubleQuote;
  }
  return doubleQuote ?? limit;
}
