import type { Price } from '../model/config.ts';
import type { Span } from '../model/span.ts';
import type { Cost } from '../model/usage.ts';
import { plainModelName } from './modelName.ts';
import { builtInPrices } from './prices.ts';

/** Computes what a model call cost. Null where the price or a needed count is unknown: nothing is guessed from a similar name. */
export type Pricing = (call: Pick<Span, 'kind' | 'model' | 'usage'>) => Cost | null;

/**
 * @param own `prices` of config.yaml; a name there is taken as it is first, then without vendor and date
 */
export function createPricing(own: Readonly<Record<string, Price>> = {}): Pricing {
  const prices = new Map<string, Price>([...builtInPrices, ...Object.entries(own).map(([model, price]) => [model.toLowerCase(), price] as const)]);
  const known = new Map<string, Price | undefined>();
  const priceOf = (model: string): Price | undefined => {
    if (!known.has(model)) known.set(model, prices.get(model.toLowerCase()) ?? prices.get(plainModelName(model)));
    return known.get(model);
  };

  return ({ kind, model, usage }) => {
    if (kind !== 'llm' || model === null || usage === null || usage.level !== 'leaf' || usage.input === null || usage.output === null) return null;
    const listed = priceOf(model);
    if (listed === undefined) return null;
    const price = listed.above !== undefined && usage.input > listed.above.inputTokens ? { ...listed, ...listed.above } : listed;
    const cachedRead = Math.min(usage.cachedRead ?? 0, usage.input);
    const cacheWrite = Math.min(usage.cacheWrite ?? 0, usage.input - cachedRead);
    const plain = usage.input - cachedRead - cacheWrite;
    const usd = (plain * price.input + cachedRead * (price.cachedRead ?? price.input) + cacheWrite * (price.cacheWrite ?? price.input) + usage.output * price.output) / 1e6;
    return { usd, source: 'computed', asOf: listed.date };
  };
}
