import { expect, test } from 'vitest';
import { waitCauses } from '../../../src/core/insights/waitCauses.ts';
import type { Span } from '../../../src/core/model/span.ts';
import { assemble } from '../../../src/core/trajectory/assemble.ts';
import { assistant, span, tool, user } from '../trajectory/spans.ts';

const causes = (...spans: readonly Span[]) => waitCauses(assemble(spans)).map(({ step, cause }) => `${step} ${cause}`);
const run = span('run', { kind: 'agent' });
const under = (id: string, parts: Partial<Span> = {}) => span(id, { parentId: 'run', ...parts });
const turn = (id: string) => under(id, { name: 'turn', kind: 'agent', synthetic: true, input: [user('And now?')] });

test('the turns of a session after its first wait for the user', () => {
  expect(causes(run, turn('a'), turn('b'), turn('c'))).toEqual(['3 waiting for the user', '4 waiting for the user']);
  expect(causes(run, turn('a'), under('b', { name: 'turn', kind: 'agent' }))).toEqual([]);
});

test('a call whose record names an approval waited for one', () => {
  expect(causes(run, tool('t', 'refund', {}, { parentId: 'run', attributes: { 'gen_ai.tool.approval.status': 'approved' } }))).toEqual(['2 waiting for approval']);
  expect(causes(run, tool('t', 'refund', {}, { parentId: 'run', attributes: { 'approval.granted': false } }))).toEqual(['2 waiting for approval']);
  expect(causes(run, tool('t', 'refund', {}, { parentId: 'run', events: [{ name: 'tool.approval.requested', timeUs: null, attributes: {} }] }))).toEqual(['2 waiting for approval']);
  expect(causes(run, under('p', { name: 'permission.approval', kind: 'other' }))).toEqual(['2 waiting for approval']);
});

test('that none was needed is no wait for one, nor is a model\'s answer about approvals', () => {
  expect(causes(run, tool('t', 'refund', {}, { parentId: 'run', attributes: { 'approval.required': false } }))).toEqual([]);
  expect(causes(run, under('m', { kind: 'llm', attributes: { 'approval.note': 'x' }, output: [assistant('approved')] }))).toEqual([]);
});

test('what follows a question to a person waits for that person', () => {
  const asked = (name: string) => causes(run, tool('t', name, {}, { parentId: 'run' }), under('m', { kind: 'llm' }));
  for (const name of ['ask_user', 'AskUserQuestion', 'request_human_approval', 'human_input', 'adk_request_confirmation']) expect(asked(name), name).toEqual(['3 waiting for a person']);
  for (const name of ['getUser', 'ask_database', 'request_refund']) expect(asked(name), name).toEqual([]);
});

test('what follows a step that met a limit of its service waits for that', () => {
  const limited = (statusMessage: string) => causes(run, under('m', { kind: 'llm', status: 'error', statusMessage }), under('n', { kind: 'llm' }));
  for (const message of ['429 Too Many Requests', 'rate_limit_error: slow down', 'Overloaded', 'Error code: 529']) expect(limited(message), message).toEqual(['3 rate limit']);
  for (const message of ['connection reset', 'order 14290 is unknown']) expect(limited(message), message).toEqual([]);
});

test('what a broker delivered waited in its queue', () => {
  expect(causes(run, under('q', { kind: 'agent', attributes: { 'messaging.system': 'rabbitmq', 'messaging.operation': 'process' } }))).toEqual(['2 in a queue']);
  expect(causes(run, under('q', { kind: 'agent', attributes: { 'messaging.system': 'rabbitmq', 'messaging.operation': 'publish' } }))).toEqual([]);
});

test('values of any kind are no words', () => {
  const odd = JSON.parse('{"__proto__":1,"approval":{"a":[null]},"messaging.system":7,"messaging.operation":{"process":1}}') as Span['attributes'];
  expect(causes(run, tool('t', '__proto__', {}, { parentId: 'run', attributes: odd }), under('m', { attributes: odd }))).toEqual(['2 waiting for approval']);
});
