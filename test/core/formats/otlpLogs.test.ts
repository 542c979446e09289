import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { SourceRecord } from '../../../src/core/formats/format.ts';
import { readJsonValues } from '../../../src/core/formats/jsonValues.ts';
import { completeSpan } from '../../../src/core/formats/otlp/completeSpan.ts';
import { otlp } from '../../../src/core/formats/otlp.ts';
import type { Span } from '../../../src/core/model/span.ts';
import { emptySpan } from '../../../src/core/model/span.ts';
import { createSpanJoin, orderSpans } from '../../../src/store/merge.ts';

const bytes = readFileSync(new URL('../../fixtures/formats/otlp/messages-in-the-log.jsonl', import.meta.url));
const records = [...readJsonValues([bytes])].flatMap((item): SourceRecord[] => (item.type === 'value' ? [{ value: item.value, line: item.line, offset: item.offset, length: item.length }] : []));

function permutations<T>(list: readonly T[]): T[][] {
  return list.length === 0 ? [[]] : list.flatMap((each, at) => permutations(list.toSpliced(at, 1)).map((rest) => [each, ...rest]));
}

/** Each record read as a file of its own, in the order given, joined and completed as an import does it. */
function imported(order: readonly SourceRecord[]): readonly Span[] {
  const join = createSpanJoin([]);
  for (const record of order) {
    for (const { spans } of otlp.read({ file: `line-${record.line}.jsonl`, records: [record] }, { warn: () => undefined })) {
      spans.forEach((span, position) => join.add({ span, position }));
    }
  }
  return orderSpans(join.all()).map(({ span }) => completeSpan(span));
}

describe('messages in log records', () => {
  test('find their spans in whatever order lines and files come', () => {
    const once = imported(records);
    expect(once.find(({ id }) => id.endsWith('2'))).toMatchObject({ name: 'chat m-8', input: { length: 4 }, output: { length: 1 } });
    for (const order of permutations(records)) expect(imported(order)).toEqual(once);
  });

  test('are read once, however often they are asked for', () => {
    for (const span of imported(records)) expect(completeSpan(span)).toEqual(span);
  });
});

describe('a span and the messages of its events', () => {
  const message = (name: string, content: string, timeUs = 1) => ({ name, timeUs, attributes: { content } });
  const said = (role: 'user' | 'system', text: string) => ({ role, parts: [{ type: 'text' as const, text }] });

  test('keeps its own where they say more', () => {
    const span = { ...emptySpan('a', 0, 'chat'), input: [said('user', 'One'), said('user', 'Two')], events: [message('gen_ai.user.message', 'One')] };
    expect(completeSpan(span)).toEqual(span);
  });

  test('adds what follows to the system prompt that it has', () => {
    const span = { ...emptySpan('a', 0, 'chat'), input: [said('system', 'Short.')], events: [message('gen_ai.user.message', 'One')] };
    expect(completeSpan(span)).toMatchObject({ kind: 'llm', input: [said('system', 'Short.'), said('user', 'One')] });
  });

  test('stays unknown as long as only its events are known, for it may be a tool', () => {
    expect(completeSpan({ ...emptySpan('a', 0, ''), events: [message('gen_ai.user.message', 'One')] }).kind).toBe('other');
  });

  test('puts events of one moment in the order of a conversation', () => {
    const events = [message('gen_ai.choice', 'Answer'), message('gen_ai.user.message', 'Question'), message('gen_ai.system.message', 'Short.')];
    expect(completeSpan({ ...emptySpan('a', 0, 'chat'), events })).toMatchObject({ input: [said('system', 'Short.'), said('user', 'Question')], output: [{ role: 'assistant' }] });
  });
});
