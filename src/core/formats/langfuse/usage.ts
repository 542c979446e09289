import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Cost, Usage } from '../../model/usage.ts';
import { setKey, unwrapJson } from '../jsonText.ts';
import { numberOf } from '../values/numbers.ts';
import { pricedCost, reportedCost, totalCost } from '../values/reportedCost.ts';
import { tokenCount, usageFrom, withBeside } from '../values/tokenCounts.ts';
import type { Observation } from './rows.ts';

type Side = 'input' | 'output';

const cachedRead = /^(?:input_cache_read|input_cached_tokens|cache_read_input_tokens|input_cached|prompt_details\.(?:cache_read|cached_tokens))$/;
const cacheWrite = /^(?:input_cache_(?:creation|write)|cache_creation_input_tokens|prompt_details\.(?:cache_write|cache_creation))$/;
const reasoning = /^(?:output_reasoning(?:_tokens)?|completion_details\.reasoning(?:_tokens)?)$/;

/** Parts that stand beside the whole in Langfuse's own way of counting. With a dot in the name they come from OpenInference, whose wholes include them. */
const parts: Readonly<Record<Side, RegExp>> = { input: /^(?:input_.|cache_(?:read|creation)_input_tokens$)/, output: /^output_./ };

/**
 * Tokens by open names. Whether `input` includes the cached ones differs from SDK to SDK: where the counts add up to `total` only
 * with the parts, the parts are added. Null where nothing was counted: zeros in all places are what Langfuse writes then.
 */
export function readUsageDetails(value: Json | undefined): Usage | null {
  const details = countsIn(value);
  if (!Object.values(details).some((count) => count > 0)) return null;
  const sumOf = (pattern: RegExp) => Object.entries(details).reduce((sum, [key, value]) => (pattern.test(key) ? sum + value : sum), 0);
  const partOf = (pattern: RegExp) => (Object.keys(details).some((key) => pattern.test(key)) ? sumOf(pattern) : null);
  const beside = { input: sumOf(parts.input), output: sumOf(parts.output) };
  const whole = { input: details['input'], output: details['output'] };
  const total = details['total'];
  const known = (whole.input ?? 0) + (whole.output ?? 0);
  const adds = (sum: number) => total === undefined ? undefined : sum === total;
  // Without a total, or with one that nothing explains, it is as Langfuse's own SDKs count: the parts stand beside.
  const [addInput, addOutput] = adds(known) ? [false, false]
    : adds(known + beside.input + beside.output) ? [true, true]
      : adds(known + beside.output) ? [false, true]
        : adds(known + beside.input) ? [true, false] : [true, true];
  const side = (name: Side, add: boolean) => (whole[name] === undefined && beside[name] === 0 ? null : withBeside(whole[name] ?? 0, add ? beside[name] : 0));
  return {
    input: side('input', addInput), output: side('output', addOutput),
    cachedRead: tokenCount(partOf(cachedRead)), cacheWrite: tokenCount(partOf(cacheWrite)), reasoning: tokenCount(partOf(reasoning)), level: 'leaf', raw: details,
  };
}

/** The tokens of one observation. Older exports have one count a side, and 0 where there was none. */
export function usageOf({ row }: Observation): Usage | null {
  const details = readUsageDetails(row['usageDetails']);
  if (details !== null) return details;
  const older = countsIn(row['usage']);
  const unit = isJsonMap(row['usage']) ? row['usage']['unit'] : row['unit'];
  if (typeof unit === 'string' && unit !== 'TOKENS') return null;
  const raw: Record<string, Json> = {};
  for (const key of ['inputUsage', 'outputUsage', 'totalUsage', 'usage', 'promptTokens', 'completionTokens', 'totalTokens']) if (row[key] !== undefined && row[key] !== null) raw[key] = row[key];
  return usageFrom({ input: count(row['inputUsage']) || older['input'] || count(row['promptTokens']) || null, output: count(row['outputUsage']) || older['output'] || count(row['completionTokens']) || null }, 'leaf', raw);
}

/** The cost of one observation; null where nothing was priced, which Langfuse writes as 0 without details. */
export function costOf({ row }: Observation): Cost | null {
  for (const key of ['costDetails', 'providedCostDetails']) {
    const details = unwrapJson(row[key] ?? null);
    const total = isJsonMap(details) ? totalCost(details) : null;
    if (total !== null) return reportedCost(total);
  }
  return pricedCost(row['totalCost']) ?? pricedCost(row['calculatedTotalCost']);
}

/** Table exports write 64-bit numbers as text. */
const count = (value: Json | undefined) => tokenCount(numberOf(value));

function countsIn(value: Json | undefined): Readonly<Record<string, number>> {
  const map = unwrapJson(value ?? null);
  const counts: Record<string, number> = {};
  for (const [key, each] of isJsonMap(map) ? Object.entries(map) : []) {
    const number = count(each);
    if (number !== null) setKey(counts, key, number);
  }
  return counts;
}
