import { expect, test } from 'vitest';
import type { Span } from '../../../src/core/model/span.ts';
import { documentsOf } from '../../../src/core/trajectory/documentsOf.ts';
import { observe } from '../../../src/core/trajectory/observe.ts';
import { summarize } from '../../../src/core/trajectory/summarize.ts';
import { assistant, span, trace } from './spans.ts';

const found = { id: 'd1', content: 'Lamps', score: null, version: null, updatedAt: null, source: null, metadata: {} };
const retrieval = (parts: Partial<Span> = {}) => span('search', { kind: 'retrieval', ...parts });

test.each<[string, Span, number | null]>([
  ['documents', retrieval({ documents: [found] }), 1],
  ['documents on a step of another kind', span('tool', { kind: 'tool', documents: [found] }), 1],
  ['a step that is no retrieval', span('model', { kind: 'llm', attributes: { documents: [] } }), null],
  ['nothing said of what came back', retrieval({ attributes: { 'db.system': 'x', 'retrieval.query': '[]', 'input.value': '[]', top_k: 0, score: 0 } }), null],
  ['an empty list', retrieval({ attributes: { 'retrieval.documents': [] } }), 0],
  ['an empty list as text', retrieval({ attributes: { 'output.value': '{"documents": []}' } }), 0],
  ['a count of none', retrieval({ attributes: { 'db.result_count': 0, 'result.count': '0' } }), 0],
  ['an answer that is an empty list', retrieval({ output: [assistant('[]')] }), 0],
  ['an answer of words', retrieval({ output: [assistant('Nothing fits.')] }), null],
])('%s', (_name, step, count) => {
  expect(documentsOf(step)).toBe(count);
});

test('what is not told is not none, in the list and for evaluators', () => {
  const context = { factsConfig: {}, importedAt: '2026-11-20T10:00:00Z', warnings: 0 };
  const unknown = trace([retrieval()]);
  expect([summarize(unknown, context).documents, observe(unknown, {}).retrieved]).toEqual([null, null]);
  const none = trace([retrieval({ attributes: { 'retrieval.documents': [] } }), span('other', { kind: 'retrieval' })]);
  expect([summarize(none, context).documents, observe(none, {}).retrieved]).toEqual([0, []]);
});
