import { expect, test } from 'vitest';
import { cutWords, keysOf } from '../../../src/core/display/cutWords.ts';
import type { StepDetail } from '../../../src/core/model/trajectory.ts';
import { assistant, span, user } from '../trajectory/spans.ts';

const own = span('s', {
  kind: 'tool', name: 'read', tool: { name: 'Read', callId: null, description: null, result: 'x', status: 'ok' }, attributes: { 'gen_ai.prompt': 'x', gen_ai: { prompt: 'y' } }, input: [user('a'), assistant('b')],
  documents: [{ id: 'kb/a', content: 'x', score: null, version: null, updatedAt: null, source: null, metadata: {} }],
});
const said = { key: 'k', current: false };
const detail: StepDetail = {
  n: 6, span: own, documents: own.documents, place: null, cuts: [],
  calls: [{ step: 6, callId: null, name: 'Read', result: { content: 'x' }, status: 'ok' }, { step: 7, callId: null, name: 'Grep', argumentsText: 'x', status: 'ok' }],
  thread: {
    whole: false, leftOut: null, items: [
      { type: 'message', ...said, step: null, last: false, message: user('x') }, { type: 'message', ...said, step: 4, last: false, message: assistant('x') },
      { type: 'call', ...said, step: 5, call: { callId: null, name: 'Bash', result: { rows: ['x'] }, status: null, step: 5, documents: 0 } },
    ],
  },
};

test.each([
  ['thread.items[0].message.parts[0].text', 'a user message'],
  ['thread.items[1].message.parts[0].text', 'an answer of the model, step 4'],
  ['thread.items[2].call.result.rows[0]', 'the result of Bash, rows, step 5'],
  ['calls[0].result.content', 'the result of Read, content'],
  ['calls[1].argumentsText', 'the arguments of Grep, step 7'],
  ['documents[0].content', 'document kb/a'],
  ['span.attributes.gen_ai.prompt', 'the attribute gen_ai.prompt'],
  ['span.input[1].parts[0].text', 'an answer of the model, message 2 of the input'],
  ['span.tool.result', 'the result of Read'],
  ['calls[9].result', 'a text of the step'], ['', 'a text of the step'], ['nowhere', 'a text of the step'],
])('%s is %s', (path, words) => expect(cutWords(detail, path)).toBe(words));

test('a path leads to what it names, dots in a key or not', () => {
  expect(keysOf(detail, 'thread.items[2].call.result.rows[0]')).toEqual(['thread', 'items', 2, 'call', 'result', 'rows', 0]);
  expect(keysOf(detail, 'span.attributes.gen_ai.prompt')).toEqual(['span', 'attributes', 'gen_ai.prompt']);
});
