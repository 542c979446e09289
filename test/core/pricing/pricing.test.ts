import { describe, expect, test } from 'vitest';
import { listedNames } from '../../../src/core/pricing/modelName.ts';
import { createPricing } from '../../../src/core/pricing/pricing.ts';
import { builtInPrices } from '../../../src/core/pricing/prices.ts';

const usage = (input: number | null, output: number | null, more: object = {}) => ({ input, output, cachedRead: null, cacheWrite: null, reasoning: null, level: 'leaf' as const, ...more });
const call = (model: string | null, ...counts: Parameters<typeof usage>) => ({ kind: 'llm' as const, model, usage: usage(...counts) });

describe('a computed cost', () => {
  const cost = createPricing();

  test('is input and output at the list price, with its day', () => {
    expect(cost(call('gpt-4o', 1_000_000, 100_000))).toEqual({ usd: 3.5, source: 'computed', asOf: '2025-08-15' });
  });

  test('takes cached reads and writes out of the input and prices them apart', () => {
    expect(cost(call('claude-sonnet-4-20250514', 1000, 0, { cachedRead: 600, cacheWrite: 300 }))?.usd).toBeCloseTo((100 * 3 + 600 * 0.3 + 300 * 3.75) / 1e6, 12);
  });

  test('is that of a long prompt above the limit', () => {
    expect(cost(call('gemini-2.5-pro', 200_001, 0))?.usd).toBeCloseTo(200_001 * 2.5 / 1e6, 12);
    expect(cost(call('gemini-2.5-pro', 200_000, 0))?.usd).toBeCloseTo(200_000 * 1.25 / 1e6, 12);
  });

  test.each([
    ['an unknown model', call('gpt-4o-2099-hyper', 1, 1)], ['no model', call(null, 1, 1)], ['an unknown count', call('gpt-4o', null, 5)],
    ['a sum over children', call('gpt-4o', 5, 5, { level: 'aggregate' })], ['no usage', { kind: 'llm' as const, model: 'gpt-4o', usage: null }],
    ['an agent', { ...call('gpt-4o', 5, 5), kind: 'agent' as const }],
  ])('is unknown for %s', (_, each) => expect(cost(each)).toBeNull());

  test('of a dated release is its own where it has one', () => {
    expect(cost(call('openai/gpt-4o-2024-05-13', 1e6, 1e6))?.usd).toBe(20);
    expect(cost(call('gpt-4o-2024-08-06', 1e6, 1e6))?.usd).toBe(12.5);
  });

  test('of writes that last an hour is theirs, and unknown where their price is', () => {
    const raw = { cache_creation: { ephemeral_1h_input_tokens: 1e6, ephemeral_5m_input_tokens: 0 } };
    expect(cost(call('claude-sonnet-4-20250514', 1e6, 0, { cacheWrite: 1e6, raw }))?.usd).toBe(6);
    expect(cost(call('gpt-4o', 1e6, 0, { cacheWrite: 1e6, raw }))).toBeNull();
  });

  test('of a tier with other prices is unknown', () => expect(cost(call('gpt-4o', 1e6, 0, { raw: { service_tier: 'batch' } }))).toBeNull());

  test('follows the prices of config.yaml first, by the name as it is or without vendor and date', () => {
    const own = createPricing({ 'gpt-4o': { date: '2026-11-01', input: 1, output: 1 }, 'Acme/house-model': { date: '2026-11-01', input: 2, output: 2 } });
    expect(own(call('openai/gpt-4o-2024-11-20', 1e6, 0))).toEqual({ usd: 1, source: 'computed', asOf: '2026-11-01', by: 'own' });
    expect(own(call('acme/house-model', 1e6, 0))?.usd).toBe(2);
  });
});

test.each([
  ['us.anthropic.claude-sonnet-4-20250514-v1:0', 'claude-sonnet-4'], ['openai/gpt-4o-2024-08-06', 'gpt-4o'], ['models/gemini-2.0-flash-001', 'gemini-2.0-flash'],
  ['claude-3-5-sonnet@20240620', 'claude-3-5-sonnet'], ['claude-3-5-sonnet-latest', 'claude-3-5-sonnet'], ['o3', 'o3'], ['openrouter/anthropic/claude-opus-4', 'claude-opus-4'],
])('%s is %s', (model, plain) => expect(listedNames(model).at(-1)).toBe(plain));

test('every listed name is as plain as it is looked up', () => {
  for (const model of builtInPrices.keys()) expect(listedNames(model)).toContain(model);
});
