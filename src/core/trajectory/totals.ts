import type { Span } from '../model/span.ts';
import type { Trace } from '../model/trace.ts';
import type { Cost, PriceTerms } from '../model/usage.ts';

/** Where a reader puts a run's duration when the export has one and no clock. */
export const latencyKey = 'casebook.latency_ms';

/** Milliseconds from the first start to the last end, or what the export says; null where neither is known. */
export function latencyMsOf(trace: Pick<Trace, 'spans' | 'header'>): number | null {
  const reported = trace.header.metadata[latencyKey];
  if (typeof reported === 'number' && reported >= 0) return reported;
  let start = Infinity;
  let end = -Infinity;
  for (const span of trace.spans) {
    if (span.startUs === null || span.endUs === null || span.endUs < span.startUs) continue;
    start = Math.min(start, span.startUs);
    end = Math.max(end, span.endUs);
  }
  // Where all has one time, it is that of the export, and no clock ran.
  return end > start ? (end - start) / 1000 : null;
}

/** Where a total comes from: the model calls themselves, or what a span says of the whole where no call has that count. */
export type TokenSource = 'calls' | 'whole';
export type TokenTotals = {
  readonly input: number | null; readonly output: number | null;
  readonly inputFrom: TokenSource | null; readonly outputFrom: TokenSource | null;
  /** Ids of the spans whose usage is in the totals; where calls and a whole share them, the calls. */
  readonly counted: ReadonlySet<string>;
};

/** Tokens over the spans that count; a count that no call has is taken from what a span says of the whole. Null: not recorded. */
export function tokensOf(spans: readonly Span[]): TokenTotals {
  const input = totalOf(spans, 'input');
  const output = totalOf(spans, 'output');
  const source = input.source === 'calls' || output.source === 'calls' ? 'calls' : 'whole';
  const counted = new Set<string>();
  for (const total of [input, output]) if (total.source === source) for (const { id } of total.from) counted.add(id);
  return { input: input.sum, output: output.sum, inputFrom: input.source, outputFrom: output.source, counted };
}

function totalOf(spans: readonly Span[], count: 'input' | 'output'): { readonly sum: number | null; readonly source: TokenSource | null; readonly from: readonly Span[] } {
  const known: Span[] = [];
  const calls: Span[] = [];
  for (const span of spans) {
    if (span.usage === null || span.usage[count] === null) continue;
    known.push(span);
    if (span.counted && span.usage.level === 'leaf') calls.push(span);
  }
  const from = calls.length > 0 ? calls : wholes(spans, known);
  let sum: number | null = null;
  for (const { usage } of from) sum = (sum ?? 0) + (usage?.[count] ?? 0);
  return { sum, source: from.length === 0 ? null : calls.length > 0 ? 'calls' : 'whole', from };
}

/** Sums that no other one holds; a running total stands alone. */
function wholes(spans: readonly Span[], known: readonly Span[]): readonly Span[] {
  if (known.length < 2 || known.some((span) => span.usage?.level === 'cumulative')) return known.slice(0, 1);
  const ids = new Set(known.map((span) => span.id));
  const parents = new Map(spans.map((span) => [span.id, span.parentId]));
  const isHeld = ({ id, parentId }: Span): boolean => {
    const path = new Set([id]);
    for (let above = parentId; above !== null && !path.has(above); above = parents.get(above) ?? null) {
      if (ids.has(above)) return true;
      path.add(above);
    }
    return false;
  };
  const tops = known.filter((span) => !isHeld(span));
  return tops.length > 0 ? tops : known.slice(0, 1);
}

/**
 * US dollars over the spans that count. What was reported stands alone: computed costs are not added to it, as a report on an agent
 * holds those of its calls. A computed sum is known only where each call with usage could be priced. Null: not known.
 */
export function costOf(spans: readonly Span[]): { usd: number | null; source: 'reported' | 'computed' | null; price?: PriceTerms } {
  const counted = spans.filter((span) => span.counted);
  const reported = counted.flatMap((span) => (span.cost?.source === 'reported' ? [span.cost.usd] : []));
  // What adding binary fractions leaves behind is nobody's money.
  const sum = (costs: readonly number[]) => Number(costs.reduce((total, cost) => total + cost, 0).toPrecision(12));
  if (reported.length > 0) return { usd: sum(reported), source: 'reported' };
  const calls = counted.filter((span) => span.kind === 'llm' && span.usage?.level === 'leaf');
  // Where no call was recorded, the largest report is the one on the whole.
  const whole = calls.length > 0 ? [] : spans.flatMap((span) => (span.cost?.source === 'reported' ? [span.cost.usd] : []));
  if (whole.length > 0) return { usd: whole.reduce((most, cost) => Math.max(most, cost)), source: 'reported' };
  const computed = calls.flatMap((span) => (span.cost === null ? [] : [span.cost]));
  if (computed.length === 0 || computed.length < calls.length) return { usd: null, source: null };
  const price = priceTermsOf(computed);
  return { usd: sum(computed.map(({ usd }) => usd)), source: 'computed', ...(price ? { price } : {}) };
}

/** Of which days the prices are, and whose; undefined where no cost says. */
export function priceTermsOf(costs: readonly Cost[]): PriceTerms | undefined {
  const days = costs.flatMap(({ source, asOf }) => (source === 'computed' && asOf !== undefined ? [asOf] : [])).sort();
  const [from] = days;
  const to = days.at(-1);
  if (from === undefined || to === undefined) return undefined;
  const own = costs.filter(({ by }) => by === 'own').length;
  return { from, to, by: own === 0 ? 'list' : own === costs.length ? 'own' : 'both' };
}
