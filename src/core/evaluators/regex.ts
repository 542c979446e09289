import { RE2JS } from 're2js';
import { messageOf } from '../support/errors.ts';

/**
 * Patterns come from files that a stranger may have written, and run over text that another stranger wrote:
 * they run on an engine whose time grows with the text only. What it lacks (look-around, back-references) is refused.
 */
export interface Regex {
  /** Whether the pattern is found anywhere in the text. Throws `RegexLimit` when text and pattern are too large together. */
  find(text: string): boolean;
  /** Whether the whole text is the pattern. */
  matches(text: string): boolean;
}

/** The search was refused because it would take too long (METRICS 4): the check is an error, never a pass or a fail. */
export class RegexLimit extends Error {}

/**
 * Instructions of the pattern times characters of the text: the most steps a linear engine takes. This many take some 100 ms, more on
 * a busy machine; a count, and no clock, so that a check says the same wherever it runs.
 */
const mostSteps = 5_000_000;

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
    const instructions = pattern.matcher('').programSize();
    const within = (text: string): string => {
      if (text.length * instructions > mostSteps) throw new RegexLimit(`a text of ${text.length} characters is too long for a pattern of this size`);
      return text;
    };
    return {
      find: (text) => pattern.matcher(within(text)).find(),
      matches: (text) => pattern.matcher(within(text)).matches(),
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
