import { describe, expect, test } from 'vitest';
import { agentsOf, foldThread, threadOf, threadSource } from '../../webview/trajectory/details/thread.ts';
import type { ThreadItem } from '../../webview/trajectory/details/thread.ts';
import { story } from './story.ts';

const { steps } = story.view.skeleton;
const agents = agentsOf(steps);

/** A thread as text: who said it, or the call with its step and status; `*` what belongs to the step. */
const drawn = (items: readonly ThreadItem[]) =>
  items.map((item) => `${item.current ? '*' : ''}${item.type === 'message' ? `${item.message.role}${item.step === null ? '' : ` ${item.step}`}${item.answer ? ' answer' : ''}` : `${item.call.name} ${item.call.step} ${item.call.status}`}`);
const threadAt = (n: number) => {
  const source = threadSource(steps, agents, n);
  return threadOf(story.step(n), source === null ? undefined : story.step(source), steps, agents);
};

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
    const own = threadOf(story.step(4), undefined, steps, agents);
    expect(drawn(own)).toEqual(['*searchOrders 4 ok']);
    expect(drawn(threadOf(story.step(11), undefined, steps, agents))).toEqual([]);
  });
});

describe('the thread of a trace without model calls', () => {
  const few = steps.filter((step) => step.kind !== 'llm');
  const own = agentsOf(few);
  const at = (n: number) => {
    const source = threadSource(few, own, n);
    return drawn(threadOf(story.step(n), source === null ? undefined : story.step(source), few, own));
  };

  test('is the agent’s question and answer, with the call between them', () => {
    expect(at(1)).toEqual(['user', '*assistant 1 answer']);
    expect(at(4)).toEqual(['user', '*searchOrders 4 ok', 'assistant 1 answer']);
    expect(at(11)).toEqual(['user', 'assistant 1 answer']);
  });
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
  });
});
