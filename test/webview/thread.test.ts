import { describe, expect, test } from 'vitest';
import type { Message, MessagePart } from '../../src/core/model/message.ts';
import { emptySpan } from '../../src/core/model/span.ts';
import type { Span } from '../../src/core/model/span.ts';
import { foldThread } from '../../webview/trajectory/details/foldThread.ts';
import { joinCalls } from '../../webview/trajectory/details/joinCalls.ts';
import { threadOf } from '../../webview/trajectory/details/thread.ts';
import { agentsOf, threadSource } from '../../webview/trajectory/details/threadSource.ts';
import { recordedFrom, storyTrace } from './story.ts';
import type { Recorded } from './recordedHost.ts';
import type { ThreadItem } from '../../webview/trajectory/details/thread.ts';
import { story } from './story.ts';

const { steps } = story.view.skeleton;
const agents = agentsOf(steps);

/** A thread as text: who said it, or the call with its step and status; `*` what belongs to the step. */
const drawn = (items: readonly ThreadItem[]) =>
  items.map((item) => `${item.current ? '*' : ''}${item.type === 'message' ? `${item.message.role}${item.step === null ? '' : ` ${item.step}`}${item.answer ? ' answer' : ''}` : `${item.call.name} ${item.call.step} ${item.call.status}`}`);
const threadIn = ({ view, step }: Recorded, n: number) => {
  const { steps: all, summary } = view.skeleton;
  const context = { steps: all, agents: agentsOf(all), answer: summary.answer };
  const source = threadSource(all, context.agents, n);
  return threadOf(step(n), source === null ? undefined : step(source), context);
};
const threadAt = (n: number) => threadIn(story, n);

describe('the thread', () => {
  test('of a step is told by the model call that came to know of it', () => {
    expect([1, 2, 3, 4, 5, 7, 10, 11].map((n) => threadSource(steps, agents, n))).toEqual([10, 3, 3, 6, 6, 10, 10, 10]);
  });

  test('joins each call with its result, in the order they were said', () => {
    expect(drawn(threadAt(4))).toEqual(['system', 'user', 'assistant', '*searchOrders 4 ok', 'searchPolicies 5 null', expect.stringMatching(/^getOrder [789] error$/u)]);
    expect(threadAt(4).find((item) => item.type === 'call' && item.call.name === 'searchOrders')).toMatchObject({ call: { result: { more: false } } });
  });

  test('marks the answer of the last turn only', () => {
    expect(drawn(threadAt(10)).at(-1)).toBe('*assistant 10 answer');
    expect(drawn(threadAt(6)).some((line) => line.includes('answer'))).toBe(false);
  });

  test('every attempt of a repeated call can be found in it', () => {
    for (const n of [7, 8, 9]) expect(drawn(threadAt(n)).filter((line) => line.startsWith('*'))).toEqual([`*getOrder ${n} error`]);
  });

  test('without any model call it is the step’s own messages and calls', () => {
    const context = { steps, agents, answer: null };
    expect(drawn(threadOf(story.step(4), undefined, context))).toEqual(['*searchOrders 4 ok']);
    expect(drawn(threadOf(story.step(11), undefined, context))).toEqual([]);
  });
});

describe('the thread of a trace without model calls', () => {
  const few = steps.filter((step) => step.kind !== 'llm');
  const own = agentsOf(few);
  const at = (n: number) => {
    const source = threadSource(few, own, n);
    return drawn(threadOf(story.step(n), source === null ? undefined : story.step(source), { steps: few, agents: own, answer: null }));
  };

  test('is the agent’s question and answer, with the calls between them', () => {
    expect(at(1)).toEqual(['user', 'searchOrders 4 null', 'searchPolicies 5 null', 'getOrder 7 error', 'getOrder 8 error', 'getOrder 9 error', 'assistant 1 answer']);
    expect(at(4)).toEqual(['user', '*searchOrders 4 ok', 'assistant 1 answer']);
    expect(at(11)).toEqual(['user', 'assistant 1 answer']);
  });
});

