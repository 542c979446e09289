import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Usage } from '../../model/usage.ts';
import { tokenCount, usageFrom } from '../values/tokenCounts.ts';

/** Token counts as Codex tells them: cached tokens are within the input, reasoning within the output. */
export function readCodexUsage(raw: Json | undefined, level: Usage['level']): Usage | null {
  return isJsonMap(raw) ? usageFrom({
    input: tokenCount(raw['input_tokens'] ?? raw['prompt_tokens']), cachedRead: tokenCount(raw['cached_input_tokens']), cacheWrite: tokenCount(raw['cache_write_input_tokens']),
    output: tokenCount(raw['output_tokens'] ?? raw['completion_tokens']), reasoning: tokenCount(raw['reasoning_output_tokens']),
  }, level, raw) : null;
}
