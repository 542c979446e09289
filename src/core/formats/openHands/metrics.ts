import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Cost, Usage } from '../../model/usage.ts';
import { amountOf } from '../values/numbers.ts';
import { pricedCost } from '../values/reportedCost.ts';
import { tokenCount, usageFrom } from '../values/tokenCounts.ts';

type Counts = { readonly input: number | null; readonly output: number | null; readonly read: number | null; readonly write: number | null; readonly reasoning: number | null; readonly usd: number | null };

/** One call's counts as OpenHands keeps them: prompt tokens include the cached ones. */
export function readCallUsage(raw: JsonMap, level: Usage['level'] = 'leaf'): Usage | null {
  return usageFrom({
    input: tokenCount(raw['prompt_tokens']), cachedRead: tokenCount(raw['cache_read_tokens']), cacheWrite: tokenCount(raw['cache_write_tokens']),
    output: tokenCount(raw['completion_tokens']), reasoning: tokenCount(raw['reasoning_tokens']),
  }, level, raw);
}

/** Metrics that events carry are running totals: what one call took is what they grew by since the call before. */
export function createMetricsDiff() {
  let before: Counts = { input: 0, output: 0, read: 0, write: 0, reasoning: 0, usd: 0 };

  return function since(metrics: Json | undefined): { readonly usage: Usage | null; readonly cost: Cost | null } {
    if (!isJsonMap(metrics)) return { usage: null, cost: null };
    const total = isJsonMap(metrics['accumulated_token_usage']) ? readCallUsage(metrics['accumulated_token_usage'], 'cumulative') : null;
    const usd = metrics['accumulated_cost'];
    const now: Counts = {
      input: total?.input ?? null, output: total?.output ?? null, read: total?.cachedRead ?? null, write: total?.cacheWrite ?? null, reasoning: total?.reasoning ?? null,
      usd: amountOf(usd),
    };
    const grown = (key: keyof Counts): number | null => {
      const [was, is] = [before[key], now[key]];
      return is === null ? null : was === null || is < was ? is : is - was;
    };
    const usage: Usage | null = total === null ? null : {
      input: grown('input'), cachedRead: grown('read'), cacheWrite: grown('write'), output: grown('output'), reasoning: grown('reasoning'), level: 'leaf', ...(total.raw === undefined ? {} : { raw: { accumulated_token_usage: total.raw } }),
    };
    const grownUsd = grown('usd');
    // Differences of sums have digits that no price has.
    const cost = pricedCost(grownUsd === null ? null : Math.round(grownUsd * 1e10) / 1e10);
    before = { input: now.input ?? before.input, output: now.output ?? before.output, read: now.read ?? before.read, write: now.write ?? before.write, reasoning: now.reasoning ?? before.reasoning, usd: now.usd ?? before.usd };
    return { usage: usage !== null && usage.input === 0 && usage.output === 0 ? null : usage, cost };
  };
}
