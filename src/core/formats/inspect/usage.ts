import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Usage } from '../../model/usage.ts';
import { sumOfUsages, tokenCount, usageFrom, withBeside } from '../values/tokenCounts.ts';

/**
 * Inspect hands on each provider's own rule: cached tokens stand inside the input or beside it, reasoning inside the output or
 * beside it. The total tells which: the first reading whose sum it is.
 */
export function readUsage(raw: Json | undefined, level: Usage['level']): Usage | null {
  if (!isJsonMap(raw)) return null;
  const input = tokenCount(raw['input_tokens']);
  const output = tokenCount(raw['output_tokens']);
  const cachedRead = tokenCount(raw['input_tokens_cache_read']);
  const cacheWrite = tokenCount(raw['input_tokens_cache_write']);
  const reasoning = tokenCount(raw['reasoning_tokens']);
  const cached = (cachedRead ?? 0) + (cacheWrite ?? 0);
  const readings = [[0, 0], [cached, 0], [0, reasoning ?? 0], [cached, reasoning ?? 0]] as const;
  const total = tokenCount(raw['total_tokens']);
  const [beside, thought] = readings.find(([more, also]) => (input ?? 0) + more + (output ?? 0) + also === total) ?? [(input ?? 0) < cached ? cached : 0, 0];
  return usageFrom({ input: withBeside(input, beside), cachedRead, cacheWrite, output: withBeside(output, thought), reasoning }, level, raw);
}

/** The usage of each model of a run, summed; with one model only, as it stands. */
export function sumOfModels(byModel: Json | undefined): Usage | null {
  const each = isJsonMap(byModel) ? Object.values(byModel).flatMap((raw) => readUsage(raw, 'aggregate') ?? []) : [];
  const [first] = each;
  if (first === undefined || each.length === 1) return first ?? null;
  return isJsonMap(byModel) ? sumOfUsages(each, 'aggregate', byModel) : null;
}
