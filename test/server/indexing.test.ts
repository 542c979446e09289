import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CaseIndex } from '../../src/language/caseIndex.ts';
import { Indexing } from '../../src/server/indexing.ts';

let root: string;
const path = (name: string): string => join(root, 'casebook', 'cases', name);
const uri = (name: string): string => pathToFileURL(path(name)).href;
/** Long before the index looks at it. */
const put = (name: string, text: string, at = 1_700_000_000): void => {
  writeFileSync(path(name), text);
  utimesSync(path(name), at, at);
};
const cache = (): string => join(root, '.casebook', 'case-index.jsonl');

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'casebook-index-'));
  mkdirSync(join(root, 'casebook', 'cases'), { recursive: true });
  mkdirSync(join(root, '.casebook'));
  put('a.case.yaml', 'suite: shop\ndefaults:\n  tier: gold\ncases:\n  - id: one\n    query: Where?\n    expectedTool: "getOrder"\n  - id: two\n    query: q\n');
  put('b.case.yaml', 'id: one\nquery: again\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function indexed(): Promise<{ readonly index: CaseIndex; readonly indexing: Indexing; readonly settled: () => number }> {
  const index = new CaseIndex(() => root);
  let settled = 0;
  const indexing = new Indexing(index, () => false, () => { settled += 1; });
  indexing.addRoot(root);
  await vi.waitFor(() => expect(index.whole).toBe(true));
  return { index, indexing, settled: () => settled };
}

test('says where names stand, and which ids are elsewhere', async () => {
  const { index } = await indexed();
  expect(index.file(uri('a.case.yaml'))).toMatchObject({
    suites: [{ name: 'shop', place: { line: 0, column: 7 } }], defaults: [{ kind: 'tier', name: 'gold', place: { line: 2, column: 8 } }],
    cases: [{ id: 'one', title: 'Where?', suite: 'shop', place: { line: 4, column: 8 }, names: [{ kind: 'tool', name: 'getOrder', place: { line: 6, column: 19 } }] }, { id: 'two' }],
  });
  expect(index.casesWithId(uri('a.case.yaml'), 'one').map(({ file }) => file.uri)).toEqual([uri('a.case.yaml'), uri('b.case.yaml')]);
  expect(index.casesBeside(uri('a.case.yaml'), 'one').map(({ file }) => file.uri)).toEqual([uri('b.case.yaml')]);
  expect(index.casesBeside(uri('a.case.yaml'), 'two')).toEqual([]);
});

test('follows files that are made, changed and removed', async () => {
  const { index, indexing, settled } = await indexed();
  const before = index.idsBeside(uri('a.case.yaml'));
  put('b.case.yaml', 'id: two\nquery: again\n', 1_700_000_001);
  put('c.case.yaml', 'id: three\nquery: q\n');
  indexing.changed(root, [path('b.case.yaml'), path('c.case.yaml')]);
  await vi.waitFor(() => expect(settled()).toBe(2));
  expect(index.idsBeside(uri('a.case.yaml'))).not.toBe(before);
  expect(index.casesBeside(uri('a.case.yaml'), 'two')).toHaveLength(1);
  rmSync(path('b.case.yaml'));
  indexing.changed(root, [path('b.case.yaml')]);
  await vi.waitFor(() => expect(settled()).toBe(3));
  expect([...index.allFiles()].map((file) => file.uri)).toEqual([uri('a.case.yaml'), uri('c.case.yaml')]);
});

test('what was kept is used for files that nobody touched, and for no others', async () => {
  await indexed();
  const kept = readFileSync(cache(), 'utf8');
  // Were b read again, its own id would be found.
  writeFileSync(cache(), kept.replace('"id":"one","title":"again"', '"id":"kept","title":"again"'));
  expect((await indexed()).index.casesWithId(uri('b.case.yaml'), 'kept')).toHaveLength(1);
  put('b.case.yaml', 'id: new\nquery: again\n', 1_700_000_001);
  const { index } = await indexed();
  expect(index.casesWithId(uri('b.case.yaml'), 'kept')).toEqual([]);
  expect(index.casesWithId(uri('b.case.yaml'), 'new')).toHaveLength(1);
});

test('what was kept and cannot be read is read again from the files', async () => {
  await indexed();
  const kept = readFileSync(cache(), 'utf8');
  const [head = '', ...lines] = kept.split('\n');
  for (const broken of ['', '{}', '\0\0', kept.replace('"casebookIndex":1', '"casebookIndex":0'), `${head}\n${lines.map((line) => line.slice(0, 40)).join('\n')}`, `${head}\n${lines.map((line) => line.replace('"cases":[', '"cases":[7,')).join('\n')}`]) {
    writeFileSync(cache(), broken);
    const { index } = await indexed();
    expect([...index.allFiles()].flatMap((file) => file.cases.map((each) => each.id))).toEqual(['one', 'two', 'one']);
  }
});
