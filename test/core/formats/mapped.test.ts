import { describe, expect, test } from 'vitest';
import { detectFormat } from '../../../src/core/formats/detect.ts';
import { sampleJsonValues } from '../../../src/core/formats/jsonValues.ts';
import { createMappedFormat } from '../../../src/core/formats/mapped.ts';
import { columnsOf } from '../../../src/core/formats/mapped/columns.ts';
import { fieldMeant, guessColumnMap } from '../../../src/core/formats/mapped/guess.ts';
import type { ColumnMap } from '../../../src/core/model/columnMap.ts';
import { Span } from '../../../src/core/model/span.ts';
import type { JsonMap } from '../../../src/core/model/json.ts';
import { readBytes } from './readBytes.ts';

const bytes = (...rows: readonly unknown[]) => [new TextEncoder().encode(rows.map((row) => JSON.stringify(row)).join('\n'))];
const read = (map: ColumnMap, ...rows: readonly unknown[]) => readBytes(createMappedFormat(map), bytes(...rows), 'rows.jsonl');
const one = (map: ColumnMap, row: unknown) => {
  const { fragments, warnings } = read(map, row);
  expect(fragments).toHaveLength(1);
  for (const span of fragments[0]!.spans) expect(Span.safeParse(span).error).toBeUndefined();
  return { ...fragments[0]!, warnings };
};

describe('rows with a column map', () => {
  test('become a question, an answer and calls', () => {
    const { nativeId, header, spans, warnings } = one(
      { id: 'ref', user: 'meta.who', query: 'ask', answer: 'reply', toolCalls: 'steps', model: 'llm', inputTokens: 'in', outputTokens: 'out', latencySeconds: 'took', costUsd: 'usd', feedback: 'thumb', startedAt: 'when', tags: 'topics' },
      { ref: 7, meta: { who: 'ana', tier: 'gold' }, ask: 'Where is it?', reply: 'On its way.', steps: [{ tool: 'track', args: '{"id":"1"}', output: { at: 'Kiel' } }, { tool: 'notify', error: 'refused' }], llm: 'm-1', in: 12, out: '5', took: 1.5, usd: 0.25, thumb: 1, when: '2026-11-01 10:00:00', topics: 'a, b', extra: true },
    );
    expect(nativeId).toBe('7');
    expect(header).toMatchObject({ userId: 'ana', tags: ['a', 'b'], facts: { feedback: 'accepted' }, metadata: { 'casebook.latency_ms': 1500 } });
    expect(spans.map((span) => [span.kind, span.name])).toEqual([['agent', 'run'], ['tool', 'track'], ['tool', 'notify'], ['llm', 'assistant']]);
    expect(spans[0]).toMatchObject({ startUs: Date.UTC(2026, 10, 1, 10) * 1000, endUs: Date.UTC(2026, 10, 1, 10) * 1000 + 1_500_000, attributes: { meta: { who: 'ana', tier: 'gold' }, extra: true } });
    expect(spans[1]?.tool).toMatchObject({ name: 'track', arguments: { id: '1' }, result: { at: 'Kiel' }, status: 'ok' });
    expect(spans[2]?.tool?.status).toBe('error');
    expect(spans[3]).toMatchObject({ model: 'm-1', usage: { input: 12, output: 5, level: 'leaf' }, cost: { usd: 0.25, source: 'reported' } });
    expect(warnings).toEqual([]);
  });

  test('may hold a whole conversation, also as JSON text', () => {
    const messages = [{ role: 'user', content: 'Hi' }, { role: 'assistant', content: '', tool_calls: [{ id: 'c', function: { name: 'look', arguments: '{}' } }] }, { role: 'tool', tool_call_id: 'c', content: 'found' }, { role: 'assistant', content: 'Here.' }];
    const { spans } = one({ messages: 'log' }, { log: JSON.stringify(messages) });
    expect(spans.map((span) => span.kind)).toEqual(['agent', 'llm', 'tool', 'llm']);
  });

  test('without an id are told apart by their content', () => {
    const ids = read({ query: 'q', answer: 'a' }, { q: '1', a: 'x' }, { q: '2', a: 'x' }).fragments.map((each) => each.nativeId);
    expect(new Set(ids).size).toBe(2);
  });

  test('that have none of the columns, or values of another kind, are said and leave the others', () => {
    const { fragments, warnings } = read({ query: 'q', answer: 'a', inputTokens: 'n', startedAt: 't' }, { other: 1 }, 'text', { q: 'hi', a: 'there', n: 'many', t: 'soon' });
    expect(fragments).toHaveLength(1);
    expect(warnings).toEqual([
      '1: None of the mapped columns is in this row; left out. It has other.', '2: Not a row with names and values; left out.',
      '3: t is "soon", which is no time; read as not recorded.', '3: n is "many", which is no number; read as not recorded.',
    ]);
  });

  test('a time may be a number in any unit', () => {
    const us = Date.UTC(2026, 0, 1) * 1000;
    for (const t of [us / 1e6, us / 1e3, us, String(us / 1e6)]) expect(one({ query: 'q', startedAt: 't' }, { q: 'x', t }).spans[0]?.startUs).toBe(us);
  });

  test('hostile keys are keys', () => {
    const { spans } = one({ query: 'q' }, JSON.parse('{"q":"x","__proto__":{"polluted":1}}'));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.hasOwn(spans[0]!.attributes, '__proto__')).toBe(true);
  });
});

