import { digits, readingsOf } from './numbers.ts';

/** What stands before `= $6,594`: `($3,538 - $241) × 2`. */
const longest = 160;
const equals = /(?:=|≈)\s*(?:\*\*|__)?\s*(?:~|about |approximately )?[$€£]?\s*$/;
const term = new RegExp(String.raw`\s*(?:([()+×x*·/÷]|[-−–](?=\s*[($€£\d*]))|[$€£]?\s?(${digits})(\s?%)?)`, 'uy');

/**
 * The value of the sum that is written out before a place in a text, and the numbers in it; null where none is. Nothing but numbers,
 * parentheses and the four signs is read.
 */
export function expressionBefore(text: string, place: number): { readonly value: number; readonly numbers: readonly number[]; readonly written: string } | null {
  const before = text.slice(Math.max(0, place - longest), place);
  const end = equals.exec(before)?.index;
  if (end === undefined) return null;
  const line = before.slice(before.lastIndexOf('\n', end) + 1, end).replace(/\*\*|__/g, '  ');
  // From the longest ending that is nothing but a sum.
  for (const { index } of line.matchAll(/(?<![\p{L}\p{N}.,])[($€£\d]/gu)) {
    const terms = termsOf(line.slice(index));
    const value = terms && valueOf(terms);
    const numbers = terms?.filter((each) => typeof each === 'number') ?? [];
    if (value !== null && value !== undefined && numbers.length > 1) return { value, numbers, written: line.slice(index).trim().replace(/\s+/g, ' ') };
  }
  return null;
}

type Term = number | '(' | ')' | '+' | '-' | '*' | '/';
const signs: Readonly<Record<string, Term>> = { '(': '(', ')': ')', '+': '+', '×': '*', x: '*', '*': '*', '·': '*', '/': '/', '÷': '/', '-': '-', '−': '-', '–': '-' };

function termsOf(text: string): readonly Term[] | null {
  const terms: Term[] = [];
  let shares = false;
  const written = text.trimEnd();
  for (term.lastIndex = 0; term.lastIndex < written.length;) {
    const match = term.exec(written);
    if (!match) return null;
    const value = match[2] === undefined ? undefined : readingsOf(match[2])[0]?.value;
    const next: Term | undefined = match[1] === undefined ? (value === undefined || match[3] === undefined ? value : value / 100) : signs[match[1]];
    if (next === undefined) return null;
    shares ||= match[3] !== undefined;
    terms.push(next);
  }
  // `1,000 − 20 %` takes a fifth of the thousand: that is no plain sum.
  return shares && (terms.includes('+') || terms.includes('-')) ? null : terms;
}

/** Null where the terms make no sum. Parentheses nest as deep as the text is short. */
function valueOf(terms: readonly Term[]): number | null {
  let at = 0;
  function sum(): number {
    let value = product();
    while (terms[at] === '+' || terms[at] === '-') value = terms[at++] === '+' ? value + product() : value - product();
    return value;
  }
  function product(): number {
    let value = single();
    while (terms[at] === '*' || terms[at] === '/') value = terms[at++] === '*' ? value * single() : value / single();
    return value;
  }
  function single(): number {
    const next = terms[at++];
    if (typeof next === 'number') return next;
    if (next !== '(') return NaN;
    const inside = sum();
    return terms[at++] === ')' ? inside : NaN;
  }
  const value = sum();
  return at === terms.length && Number.isFinite(value) ? value : null;
}
