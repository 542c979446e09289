import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Usage } from '../../model/usage.ts';
import { tokenCount, withBeside } from './tokenCounts.ts';

const inputNames = ['prompt_tokens', 'input_tokens', 'promptTokens', 'inputTokens', 'promptTokenCount', 'prompt_token_count', 'prompt_eval_count'];
const outputNames = ['completion_tokens', 'output_tokens', 'completionTokens', 'outputTokens', 'candidatesTokenCount', 'candidates_token_count', 'eval_count'];
const inputDetails = ['input_token_details', 'prompt_tokens_details', 'input_tokens_details', 'prompt_token_details', 'inputTokenDetails', 'inputTokens'];
const outputDetails = ['output_token_details', 'completion_tokens_details', 'output_tokens_details', 'completion_token_details', 'outputTokenDetails', 'outputTokens'];

/**
 * The token counts of one model call as providers and frameworks spell them; null where none of the known counts is there.
 * Anthropic and Bedrock count cached tokens beside the input, and Gemini thoughts beside the output: they are added.
 */
export function readUsage(raw: JsonMap, level: Usage['level'] = 'leaf'): Usage | null {
  const input = first(raw, inputNames);
  const output = first(raw, outputNames);
  if (input === null && output === null) return null;
  const inside = detailsIn(raw, inputDetails);
  const outside = detailsIn(raw, outputDetails);
  const beside = { read: first(raw, ['cache_read_input_tokens', 'cacheReadInputTokens', 'cacheReadInputTokenCount']), write: first(raw, ['cache_creation_input_tokens', 'cacheWriteInputTokens', 'cacheWriteInputTokenCount']) };
  const countedBeside = input !== null && !('prompt_tokens' in raw) && Object.keys(inside).length === 0;
  const thoughts = first(raw, ['thoughtsTokenCount', 'thoughts_token_count']);
  return {
    input: countedBeside ? withBeside(input, beside.read, beside.write, first(raw, ['toolUsePromptTokenCount', 'tool_use_prompt_token_count'])) : input,
    cachedRead: first(inside, ['cache_read', 'cached_tokens', 'cacheRead', 'cacheReadTokens']) ?? beside.read ?? first(raw, ['prompt_cached_tokens', 'cachedInputTokens', 'cachedContentTokenCount', 'cached_content_token_count', 'cached_tokens']),
    cacheWrite: first(inside, ['cache_creation', 'cache_write', 'cache_write_tokens', 'cacheWrite', 'cacheWriteTokens']) ?? beside.write ?? first(raw, ['prompt_cache_creation_tokens', 'cacheCreationInputTokens']),
    output: withBeside(output, thoughts),
    reasoning: first(outside, ['reasoning', 'reasoning_tokens', 'reasoningTokens']) ?? thoughts ?? first(raw, ['completion_reasoning_tokens', 'reasoning_tokens', 'reasoningTokens']),
    level, raw,
  };
}

/** A count as a number, or inside `{total}` as newer AI SDKs write it. */
function first(map: JsonMap, names: readonly string[]): number | null {
  for (const name of names) {
    const value = map[name];
    const count = tokenCount(isJsonMap(value) ? value['total'] : value);
    if (count !== null) return count;
  }
  return null;
}

/** The map of details; a state file of the Agents SDK wraps it in a list. */
function detailsIn(raw: JsonMap, names: readonly string[]): JsonMap {
  for (const name of names) {
    const value = raw[name];
    const details: Json | undefined = Array.isArray(value) ? (value as readonly Json[])[0] : value;
    if (isJsonMap(details)) return details;
  }
  return {};
}
