import fc from 'fast-check';
import { expect, test } from 'vitest';
import { braintrust } from '../../../src/core/formats/braintrust.ts';
import type { Format } from '../../../src/core/formats/format.ts';
import { langsmith } from '../../../src/core/formats/langsmith.ts';
import type { Span } from '../../../src/core/model/span.ts';
import { canonicalJson, createSpanJoin } from '../../../src/store/merge.ts';

/** The spans of all files, joined as an import does; places and made-up order aside. */
function joined(format: Format, files: readonly (readonly unknown[])[]): readonly string[] {
  const joins = new Map<string, ReturnType<typeof createSpanJoin>>();
  files.forEach((rows, n) => {
    const records = rows.map((value, at) => ({ value, line: at + 1, offset: at, length: 1 }));
    for (const { nativeId, spans } of format.read({ file: `file-${n}`, records }, { warn: () => undefined })) {
      const join = joins.get(nativeId) ?? createSpanJoin([]);
      joins.set(nativeId, join);
      for (const span of spans) join.add({ span, position: 0 });
    }
  });
  const complete = (span: Span) => ({ ...(format.complete?.(span) ?? span), place: null, seq: 0 });
  return [...joins].flatMap(([id, join]) => join.all().map(({ span }) => `${id} ${canonicalJson(complete(span))}`)).sort();
}

const order = '20261120T090000000000Z';
const posts = [
  { id: 'a', trace_id: 'a', dotted_order: `${order}a`, name: 'agent', run_type: 'chain', start_time: '2026-11-20T09:00:00', inputs: { question: 'Where is order 7?' } },
  { id: 'b', trace_id: 'a', dotted_order: `${order}a.${order}b`, name: 'model', run_type: 'llm', start_time: '2026-11-20T09:00:01', inputs: { model: 'm', messages: [{ role: 'user', content: 'Where is order 7?' }] } },
  { id: 'c', trace_id: 'a', dotted_order: `${order}a.${order}c`, name: 'get_order', run_type: 'tool', start_time: '2026-11-20T09:00:02', inputs: { input: '{"id":7}' } },
  { id: 'd', trace_id: 'a', dotted_order: `${order}a.${order}d`, name: 'search', run_type: 'retriever', start_time: '2026-11-20T09:00:03', inputs: { query: 'order 7' } },
];
const patches = [
  { trace_id: 'a', dotted_order: `${order}a`, end_time: '2026-11-20T09:00:09', outputs: { answer: 'On its way.' } },
  { trace_id: 'a', dotted_order: `${order}a.${order}b`, end_time: '2026-11-20T09:00:02', inputs: { model: 'm', messages: [{ role: 'user', content: 'Where is order 7?' }] }, outputs: { choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Let me see.' } }], usage_metadata: { input_tokens: 5, output_tokens: 3 } } },
  { trace_id: 'a', dotted_order: `${order}a.${order}c`, end_time: '2026-11-20T09:00:03', error: null, outputs: { output: { type: 'tool', content: 'shipped', tool_call_id: 'call-1' } } },
  { trace_id: 'a', dotted_order: `${order}a.${order}d`, end_time: '2026-11-20T09:00:04', outputs: { documents: [{ page_content: 'Parcels take two days.' }] } },
];

test('a post and its patch are one run, in whatever order they stand', () => {
  const expected = joined(langsmith, [[...posts, ...patches]]);
  expect(expected.length).toBe(posts.length);
  expect(expected.join('\n')).toContain('"result":"shipped"');
  fc.assert(fc.property(fc.shuffledSubarray([...posts, ...patches], { minLength: 8 }), (rows) => { expect(joined(langsmith, [rows])).toEqual(expected); }), { numRuns: 50 });
});

test('patches in another file are read as those beside their posts, once they are joined', () => {
  const read = (spans: readonly string[]) => spans.map((each) => JSON.parse(each.slice(2)) as Span).map(({ id, name, kind, parentId, startUs, endUs, status, input, output, documents, tool }) => ({ id, name, kind, parentId, startUs, endUs, status, input, output, documents, tool }));
  const expected = read(joined(langsmith, [[...posts, ...patches]]));
  expect(read(joined(langsmith, [posts, patches]))).toEqual(expected);
  expect(read(joined(langsmith, [patches, posts]))).toEqual(expected);
});

const rows = [
  { id: 'r1', span_id: 's1', root_span_id: 's1', _is_merge: false, span_attributes: { name: 'run', type: 'task' }, input: 'Hi', metrics: { start: 1795165200 } },
  { id: 'r2', span_id: 's2', root_span_id: 's1', span_parents: ['s1'], _is_merge: false, span_attributes: { name: 'model', type: 'llm' }, input: [{ role: 'user', content: 'Hi' }], metadata: { model: 'm' }, metrics: { start: 1795165201 } },
  { id: 'r2', span_id: 's2', root_span_id: 's1', span_parents: ['s1'], _is_merge: true, output: { role: 'assistant', content: 'Hello' } },
  { id: 'r2', span_id: 's2', root_span_id: 's1', span_parents: ['s1'], _is_merge: true, metrics: { end: 1795165202, prompt_tokens: 4, completion_tokens: 2 } },
  { id: 'r3', span_id: 's3', root_span_id: 's1', span_parents: ['s1'], _is_merge: false, span_attributes: { name: 'wave', type: 'tool' }, input: { hand: 'left' } },
  { id: 'r3', span_id: 's3', root_span_id: 's1', span_parents: ['s1'], _is_merge: true, output: 'waved', metrics: { end: 1795165203 } },
  { id: 'r1', span_id: 's1', root_span_id: 's1', _is_merge: true, output: 'Hello', metrics: { end: 1795165204 } },
];

test('the pieces of a Braintrust row are one span, in whatever order they stand', () => {
  const expected = joined(braintrust, [rows]);
  expect(expected.length).toBe(3);
  expect(expected.join('\n')).toContain('"result":"waved"');
  fc.assert(fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => { expect(joined(braintrust, [shuffled])).toEqual(expected); }), { numRuns: 50 });
});