describe('the thread of the agent', () => {
  test('is the whole conversation, with every call in it and the step that ran it', () => {
    expect(drawn(threadAt(1))).toEqual([
      'system', 'user', 'assistant', 'searchOrders 4 null', 'searchPolicies 5 null', 'getOrder 7 error', 'getOrder 8 error', 'getOrder 9 error', 'assistant 10 answer',
    ]);
  });

  const said = (role: Message['role'], text: string): Message => ({ role, parts: [{ type: 'text', text }] });
  const timed = (seq: number, more: Partial<Span>): Span => ({ ...emptySpan(`s${seq}`, seq, `span ${seq}`), startUs: seq * 1000, endUs: seq * 1000 + 500, ...more });

  test('is that of the last outermost model call, though another was told less', () => {
    const recorded = recordedFrom({
      ...storyTrace, spans: [
        timed(1, { id: 'root', name: 'main' }),
        timed(2, { id: 'agent', kind: 'agent', parentId: 'root' }),
        timed(3, { kind: 'llm', parentId: 'agent', input: [said('user', 'Who?')], output: [said('assistant', 'Let me look.')] }),
        timed(4, { kind: 'tool', parentId: 'agent', status: 'error', statusMessage: 'refused', tool: { name: 'look', callId: null, description: null, status: 'error' } }),
        timed(5, { kind: 'llm', parentId: 'agent', input: [said('user', 'Who?'), said('assistant', 'Let me look.')], output: [said('assistant', 'Nobody.')] }),
      ],
    });
    expect(drawn(threadIn(recorded, 1))).toEqual(['user', 'assistant', 'look 4 error', 'assistant 5 answer']);
  });

  test('has the question and the answer of the agent where the model call lacks them, and calls that ran after it', () => {
    const recorded = recordedFrom({
      ...storyTrace, spans: [
        timed(1, { id: 'root', kind: 'agent', input: [said('user', 'Who?')], output: [said('assistant', 'Nobody.')] }),
        timed(2, { kind: 'llm', parentId: 'root', input: [said('system', 'Look.')], output: [] }),
        timed(3, { kind: 'tool', parentId: 'root', tool: { name: 'look', callId: null, description: null, status: 'ok' } }),
      ],
    });
    expect(drawn(threadIn(recorded, 1))).toEqual(['user', 'system', 'look 3 null', 'assistant 1 answer']);
  });
});

describe('calls and results', () => {
  const call = (id: string | null, name: string): MessagePart => ({ type: 'toolCall', id, name, arguments: {} });
  const result = (callId: string | null, value: string, name?: string): MessagePart => ({ type: 'toolResult', callId, result: value, ...(name === undefined ? {} : { name }) });
  /** `name=result` of each call; a result of no call stands alone. */
  const joined = (...parts: readonly MessagePart[]) => joinCalls(parts.map((part): Message => ({ role: 'tool', parts: [part] }))).items.map((item) => ('role' in item ? item.role : `${item.name} ${item.callId} ${String(item.result)}`));

  test.each<[string, readonly MessagePart[], readonly string[]]>([
    ['by id, whatever the order', [call('a', 'x'), call('b', 'x'), result('b', '2'), result('a', '1')], ['x a 1', 'x b 2']],
    ['by order where the calls have no id', [call(null, 'x'), result('a', '1'), call(null, 'y'), result('b', '2')], ['x a 1', 'y b 2']],
    ['by order where the results have no id', [call('a', 'x'), result(null, '1'), call('b', 'y'), result(null, '2')], ['x a 1', 'y b 2']],
    ['by name before order', [call(null, 'x'), call(null, 'y'), result('b', '2', 'y'), result('a', '1', 'x')], ['x a 1', 'y b 2']],
    ['never across two ids that differ', [call('a', 'x'), result('b', '2')], ['x a undefined', 'Tool result b 2']],
    ['never with a call that came later', [result('a', '1'), call(null, 'x')], ['Tool result a 1', 'x null undefined']],
    ['once, though it was told twice', [call('a', 'x'), result('a', '1'), result('a', '1')], ['x a 1']],
  ])('are joined %s', (_, parts, wanted) => expect(joined(...parts)).toEqual(wanted));
});

describe('folding', () => {
  const item = (index: number, current = false): ThreadItem => ({ key: String(index), step: null, current, type: 'message', message: { role: index === 1 ? 'user' : 'assistant', parts: [] }, answer: false });
  const shown = (items: readonly ThreadItem[], unfolded: ReadonlyMap<number, number> = new Map()) => foldThread(items, unfolded).map((run) => (run.type === 'fold' ? `${run.items.length} folded` : run.item.key));

  test('keeps the beginning, what is around the step, and the end', () => {
    expect(shown(Array.from({ length: 1311 }, (_, index) => item(index, index === 600)))).toEqual(['0', '1', '598 folded', '600', '601', '602', '603', '705 folded', '1309', '1310']);
  });

  test('shows fifty more at a time, and never folds less than three', () => {
    const items = Array.from({ length: 100 }, (_, index) => item(index));
    expect(shown(items, new Map([[2, 50]])).slice(0, 54)).toEqual([...Array.from({ length: 52 }, (_, index) => String(index)), '46 folded', '98']);
    expect(shown(items, new Map([[2, 100]]))).toHaveLength(100);
    expect(shown(items.slice(0, 6))).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(foldThread(items.slice(0, 20), new Map(), 24)).toHaveLength(20);
  });

  test('does not fold what failed', () => {
    const failed: ThreadItem = { key: 'failed', step: 5, current: false, type: 'call', call: { callId: null, name: 'x', status: 'error', step: 5 } };
    expect(shown([...Array.from({ length: 40 }, (_, index) => item(index)), failed, ...Array.from({ length: 40 }, (_, index) => item(50 + index))])).toEqual(['0', '1', '38 folded', 'failed', '38 folded', '88', '89']);
  });
});
