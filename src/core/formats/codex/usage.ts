import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Usage } from '../../model/usage.ts';
import { tokenCount } from '../values/tokenCounts.ts';

/** Token counts as Codex tells them: cached tokens are within the input, reasoning within the output. */
export function readCodexUsage(raw: Json | undefined, level: Usage['level']): Usage | null {
  if (!isJsonMap(raw)) return null;
  const input = tokenCount(raw['input_tokens'] ?? raw['prompt_tokens']);
  const output = tokenCount(raw['output_tokens'] ?? raw['completion_tokens']);
  if (input === null && output === null) return null;
  return { input, cachedRead: tokenCount(raw['cached_input_tokens']), cacheWrite: tokenCount(raw['cache_write_input_tokens']), output, reasoning: tokenCount(raw['reasoning_output_tokens']), level, raw };
}
