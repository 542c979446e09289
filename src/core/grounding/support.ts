import { isToldAsTotal, orderOfAmounts } from './amounts.ts';
import type { Slices } from '../support/slices.ts';
import { countsIn, createArithmetic } from './arithmetic.ts';
import type { Computed, Operand } from './arithmetic.ts';
import type { Evidence } from './evidence.ts';
import { expressionBefore } from './expression.ts';
import { lookUp } from './lookup.ts';
import type { Claim } from './lookup.ts';
import { roundsTo } from './numbers.ts';
import type { Quantity } from './numbers.ts';
import type { Statement } from './statements.ts';

/** A text with what it states, and up to which order the evidence may support it. */
export type StatedText = { readonly text: string; readonly order: number; readonly statements: readonly Statement[] };

/** `from`: indices of the evidence, as `rankSources` has them; null: it was not looked for, or what was found does not tell. `how`: a number stands nowhere, but follows from these. */
export type Support = { readonly statement: Statement; readonly from: readonly number[] | null; readonly how: string | null };

/** What supports the statements of each text; evidence before `from` was not gone through. Texts are in the order in which they were said. */
export function* supportOf(texts: readonly StatedText[], evidence: readonly Evidence[]): Slices<{ readonly supported: readonly (readonly Support[])[]; readonly from: number }> {
  const claims = texts.flatMap(({ order, statements }) => statements.map((statement): Claim => ({ order, statement })));
  const { sources, from } = yield* lookUp(claims, evidence);
  const follows = createArithmetic(evidence);
  /** What a text worked out, later ones repeat. */
  const workedOut = new Map<number, Support>();
  let amountsFrom: number | undefined;

  let claim = 0;
  const supported: (readonly Support[])[] = [];
  for (const stated of texts) {
    const own = stated.statements.map((statement): Support => ({ statement, from: sources[claim++] ?? null, how: null }));
    const isDone = !own.some(isOpen);
    supported.push(isDone ? own : withoutTotals(stated, withArithmetic(stated, own)));
    if (!isDone) yield;
  }
  return { supported, from };

  /** A total may be one of results that lie far apart: that none was found says nothing. */
  function withoutTotals({ text, order }: StatedText, own: readonly Support[]): readonly Support[] {
    return own.map((each) => {
      const { statement } = each;
      if (!isOpen(each) || statement.kind !== 'number' || statement.unit !== 'money' || !isToldAsTotal(text, statement)) return each;
      amountsFrom ??= orderOfAmounts(evidence);
      return amountsFrom <= order ? { ...each, from: null } : each;
    });
  }

  function withArithmetic({ text, order, statements }: StatedText, own: readonly Support[]): readonly Support[] {
    const found = [...own];
    const counts = countsIn(text).filter(({ start }) => !statements.some((each) => each.start <= start && start < each.end));
    const drawnOn = [...new Set([...found.flatMap((each) => each.from?.slice(0, 1) ?? []), ...latestResults(order)])].slice(0, 8);
    // Once more as long as something new is there: a total of totals follows from what was worked out before.
    for (let round = 0, more = true; round < 4 && more && found.some(isOpen); round++) {
      more = false;
      for (const [at, each] of found.entries()) {
        if (!isOpen(each) || each.statement.kind !== 'number') continue;
        const [said] = each.statement.readings;
        const known = said && workedOut.get(said.value);
        if (known) {
          more = true;
          found[at] = { ...each, from: known.from, how: known.how };
          continue;
        }
        const others = operandsOf(found.filter((_, other) => other !== at && !isOpen(found[other]!)));
        const numbers = others.filter(({ start }) => start < each.statement.start);
        const computed = said && (writtenOut(text, each.statement.start, said, others) ?? follows(said, numbers, [...others, ...counts.map(({ value }): Operand => ({ value, from: [], isCount: true }))], drawnOn));
        if (!computed) continue;
        more = true;
        found[at] = { ...each, from: computed.from.toSorted((a, b) => b - a).slice(0, 5), how: computed.how };
        workedOut.set(said.value, found[at]);
      }
    }
    return found;
  }

  /** The last results before a text was said. */
  function latestResults(order: number): readonly number[] {
    const latest: number[] = [];
    let low = 0;
    for (let high = evidence.length; low < high;) {
      const middle = (low + high) >> 1;
      if (evidence[middle]!.order <= order) low = middle + 1;
      else high = middle;
    }
    for (let at = low - 1; at >= Math.max(0, low - 40) && latest.length < 3; at--) if (evidence[at]!.source.in === 'result') latest.push(at);
    return latest;
  }
}

/** A sum that the text writes out, of numbers of which one at least stands on something. */
function writtenOut(text: string, place: number, said: Quantity, others: readonly Operand[]): Computed | null {
  const written = expressionBefore(text, place);
  if (!written || !roundsTo(written.value, said)) return null;
  const from = [...new Set(others.flatMap((each) => (written.numbers.includes(each.value) ? each.from : [])))];
  return from.length === 0 ? null : { how: written.written, from };
}

const isOpen = ({ statement, from }: Support): boolean => statement.kind === 'number' && !statement.loose && from !== null && from.length === 0;

/** Numbers that stand on something, each value once where it is said often. */
function operandsOf(supported: readonly Support[]): readonly (Operand & { readonly start: number })[] {
  return supported.flatMap(({ statement, from }) => (statement.kind === 'number' && from !== null && from.length > 0 && statement.readings[0] ? [{ value: statement.readings[0].value, from: from.slice(0, 2), start: statement.start }] : [])).slice(0, 120);
}
