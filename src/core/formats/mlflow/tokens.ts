import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Usage } from '../../model/usage.ts';
import { unwrapJson } from '../jsonText.ts';

/** MLflow's own counts. Whether the input includes cached tokens is the vendor's rule, which the total tells. */
export function readTokens(value: Json): Usage | null {
  const raw = unwrapJson(value);
  if (!isJsonMap(raw)) return null;
  const count = (key: string) => {
    const number = raw[key];
    return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null;
  };
  const input = count('input_tokens');
  const output = count('output_tokens');
  if (input === null && output === null) return null;
  const cachedRead = count('cache_read_input_tokens');
  const cacheWrite = count('cache_creation_input_tokens');
  const cached = (cachedRead ?? 0) + (cacheWrite ?? 0);
  const beside = input !== null && cached > 0 && (cached > input || count('total_tokens') === input + (output ?? 0) + cached);
  return { input: beside ? input + cached : input, cachedRead, cacheWrite, output, reasoning: count('reasoning_tokens'), level: 'leaf', raw };
}
