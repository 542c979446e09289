import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Usage } from '../../model/usage.ts';
import { readUsage } from '../values/tokenUsage.ts';

/**
 * Token counts with open names, as Langfuse takes them: parts that add up to the total, so that `input` is without `input_cached_tokens` and
 * the like; or a provider's own map, which follows its own rule.
 */
export function readUsageDetails(details: JsonMap): Usage | null {
  if (!('input' in details) && !('output' in details)) return readUsage(details);
  const sum = (side: 'input' | 'output') => {
    const parts = Object.entries(details).flatMap(([key, value]) => (isCount(value) && (key === side || belongs(key, side)) ? [value] : []));
    return parts.length === 0 ? null : parts.reduce((total, each) => total + each, 0);
  };
  const find = (pattern: RegExp) => Object.entries(details).find(([key, value]) => pattern.test(key) && isCount(value))?.[1];
  const whole = { input: sum('input'), output: sum('output') };
  const total = details['total'];
  const plain = (isCount(details['input']) ? details['input'] : 0) + (isCount(details['output']) ? details['output'] : 0);
  // Where the two alone make the total, the parts were counted inside them.
  const inside = isCount(total) && total === plain;
  return {
    input: inside ? countOf(details['input']) : whole.input, output: inside ? countOf(details['output']) : whole.output,
    cachedRead: countOf(find(/cache(?:d_tokens|_read|_read_input_tokens)$|cached/)), cacheWrite: countOf(find(/cache_(?:creation|write)/)), reasoning: countOf(find(/reasoning|thoughts/)),
    level: 'leaf', raw: details,
  };
}

const belongs = (key: string, side: 'input' | 'output') => key.startsWith(`${side}_`) || (side === 'input' && /^cache_(?:read|creation|write)/.test(key));

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function countOf(value: Json | undefined): number | null {
  return isCount(value) ? value : null;
}

/** A total of costs, or the sum of its parts; null where none is known. */
export function readCostDetails(details: Json): number | null {
  if (!isJsonMap(details)) return isAmount(details) ? details : null;
  for (const key of ['total', 'total_cost', 'totalCost']) if (isAmount(details[key])) return details[key];
  const parts = Object.values(details).filter(isAmount);
  return parts.length === 0 ? null : parts.reduce((total, each) => total + each, 0);
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
