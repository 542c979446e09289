import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCaseFile } from '../../../src/core/cases/parse.ts';
import { readDocument } from '../../../src/core/exchange/documents.ts';
import { exportCases } from '../../../src/core/exchange/exportCases.ts';
import { importCases } from '../../../src/core/exchange/importCases.ts';
import { printSuite } from '../../../src/core/exchange/printCases.ts';
import { peerNamed } from '../../../src/core/exchange/registry.ts';
import type { Json, JsonMap } from '../../../src/core/model/json.ts';
import { setKey } from '../../../src/core/formats/jsonText.ts';

const text = fc.oneof(fc.constantFrom('plain', 'null', '2026-01-01', 'a: b', 'two\nlines', '\u0007', '__proto__'), fc.string({ maxLength: 6, unit: 'grapheme' }));
const value = fc.jsonValue({ maxDepth: 2, stringUnit: 'grapheme' }).map((each) => JSON.parse(JSON.stringify(each)) as Json);
const extra = fc.dictionary(fc.oneof(fc.constantFrom('weight', '__proto__', 'constructor', 'a/b~c'), fc.string({ minLength: 1, maxLength: 4 })).map((key) => (key === '__proto__' ? key : `own ${key}`)), value, { maxKeys: 4, noNullPrototype: true });

function withExtra(base: JsonMap, more: Readonly<Record<string, Json>>): JsonMap {
  const item: Record<string, Json> = { ...base };
  for (const [key, each] of Object.entries(more)) setKey(item, key, each);
  return item;
}

/** Whatever the first says the second says at the same place. */
function expectWithin(first: Json, second: Json | undefined): void {
  if (typeof first !== 'object' || first === null || Array.isArray(first)) return expect(second).toEqual(first);
  for (const [key, each] of Object.entries(first)) expectWithin(each as Json, Object.entries(second as JsonMap).find(([name]) => name === key)?.[1]);
}

test.each([
  ['inspect', (more: JsonMap, beside: JsonMap, said: string): JsonMap => withExtra({ id: 's1', input: 'Where is P-17?', target: said, metadata: beside, sandbox: 'docker' }, more)],
  ['langfuse', (more: JsonMap, beside: JsonMap, said: string): JsonMap => withExtra({ id: 's1', input: { question: 'Where is P-17?', extra: beside }, expectedOutput: said, metadata: beside, status: 'ACTIVE' }, more)],
  ['braintrust', (more: JsonMap, beside: JsonMap, said: string): JsonMap => withExtra({ id: 's1', input: 'Where is P-17?', expected: { said, beside }, metadata: beside }, more)],
  ['openai', (more: JsonMap, beside: JsonMap, said: string): JsonMap => ({ item: withExtra({ question: 'Where is P-17?', ideal: said, beside }, more) })],
  ['adk', (more: JsonMap, beside: JsonMap, said: string): JsonMap => withExtra({ eval_id: 's1', conversation: [{ invocation_id: 'e-1', user_content: { role: 'user', parts: [{ text: 'Where is P-17?' }] }, intermediate_data: { tool_uses: [{ id: 'c', name: 'getParcel', args: beside }] } }], session_input: { app_name: said, user_id: 'u', state: beside } }, more)],
  ['promptfoo', (more: JsonMap, beside: JsonMap, said: string): JsonMap => withExtra({ vars: { query: 'Where is P-17?' }, assert: [{ type: 'contains', value: 'out', metric: said }, { type: 'webhook', value: said, config: beside }], options: { transform: said }, metadata: beside }, more)],
])('%s: what nobody here knows comes back where it was', (id, make) => {
  const peer = peerNamed(id);
  fc.assert(fc.property(extra, extra, text.filter((each) => each !== ''), (more, beside, said) => {
    // ADK's own keys have one spelling here; arguments and state are people's.
    const item = make(id === 'adk' ? Object.fromEntries(Object.entries(more).map(([key, each]) => [key.toLowerCase(), typeof each === 'object' ? null : each])) : more, beside as JsonMap, said);
    const imported = importCases(readDocument(JSON.stringify([item])), peer, { suite: 'desk', taken: new Set(), existing: 'rename' });
    const file = parseCaseFile(imported.suites.map((suite) => printSuite(suite, suite.cases)).join('---\n'));
    expect(file.problems).toEqual([]);
    const back = exportCases(file.cases.map((each) => ({ value: each.value!, suite: each.suite, description: null })), peer, '.json');
    const [again] = peer.items(readDocument(back.text)).items;
    const [before] = peer.items(readDocument(JSON.stringify([item]))).items;
    expectWithin(before!.value, again?.value);
  }), { numRuns: 40, endOnFailure: true });
});
