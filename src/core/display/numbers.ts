import type { Cost, PriceTerms } from '../model/usage.ts';

/** Numbers as people read them on every page and in the terminal. English separators, so that two machines print the same. */

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const twoDecimals = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const fourDecimals = new Intl.NumberFormat('en-US', { minimumFractionDigits: 4, maximumFractionDigits: 4 });
const atMostOneDecimal = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

const minus = '\u2212';

/** Puts the true minus sign, which is as wide as a digit, before what `format` says of the absolute value. */
function signed(value: number, format: (absolute: number) => string): string {
  const text = format(Math.abs(value));
  return value < 0 && /[1-9]/.test(text) ? `${minus}${text}` : text;
}

/** `1284` is "1,284". */
export function formatCount(count: number): string {
  return signed(count, (absolute) => grouped.format(absolute));
}

/** Tokens in full, "13,569", up to ten million; then "41.8 M". */
export function formatTokens(tokens: number): string {
  return signed(tokens, (absolute) => (absolute < 10_000_000 ? grouped.format(absolute) : `${atMostOneDecimal.format(absolute / 1_000_000)} M`));
}

/** US dollars: "$18.42" from one dollar up, else four decimals, "$0.0026"; "<$0.0001" for what these cannot show. */
export function formatCost(usd: number): string {
  return signed(usd, (absolute) => {
    if (absolute === 0) return '$0';
    if (absolute < 0.0001) return '<$0.0001';
    return `$${(absolute < 1 ? fourDecimals : twoDecimals).format(absolute)}`;
  });
}

/** A cost with where it comes from: "$3.50 by the list price of 2025-08-15"; what was reported says no more. */
export function costInWords(usd: number | null, source: 'reported' | 'computed' | null, price?: PriceTerms): string {
  return usd === null ? 'cost not recorded' : `${formatCost(usd)}${source === 'computed' ? ` ${priceInWords(price)}` : ''}`;
}

/** What one call cost, with where that comes from. */
export function callCostInWords({ usd, source, asOf, by = 'list' }: Cost): string {
  return costInWords(usd, source, asOf === undefined ? undefined : { from: asOf, to: asOf, by });
}

/** "by the list price of 2025-08-15", "by your price of 2026-11-01"; where the prices are of several days, from the first to the last. */
export function priceInWords(price: PriceTerms | undefined): string {
  if (price === undefined) return 'by list price';
  const { from, to, by } = price;
  if (by === 'both') return `by list prices and yours of ${from === to ? from : `${from} to ${to}`}`;
  if (from !== to) return `by ${by === 'list' ? 'list prices' : 'your prices'} of ${from} to ${to}`;
  return `by ${by === 'list' ? 'the list price' : 'your price'} of ${from}`;
}

/** A share of 1 in whole points: `0.95` is "95 %". What is above 0 or below 1 never reads as 0 or 100. */
export function formatPercent(share: number): string {
  const points = share * 100;
  if (points > 0 && points < 0.5) return '<1 %';
  if (points < 100 && points > 99.5) return '>99 %';
  return signed(points, (absolute) => `${grouped.format(absolute)} %`);
}

const byteUnits = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** Sizes in powers of 1000: "188 kB", "2.1 MB". */
export function formatBytes(bytes: number): string {
  if (bytes === 1) return '1 byte';
  let size = bytes;
  let unit = 0;
  while (size >= 999.5 && unit < byteUnits.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${size < 9.95 && unit > 0 ? atMostOneDecimal.format(size) : grouped.format(size)} ${byteUnits[unit]}`;
}

/** "1 step", "1,284 steps"; the plural is given where it is not the singular and s. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${Math.abs(count) === 1 ? one : many}`;
}
