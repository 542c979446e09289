import { z } from 'zod';
import { JsonMap } from './json.ts';

const tokens = z.number().int().nonnegative().nullable();

/**
 * Token counts of one model call. Null is "not recorded", never 0.
 * `input` and `output` are totals: `input` includes cached reads and writes, `output` includes reasoning,
 * whatever the vendor's own convention was; a reader converts.
 */
export const Usage = z.object({
  input: tokens,
  cachedRead: tokens,
  cacheWrite: tokens,
  output: tokens,
  reasoning: tokens,
  /** `leaf`: this call alone. `aggregate`: a sum over children. `cumulative`: a running total. Only leaves count toward totals. */
  level: z.enum(['leaf', 'aggregate', 'cumulative']),
  raw: JsonMap.optional(),
});
export type Usage = z.infer<typeof Usage>;

/**
 * US dollars. `reported` came with the export; `computed` from a price, with its day: of the list, or the person's `own` in
 * config.yaml. Absent: of the list.
 */
export const Cost = z.object({ usd: z.number().nonnegative(), source: z.enum(['reported', 'computed']), asOf: z.string().optional(), by: z.enum(['list', 'own']).optional() });
export type Cost = z.infer<typeof Cost>;

/** Which prices a computed sum follows from: of which days, the earliest and the latest, and whose. */
export const PriceTerms = z.object({ from: z.string(), to: z.string(), by: z.enum(['list', 'own', 'both']) });
export type PriceTerms = z.infer<typeof PriceTerms>;
