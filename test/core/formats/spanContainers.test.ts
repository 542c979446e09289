import { expect, test } from 'vitest';
import { detectFormat } from '../../../src/core/formats/detect.ts';
import { sampleJsonValues } from '../../../src/core/formats/jsonValues.ts';
import { whyNoTrace } from '../../../src/core/formats/notTraces.ts';
import { readAnyId } from '../../../src/core/formats/otlp/identity.ts';
import { formats } from '../../../src/core/formats/registry.ts';
import { readBytes } from './readBytes.ts';

const bytesOf = (...values: readonly unknown[]) => [new TextEncoder().encode(values.map((value) => JSON.stringify(value)).join('\n'))];
const sampleOf = (...values: readonly unknown[]) => sampleJsonValues(bytesOf(...values));
const read = (id: string, ...values: readonly unknown[]) => readBytes(formats.find((each) => each.id === id)!, bytesOf(...values), 'file');

test.each([
  ['0x5B8EFFF798038103D269B633813FC60C', 16, '5b8efff798038103d269b633813fc60c'], ['W47/95gDgQPSabYzgT/GDA==', 16, '5b8efff798038103d269b633813fc60c'],
  [7, 8, '0000000000000007'], ['0x7', 8, '0000000000000007'], ['0000000000000000', 8, null], ['', 8, null], [-1, 8, null], ['run-1', 8, 'run-1'],
] as const)('the id %j', (id, bytes, expected) => {
  expect(readAnyId(id, bytes)).toBe(expected);
});

test('attributes that Phoenix nested are read as those it was sent', () => {
  const row = { context: { traceId: '5b8efff798038103d269b633813fc60c', spanId: '00000000000000a1' }, name: 'ask', spanKind: 'llm', startTime: '2026-01-01T00:00:00Z', statusCode: 'OK' };
  const attributes = {
    openinference: { span: { kind: 'LLM' } }, metadata: { 'a.b': { c: 1 } },
    llm: {
      model_name: 'small-model', token_count: { prompt: 12, prompt_details: { cache_read: 4 } }, invocation_parameters: '{"temperature":0}',
      input_messages: [{ message: { role: 'user', contents: [{ message_content: { type: 'text', text: 'Is it in stock?' } }] } }],
      output_messages: [{ message: { role: 'assistant', tool_calls: [{ tool_call: { id: 'c1', function: { name: 'lookUp', arguments: '{"part":"chain"}' } } }] } }],
      tools: [{ tool: { json_schema: '{"type":"function","function":{"name":"lookUp"}}' } }],
    },
  };
  const [fragment] = read('phoenix', { ...row, attributes: JSON.stringify(attributes) }).fragments;
  expect(fragment?.header.metadata).toEqual({ 'a.b': { c: 1 } });
  expect(fragment?.spans[0]).toMatchObject({
    kind: 'llm', model: 'small-model', status: 'ok', usage: { input: 12, cachedRead: 4 }, toolDefinitions: [{ name: 'lookUp' }],
    input: [{ role: 'user', parts: [{ type: 'text', text: 'Is it in stock?' }] }],
    output: [{ role: 'assistant', parts: [{ type: 'toolCall', id: 'c1', name: 'lookUp', arguments: { part: 'chain' } }] }],
    attributes: { 'llm.invocation_parameters': '{"temperature":0}' },
  });
});

test('a value nested absurdly deep is left out, and its span stays', () => {
  let deep: unknown = 1;
  for (let n = 0; n < 400; n++) deep = [deep];
  const [fragment] = read('otel-flat', { trace_id: 't', span_id: 's', name: 'chat', attributes: { deep, near: 1 } }).fragments;
  expect(fragment?.spans[0]?.attributes).toEqual({ deep: '(nested too deep to be kept)', near: 1 });
});

test.each([
  ['what Tempo searched', { traces: [{ traceID: 'a', rootServiceName: 's', rootTraceName: 'n', startTimeUnixNano: '1' }], metrics: {} }, 'Tempo'],
  ['annotations alone', { data: [{ span_id: 'a', name: 'n', annotator_kind: 'HUMAN', result: { score: 1 } }] }, 'annotations'],
])('%s is no trace, and is told so', (_, value, word) => {
  expect(detectFormat(sampleOf(value))).toBeUndefined();
  expect(whyNoTrace(sampleOf(value))).toContain(word);
});
