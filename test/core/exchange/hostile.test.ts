import { describe, expect, test } from 'vitest';
import { longestText, longestYaml, readDocument } from '../../../src/core/exchange/documents.ts';
import { importCases } from '../../../src/core/exchange/importCases.ts';
import { printSuite } from '../../../src/core/exchange/printCases.ts';
import { detectPeer, peerNamed, peers } from '../../../src/core/exchange/registry.ts';

const options = { suite: 'x', taken: new Set<string>(), existing: 'rename' } as const;

describe('a file that cannot be read is refused with a sentence', () => {
  test.each([
    ['nothing', ' \n', /empty/],
    ['neither JSON nor YAML', '{"a": [1, 2', /neither JSON nor YAML: line 1/],
    ['nested without end', '['.repeat(200_000) + ']'.repeat(200_000), /nests values more than 100 levels deep/],
    ['nested YAML', `${'['.repeat(5000)}${']'.repeat(5000)} # yaml`, /nest/i],
    ['aliases that stand for a billion values', ['a: &a [x,x,x,x,x,x,x,x,x,x]', ...'bcdefghi'.split('').map((key, index) => `${key}: &${key} [${Array(10).fill(`*${'abcdefgh'[index]}`).join(',')}]`)].join('\n'), /Aliases of the file stand for more than/],
    ['too long', `[${' '.repeat(longestText)}]`, /50 million is the most/],
    ['long YAML', `a: ${'b'.repeat(longestYaml)}`, /as YAML it is too long/],
  ])('%s', (_, text, sentence) => expect(() => readDocument(text)).toThrow(sentence));

  test('of no known tool', () => expect(() => detectPeer(readDocument('{"a": 1}'))).toThrow('No tool that Casebook knows writes such a file.'));
  test('a tool nobody knows', () => expect(() => peerNamed('promptfo')).toThrow('Did you mean promptfoo?'));
});

test('keys of prototypes are keys like any other', () => {
  const text = '[{"vars": {"query": "Hi", "__proto__": {"polluted": 1}, "constructor": "x"}, "assert": [{"type": "__proto__"}, {"type": "constructor", "value": 1}], "metadata": {"__proto__": {"deep": true}}}]';
  const { suites, problems } = importCases(readDocument(text), peerNamed('promptfoo'), options);
  expect(problems).toEqual([]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  const written = suites.map((suite) => printSuite(suite, suite.cases)).join('');
  expect(written).toContain('__proto__: {polluted: 1}');
  expect(written).toContain('__proto__: {deep: true}');
  expect(written).toContain('type: constructor');
});

test.each(peers.map((peer) => [peer.id, peer] as const))('%s: whatever the types, nothing is thrown', (_, peer) => {
  const odd = [null, true, 0, -1, '', 'text', [], [[]], {}, { a: 1 }, [null], [{ type: 5 }], [{ role: 'user' }], { parts: 'x' }];
  const keys = ['vars', 'assert', 'metadata', 'description', 'options', 'eval_id', 'conversation', 'rubrics', 'session_input', 'final_session_state', 'data', 'query', 'reference', 'input', 'target', 'choices', 'expected', 'expectedOutput', 'item', 'ideal', 'id', 'status', 'sourceTraceId'];
  const items = keys.flatMap((key) => odd.map((value) => ({ vars: { query: 'q' }, input: 'q', item: { query: 'q' }, conversation: [{ user_content: { parts: [{ text: 'q' }] } }], [key]: value })));
  const withAccount = odd.flatMap((value) => ['fields', 'absent', 'suite', 'variant', 'version'].map((key) => ({ input: 'q', vars: { query: 'q' }, item: { query: 'q', metadata: { casebook: { version: 1, [key]: value } } }, metadata: { casebook: { version: 1, [key]: value } } })));
  const { suites, cases } = importCases(readDocument(JSON.stringify([...odd, ...items, ...withAccount])), peer, options);
  expect(cases.length).toBeGreaterThan(0);
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  expect(suites.flatMap((suite) => suite.cases)).toHaveLength(cases.length);
});

test('a number that none of ours can hold keeps its item out, and the others come in', () => {
  const { cases, problems } = importCases(readDocument('{"input": "a", "target": 1e999}\n{"input": "b", "target": "c"}'), peerNamed('inspect'), options);
  expect(cases.map(({ id }) => id)).toEqual(['b']);
  expect(problems).toMatchObject([{ place: 'line 1', message: /number/ }]);
});

test('ids that are taken stay whose they are', () => {
  const document = readDocument('[{"input": "a", "target": "x", "id": "one"}, {"input": "b", "target": "x", "id": "two"}]');
  const taken = new Set(['one']);
  expect(importCases(document, peerNamed('inspect'), { suite: 'x', taken, existing: 'skip' })).toMatchObject({ clashes: ['one'], cases: [{ id: 'two' }] });
  expect(importCases(document, peerNamed('inspect'), { suite: 'x', taken, existing: 'rename' })).toMatchObject({ clashes: ['one'], cases: [{ id: 'one-2' }, { id: 'two' }] });
});
