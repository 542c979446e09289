import { expect, test } from 'vitest';
import { seenIn } from '../../src/core/cases/seenIn.ts';
import type { Catalogue, SeenTool } from '../../src/core/model/catalogue.ts';
import { atCursor, documentOf, inMemory } from './inMemoryWorkspace.ts';

const tool = (name: string, calls: number): SeenTool => ({ name, calls, failed: 0, traces: calls, lastUs: null, description: null, schema: null, arguments: [], lastResult: null });
const catalogue: Catalogue = { traces: 3, tools: [tool('zebraLookup', 9), tool('getOrder', 4), tool('addNote', 0)], documents: [{ id: 'returns', traces: 1, title: null, versions: [] }], left: { tools: 0, documents: 0 } };

test('tools are offered as often as traces call them, then those of config.yaml', () => {
  const { service } = inMemory({ catalogue, config: 'tools: [{name: aardvark}, {name: getOrder}]\n' });
  const { document, offset } = atCursor('id: one\nquery: q\nexpectedTool: |\n');
  const { items } = service.doComplete(document, document.positionAt(offset))!;
  const names = items.toSorted((a, b) => (a.sortText! < b.sortText! ? -1 : 1)).map(({ label, detail }) => `${label}: ${detail}`);
  expect(names).toEqual(['zebraLookup: in 9 traces', 'getOrder: in 4 traces', 'addNote: declared, never called', 'aardvark: declared, never called', 'null: no tool may be called']);
});

test('a trace that changed since is told by the hash that the index has', () => {
  const text = 'id: one\nquery: q\nkind: capability\nexpectedTool: getOrder\nexpectedBehavior: Names the status\nsource: {traceId: tr_1, sha256: aaaa}\n';
  const codes = (hash: string) => inMemory({ traces: ['tr_1'], hashes: { tr_1: hash } }).service.doDiagnostics(documentOf(text.replace('aaaa', 'a'.repeat(64)))).map(({ code }) => code);
  expect(codes('b'.repeat(64))).toContain('CB119');
  expect(codes('a'.repeat(64))).not.toContain('CB119');
});

test('that something was never seen can be said only where all that was seen is known', () => {
  expect(seenIn(undefined)).toEqual({});
  expect(seenIn({ ...catalogue, traces: 0 })).toEqual({});
  expect([...seenIn(catalogue).seenTools!.keys()]).toEqual(['zebraLookup', 'getOrder', 'addNote']);
  expect(seenIn(catalogue)).toBe(seenIn(catalogue));
  expect(seenIn({ ...catalogue, left: { tools: 0, documents: 3 } }).seenDocuments).toBeUndefined();
  expect(seenIn({ ...catalogue, left: { tools: 1, documents: 0 } }).seenTools).toBeUndefined();
});