describe('a guess', () => {
  const guess = (...rows: readonly JsonMap[]) => guessColumnMap(columnsOf(rows));

  test.each<[JsonMap, ColumnMap]>([
    [{ submission_body: 'a', system_reply: 'b' }, { query: 'submission_body', answer: 'system_reply' }],
    [{ retrieved_context: ['x'], question: 'q', answer: 'a' }, { query: 'question', answer: 'answer', documents: 'retrieved_context' }],
    [{ request: { body: { Question: 'q' } }, result: { generation: 'g', usage: { input_tokens: 4 } } }, { query: 'request.body.Question', answer: 'result.generation', inputTokens: 'result.usage.input_tokens' }],
    [{ question_id: 'q7', answer: 'a', tool_call_sequence: ['x'], wall_clock_s: 3, error: null }, { answer: 'answer', toolCalls: 'tool_call_sequence', latencySeconds: 'wall_clock_s', error: 'error' }],
    [{ log: [{ role: 'user', content: 'x' }], input: 'y' }, { messages: 'log', query: 'input' }],
    [{ latency: 'slow', input: 5 }, {}],
    [
      { ticket: 'T1', 'asked by': 'ana', 'customer question': 'Where?', 'agent reply': 'There.', 'took (ms)': 1200, 'model used': 'gpt-4o', rating: 'up', when: '2026-11-01T10:00:00Z' },
      { id: 'ticket', user: 'asked by', query: 'customer question', answer: 'agent reply', latencyMs: 'took (ms)', model: 'model used', feedback: 'rating', startedAt: 'when' },
    ],
    [{ customer_message: 'Where?', botMessage: 'There.', 'User Rating': 4, AgentModel: 'm' }, { query: 'customer_message', answer: 'botMessage', feedback: 'User Rating', model: 'AgentModel' }],
    [{ 'Original user question': 'q', 'Final AI answer (text)': 'a', 'response time': 2.5 }, { query: 'Original user question', answer: 'Final AI answer (text)', latencySeconds: 'response time' }],
    [{ 'in tok': 120, 'out tok': 30, secs: 2.4, ask: 'q' }, { query: 'ask', inputTokens: 'in tok', outputTokens: 'out tok', latencySeconds: 'secs' }],
    // What only looks like it is nothing.
    [{ 'customer name': 'Ana', 'agent name': 'b', 'expected answer': 'x', 'question id': 'q1', agent: 'b', 'answer length': 3 }, { user: 'customer name' }],
  ])('%j', (row, expected) => expect(guess(row)).toEqual(expected));

  test('reads what it maps', () => {
    const row = { submission_body: 'Where?', system_reply: 'There.' };
    expect(one(guess(row), row).spans.map((span) => span.kind)).toEqual(['agent', 'llm']);
    expect(detectFormat(sampleJsonValues(bytes(row)))).toBeUndefined();
  });
});

test.each([['start', 'startedAt'], ['qery', 'query'], ['question', 'query'], ['cost', 'costUsd'], ['latency', 'latencyMs'], ['End', 'endedAt'], ['zzz', undefined], ['x', undefined]])('by %s somebody means %s', (word, field) => {
  expect(fieldMeant(word)).toBe(field);
});

test('columns are listed with how many rows fill them', () => {
  expect(columnsOf([{ a: 1, b: { c: null } }, { a: 2, b: { c: 'x' }, 'd.e': 1 }])).toEqual([
    { name: 'a', filled: 2, examples: [1, 2] }, { name: 'b.c', filled: 1, examples: ['x'] }, { name: 'd.e', filled: 1, examples: [1] },
  ]);
});
