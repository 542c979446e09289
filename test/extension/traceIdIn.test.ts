import { expect, test } from 'vitest';
import { traceIdIn, traceIdOfRecording } from '../../src/extension/cases/traceIdIn.ts';

test.each([
  ['source:\n  traceId: tr_8c1c39849977\n  runId: x', 'tr_8c1c39849977'],
  ['source: {traceId: "tr_1", file: a}', 'tr_1'],
  ['"source": { "traceId": "tr_2" }', 'tr_2'],
  ["source:\n  traceId: 'tr_3' # the first", 'tr_3'],
  ['query: what is a traceId?', undefined],
  ['id: a', undefined],
])('%j', (text, id) => expect(traceIdIn(text)).toBe(id));

test('a recording names it too, unless it is broken', () => {
  expect(traceIdOfRecording('{"source":{"traceId":"tr_1"}}')).toBe('tr_1');
  expect(traceIdOfRecording('{"source":{}}')).toBeUndefined();
  expect(traceIdOfRecording('{"sour')).toBeUndefined();
});
