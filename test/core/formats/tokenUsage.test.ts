import { expect, test } from 'vitest';
import { readUsage } from '../../../src/core/formats/values/tokenUsage.ts';
import { sumOfUsages } from '../../../src/core/formats/values/tokenCounts.ts';
import type { JsonMap } from '../../../src/core/model/json.ts';

const counts = (raw: JsonMap) => {
  const usage = readUsage(raw);
  return usage && [usage.input, usage.cachedRead, usage.cacheWrite, usage.output, usage.reasoning];
};

test.each<readonly [string, JsonMap, readonly (number | null)[]]>([
  ['a chat completion counts cached tokens in its input', { prompt_tokens: 100, completion_tokens: 9, prompt_tokens_details: { cached_tokens: 64 }, completion_tokens_details: { reasoning_tokens: 4 } }, [100, 64, null, 9, 4]],
  ['so does a response', { input_tokens: 100, output_tokens: 9, input_tokens_details: { cached_tokens: 64 }, output_tokens_details: { reasoning_tokens: 4 } }, [100, 64, null, 9, 4]],
  ['so does LangChain, whoever answered', { input_tokens: 100, output_tokens: 9, input_token_details: { cache_read: 64, cache_creation: 8 } }, [100, 64, 8, 9, null]],
  ['a run state lists its details', { input_tokens: 10, output_tokens: 1, input_tokens_details: [{ cached_tokens: 3, cache_write_tokens: 7 }] }, [10, 3, 7, 1, null]],
  ['Anthropic counts cached tokens beside the input', { input_tokens: 10, cache_read_input_tokens: 80, cache_creation_input_tokens: 5, output_tokens: 9 }, [95, 80, 5, 9, null]],
  ['so does Bedrock', { inputTokens: 10, cacheReadInputTokens: 80, cacheWriteInputTokens: 5, outputTokens: 9 }, [95, 80, 5, 9, null]],
  ['LiteLLM gives Anthropic counts as a completion with all in it', { prompt_tokens: 95, completion_tokens: 9, cache_read_input_tokens: 80, cache_creation_input_tokens: 5 }, [95, 80, 5, 9, null]],
  ['Gemini counts thoughts beside the output', { promptTokenCount: 30, cachedContentTokenCount: 12, candidatesTokenCount: 4, thoughtsTokenCount: 6 }, [30, 12, null, 10, 6]],
  ['the AI SDK wraps totals', { inputTokens: { total: 18, cacheRead: 2 }, outputTokens: { total: 3, reasoning: 1 } }, [18, 2, null, 3, 1]],
  ['Braintrust has one name for each', { prompt_tokens: 40, prompt_cached_tokens: 32, completion_tokens: 9, completion_reasoning_tokens: 2 }, [40, 32, null, 9, 2]],
  ['what is no count is not recorded', { prompt_tokens: '<number>', completion_tokens: 3, prompt_cached_tokens: -1 }, [null, null, null, 3, null]],
])('%s', (_, raw, expected) => {
  expect(counts(raw)).toEqual(expected);
});

test.each<readonly [string, JsonMap, readonly (number | null)[]]>([
  ['cached tokens beside the input', { input_tokens: Number.MAX_SAFE_INTEGER, cache_read_input_tokens: 1, output_tokens: 9 }, [null, 1, null, 9, null]],
  ['prompts of tools beside the input', { promptTokenCount: Number.MAX_SAFE_INTEGER - 1, toolUsePromptTokenCount: 2, candidatesTokenCount: 1 }, [null, null, null, 1, null]],
  ['thoughts beside the output', { promptTokenCount: 1, candidatesTokenCount: Number.MAX_SAFE_INTEGER, thoughtsTokenCount: 1 }, [1, null, null, null, 1]],
])('%s that make no number of tokens with it leave it unknown', (_, raw, expected) => {
  expect(counts(raw)).toEqual(expected);
});

test('what several calls took is added up as far as it is a number of tokens', () => {
  const of = (input: number | null, output: number | null) => readUsage({ ...(input === null ? {} : { input_tokens: input }), ...(output === null ? {} : { output_tokens: output }) })!;
  expect(sumOfUsages([of(3, 1), of(4, null)], 'aggregate', {})).toEqual({ input: 7, cachedRead: null, cacheWrite: null, output: 1, reasoning: null, level: 'aggregate', raw: {} });
  expect(sumOfUsages([of(Number.MAX_SAFE_INTEGER, 1), of(1, 1)], 'aggregate', {})).toMatchObject({ input: null, output: 2 });
  expect(sumOfUsages([], 'aggregate', {})).toBeNull();
});

test('without a count of what went in or came out there is no usage', () => {
  expect(readUsage({ total_tokens: 9 })).toBeNull();
  expect(readUsage({ prompt_tokens: null, completion_tokens: Number.NaN })).toBeNull();
});
