import { expect, test } from 'vitest';
import { defaultFacts } from '../../../src/core/model/config.ts';
import { observe } from '../../../src/core/trajectory/observe.ts';
import { assistant, span, trace } from './spans.ts';

test('a call that a person refused is blocked, though only messages tell of it', () => {
  const asked = span('a', { kind: 'llm', output: [assistant('', { id: 'c1', name: 'wipe', arguments: {} }, { id: 'c2', name: 'read', arguments: {} })] });
  const told = span('b', { kind: 'llm', input: [{ role: 'tool', parts: [{ type: 'toolResult', callId: 'c1', result: { type: 'execution-denied', reason: 'not now' } }, { type: 'toolResult', callId: 'c2', result: 'fine' }] }], output: [assistant('Done.')] });
  expect(observe(trace([asked, told]), defaultFacts).calls.map(({ name, status }) => [name, status])).toEqual([['wipe', 'blocked'], ['read', 'ok']]);
});
