import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { afterAll, afterEach, expect, test } from 'vitest';
import { otlpRequest } from '../engine/otlpLines.ts';
import { call, TemporaryWorkspace } from '../engine/temporaryWorkspace.ts';

/** The index and its full text are two files. Either can be ahead of the other: the disk was full, the power went, a copy was put back. */
const workspace = new TemporaryWorkspace();
afterEach(() => rmSync(workspace.path('.casebook'), { recursive: true, force: true }));
afterAll(() => workspace[Symbol.dispose]());

const said = (trace: string, text: string) => `${otlpRequest({ trace, id: 'root', start: 0, end: 9, attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: text }] }]) } })}\n`;
const found = async (text: string) => (await workspace.engine.listTraces({ text }, call)).traces.map(({ answer }) => answer);
const names = ['casebook.db', 'casebook.db-wal', 'search.db', 'search.db-wal'];

/** Puts one of the two files back to what it was before the work. */
async function withOlder(file: string, work: () => Promise<unknown>): Promise<void> {
  workspace.restart();
  const saved = names.filter((name) => name.startsWith(file) && existsSync(workspace.path('.casebook', name)));
  for (const name of saved) copyFileSync(workspace.path('.casebook', name), workspace.path(`${name}.saved`));
  await work();
  workspace.restart();
  for (const end of ['', '-wal', '-shm']) rmSync(workspace.path('.casebook', `${file}${end}`), { force: true });
  for (const name of saved) copyFileSync(workspace.path(`${name}.saved`), workspace.path('.casebook', name));
}

async function imported(name: string, content: string): Promise<void> {
  workspace.write(name, content);
  await workspace.import(name);
}

test('full text that missed what came, changed and went is brought up to date by the next search', async () => {
  await imported('a.jsonl', said('one', 'apple') + said('two', 'birch') + said('three', 'cedar'));
  await withOlder('search.db', async () => {
    await imported('a.jsonl', said('one', 'apple') + said('two', 'maple'));
    await imported('b.jsonl', said('four', 'dogwood') + said('five', 'elder'));
  });
  for (const [word, answers] of [['apple', ['apple']], ['birch', []], ['maple', ['maple']], ['cedar', []], ['dogwood', ['dogwood']], ['elder', ['elder']]] as const) expect(await found(word), word).toEqual(answers);
});

test('an import on top of full text that knows of traces which are gone does not find their words in the new ones', async () => {
  await imported('a.jsonl', said('one', 'apple'));
  await withOlder('casebook.db', () => imported('b.jsonl', said('two', 'birch') + said('three', 'cedar')));
  await imported('c.jsonl', said('four', 'dogwood') + said('five', 'elder') + said('six', 'fir'));
  for (const [word, answers] of [['apple', ['apple']], ['birch', []], ['cedar', []], ['dogwood', ['dogwood']], ['fir', ['fir']]] as const) expect(await found(word), word).toEqual(answers);
});

test('an index whose full text was made before it knew places is searched as it was', async () => {
  await imported('a.jsonl', said('one', 'apple') + said('two', 'birch'));
  workspace.restart();
  const { default: Database } = await import('better-sqlite3');
  const db = new Database(workspace.path('.casebook', 'search.db'));
  db.exec(`CREATE TABLE old (trace INTEGER PRIMARY KEY); INSERT INTO old SELECT trace FROM indexed; DROP TABLE indexed; ALTER TABLE old RENAME TO indexed; DELETE FROM migration WHERE name = '003-search-places'`);
  db.close();
  workspace.logged.length = 0;
  expect(await found('birch')).toEqual(['birch']);
  expect(workspace.logged.join('\n')).not.toContain('Full text was made again');
});
