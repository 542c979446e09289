import { RE2JS } from 're2js';
import { messageOf } from '../support/errors.ts';

/**
 * Patterns come from files that a stranger may have written, and run over text that another stranger wrote:
 * they run on an engine whose time grows with the text only. What it lacks (look-around, back-references) is refused.
 */
export interface Regex {
  /** Whether the pattern is found anywhere in the text. Throws `RegexLimit` when the text is too long to search in time. */
  find(text: string): boolean;
  /** Whether the whole text is the pattern. */
  matches(text: string): boolean;
}

/** The search was given up (METRICS 4: 100 ms): the check is an error, never a pass or a fail. */
export class RegexLimit extends Error {}

/** Linear engines still need time per character; this much text stays below 100 ms for the largest programs it compiles. */
const textLimit = 2_000_000;
const timeLimitMs = 100;

const flagValues: Readonly<Record<string, number>> = { i: RE2JS.CASE_INSENSITIVE, m: RE2JS.MULTILINE, s: RE2JS.DOTALL };

type Compiled = Regex | { readonly error: string };
const compiled = new Map<string, Compiled>();

function compile(source: string, flags: string): Compiled {
  let bits = 0;
  for (const flag of flags) {
    const bit = flagValues[flag];
    if (bit === undefined) return { error: `unknown flag ${flag}; known are i, m, s` };
    bits |= bit;
  }
  try {
    const pattern = RE2JS.compile(source, bits);
    const timed = (text: string, search: () => boolean): boolean => {
      if (text.length > textLimit) throw new RegexLimit(`the text is longer than ${textLimit} characters`);
      const start = performance.now();
      const found = search();
      if (performance.now() - start > timeLimitMs && text.length > 10_000) throw new RegexLimit(`the search took longer than ${timeLimitMs} ms`);
      return found;
    };
    return {
      find: (text) => timed(text, () => pattern.matcher(text).find()),
      matches: (text) => timed(text, () => pattern.matcher(text).matches()),
    };
  } catch (error) {
    return { error: messageOf(error).replace(/^error parsing regexp: /, '') };
  }
}

/** The compiled pattern, or why it is not one. Flags: `i` ignores case, `m` lets ^ and $ match at lines, `s` lets . match line ends. */
export function compileRegex(source: string, flags = ''): Compiled {
  const key = `${flags}/${source}`;
  const known = compiled.get(key);
  if (known) return known;
  const made = compile(source, flags);
  if (compiled.size >= 1000) compiled.clear();
  compiled.set(key, made);
  return made;
}
