import { expect, test } from 'vitest';
import { detectFormat } from '../../../src/core/formats/detect.ts';
import { sampleJsonValues } from '../../../src/core/formats/jsonValues.ts';

const formatOf = (...rows: readonly unknown[]) => detectFormat(sampleJsonValues([new TextEncoder().encode(rows.map((row) => JSON.stringify(row)).join('\n'))]))?.format.id;

const user = { role: 'user', content: 'Where is my order?' };
const assistant = { role: 'assistant', content: 'On its way.' };
const conversation = { messages: [user, assistant] };
const state = { steps: ['search'], query: 'Where is my order?' };

test.each<readonly [string, ...unknown[]]>([
  ['messages', user, assistant],
  ['messages with a line about the session before them', { session: 1 }, user, assistant],
  ['conversations', conversation, conversation],
  ['conversations among the states of a graph', conversation, state, state, state],
  ['messages of LangChain', { type: 'human', content: 'Hi' }, { type: 'ai', data: { content: 'Hello' } }],
])('%s are chat', (_, ...rows) => {
  expect(formatOf(...rows)).toBe('chat');
});

test.each<readonly [string, ...unknown[]]>([
  ['one message among the events of a log', { role: 'user', message: 'Hi' }, { type: 'function_call', name: 'getOrder' }, { type: 'function_result', result: 1 }, assistant],
  ['one conversation among events', conversation, { type: 'agent.start', prompt: 'Hi' }, { type: 'tool.start', toolName: 'a' }, { type: 'tool.end', toolName: 'a' }],
  ['entries with a payload', user, assistant, { type: 'entry', payload: { role: 'user' } }],
  ['entries of a session that look like messages', { type: 'system', content: 'Hi', uuid: 'a', sessionId: 's' }, { type: 'system', content: 'Bye', uuid: 'b', sessionId: 's' }],
  ['a chain of events', { type: 'system.message', id: 'e2', parentId: 'e1', timestamp: '2026-11-20T10:00:00Z', data: user }, { type: 'system.message', id: 'e3', parentId: 'e2', timestamp: '2026-11-20T10:00:01Z', data: assistant }],
])('%s are the log of another tool', (_, ...rows) => {
  expect(formatOf(...rows)).toBe(undefined);
});
