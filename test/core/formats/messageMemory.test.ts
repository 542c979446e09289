import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createMessageMemory, readList } from '../../../src/core/formats/otlp/messageMemory.ts';

// Properties run hundreds of cases; a busy machine needs its time.
vi.setConfig({ testTimeout: 60_000 });

const part = fc.oneof(fc.record({ type: fc.constant('text'), content: fc.string() }), fc.record({ type: fc.constant('tool_call'), id: fc.string(), name: fc.string({ minLength: 1 }), arguments: fc.jsonValue() }), fc.constant({ type: 'text', content: ']},{"role":"user"' }));
const message = fc.record({ role: fc.constantFrom('user', 'assistant', 'tool'), parts: fc.array(part, { maxLength: 3 }) }, { requiredKeys: ['role', 'parts'] });
/** What a conversation does next: it grows, starts over, goes back and branches, is told again, or only its end is told. */
const move = fc.oneof(fc.record({ add: fc.array(message, { minLength: 1, maxLength: 2 }) }), fc.record({ keep: fc.nat(5) }), fc.constant({ again: true as const }), fc.record({ last: fc.integer({ min: 1, max: 3 }) }));

test('reads what reading each text anew would read', () => {
  fc.assert(fc.property(fc.array(move, { maxLength: 15 }), (moves) => {
    const memory = createMessageMemory();
    let history: unknown[] = [];
    for (const each of moves) {
      if ('add' in each) history = [...history, ...each.add];
      else if ('keep' in each) history = history.slice(0, each.keep);
      const text = JSON.stringify('last' in each ? history.slice(-each.last) : history);
      expect(memory.messages(text)).toEqual(readList(JSON.parse(text)));
    }
  }), { numRuns: 1000 });
});

test('earlier messages are the same objects', () => {
  const memory = createMessageMemory();
  const [one, two, three] = ['one', 'two', 'three'].map((content) => ({ role: 'user', parts: [{ type: 'text', content }] }));
  const first = memory.messages(JSON.stringify([one, two]))!.messages;
  const second = memory.messages(JSON.stringify([one, two, three]))!.messages;
  const again = memory.messages(JSON.stringify([one, two, three]))!.messages;
  expect(second.map((message) => first.includes(message))).toEqual([true, true, false]);
  expect(again).toBe(second);
});

test('an answer is the same object in the history of the next call', () => {
  const memory = createMessageMemory();
  const [question, answer, result, more] = ['one', 'two', 'three', 'four'].map((content) => ({ role: 'user', parts: [{ type: 'text', content }] }));
  const asked = memory.messages(JSON.stringify([question]))!.messages;
  const answered = memory.messages(JSON.stringify([answer]))!.messages;
  const next = memory.messages(JSON.stringify([question, answer, result, more]))!.messages;
  expect(next.length).toBe(4);
  expect([next[0] === asked[0], next[1] === answered[0]]).toEqual([true, true]);
  expect(memory.messages(`[${JSON.stringify(question)},]`)).toBeUndefined();
});

test('a text that only looks like a continuation is read on its own', () => {
  const memory = createMessageMemory();
  memory.messages('[{"role":"user","content":"a"}]');
  expect(memory.messages('[{"role":"user","content":"a"},not json]')).toBeUndefined();
  expect(memory.messages('[{"role":"user","content":"a"},{"role":"user","content":"b"}] ')!.messages.length).toBe(2);
  expect(memory.messages('no list')).toBeUndefined();
  expect(memory.messages('[]')).toEqual({ messages: [], finishReason: null });
});
