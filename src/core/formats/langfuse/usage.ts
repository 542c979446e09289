import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Usage } from '../../model/usage.ts';
import { setKey, unwrapJson } from '../jsonText.ts';
import type { Observation } from './rows.ts';

type Side = 'input' | 'output';

const cachedRead = /^(?:input_cache_read|input_cached_tokens|cache_read_input_tokens|input_cached|prompt_details\.(?:cache_read|cached_tokens))$/;
const cacheWrite = /^(?:input_cache_(?:creation|write)|cache_creation_input_tokens|prompt_details\.(?:cache_write|cache_creation))$/;
const reasoning = /^(?:output_reasoning(?:_tokens)?|completion_details\.reasoning(?:_tokens)?)$/;

/** Parts that stand beside the whole in Langfuse's own way of counting. With a dot in the name they come from OpenInference, whose wholes include them. */
const parts: Readonly<Record<Side, RegExp>> = { input: /^(?:input_.|cache_(?:read|creation)_input_tokens$)/, output: /^output_./ };

/**
 * The tokens of one observation. The keys of `usageDetails` are open, and whether `input` includes the cached ones differs from SDK
 * to SDK: where the counts add up to `total` only with the parts, the parts are added. Older exports have one count a side.
 * Zeros in all places are what Langfuse writes where nothing was recorded.
 */
export function readUsageDetails({ row }: Observation): Usage | null {
  const details = countsIn(row['usageDetails']);
  if (Object.values(details).some((count) => count > 0)) return fromDetails(details);
  const older = countsIn(row['usage']);
  const unit = isJsonMap(row['usage']) ? row['usage']['unit'] : row['unit'];
  if (typeof unit === 'string' && unit !== 'TOKENS') return null;
  const input = count(row['inputUsage']) || older['input'] || count(row['promptTokens']);
  const output = count(row['outputUsage']) || older['output'] || count(row['completionTokens']);
  if (!input && !output) return null;
  const raw: Record<string, Json> = {};
  for (const key of ['inputUsage', 'outputUsage', 'totalUsage', 'usage', 'promptTokens', 'completionTokens', 'totalTokens']) if (row[key] !== undefined && row[key] !== null) raw[key] = row[key];
  return { input: input || null, output: output || null, cachedRead: null, cacheWrite: null, reasoning: null, level: 'leaf', raw };
}

function fromDetails(details: Readonly<Record<string, number>>): Usage {
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
  const side = (name: Side, add: boolean) => (whole[name] === undefined && beside[name] === 0 ? null : (whole[name] ?? 0) + (add ? beside[name] : 0));
  return {
    input: side('input', addInput), output: side('output', addOutput),
    cachedRead: partOf(cachedRead), cacheWrite: partOf(cacheWrite), reasoning: partOf(reasoning), level: 'leaf', raw: details,
  };
}

/** US dollars; null where nothing was priced, which Langfuse writes as 0 without details. */
export function readCost({ row }: Observation): number | null {
  const details = amountsIn(row['costDetails']);
  const provided = amountsIn(row['providedCostDetails']);
  for (const costs of [details, provided]) {
    if (costs['total'] !== undefined) return costs['total'];
    const known = Object.values(costs);
    if (known.length > 0) return known.reduce((sum, cost) => sum + cost, 0);
  }
  return amount(row['totalCost']) || amount(row['calculatedTotalCost']) || null;
}

function count(value: Json | undefined): number | undefined {
  const number = amount(value);
  return number === undefined || !Number.isSafeInteger(number) ? undefined : number;
}

/** Table exports write 64-bit numbers as text. */
function amount(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
}

function numbersIn(value: Json | undefined, read: (each: Json) => number | undefined): Record<string, number> {
  const map: Json | JsonMap = value === undefined ? null : unwrapJson(value);
  const numbers: Record<string, number> = {};
  for (const [key, each] of isJsonMap(map) ? Object.entries(map) : []) {
    const number = read(each);
    if (number !== undefined) setKey(numbers, key, number);
  }
  return numbers;
}

const countsIn = (value: Json | undefined) => numbersIn(value, count);
const amountsIn = (value: Json | undefined) => numbersIn(value, amount);
