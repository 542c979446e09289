import { describe, expect, test } from 'vitest';
import type { Span } from '../../../src/core/model/span.ts';
import type { Usage } from '../../../src/core/model/usage.ts';
import { assemble } from '../../../src/core/trajectory/assemble.ts';
import { asWrapper, isWrapperCall } from '../../../src/core/trajectory/wrapperCalls.ts';
import { issuedCalls } from '../../../src/core/trajectory/turns.ts';
import { assistant, span, tool } from './spans.ts';

const usage: Usage = { input: 10, cachedRead: null, cacheWrite: null, output: 5, reasoning: null, level: 'leaf' };
const call = (id: string, startUs: number, endUs: number, parts: Partial<Span> = {}): Span => span(id, { kind: 'llm', startUs, endUs, output: [assistant('Sunny.')], ...parts });
const by = (scope: string): Partial<Span> => ({ attributes: { 'otel.scope.name': scope } });
const wrappersOf = (spans: readonly Span[]) => spans.filter(isWrapperCall(spans)).map(({ id }) => id);

describe('what a wrapper shows', () => {
  const priced = (usd: number, source: 'computed' | 'reported' = 'computed'): Partial<Span> => ({ usage, cost: { usd, source } });
  const shown = (outer: Partial<Span>) => {
    const spans = [span('agent', { kind: 'agent' }), call('outer', 0, 9, { parentId: 'agent', ...priced(0.001), ...outer }), span('http', { parentId: 'outer' }), call('inner', 1, 8, { parentId: 'http', ...priced(0.0004), usage: { ...usage, input: 8 } })];
    const wraps = isWrapperCall(spans);
    return assemble(spans.map((each) => (wraps(each) ? asWrapper(each) : each))).steps.map((step) => [step.name, step.costUsd, step.inputTokens]);
  };

  test('is what its call cost and used, not a price of its own', () => {
    expect(shown({})).toEqual([['agent', null, null], ['outer', 0.0004, 8], ['http', null, null], ['inner', 0.0004, 8]]);
  });
});

describe('one call in two spans counts once', () => {
  test('the outer of two nested calls is a wrapper, through chains but not through tools and agents', () => {
    const chain = span('chain', { parentId: 'outer' });
    expect(wrappersOf([call('outer', 0, 9), chain, call('inner', 1, 8, { parentId: 'chain' })])).toEqual(['outer']);
    for (const kind of ['tool', 'agent'] as const) expect(wrappersOf([call('outer', 0, 9), span('between', { parentId: 'outer', kind }), call('inner', 1, 8, { parentId: 'between' })])).toEqual([]);
  });

  test('of two that different instrumentations saw at one time with one answer, the longer is a wrapper', () => {
    const asked = [assistant('', { id: null, name: 'search', arguments: { q: 'boots' } })];
    const withId = [assistant('', { id: 'call-1', name: 'search', arguments: { q: 'boots' } })];
    expect(wrappersOf([call('framework', 0, 9, { ...by('langchain'), parentId: 'a', output: asked }), call('client', 1, 8, { ...by('openai'), parentId: 'b', output: withId })])).toEqual(['framework']);
  });

  test.each([
    ['one instrumentation, as two calls that run together are two', [call('a', 0, 9, by('openai')), call('b', 1, 8, by('openai'))]],
    ['another answer', [call('a', 0, 9, by('langchain')), call('b', 1, 8, { ...by('openai'), output: [assistant('Rainy.')] })]],
    ['one after the other', [call('a', 0, 4, by('langchain')), call('b', 5, 9, by('openai'))]],
    ['the very same time', [call('a', 0, 9, by('langchain')), call('b', 0, 9, by('openai'))]],
    ['no answer recorded', [call('a', 0, 9, { ...by('langchain'), output: [], usage }), call('b', 1, 8, { ...by('openai'), output: [], usage })]],
    ['no clock', [call('a', 0, 9, { ...by('langchain'), startUs: null }), call('b', 1, 8, by('openai'))]],
  ])('not with %s', (_, spans) => {
    expect(wrappersOf(spans)).toEqual([]);
  });

  test('the call that alone tells the tokens counts, wherever it stands', () => {
    expect(wrappersOf([call('outer', 0, 9, { usage }), call('inner', 1, 8, { parentId: 'outer' })])).toEqual(['inner']);
    expect(wrappersOf([call('outer', 0, 9, { usage }), call('inner', 1, 8, { parentId: 'outer', usage })])).toEqual(['outer']);
    expect(wrappersOf([call('framework', 0, 9, { ...by('langchain'), usage }), call('client', 1, 8, by('openai'))])).toEqual(['client']);
  });

  test('each inner call answers for one outer', () => {
    expect(wrappersOf([call('a', 0, 9, by('langchain')), call('b', 0, 9, by('langchain')), call('c', 1, 8, by('openai'))])).toHaveLength(1);
  });
});

describe('calls of an outer turn that does not count', () => {
  const asked = { output: [assistant('', { id: 'call-1', name: 'search', arguments: { q: 'boots' } })] };
  const outer = asWrapper(call('outer', 0, 9, asked));

  test('are issued by it, where the inner turn does not tell what was said', () => {
    const calls = issuedCalls([outer, call('inner', 1, 8, { parentId: 'outer', output: [], usage }), tool('t', 'search', { q: 'boots' })]);
    expect(calls.map((each) => each.span.id)).toEqual(['outer']);
  });

  test('are issued by the inner turn, where it does', () => {
    expect(issuedCalls([outer, call('inner', 1, 8, { parentId: 'outer', ...asked })]).map((each) => each.span.id)).toEqual(['inner']);
    expect(issuedCalls([outer, call('inner', 1, 8, { parentId: 'outer' })])).toEqual([]);
  });
});
