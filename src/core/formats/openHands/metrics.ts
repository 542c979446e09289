import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Cost, Usage } from '../../model/usage.ts';

type Counts = { readonly input: number | null; readonly output: number | null; readonly read: number | null; readonly write: number | null; readonly reasoning: number | null; readonly usd: number | null };

const count = (value: Json | undefined) => (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null);

/** One call's counts as OpenHands keeps them: prompt tokens include the cached ones. */
export function readCallUsage(raw: JsonMap, level: Usage['level'] = 'leaf'): Usage | null {
  const input = count(raw['prompt_tokens']);
  const output = count(raw['completion_tokens']);
  if (input === null && output === null) return null;
  return { input, cachedRead: count(raw['cache_read_tokens']), cacheWrite: count(raw['cache_write_tokens']), output, reasoning: count(raw['reasoning_tokens']), level, raw };
}

export function costOf(usd: Json | undefined): Cost | null {
  return typeof usd === 'number' && Number.isFinite(usd) && usd > 0 ? { usd, source: 'reported' } : null;
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
      usd: typeof usd === 'number' && Number.isFinite(usd) && usd >= 0 ? usd : null,
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
    const cost = costOf(grownUsd === null ? undefined : Math.round(grownUsd * 1e10) / 1e10);
    before = { input: now.input ?? before.input, output: now.output ?? before.output, read: now.read ?? before.read, write: now.write ?? before.write, reasoning: now.reasoning ?? before.reasoning, usd: now.usd ?? before.usd };
    return { usage: usage !== null && usage.input === 0 && usage.output === 0 ? null : usage, cost };
  };
}
