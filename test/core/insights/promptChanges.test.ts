import { describe, expect, test } from 'vitest';
import { promptChangesOf } from '../../../src/core/insights/promptChanges.ts';
import type { PromptChanges } from '../../../src/core/model/insights.ts';
import type { Message } from '../../../src/core/model/message.ts';
import type { Span } from '../../../src/core/model/span.ts';
import { assemble } from '../../../src/core/trajectory/assemble.ts';
import { assistant, span, tool, user } from '../trajectory/spans.ts';

const system = (text: string): Message => ({ role: 'system', parts: [{ type: 'text', text }] });
const result = (callId: string, text: string): Message => ({ role: 'tool', parts: [{ type: 'toolResult', callId, name: 'find', result: text }] });
const call = (id: string, input: readonly Message[], parts: Partial<Span> = {}): Span => span(id, { kind: 'llm', input, ...parts });
const changes = (...spans: readonly Span[]): PromptChanges => promptChangesOf(assemble(spans), spans.length)!;

describe('what changed since the prompt before', () => {
  const start = [system('Be kind.'), user('Where is 12345?')];

  test('of a history that grew is what was added', () => {
    const { before, messages } = changes(call('a', start), call('b', [...start, assistant('', { id: 'c1', name: 'find', arguments: { q: 'x' } }), result('c1', 'shipped')]));
    expect(before).toBe(1);
    expect(messages).toEqual([
      { change: 'same', count: 2 },
      { change: 'added', role: 'assistant', name: null, before: null, after: 'find({\n  "q": "x"\n})' },
      { change: 'added', role: 'tool', name: 'find', before: null, after: 'shipped' },
    ]);
  });
  test('tells instructions and messages that changed, and what was taken away, with runs of equal ones counted', () => {
    const { messages } = changes(
      call('a', [system('Be kind. It is 10:00.'), user('one'), assistant('two'), user('three'), assistant('The order 12345 was shipped on Monday.')]),
      call('b', [system('Be kind. It is 10:05.'), assistant('two'), user('three'), assistant('The order 12345 was shipped on Tuesday.')]),
    );
    expect(messages).toEqual([
      { change: 'changed', role: 'system', name: null, before: 'Be kind. It is 10:00.', after: 'Be kind. It is 10:05.' },
      { change: 'removed', role: 'user', name: null, before: 'one', after: null },
      { change: 'same', count: 2 },
      { change: 'changed', role: 'assistant', name: null, before: 'The order 12345 was shipped on Monday.', after: 'The order 12345 was shipped on Tuesday.' },
    ]);
  });
  test('names tools and settings', () => {
    const offered = (name: string, description: string) => ({ name, description, schema: null });
    const found = changes(
      call('a', start, { model: 'gpt-4o', attributes: { 'gen_ai.request.temperature': 0, 'gen_ai.response.id': 'r1' }, toolDefinitions: [offered('find', 'old'), offered('gone', '')] }),
      call('b', start, { model: 'gpt-4.1', attributes: { 'gen_ai.request.temperature': 1, 'gen_ai.response.id': 'r2', 'llm.invocation_parameters': '{"max_tokens":20}' }, toolDefinitions: [offered('find', 'new'), offered('added', '')] }),
    );
    expect(found.tools).toEqual({ added: ['added'], removed: ['gone'], changed: ['find'] });
    expect(found.settings).toEqual([
      { name: 'model', before: 'gpt-4o', after: 'gpt-4.1' },
      { name: 'gen_ai.request.temperature', before: '0', after: '1' },
      { name: 'llm.invocation_parameters.max_tokens', before: null, after: '20' },
    ]);
  });
  test('is told of the call before in the same conversation', () => {
    const spans = [call('a', start), span('sub', { kind: 'agent' }), call('b', [user('inside')], { parentId: 'sub' }), call('c', [...start, user('more')])];
    expect(promptChangesOf(assemble(spans), 4)?.before).toBe(1);
    expect(promptChangesOf(assemble(spans), 3)).toMatchObject({ before: null, messages: [] });
    expect(promptChangesOf(assemble(spans), 99)).toBeUndefined();
  });
  test('is at another step that of the call which asked for it, else of the last call of its conversation', () => {
    const asks = (id: string, ...calls: readonly string[]) => ({ output: [assistant(id, ...calls.map((each) => ({ id: each, name: 'find' })))] });
    const spans = [
      span('guard', { kind: 'guardrail' }), call('a', start, asks('a', 'c1', 'c2')), tool('t1', 'find', {}, { callId: 'c1' }), call('inside', [user('inside')], { parentId: 't1' }), tool('deep', 'look', {}, { parentId: 't1' }),
      tool('t2', 'find', {}, { callId: 'c2' }), tool('t3', 'other', {}), call('b', start, asks('b')), tool('late', 'find', {}, { callId: 'c1' }),
    ];
    expect(spans.map((_, at) => promptChangesOf(assemble(spans), at + 1)?.n)).toEqual([null, 2, 2, 4, 4, 2, 2, 8, 2]);
    expect(promptChangesOf(assemble(spans), 1)).toMatchObject({ before: null, messages: [] });
  });
  test('of a log that has only what is new with each call is all of that', () => {
    const log = (id: string, input: readonly Message[], text: string) => call(id, input, { synthetic: true, output: [assistant(text)] });
    expect(changes(log('a', start, 'one'), log('b', [result('c1', 'shipped')], 'two'), log('c', [user('more')], 'three')).messages).toEqual([
      { change: 'same', count: 4 },
      { change: 'added', role: 'assistant', name: null, before: null, after: 'two' },
      { change: 'added', role: 'user', name: null, before: null, after: 'more' },
    ]);
  });
  test('is told of the call whose prompt it goes on from, also where another agent made that or another conversation lies between', () => {
    const grown = [...start, assistant('two'), user('three')];
    const spans = [
      span('first', { kind: 'agent' }), call('a', start, { parentId: 'first' }), call('b', grown, { parentId: 'first' }),
      span('second', { kind: 'agent' }), call('c', [...grown, assistant('four'), user('five')], { parentId: 'second' }), call('judge', [system('Be strict.'), user('four')], { parentId: 'second' }),
      call('d', [...grown, assistant('four'), user('five'), assistant('six'), user('seven')], { parentId: 'second' }), span('third', { kind: 'agent' }), call('e', grown, { parentId: 'third' }),
    ];
    expect([5, 6, 7].map((n) => promptChangesOf(assemble(spans), n)?.before)).toEqual([3, 5, 5]);
    expect(promptChangesOf(assemble(spans), 9)).toMatchObject({ before: 2 });
  });
  test('compares what is around a call with what is around another, and the inner calls with each other', () => {
    const twice = (id: string, input: readonly Message[], startUs: number): readonly Span[] => [
      call(`${id} outer`, input, { counted: false, startUs, endUs: startUs + 9 }), call(`${id} inner`, input, { parentId: `${id} outer`, startUs: startUs + 1, endUs: startUs + 8, model: 'small-1-2026' }),
    ];
    const spans = [...twice('a', start, 0), ...twice('b', [...start, user('more')], 20)];
    expect([2, 3, 4].map((n) => promptChangesOf(assemble(spans), n)?.before)).toEqual([null, 1, 2]);
  });
  test('takes long histories in their stride', () => {
    const long = Array.from({ length: 6000 }, (_, n) => user(`message ${n}`));
    const begin = performance.now();
    const { messages } = changes(call('a', long), call('b', [user('new'), ...long.slice(1, 3000), user('between'), ...long.slice(3001), user('end')]));
    expect(performance.now() - begin).toBeLessThan(2000);
    expect(messages.filter((each) => each.change === 'same')).toEqual([{ change: 'same', count: 2999 }, { change: 'same', count: 2999 }]);
  });
});
