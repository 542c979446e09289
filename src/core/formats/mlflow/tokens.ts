import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Usage } from '../../model/usage.ts';
import { unwrapJson } from '../jsonText.ts';
import { tokenCount, usageFrom, withBeside } from '../values/tokenCounts.ts';

/** MLflow's own counts. Whether the input includes cached tokens is the vendor's rule, which the total tells. */
export function readTokens(value: Json): Usage | null {
  const raw = unwrapJson(value);
  if (!isJsonMap(raw)) return null;
  const [input, output] = [tokenCount(raw['input_tokens']), tokenCount(raw['output_tokens'])];
  const [cachedRead, cacheWrite] = [tokenCount(raw['cache_read_input_tokens']), tokenCount(raw['cache_creation_input_tokens'])];
  const cached = (cachedRead ?? 0) + (cacheWrite ?? 0);
  const isBeside = input !== null && cached > 0 && (cached > input || raw['total_tokens'] === input + (output ?? 0) + cached);
  return usageFrom({ input: isBeside ? withBeside(input, cached) : input, cachedRead, cacheWrite, output, reasoning: tokenCount(raw['reasoning_tokens']) }, 'leaf', raw);
}
