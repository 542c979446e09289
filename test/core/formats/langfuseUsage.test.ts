import { expect, test } from 'vitest';
import type { Observation } from '../../../src/core/formats/langfuse/rows.ts';
import { costOf, usageOf } from '../../../src/core/formats/langfuse/usage.ts';
import type { JsonMap } from '../../../src/core/model/json.ts';

const observation = (row: JsonMap): Observation => ({ id: 'o', traceId: 't', parentId: null, type: 'GENERATION', row });
const counts = (row: JsonMap) => {
  const usage = usageOf(observation(row));
  return usage && [usage.input, usage.cachedRead, usage.cacheWrite, usage.output, usage.reasoning];
};

test.each<[string, JsonMap, unknown]>([
  ['parts beside the whole, as the total tells', { usageDetails: { input: 20, input_cache_read: 100, output: 5, output_reasoning: 7, total: 132 } }, [120, 100, null, 12, 7]],
  ['parts within the whole, as the total tells', { usageDetails: { input: 120, input_cached_tokens: 100, output: 12, output_reasoning: 7, total: 132 } }, [120, 100, null, 12, 7]],
  ['only the output beside', { usageDetails: { input: 179, input_cache_read: 50, output: 35, output_reasoning: 64, total: 278 } }, [179, 50, null, 99, 64]],
  ['names with a dot, which stand within', { usageDetails: { input: 6, output: 2055, 'completion_details.reasoning': 1104, total: 2061 } }, [6, null, null, 2055, 1104]],
  ['names with a dot and no total', { usageDetails: { input: 6, output: 20, 'completion_details.reasoning': 11 } }, [6, null, null, 20, 11]],
  ["Anthropic's names without a total", { usageDetails: { input: 3, cache_read_input_tokens: 90, cache_creation_input_tokens: 7, output: 4 } }, [100, 90, 7, 4, null]],
  ['counts as text', { usageDetails: '{"input":"12","output":"3","total":"15"}' }, [12, null, null, 3, null]],
  ['an input alone', { usageDetails: { input: 1195, total: 1195 }, inputUsage: 1195, outputUsage: 0 }, [1195, null, null, null, null]],
  ['zeros, where nothing was recorded', { usageDetails: { input: 0, output: 0, total: 0 }, inputUsage: 0, outputUsage: 0, totalUsage: 0 }, null],
  ['the older fields', { usage: { input: 12, output: 3, unit: 'TOKENS' }, promptTokens: 12 }, [12, null, null, 3, null]],
  ['units that are no tokens', { usage: { input: 12, output: 3, unit: 'CHARACTERS' } }, null],
  ['wrong types', { usageDetails: { input: -1, output: 1.5, total: 'many', __proto__: 3 }, inputUsage: {} }, null],
])('%s', (_name, row, expected) => {
  expect(counts(row)).toEqual(expected);
});

test('a cost is known where something was priced', () => {
  expect(costOf(observation({ costDetails: { input: 0.1, output: 0.2 } }))?.usd).toBeCloseTo(0.3);
  expect(costOf(observation({ costDetails: { total: 0 } }))?.usd).toBe(0);
  expect(costOf(observation({ costDetails: {}, totalCost: 0 }))).toBeNull();
  expect(costOf(observation({ calculatedTotalCost: '0.002' }))?.usd).toBe(0.002);
});
