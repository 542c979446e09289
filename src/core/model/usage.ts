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

/** US dollars. `reported` came with the export; `computed` from a price table, with the day of the price. */
export const Cost = z.object({ usd: z.number().nonnegative(), source: z.enum(['reported', 'computed']), asOf: z.string().optional() });
export type Cost = z.infer<typeof Cost>;
