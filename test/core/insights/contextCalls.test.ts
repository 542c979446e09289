import { describe, expect, test } from 'vitest';
import { insightsOf } from '../../../src/core/insights/insightsOf.ts';
import type { Insights } from '../../../src/core/model/insights.ts';
import type { Span } from '../../../src/core/model/span.ts';
import { assemble } from '../../../src/core/trajectory/assemble.ts';
import { assistant, span, trace, user } from '../trajectory/spans.ts';

const insights = (spans: readonly Span[], windows?: Record<string, number>): Insights => insightsOf(trace(spans), assemble(spans), { windows });
const usage = (input: number | null) => ({ input, cachedRead: null, cacheWrite: null, output: 10, reasoning: null, level: 'leaf' as const });
const call = (id: string, input: number | null, parts: Partial<Span> = {}): Span => span(id, { kind: 'llm', model: 'gpt-4o-2024-08-06', usage: usage(input), ...parts });
const cuts = (...spans: readonly Span[]) => insights(spans).context.map((each) => each.cut);

describe('the window of a model', () => {
  test('comes from the list, by any of its names, with the day of the list', () => {
    const { context, windowsFrom } = insights([call('a', 50), call('b', 60, { model: 'us.anthropic.claude-3-5-sonnet-20241022-v2:0' }), call('c', 70, { model: 'anthropic/claude-sonnet-4.5' })]);
    expect(context.map((each) => each.window)).toEqual([128_000, 200_000, 200_000]);
    expect(windowsFrom).toBe('2025-11-24');
  });
  test('is the person\'s own first', () => {
    const { context, windowsFrom } = insights([call('a', 50), call('b', 50, { model: 'house-model' })], { 'GPT-4o': 64_000, 'house-model': 8000 });
    expect([context.map((each) => each.window), windowsFrom]).toEqual([[64_000, 8000], 'config.yaml']);
  });
  test('is what the export says', () => {
    expect(insights([call('a', 50, { attributes: { model_context_window: 258_400 } })])).toMatchObject({ context: [{ window: 258_400 }], windowsFrom: 'the export' });
  });
  test('is not known of an unlisted model, nor where a prompt was larger', () => {
    const { context, windowsFrom } = insights([call('a', null, { model: 'house-model' }), call('b', 900_000, { model: 'claude-sonnet-4-5' }), call('c', 5, { model: null })]);
    expect([context.map((each) => each.window), windowsFrom]).toEqual([[null, null, null], null]);
  });
});

describe('what was cut', () => {
  const history = [user('first'), assistant('one'), user('second'), assistant('two')];
  test('shows in a prompt that shrank while the talk went on', () => {
    expect(cuts(call('a', 90_000, { input: history }), call('b', 12_000, { input: [...history.slice(2), user('third')] }))).toEqual([null, 'prompt cut by 87 %']);
  });
  test('is not taken from a prompt of something else, of another model, or a small one', () => {
    expect(cuts(call('a', 90_000, { input: history }), call('b', 12_000, { input: [user('quite another question')] }))).toEqual([null, null]);
    expect(cuts(call('a', 90_000, { input: history }), call('b', 12_000, { input: [user('second')], model: 'gpt-4o-mini' }))).toEqual([null, null]);
    expect(cuts(call('a', 900, { input: history }), call('b', 120, { input: [user('second')] }))).toEqual([null, null]);
  });
  test.each([['length', 'stopped at the limit'], ['MAX_TOKENS', 'stopped at the limit'], ['stop', null]])('a call that finished by %s', (finishReason, expected) => {
    expect(cuts(call('a', 10, { finishReason }))).toEqual([expected]);
  });
  test('shows in the call after a compaction, and in a prompt that was refused', () => {
    const root = span('root', { kind: 'agent', events: [{ name: 'compaction', timeUs: 15, attributes: {} }] });
    expect(cuts(root, call('a', 10, { startUs: 10, parentId: 'root' }), call('b', 10, { startUs: 20, parentId: 'root' }), call('c', 10, { startUs: 30, parentId: 'root' }))).toEqual([null, 'compacted', null]);
    expect(cuts(call('a', null, { statusMessage: 'This model\'s maximum context length is 8192 tokens.' }))).toEqual(['refused: longer than the window']);
  });
});
