import { expect, test } from 'vitest';
import { assemble } from '../../../src/core/trajectory/assemble.ts';
import { answerOf } from '../../../src/core/trajectory/observe.ts';
import { assistant, span, user } from './spans.ts';

test('a model call that holds the whole run answers it', () => {
  const spans = [span('chain', { kind: 'llm', input: [user('Where?')], output: [assistant('On the quay.')] }), span('rephrase', { kind: 'llm', parentId: 'chain', output: [assistant('Where is lamp 7?')] })];
  expect(answerOf(assemble(spans))).toBe('On the quay.');
});

test('of model calls beside each other the last one answers', () => {
  expect(answerOf(assemble([span('a', { kind: 'llm', output: [assistant('First')] }), span('b', { kind: 'llm', output: [assistant('Second')] })]))).toBe('Second');
});

test('a whole that says nothing leaves it to the calls within', () => {
  expect(answerOf(assemble([span('chain', { kind: 'llm' }), span('b', { kind: 'llm', parentId: 'chain', output: [assistant('Here.')] })]))).toBe('Here.');
});
