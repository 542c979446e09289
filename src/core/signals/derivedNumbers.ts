import type { SaidValue } from '../model/insights.ts';

/** More numbers than this in one text are not tried against each other. */
const mostTried = 60;
const closeEnough = 0.005;

/**
 * Which of the numbers in a text follow from others in it: a sum or a difference of two, a small multiple of one, or the total of
 * all that stand before it. Who works something out in the open invents nothing.
 */
export function derivedNumbers(values: readonly SaidValue[]): ReadonlySet<SaidValue> {
  const numbers = values.flatMap((value) => {
    const amount = value.kind === 'number' ? amountOf(value.text) : null;
    return amount === null ? [] : [{ value, amount }];
  }).slice(0, mostTried);
  const derived = new Set<SaidValue>();
  numbers.forEach(({ value, amount }, at) => {
    const others = numbers.filter((other) => other.value !== value && other.value.text !== value.text);
    const is = (result: number) => Math.abs(result - amount) < closeEnough;
    const follows = others.some((a) => others.some((b) => a !== b && (is(a.amount + b.amount) || is(a.amount - b.amount) || (Number.isInteger(b.amount) && b.amount > 1 && b.amount <= 12 && is(a.amount * b.amount)))));
    const before = numbers.slice(0, at);
    if (follows || (before.length > 2 && is(before.reduce((sum, each) => sum + each.amount, 0)))) derived.add(value);
  });
  return derived;
}

function amountOf(text: string): number | null {
  const digits = /[0-9][0-9,]{0,30}(?:\.[0-9]{1,12})?/.exec(text)?.[0];
  const amount = digits === undefined ? NaN : Number(digits.replaceAll(',', ''));
  return Number.isFinite(amount) ? amount : null;
}
