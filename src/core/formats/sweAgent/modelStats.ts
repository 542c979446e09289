import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Cost, Usage } from '../../model/usage.ts';
import { reportedCost } from '../values/reportedCost.ts';
import { tokenCount, usageFrom } from '../values/tokenCounts.ts';

/** `model_stats` of SWE-agent and mini-SWE-agent: cost and tokens of the whole run. No tokens and no cost is a replay or a person at work: not measured. */
export function readModelStats(stats: Json | undefined): { readonly usage: Usage | null; readonly cost: Cost | null } {
  if (!isJsonMap(stats) || ['tokens_sent', 'tokens_received', 'instance_cost'].every((key) => (stats[key] ?? 0) === 0)) return { usage: null, cost: null };
  return {
    usage: usageFrom({ input: tokenCount(stats['tokens_sent']), output: tokenCount(stats['tokens_received']) }, 'aggregate', stats),
    cost: reportedCost(stats['instance_cost']),
  };
}
