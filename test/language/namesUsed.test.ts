import { expect, test } from 'vitest';
import { parseCaseFile } from '../../src/core/cases/parse.ts';
import { CaseIndex } from '../../src/language/caseIndex.ts';
import { indexEntryOf } from '../../src/language/indexEntry.ts';
import { namesUsed } from '../../src/language/namesUsed.ts';
import { atCursor, inMemory } from './inMemoryWorkspace.ts';

const files = {
  'file:///shop/casebook/cases/a.case.yaml': 'suite: orders\ndefaults: {metadata: {owner: ann}}\ncases:\n  - {id: a1, query: q, metadata: {coverage: [refunds, orders]}}\n  - {id: a2, query: r, metadata: {coverage: [orders]}}\n',
  'file:///shop/casebook/cases/b.case.yaml': 'id: b1\nquery: q\nmetadata: {coverage: [orders, late], owner: bob, segment: {role: support}}\n',
};
const entries = Object.entries(files).map(([uri, text]) => indexEntryOf(uri, parseCaseFile(text, uri)));

function details(marked: string, config = '', uri?: string): readonly string[] {
  const index = new CaseIndex(() => 'shop');
  for (const entry of entries) index.put(entry);
  const { document, offset } = atCursor(marked, uri);
  return inMemory({ files, index, config }).service.doComplete(document, document.positionAt(offset)).items.map(({ label, detail }) => `${label}: ${detail ?? ''}`);
}

test('names are counted in cases, the most used ones first', () => {
  expect(namesUsed(entries)).toEqual({
    tag: [{ name: 'orders', cases: 3 }, { name: 'late', cases: 1 }, { name: 'refunds', cases: 1 }],
    owner: [{ name: 'ann', cases: 2 }, { name: 'bob', cases: 1 }],
    role: [{ name: 'support', cases: 1 }],
    suite: [{ name: 'orders', cases: 2 }],
  });
});

test('where config.yaml lists none, those of other cases are offered', () => {
  expect(details('id: c\nmetadata: {coverage: [|]}\n')).toEqual(['orders: in 3 cases', 'late: in 1 case', 'refunds: in 1 case']);
  expect(details('id: c\nmetadata: {owner: |}\n')).toEqual(['ann: in 2 cases', 'bob: in 1 case']);
  expect(details('suite: |\ncases:\n  - id: c\n')).toEqual(['orders: in 2 cases']);
  expect(details('gates: [{id: g, suite: |}]\n', '', 'file:///shop/casebook/release.yaml')).toEqual(['orders: in 2 cases']);
});

test('a list of config.yaml is the list', () => {
  expect(details('id: c\nmetadata: {coverage: [|]}\n', 'tags: [returns]\n')).toEqual(['returns: tag of config.yaml']);
});
