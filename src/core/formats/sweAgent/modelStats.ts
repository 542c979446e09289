import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Cost, Usage } from '../../model/usage.ts';

const count = (value: Json | undefined) => (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null);

/** `model_stats` of SWE-agent and mini-SWE-agent: cost and tokens of the whole run. No tokens and no cost is a replay or a person at work: not measured. */
export function readModelStats(stats: Json | undefined): { readonly usage: Usage | null; readonly cost: Cost | null } {
  if (!isJsonMap(stats) || ['tokens_sent', 'tokens_received', 'instance_cost'].every((key) => (stats[key] ?? 0) === 0)) return { usage: null, cost: null };
  const input = count(stats['tokens_sent']);
  const output = count(stats['tokens_received']);
  const usd = stats['instance_cost'];
  return {
    usage: input === null && output === null ? null : { input, cachedRead: null, cacheWrite: null, output, reasoning: null, level: 'aggregate', raw: stats },
    cost: typeof usd === 'number' && Number.isFinite(usd) && usd >= 0 ? { usd, source: 'reported' } : null,
  };
}
