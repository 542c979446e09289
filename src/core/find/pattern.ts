import { RE2JS } from 're2js';
import { messageOf } from '../support/errors.ts';
import { requiredText } from './requiredText.ts';

/** What is looked for: a text as it stands, or a regular expression of a syntax whose search time grows with the text only. */
export type Sought = { readonly text: string; readonly regex?: boolean | undefined; readonly matchCase?: boolean | undefined; readonly word?: boolean | undefined };

/** `count` matches, the first of them from `from` to `to`, in UTF-16 units. */
export type Found = { readonly from: number; readonly to: number; readonly count: number };

export interface Pattern {
  /** Matches that are not empty; undefined where there is none. */
  search(text: string): Found | undefined;
  /** Characters that can be searched in about 50 ms. */
  readonly atOnce: number;
}

type Accept = (text: string, from: number, to: number) => boolean;

/** Steps that a linear engine takes in about 50 ms: instructions of the pattern times characters. */
const stepsAtOnce = 2_500_000;
const literalAtOnce = 8_000_000;
const longestPattern = 10_000;

/** The pattern, or why it is not one: a sentence. */
export function patternOf({ text, regex = false, matchCase = false, word = false }: Sought): Pattern | { readonly error: string } {
  if (text.length > longestPattern) return { error: `What is searched for may have ${longestPattern.toLocaleString('en-US')} characters; this has ${text.length.toLocaleString('en-US')}.` };
  const accept = word ? isWholeWord : () => true;
  return regex ? expression(text, matchCase, accept) : literal(text, matchCase, accept);
}

function literal(sought: string, matchCase: boolean, accept: Accept): Pattern {
  const pattern = new RegExp(escaped(sought), matchCase ? 'g' : 'gi');
  return {
    atOnce: literalAtOnce,
    search(text) {
      pattern.lastIndex = 0;
      const tally = createTally();
      for (let found = pattern.exec(text); found; found = pattern.exec(text)) if (accept(text, found.index, pattern.lastIndex)) tally.add(found.index, pattern.lastIndex);
      return tally.found();
    },
  };
}

function expression(source: string, matchCase: boolean, accept: Accept): Pattern | { readonly error: string } {
  try {
    const pattern = RE2JS.compile(source, RE2JS.MULTILINE | (matchCase ? 0 : RE2JS.CASE_INSENSITIVE));
    const required = requiredText(source);
    const holdsRequired = required === undefined ? null : new RegExp(escaped(required), matchCase ? 'u' : 'iu');
    const instructions = Math.max(1, pattern.matcher('').programSize());
    return {
      atOnce: Math.max(2000, Math.floor(stepsAtOnce / instructions)),
      search(text) {
        // Most texts hold no match, and to know that costs far less than to find one.
        if (holdsRequired?.test(text) === false || !pattern.test(text)) return undefined;
        const tally = createTally();
        const matcher = pattern.matcher(text);
        while (matcher.find()) if (matcher.end() > matcher.start() && accept(text, matcher.start(), matcher.end())) tally.add(matcher.start(), matcher.end());
        return tally.found();
      },
    };
  } catch (error) {
    return { error: `This is no regular expression: ${messageOf(error).replace(/^error parsing regexp: /u, '').replace(/`(?:\(\?[ims]+\))+/u, '`')}. Look-ahead and back-references are not available.` };
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`);

function createTally() {
  let first: { readonly from: number; readonly to: number } | undefined;
  let count = 0;
  return {
    add(from: number, to: number): void {
      first ??= { from, to };
      count++;
    },
    found: (): Found | undefined => first && { ...first, count },
  };
}

/** No word goes on beyond either end. A blank or a bracket at the edge of a match ends a word by itself. */
function isWholeWord(text: string, from: number, to: number): boolean {
  return !isInsideWord(text, from) && !isInsideWord(text, to);
}

const wordCharacter = /^[\p{L}\p{N}\p{M}_]/u;

function isInsideWord(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return false;
  const before = /[\udc00-\udfff]/u.test(text[at - 1]!) ? at - 2 : at - 1;
  return wordCharacter.test(text.slice(Math.max(0, before), at)) && wordCharacter.test(text.slice(at, at + 2));
}
