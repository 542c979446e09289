import { expect, test } from 'vitest';
import type { ColumnMap } from '../../src/core/model/columnMap.ts';
import type { ImportReport } from '../../src/protocol/importApi.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

const map: ColumnMap = { id: 'ticket', query: 'ask', answer: 'reply' };
const lines = '{"ticket":"T-1","ask":"Where is my parcel?","reply":"In Kiel.","llm":"m-1"}\n{"ticket":"T-2","ask":"May I return it?","reply":"Yes.","llm":"m-1"}\n';
const csv = 'ticket,ask,reply,llm\nT-1,Where is it?,In Kiel.,m-1\nT-2,May I return it?,Yes.,m-1\n';
const importing = (workspace: TemporaryWorkspace, { map: by }: { readonly map: ColumnMap }, name: string): Promise<ImportReport> => Promise.resolve(workspace.engine.importFiles({ paths: [workspace.path(name)], map: by }, call));

test('one that names a column which none of the first rows has is refused, with the nearest, and what was read by a right map stays', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('rows.jsonl', lines);
  await importing(workspace, { map }, 'rows.jsonl');
  const before = workspace.stored();
  const { files } = await importing(workspace, { map: { ...map, answer: 'replly', session: 'chat' } }, 'rows.jsonl');
  expect(files).toMatchObject([{ format: null, traces: 0, error: 'rows.jsonl was not read: the map names the columns replly (did you mean reply?), chat, which the first 2 rows of it have not. There are ticket, ask, reply, llm. Correct the map, or take that out of it.' }]);
  expect(workspace.stored()).toEqual(before);
  workspace.write('t.csv', csv);
  expect((await importing(workspace, { map: { query: 'ask', answer: 'nosuch' } }, 't.csv')).files[0]?.error).toContain('the map names the column nosuch, which the first 2 rows of it have not. There are ticket, ask,');
});

test('one that names a column which some rows have not reads them, with a warning that counts those', async () => {
  using workspace = new TemporaryWorkspace();
  const late = `${lines.repeat(20)}{"ticket":"T-3","ask":"And this?","reply":"No.","why":"timeout"}\n`;
  workspace.write('rows.jsonl', late);
  const message = 'The column why is missing from 40 of 41 rows; what it tells is not recorded there.';
  expect((await importing(workspace, { map: { id: 'ticket', query: 'ask', answer: 'reply', error: 'why' } }, 'rows.jsonl')).files).toMatchObject([{ format: 'mapped', new: 3, warningCount: 1, warnings: [{ line: null, message }] }]);
});
