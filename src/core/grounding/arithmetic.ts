import type { Evidence } from './evidence.ts';
import { eachLeaf } from './evidence.ts';
import type { Quantity } from './numbers.ts';
import { readingsOf, roundsTo } from './numbers.ts';
import { sightIn } from './sightings.ts';

/** A number at hand. `from`: indices of the evidence that has it; none for a count that only the text itself makes. */
export type Operand = { readonly value: number; readonly from: readonly number[]; readonly isCount?: boolean };

/** What a number follows from: `464 + 202`, and the evidence of both. */
export type Computed = { readonly how: string; readonly from: readonly number[] };

/** Numbers of one piece of evidence that stand near each other, such as the prices of two legs of a journey. */
const near = 24;
const mostNumbers = 600;
const longestRun = 20;
/** Pairs that are tried for all numbers of one trace. */
const mostPairs = 4_000_000;

/**
 * Whether a number that stands nowhere follows from numbers that do: by a sum, a difference, a product or a share. What is tried is what
 * stands in the same text, and what stands together in the evidence that the text draws on.
 */
export function createArithmetic(evidence: readonly Evidence[]) {
  const numbers = new Map<number, readonly number[]>();
  let pairs = 0;

  function numbersIn(at: number): readonly number[] {
    const known = numbers.get(at);
    if (known) return known;
    const found: number[] = [];
    const nothing = (): void => {};
    const tell = { numbers: true, dates: false, hasId: () => false, number: (value: number) => { if (found.length < mostNumbers) found.push(Math.abs(value)); }, id: nothing, day: nothing, minute: nothing };
    eachLeaf(evidence[at]!.value, (leaf) => { if (typeof leaf === 'number') tell.number(leaf); else if (found.length < mostNumbers && leaf.length < 100_000) sightIn(leaf, tell); });
    numbers.set(at, found);
    return found;
  }

  /** @param before numbers of the text before the one in question, the nearest last @param all of the text @param drawnOn evidence that the text draws on */
  return function follows(said: Quantity, before: readonly Operand[], all: readonly Operand[], drawnOn: readonly number[]): Computed | null {
    const is = (value: number): boolean => value > 0 && roundsTo(value, said);
    const of = (how: string, ...operands: readonly Operand[]): Computed | null => {
      const from = [...new Set(operands.flatMap((each) => each.from))];
      return from.length === 0 ? null : { how, from };
    };

    // `$290 + $241 = $531`: what stands right before is meant first.
    const [last, next] = [before.at(-1), before.at(-2)];
    const right = last && next ? relation(next, last, is, true) : null;
    if (right !== null) {
      const found = of(right, next!, last!);
      if (found) return found;
    }
    let sum = 0;
    for (let count = 1; count <= Math.min(longestRun, before.length); count++) {
      sum += before[before.length - count]!.value;
      if (count > 2 && is(sum)) return of(`the sum of the ${count} numbers before`, ...before.slice(-count));
    }
    // Prices beside those they replace: every other one adds up.
    for (const first of [1, 2]) {
      const row: Operand[] = [];
      for (let at = before.length - first; at >= 0 && row.length < longestRun; at -= 2) {
        row.push(before[at]!);
        if (row.length > 2 && is(row.reduce((total, each) => total + each.value, 0))) return of(`the sum of ${row.length} numbers before`, ...row);
      }
    }
    const inText = pairOf(all, all.length, is, true);
    if (inText) {
      const found = of(inText.how, inText.a, inText.b);
      if (found) return found;
    }
    for (const at of drawnOn) {
      const there = numbersIn(at).map((value): Operand => ({ value, from: [at] }));
      for (const operand of all) {
        pairs += there.length;
        if (pairs > mostPairs) return null;
        for (const each of there) {
          const how = relation(each, operand, is, false);
          if (how !== null) return of(how, each, operand);
        }
      }
      const together = pairOf(there, near, is, false);
      if (together) return of(together.how, together.a, together.b);
    }
    return null;
  };

  function pairOf(operands: readonly Operand[], reach: number, is: (value: number) => boolean, shares: boolean): { readonly how: string; readonly a: Operand; readonly b: Operand } | null {
    for (let i = 0; i < operands.length; i++) {
      const end = Math.min(operands.length, i + 1 + reach);
      pairs += end - i;
      if (pairs > mostPairs) return null;
      for (let j = i + 1; j < end; j++) {
        const how = relation(operands[i]!, operands[j]!, is, shares);
        if (how !== null) return { how, a: operands[i]!, b: operands[j]! };
      }
    }
    return null;
  }
}

/** Numbers up to this may be counts: so many of something at a price. */
const mostCounted = 31;

/** @param shares whether percentages are tried too: among many numbers some are always a share of another */
function relation({ value: a, isCount: isA = false }: Operand, { value: b, isCount: isB = false }: Operand, is: (value: number) => boolean, shares: boolean): string | null {
  if (a === 0 || b === 0) return null;
  if (!isA && !isB) {
    if (is(a + b)) return `${a} + ${b}`;
    if (is(Math.abs(a - b))) return `${Math.max(a, b)} − ${Math.min(a, b)}`;
  }
  if ((isA || isB || (shares && Math.min(a, b) <= mostCounted)) && is(a * b)) return `${a} × ${b}`;
  if (isB && is(a / b)) return `${a} ÷ ${b}`;
  if (isA && is(b / a)) return `${b} ÷ ${a}`;
  if (!shares || isA || isB) return null;
  if (is((100 * a) / b)) return `${a} of ${b}, in per cent`;
  if (is((100 * b) / a)) return `${b} of ${a}, in per cent`;
  if (a <= 100 && is((a * b) / 100)) return `${a} % of ${b}`;
  if (b <= 100 && is((a * b) / 100)) return `${b} % of ${a}`;
  return null;
}

const words: Readonly<Record<string, number>> = { two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, half: 0.5, double: 2, twice: 2, both: 2 };

/** Counts in a text, by their place: `2 bags`, `three passengers`. */
export function countsIn(text: string): readonly { readonly start: number; readonly value: number }[] {
  return [...text.matchAll(/(?<![\w.,$€£#-])(?:\d{1,2}(?![\w.,:%/-]\d|\d)|(?:two|three|four|five|six|seven|eight|nine|ten|half|double|twice|both)\b)/gi)].flatMap((match) => {
    const value = words[match[0].toLowerCase()] ?? readingsOf(match[0])[0]?.value;
    return value === undefined || value === 0 ? [] : [{ start: match.index, value }];
  });
}
