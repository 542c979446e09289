import { describe, expect, it } from 'vitest';
import { defaultFacts } from '../../../src/core/model/config.ts';
import type { Message } from '../../../src/core/model/message.ts';
import { Trial } from '../../../src/core/model/trace.ts';
import { observe } from '../../../src/core/trajectory/observe.ts';
import { summarize } from '../../../src/core/trajectory/summarize.ts';
import { assistant, span, tool, trace, user } from './spans.ts';

const context = { factsConfig: defaultFacts, importedAt: '2026-01-01T00:00:00Z', warnings: 0 };
const usage = (input: number, output: number, level: 'leaf' | 'aggregate' = 'leaf') => ({ input, output, cachedRead: null, cacheWrite: null, reasoning: null, level });
const toolResult = (callId: string, result: string, isError = false): Message => ({ role: 'tool', parts: [{ type: 'toolResult', callId, result, isError }] });

describe('observe', () => {
  it('reads calls from tool spans, in order of their start', () => {
    const trial = observe(trace([tool('b', 'second', {}, { startUs: 20 }), tool('a', 'first', { id: '1' }, { startUs: 10 })]), defaultFacts);
    expect(trial.calls.map((call) => [call.index, call.name, call.args])).toEqual([[0, 'first', { id: '1' }], [1, 'second', {}]]);
  });

  it('counts a call that a turn asked for and a span answers once', () => {
    const turn = span('turn', { kind: 'llm', startUs: 0, endUs: 1, output: [assistant('', { id: 'c1', name: 'getOrder', arguments: { id: '1' } })] });
    const wrapper = span('outer', { kind: 'llm', counted: false, output: turn.output });
    const trial = observe(trace([wrapper, turn, tool('t', 'getOrder', { id: '1' }, { callId: 'c1', startUs: 2 })]), defaultFacts);
    expect(trial.calls).toHaveLength(1);
    expect(trial.turns).toBe(1);
  });

  it('knows calls by the turns that issued them, though the agent repeats the whole conversation', () => {
    const calls = [assistant('', { id: 'c1', name: 'first' }), assistant('', { id: 'c2', name: 'second' })];
    const agent = span('agent', { kind: 'agent', startUs: 0, endUs: 9, output: [...calls, assistant('Done.')] });
    const turns = calls.map((message, at) => span(`turn-${at}`, { kind: 'llm', parentId: 'agent', startUs: at + 1, endUs: at + 2, output: [message] }));
    expect(observe(trace([agent, ...turns]), defaultFacts).calls.map(({ name, groupId }) => [name, groupId])).toEqual([['first', 'turn-0'], ['second', 'turn-1']]);
  });

  it('reads calls without spans from messages, with the result a later turn carries', () => {
    const first = span('1', { kind: 'llm', input: [user('hi')], output: [assistant('', { id: 'c1', name: 'getOrder' })] });
    const second = span('2', { kind: 'llm', input: [user('hi'), ...first.output, toolResult('c1', 'not found', true)], output: [assistant('Not found.')] });
    const trial = observe(trace([first, second]), defaultFacts);
    expect(trial.calls).toMatchObject([{ name: 'getOrder', status: 'error', result: 'not found' }]);
    expect(trial.output).toBe('Not found.');
    expect(trial.terminal).toBe('finished');
  });

  it('counts a call once that two instrumentations report of one turn', () => {
    const times = { startUs: 0, endUs: 10 };
    const outer = span('ChatOpenAI', { kind: 'llm', ...times, output: [assistant('', { id: null, name: 'search', arguments: { q: 'a' } })] });
    const inner = span('ChatCompletion', { kind: 'llm', startUs: 1, endUs: 9, output: [assistant('', { id: 'c1', name: 'search', arguments: { q: 'a' } })] });
    expect(observe(trace([outer, inner, tool('t', 'search', { q: 'a' }, { startUs: 11 })]), defaultFacts).calls).toHaveLength(1);
  });

  it('counts the leaves of a sub-agent, not the tool that wraps it', () => {
    const trial = observe(trace([tool('w', 'researcher', {}), tool('l', 'search', {}, { parentId: 'w' })]), defaultFacts);
    expect(trial.calls.map((call) => call.name)).toEqual(['search']);
    expect(trial.wrappers).toMatchObject([{ name: 'researcher', index: 0, spanId: 'w', step: 1 }]);
  });

  it('tells arguments that are JSON, only nested too deep, from those that are no JSON', () => {
    const deep = `{"a":${'['.repeat(2500)}${']'.repeat(2500)}}`;
    const withText = (id: string, argumentsText: string) => span(id, { kind: 'tool', tool: { name: 'save', callId: null, description: null, argumentsText, status: 'ok' } });
    const asked = span('ask', { kind: 'llm', output: [{ role: 'assistant', parts: [{ type: 'toolCall', id: 'c1', name: 'send', argumentsText: deep }] }] });
    const { calls } = observe(trace([withText('t1', deep), withText('t2', '{"a":'), asked]), defaultFacts);
    expect(new Map(calls.map(({ spanId, args, argsTooDeep }) => [spanId, [args, argsTooDeep]]))).toEqual(new Map([['t1', [undefined, true]], ['t2', [null, undefined]], ['ask', [undefined, true]]]));
    expect(Trial.shape.calls.parse(calls)).toEqual(calls);
  });

  it('knows which retrieval brought which documents, what gave the answer, when the run ended and what its user made of it', () => {
    const document = (id: string) => ({ id, content: null, score: null, version: null, updatedAt: null, source: null, metadata: {} });
    const first = span('r1', { kind: 'retrieval', startUs: 1, endUs: 2, documents: [document('a'), document('b')] });
    const second = span('r2', { kind: 'retrieval', startUs: 3, endUs: 4, documents: [document('c')] });
    const turn = span('turn', { kind: 'llm', startUs: 5, endUs: 9, output: [assistant('So it is.')], attributes: { 'casebook.final_text': 'So it was.', 'casebook.edit_minutes': '3', 'casebook.learning_minutes': 20, 'casebook.outcome': 'Used' } });
    const trial = observe(trace([first, second, turn]), defaultFacts);
    expect(trial.retrieved?.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(trial.retrievals).toEqual([{ documents: 2, spanId: 'r1', step: 1 }, { documents: 1, spanId: 'r2', step: 2 }]);
    expect(trial.answered).toEqual({ spanId: 'turn', step: 3 });
    expect(trial.endUs).toBe(9);
    expect(trial.facts).toEqual({ finalText: 'So it was.', editMinutes: 3, learningMinutes: 20, outcome: 'used' });
    expect(Trial.parse(JSON.parse(JSON.stringify(trial)))).toEqual(trial);
  });

  it('says nothing of these where the trace does not', () => {
    const trial = observe(trace([span('only')]), defaultFacts);
    for (const key of ['retrievals', 'answered', 'endUs', 'facts', 'wrappers']) expect(trial).not.toHaveProperty(key);
  });

  it('takes as the answer what was said last, also where an agent that was asked is recorded beside the one that asked', () => {
    const turn = (id: string, parentId: string, startUs: number, endUs: number) => span(id, { kind: 'llm', parentId, startUs, endUs, output: [assistant(`${id}.`)] });
    const agent = (id: string, startUs: number, endUs: number) => span(id, { kind: 'agent', parentId: 'workflow', startUs, endUs });
    const workflow = span('workflow', { startUs: 0, endUs: 20 });
    expect(observe(trace([workflow, agent('asker', 1, 19), turn('answer', 'asker', 10, 18), agent('asked', 3, 9), turn('advice', 'asked', 4, 8)]), defaultFacts).output).toBe('answer.');
  });

  it('takes an approval from the call that asks for it, with what was approved', () => {
    const approval = tool('a', 'requestApproval', { action: 'issueRefund', amount: 450 });
    const granted = { ...approval, tool: { ...approval.tool!, result: { approved: true, approver: 'supervisor' } } };
    expect(observe(trace([granted]), defaultFacts).approvals).toEqual([{ granted: true, by: 'supervisor', tool: 'issueRefund', args: { amount: 450 }, beforeCall: 1 }]);
  });

  it('leaves unknown what the trace does not record', () => {
    expect(observe(trace([span('only')]), defaultFacts)).toMatchObject({ output: null, retrieved: null, latencyMs: null, costUsd: null, tokens: null, turns: null, feedback: null, terminal: null, escalated: null });
  });
});

describe('summarize', () => {
  it('answers the six questions', () => {
    const root = span('root', { kind: 'agent', startUs: 0, endUs: 2_000_000, input: [user('Where is 12345?')], output: [assistant('It was delivered.')], usage: usage(300, 30, 'aggregate'), counted: false });
    const turn = span('turn', { kind: 'llm', parentId: 'root', usage: usage(300, 30), toolDefinitions: [{ name: 'getOrder', description: null, schema: null }, { name: 'track', description: null, schema: null }], output: [{ role: 'assistant', parts: [{ type: 'reasoning', text: 'Orders know best.' }, { type: 'toolCall', id: 'c', name: 'getOrder' }] }] });
    const summary = summarize(trace([root, turn, tool('t', 'getOrder', {}, { parentId: 'root', callId: 'c' })], { facts: { feedback: 'rejected' } }), context);
    expect(summary).toMatchObject({
      query: 'Where is 12345?', toolsOffered: ['getOrder', 'track'], toolsCalled: ['getOrder'], why: 'Orders know best.', promptTokens: 300,
      answer: 'It was delivered.', feedback: 'rejected', failing: 'rejected', latencyMs: 2000, inputTokens: 300, outputTokens: 30, documents: null,
    });
  });

  it('takes the question a chain was given over the prompt a template made of it', () => {
    const chain = span('chain', { attributes: { 'input.value': { input: 'What was the revenue?', context: 'long' } } });
    const model = span('model', { kind: 'llm', parentId: 'chain', input: [user('Answer from this context … What was the revenue?')] });
    expect(summarize(trace([chain, model]), context).query).toBe('What was the revenue?');
  });

  it('keeps unknown apart from none: tools offered, tokens, cost', () => {
    expect(summarize(trace([span('only')]), context)).toMatchObject({ toolsOffered: null, inputTokens: null, costUsd: null, latencyMs: null, query: null, failing: null });
    expect(summarize(trace([span('only', { toolDefinitions: [] })]), context).toolsOffered).toEqual([]);
  });

  it('names the deepest failed step first, and does not call a recovered tool error a failing run', () => {
    const spans = [span('root', { kind: 'agent' }), tool('bad', 'getOrder', {}, { parentId: 'root', status2: 'error' }), tool('good', 'getOrder', {}, { parentId: 'root' })];
    expect(summarize(trace(spans), context)).toMatchObject({ failing: null, failedCalls: 1, firstError: { step: 2, name: 'getOrder' } });
  });
});
