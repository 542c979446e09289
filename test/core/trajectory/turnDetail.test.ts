import { expect, test } from 'vitest';
import { assemble } from '../../../src/core/trajectory/assemble.ts';
import { span, user } from './spans.ts';

test('a turn of a session says in its row what the user said', () => {
  const turn = (id: string, text: string) => span(id, { name: 'turn', kind: 'agent', synthetic: true, parentId: 'run', input: text === '' ? [] : [user(text)] });
  const { steps } = assemble([span('run', { kind: 'agent', synthetic: true, input: [user('a')] }), turn('t1', 'Cancel\nit, please.'), turn('t2', ''), turn('t3', 'x'.repeat(300))]);
  expect(steps.map(({ detail }) => detail)).toEqual([null, '“Cancel it, please.”', null, `“${'x'.repeat(119)}…”`]);
});
