import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Cost } from '../../model/usage.ts';
import { amountOf } from './numbers.ts';

/** US dollars as an export reports them, a number or the text of one; null for anything else. */
export function reportedCost(usd: unknown): Cost | null {
  const amount = amountOf(usd);
  return amount === null ? null : { usd: amount, source: 'reported' };
}

/** The same where 0 is written for what could not be priced. */
export function pricedCost(usd: unknown): Cost | null {
  const cost = reportedCost(usd);
  return cost === null || cost.usd === 0 ? null : cost;
}

/** A total of costs by what they are for, or the sum of its parts; a lone amount is the total. Null where none is known. */
export function totalCost(details: Json | undefined): number | null {
  if (!isJsonMap(details)) return amountOf(details);
  for (const key of ['total', 'total_cost', 'totalCost']) {
    const total = amountOf(details[key]);
    if (total !== null) return total;
  }
  const parts = Object.values(details).flatMap((each) => amountOf(each) ?? []);
  return parts.length === 0 ? null : amountOf(parts.reduce((total, each) => total + each, 0));
}
