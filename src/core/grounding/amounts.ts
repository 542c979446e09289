import { isJsonMap } from '../model/json.ts';
import type { Json } from '../model/json.ts';
import type { Evidence } from './evidence.ts';
import { expressionBefore } from './expression.ts';
import type { Statement } from './statements.ts';

/** How many characters around an amount, in its sentence, tell what it is. */
const around = { before: 60, after: 24 };
const workedOut = /\b(?:(?:sub|grand )?totals?|total(?:l?ing)|altogether|in all|sums?|difference|remain(?:s|ing|der)?|left|balance|sav(?:e|es|ed|ings?)|combined|overall)\b/i;

/**
 * Whether a text tells an amount as one that was worked out, of what the text does not say: `Total savings: $23,553`. A sum that is
 * written out can be checked, and is not meant.
 */
export function isToldAsTotal(text: string, { start, end }: Statement): boolean {
  const before = text.slice(Math.max(0, start - around.before), start).split(/[.!?]\s|\n/).at(-1)!;
  const after = text.slice(end, end + around.after).split(/[.!?](?:\s|$)|\n/, 1)[0]!;
  return (workedOut.test(before) || workedOut.test(after)) && expressionBefore(text, start) === null;
}

const moneyKey = /price|cost|amount|total|fee|fare|balance|paid|payment|refund|charge|revenue|budget|_(?:usd|eur|gbp)$/i;
const moneyText = /(?:[$€£¥₹]|\b(?:USD|EUR|GBP|CHF)\b)\s?(\d[\d.,]{0,20})|(\d[\d.,]{0,20})\s?(?:USD|EUR|GBP|dollars?|euros?|€|£)/g;
/** Longest result that is read for amounts, and longest text that is read as JSON. */
const longest = 200_000;

/** From which order on the results held two different amounts of money, out of which others can be worked out; Infinity: they never did. */
export function orderOfAmounts(evidence: readonly Evidence[]): number {
  const found = new Set<number>();
  for (const { order, source, value } of evidence) {
    if (source.in === 'result' || source.in === 'document') amountsIn(value, false, found);
    if (found.size > 1) return order;
  }
  return Infinity;
}

function amountsIn(value: Json, isMoney: boolean, found: Set<number>): void {
  if (found.size > 1) return;
  if (typeof value === 'number') {
    if (isMoney && value !== 0) found.add(Math.abs(value));
  } else if (typeof value === 'string') amountsInText(value, isMoney, found);
  else if (Array.isArray(value)) for (const each of value as readonly Json[]) amountsIn(each, isMoney, found);
  else if (isJsonMap(value)) for (const [key, each] of Object.entries(value)) amountsIn(each, isMoney || moneyKey.test(key.slice(0, 60)), found);
}

function amountsInText(text: string, isMoney: boolean, found: Set<number>): void {
  if (text.length > longest || !/\d/.test(text)) return;
  if (/^\s{0,8}[{[]/.test(text)) {
    try {
      amountsIn(JSON.parse(text) as Json, isMoney, found);
      return;
    } catch {
      // Not JSON: read as words.
    }
  }
  for (const [, after, before] of text.matchAll(moneyText)) {
    const amount = Number((after ?? before)!.replaceAll(',', '').replace(/\.$/, ''));
    if (amount > 0) found.add(amount);
    if (found.size > 1) return;
  }
}
