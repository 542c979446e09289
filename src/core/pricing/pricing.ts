import type { Price } from '../model/config.ts';
import type { JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Span } from '../model/span.ts';
import type { Cost } from '../model/usage.ts';
import { listedNames } from './modelName.ts';
import { builtInPrices } from './prices.ts';

/** Computes what a model call cost. Null where the price or a needed count is unknown: nothing is guessed from a similar name. */
export type Pricing = (call: Pick<Span, 'kind' | 'model' | 'usage'>) => Cost | null;

/**
 * @param own `prices` of config.yaml; a name there is taken as it is first, then without vendor and date
 */
export function createPricing(own: Readonly<Record<string, Price>> = {}): Pricing {
  const owned = new Map(Object.entries(own).map(([model, price]) => [model.toLowerCase(), price] as const));
  const ownPrices = new Set(owned.values());
  const prices = new Map<string, Price>([...builtInPrices, ...owned]);
  const known = new Map<string, Price | undefined>();
  const priceOf = (model: string): Price | undefined => {
    if (!known.has(model)) known.set(model, listedNames(model).map((name) => prices.get(name)).find((price) => price !== undefined));
    return known.get(model);
  };

  return ({ kind, model, usage }) => {
    if (kind !== 'llm' || model === null || usage === null || usage.level !== 'leaf' || usage.input === null || usage.output === null) return null;
    const listed = priceOf(model);
    if (listed === undefined) return null;
    const price = listed.above !== undefined && usage.input > listed.above.inputTokens ? { ...listed, ...listed.above } : listed;
    const { lastingWrites, discounted } = detailsIn(usage.raw);
    if (discounted || (lastingWrites > 0 && price.cacheWrite1h === undefined)) return null;
    const cachedRead = Math.min(usage.cachedRead ?? 0, usage.input);
    const cacheWrite = Math.min(usage.cacheWrite ?? 0, usage.input - cachedRead);
    const forAnHour = Math.min(lastingWrites, cacheWrite);
    const plain = usage.input - cachedRead - cacheWrite;
    const usd = (plain * price.input + cachedRead * (price.cachedRead ?? price.input) + (cacheWrite - forAnHour) * (price.cacheWrite ?? price.input)
      + forAnHour * (price.cacheWrite1h ?? 0) + usage.output * price.output) / 1e6;
    return { usd: Number(usd.toPrecision(12)), source: 'computed', asOf: listed.date, ...(ownPrices.has(listed) ? { by: 'own' as const } : {}) };
  };
}

const otherTiers: ReadonlySet<unknown> = new Set(['batch', 'flex', 'priority', 'scale']);

/** What the vendor's own counts say that costs otherwise: cache entries that last an hour, and tiers with prices of their own. */
function detailsIn(raw: JsonMap | undefined): { readonly lastingWrites: number; readonly discounted: boolean } {
  const creation = raw?.['cache_creation'];
  const lasting = isJsonMap(creation) ? creation['ephemeral_1h_input_tokens'] : undefined;
  return { lastingWrites: typeof lasting === 'number' && lasting > 0 ? lasting : 0, discounted: otherTiers.has(raw?.['service_tier']) };
}
