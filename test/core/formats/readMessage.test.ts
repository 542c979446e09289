import { expect, test } from 'vitest';
import { readMessage } from '../../../src/core/formats/content/readMessage.ts';
import type { Json } from '../../../src/core/model/json.ts';

const said = (text: string) => ({ type: 'text', text });
const call = (id: string | null, name: string, args: Json) => ({ type: 'toolCall', id, name, arguments: args });

test.each<[string, Json, unknown]>([
  ['GenAI', { role: 'assistant', parts: [{ type: 'tool_call', id: 'c', name: 'f', arguments: '{"a":1}' }] }, { role: 'assistant', parts: [call('c', 'f', { a: 1 })] }],
  ['OpenAI', { role: 'assistant', content: null, refusal: 'No.', tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }] }, { role: 'assistant', parts: [said('No.'), call('c', 'f', { a: 1 })] }],
  ['the old single function call', { role: 'assistant', content: '', function_call: { name: 'f', arguments: '' } }, { role: 'assistant', parts: [call(null, 'f', {})] }],
  ['developer instructions', { role: 'developer', content: 'Be brief.' }, { role: 'system', parts: [said('Be brief.')] }],
  ['reasoning beside the content', { role: 'assistant', reasoning_content: 'Hm.', content: 'Yes.' }, { role: 'assistant', parts: [{ type: 'reasoning', text: 'Hm.' }, said('Yes.')] }],
  ['Anthropic', { role: 'assistant', content: [{ type: 'thinking', thinking: 'Hm.' }, { type: 'tool_use', id: 'c', name: 'f', input: { a: 1 } }] }, { role: 'assistant', parts: [{ type: 'reasoning', text: 'Hm.' }, call('c', 'f', { a: 1 })] }],
  ['an Anthropic result', { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c', content: [{ type: 'text', text: '{"n":1}' }], is_error: false }] }, { role: 'user', parts: [{ type: 'toolResult', callId: 'c', result: { n: 1 }, isError: false }] }],
  ['the AI SDK', { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'c', toolName: 'f', output: { type: 'error-text', value: 'down' } }] }, { role: 'tool', parts: [{ type: 'toolResult', callId: 'c', name: 'f', result: 'down', isError: true }] }],
  ['an AI SDK call', { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'c', toolName: 'f', input: { a: 1 } }] }, { role: 'assistant', parts: [call('c', 'f', { a: 1 })] }],
  ['LangChain', { type: 'ai', content: [{ type: 'text', text: 'x' }, { type: 'tool_use', id: 'c', name: 'f', input: {} }], tool_calls: [{ id: 'c', name: 'f', args: {} }] }, { role: 'assistant', parts: [said('x'), call('c', 'f', {})] }],
  ['a serialized LangChain message', { lc: 1, type: 'constructor', id: ['langchain_core', 'messages', 'HumanMessage'], kwargs: { content: 'hi' } }, { role: 'user', parts: [said('hi')] }],
  ['a LangChain message as dict', { type: 'tool', data: { content: 'broken', tool_call_id: 'c', status: 'error' } }, { role: 'tool', parts: [{ type: 'toolResult', callId: 'c', result: 'broken', isError: true }] }],
  ['a tool message', { role: 'tool', tool_call_id: 'c', content: '"{\\"a\\":1}"' }, { role: 'tool', parts: [{ type: 'toolResult', callId: 'c', result: { a: 1 } }] }],
  ['a LangChain result with the name for its role', { role: 'get_weather', content: 'Sunny.', additional_kwargs: {} }, { role: 'tool', name: 'get_weather', parts: [{ type: 'toolResult', callId: null, name: 'get_weather', result: 'Sunny.' }] }],
  ['calls that Koog prints into the text', { role: 'tool', content: '[{"function":{"name":"f","arguments":"{\\"a\\":1}"},"id":"c","type":"function"}]' }, { role: 'assistant', parts: [call('c', 'f', { a: 1 })] }],
  ['a text that only looks like calls', { role: 'user', content: '[{"function":"f"}]' }, { role: 'user', parts: [said('[{"function":"f"}]')] }],
  ['a thought nobody can read', { role: 'assistant', parts: [{ type: 'Microsoft.Extensions.AI.TextReasoningContent', content: { text: '', protectedData: 'AAEC' } }, { type: 'text', content: 'Yes.' }] }, { role: 'assistant', parts: [said('Yes.')] }],
  ["a thought of Microsoft's agents", { role: 'assistant', parts: [{ type: 'Microsoft.Extensions.AI.TextReasoningContent', content: { text: 'Hm.' } }] }, { role: 'assistant', parts: [{ type: 'reasoning', text: 'Hm.' }] }],
  ['parts of Pydantic AI', { role: 'user', parts: [{ part_kind: 'user-prompt', content: 'hi' }, { part_kind: 'tool-call', tool_name: 'f', args: '{"a":1}', tool_call_id: 'c' }] }, { role: 'user', parts: [said('hi'), call('c', 'f', { a: 1 })] }],
  ['a result of Pydantic AI', { role: 'tool', parts: [{ part_kind: 'tool-return', tool_name: 'f', content: { n: 1 }, tool_call_id: 'c' }] }, { role: 'tool', parts: [{ type: 'toolResult', callId: 'c', name: 'f', result: { n: 1 } }] }],
  ["a call as Python prints OpenAI's object", { role: 'assistant', parts: [{ type: 'text', content: "ResponseFunctionToolCall(arguments='{\"a\":\"it\\'s, b=2\"}', call_id='c', name='f', status=None)" }] }, { role: 'assistant', parts: [call('c', 'f', { a: "it's, b=2" })] }],
  ['a text that only begins as such a call', { role: 'assistant', content: [{ type: 'text', text: 'ResponseFunctionToolCall(name=<Name.f: 1>)' }] }, { role: 'assistant', parts: [said('ResponseFunctionToolCall(name=<Name.f: 1>)')] }],
  ["Bedrock's call", { role: 'assistant', content: [{ text: 'x' }, { toolUse: { toolUseId: 'c', name: 'f', input: { a: 1 } } }] }, { role: 'assistant', parts: [said('x'), call('c', 'f', { a: 1 })] }],
  ["Bedrock's result", { role: 'user', content: [{ toolResult: { toolUseId: 'c', content: [{ json: { n: 1 } }], status: 'error' } }] }, { role: 'user', parts: [{ type: 'toolResult', callId: 'c', result: { n: 1 }, isError: true }] }],
  ['what Pydantic AI wants anew', { role: 'tool', parts: [{ part_kind: 'retry-prompt', tool_name: 'f', content: 'a is missing', tool_call_id: 'c' }] }, { role: 'tool', parts: [{ type: 'toolResult', callId: 'c', name: 'f', result: 'a is missing', isError: true }] }],
  ["a call id behind its run's", { role: 'assistant', parts: [{ type: 'tool_call', id: '["run_1", "c"]', name: 'f', arguments: {} }, { type: 'tool_call', id: ['run_1', 'd'], name: 'f', arguments: {} }] }, { role: 'assistant', parts: [call('c', 'f', {}), call('d', 'f', {})] }],
  ['an unknown role keeps its word', { role: 'critic', content: 'Hm.' }, { role: 'system', name: 'critic', parts: [said('Hm.')] }],
  ['a bare text', 'hi', { role: 'user', parts: [said('hi')] }],
  ['a message of an unknown shape keeps what it holds', { role: 'assistant', content: null, model: 'm', beam: { x: 1 }, refusal: null, annotations: [] }, { role: 'assistant', parts: [{ type: 'other', value: { beam: { x: 1 } } }] }],
  ['calls that are a text', { role: 'assistant', content: null, tool_calls: 'f(1)' }, { role: 'assistant', parts: [{ type: 'other', value: { tool_calls: 'f(1)' } }] }],
  ['a call without name and arguments is kept', { role: 'assistant', content: '', tool_calls: [{ beam: 1 }, 7, { id: 'c', function: { arguments: '{}' } }] }, { role: 'assistant', parts: [{ type: 'other', value: { beam: 1 } }, { type: 'other', value: 7 }, call('c', 'unknown tool', {})] }],
  ['a message that says nothing', { role: 'assistant', content: '', refusal: null, annotations: [], usage: { total_tokens: 3 }, id: 'm', truncated: false }, { role: 'assistant', parts: [] }],
  ['an unknown part is kept', { role: 'user', content: [{ type: 'hologram', x: 1 }] }, { role: 'user', parts: [{ type: 'other', value: { type: 'hologram', x: 1 } }] }],
])('%s', (_name, raw, message) => {
  expect(readMessage(raw)?.message).toEqual(message);
});

test.each<Json>([null, 12, [], {}, { type: 'event', at: 1 }, { text: 'x' }])('%j is no message', (raw) => {
  expect(readMessage(raw)).toBeUndefined();
});
