import { expect, test } from 'vitest';
import { caseText } from '../../src/extension/cases/caseText.ts';

const two = `cases:
  - id: one
    query: What?
    expectedTool: getOrder
  - query: And then?
    id: two
    expectedTool: getShipment
`;

test('the cases of one file are told apart, wherever their ids stand', () => {
  expect(caseText(two, 'one')).toBe('  - id: one\n    query: What?\n    expectedTool: getOrder');
  expect(caseText(two, 'two')).toBe('  - query: And then?\n    id: two\n    expectedTool: getShipment');
  expect(caseText(two, 'three')).toBeUndefined();
});

const written = 'id: a\nexpectedTool: getOrder\nsource:\n  traceId: tr_1\n  proof:\n    at: then\n    failed: ["x"]\n  file: a.jsonl\n';

test('a comment and the proof are no edit', () => {
  expect(caseText(`# why\n${written}`, 'a')).toBe(caseText(written, 'a'));
  expect(caseText(written.replace('at: then', 'at: now').replace('  proof:\n', '  proof: # again\n'), 'a')).toBe(caseText(written, 'a'));
  expect(caseText('id: a\nsource: {traceId: tr_1, proof: {at: then}}\n', 'a')).toBe(caseText('id: a\nsource: {traceId: tr_1}\n', 'a'));
});

test('what is expected is', () => {
  expect(caseText(written.replace('getOrder', 'getShipment'), 'a')).not.toBe(caseText(written, 'a'));
  expect(caseText(written.replace('a.jsonl', 'b.jsonl'), 'a')).not.toBe(caseText(written, 'a'));
});

test('a case in JSON is its file', () => {
  expect(caseText('{\n  "id": "a",\n  "query": "What?"\n}\n', 'a')).toContain('What?');
});
