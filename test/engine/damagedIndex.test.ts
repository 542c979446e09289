import { appendFileSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/core/support/errors.ts';
import type { ImportProgress } from '../../src/protocol/importApi.ts';
import type { CallContext } from '../../src/protocol/rpc.ts';
import { databaseContent } from './databaseContent.ts';
import { createRandom } from './mutations.ts';
import { chatSpan, otlpRequest, textMessage, traceIdOf } from './otlpLines.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

const runs = 60;
const line = (n: number) => `${otlpRequest(chatSpan({ trace: `run ${n}`, id: 'root', start: n, end: n + 1 }, [textMessage('user', `question ${n} `.repeat(60))], textMessage('assistant', `answer ${n}`)))}\n`;

async function filled(workspace: TemporaryWorkspace): Promise<ReturnType<typeof databaseContent>> {
  workspace.write('a.jsonl', Array.from({ length: runs }, (_, n) => line(n)).join(''));
  workspace.write('b.jsonl', line(runs));
  await workspace.import('a.jsonl', 'b.jsonl');
  await workspace.engine.labelTrace({ trace: traceIdOf('run 7'), by: 'ana', change: { verdict: 'fail', note: 'kept' } }, call);
  workspace.restart();
  return databaseContent(workspace.path('.casebook'));
}
const rebuild = async (workspace: TemporaryWorkspace) => workspace.engine.rebuildIndex({}, call as CallContext<ImportProgress>);
const labelOf = async (workspace: TemporaryWorkspace) => (await workspace.engine.findTrace({ trace: traceIdOf('run 7') }, call)).label?.note;

function everyCall(workspace: TemporaryWorkspace): readonly (() => unknown)[] {
  const trace = traceIdOf('run 7');
  return [
    () => workspace.engine.listTraces({}, call), () => workspace.engine.listTraces({ text: 'question' }, call), () => workspace.engine.openTrajectory({ trace }, call),
    () => workspace.engine.readStep({ trace, n: 1 }, call), () => workspace.engine.groupTraces({ by: 'model' }, call), () => workspace.import('b.jsonl'),
  ];
}

function flipped(path: string, from: number, every: number, seed = 1): void {
  const bytes = readFileSync(path);
  const random = createRandom(seed);
  for (let at = from; at < bytes.length; at += 1 + random.below(2 * every)) bytes[at] = random.below(256);
  writeFileSync(path, bytes);
}

/** How a file comes to be damaged; offsets go with its size. */
const damages: Readonly<Record<string, (path: string) => void>> = {
  'is no database': (path) => writeFileSync(path, 'this is no database'.repeat(500)),
  'is cut off in its head': (path) => truncateSync(path, 60),
  'is cut off': (path) => truncateSync(path, Math.floor(statSync(path).size * 0.6)),
  'lost its schema': (path) => flipped(path, 100, 40),
  'has bytes flipped behind its schema': (path) => flipped(path, 20_000, 200),
  'has a page of something else': (path) => {
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xab, 2 * 8192, 4 * 8192));
  },
};

describe.each(Object.entries(damages))('an index that %s', (_, damage) => {
  test('is told from a bug in every call, and rebuild makes it as it was, labels and all', async () => {
    using workspace = new TemporaryWorkspace();
    const whole = await filled(workspace);
    damage(workspace.path('.casebook', 'casebook.db'));
    for (const ask of everyCall(workspace)) {
      // Some of it can still be read. What cannot is said with what to do.
      await Promise.resolve().then<unknown>(ask).catch((error: unknown) => {
        expect(error).toBeInstanceOf(UserError);
        if ((error as UserError).code.startsWith('no-such-')) return;
        expect(error).toMatchObject({ code: 'index-damaged', message: `The index ${workspace.path('.casebook', 'casebook.db')} is damaged and cannot be read.`, hint: expect.stringContaining('casebook rebuild') as string });
      });
    }
    const { files } = await rebuild(workspace);
    for (const { error } of files) expect(error).toBeNull();
    // Where not even the names of the files can be read any more, the person names them.
    if (files.length < 2) {
      expect(workspace.logged.join('\n')).toMatch(/import them again|kept as/);
      await workspace.import('a.jsonl', 'b.jsonl');
    }
    expect((await workspace.engine.listTraces({ text: 'question' }, call)).total).toBe(runs + 1);
    expect(await labelOf(workspace)).toBe('kept');
    workspace.restart();
    expect(databaseContent(workspace.path('.casebook'))).toEqual(whole);
  });
});

describe.each(Object.entries(damages))('full text that %s', (_, damage) => {
  test.each([
    ['a search', async (workspace: TemporaryWorkspace) => void (await workspace.engine.listTraces({ text: 'question' }, call))],
    ['an import', async (workspace: TemporaryWorkspace) => {
      appendFileSync(workspace.path('a.jsonl'), line(0).replaceAll('answer', 'reply'));
      await workspace.import('a.jsonl');
    }],
    ['a removal', async (workspace: TemporaryWorkspace) => void (await workspace.engine.removeTraces({ trace: traceIdOf('run 9') }, call))],
    ['a rebuild', async (workspace: TemporaryWorkspace) => void (await rebuild(workspace))],
  ])('is put aside by %s and made again; no trace is lost', async (what, work) => {
    using workspace = new TemporaryWorkspace();
    await filled(workspace);
    damage(workspace.path('.casebook', 'search.db'));
    await work(workspace);
    const { traces, total } = await workspace.engine.listTraces({ text: 'question', limit: 1000 }, call);
    expect(total).toBe(what === 'a removal' ? runs : runs + 1);
    expect(new Set(traces.map(({ id }) => id)).size).toBe(total);
    expect((await workspace.engine.listTraces({ text: '"question 12"' }, call)).total).toBe(1);
    expect(await labelOf(workspace)).toBe('kept');
    expect(readdirSync(workspace.path('.casebook')).some((name) => name.startsWith('casebook.db.damaged'))).toBe(false);
  });
});

test('whichever few bytes are flipped, no call meets a bug, and rebuild mends it', async () => {
  using workspace = new TemporaryWorkspace();
  const whole = await filled(workspace);
  const [index, search] = ['casebook.db', 'search.db'].map((name) => readFileSync(workspace.path('.casebook', name)));
  for (let seed = 1; seed <= 20; seed++) {
    writeFileSync(workspace.path('.casebook', 'casebook.db'), index!);
    writeFileSync(workspace.path('.casebook', 'search.db'), search!);
    flipped(workspace.path('.casebook', seed % 4 === 0 ? 'search.db' : 'casebook.db'), 0, 3000, seed);
    for (const ask of everyCall(workspace)) {
      await Promise.resolve().then<unknown>(ask).catch((error: unknown) => expect(error, `seed ${seed}`).toBeInstanceOf(UserError));
    }
    await rebuild(workspace).catch((error: unknown) => expect(error, `seed ${seed}`).toBeInstanceOf(UserError));
    await workspace.import('a.jsonl', 'b.jsonl').catch((error: unknown) => expect(error, `seed ${seed}`).toMatchObject({ code: 'index-damaged' }));
    workspace.restart();
    for (const name of readdirSync(workspace.path('.casebook'))) rmSync(workspace.path('.casebook', name));
    await workspace.import('a.jsonl', 'b.jsonl');
    workspace.restart();
    expect(databaseContent(workspace.path('.casebook')), `seed ${seed}`).toEqual(whole);
  }
}, 60_000);

test('an index of no bytes is an empty one, and is filled again', async () => {
  using workspace = new TemporaryWorkspace();
  const whole = await filled(workspace);
  writeFileSync(workspace.path('.casebook', 'casebook.db'), '');
  expect((await workspace.engine.listTraces({ text: 'question' }, call)).total).toBe(0);
  await workspace.import('a.jsonl', 'b.jsonl');
  expect((await workspace.engine.listTraces({ text: 'question' }, call)).total).toBe(runs + 1);
  workspace.restart();
  expect(databaseContent(workspace.path('.casebook'))).toEqual(whole);
});

test.each(['casebook.db', 'search.db'])('where %s was written by a newer Casebook all can be read, and whatever would write says so', async (file) => {
  using workspace = new TemporaryWorkspace();
  await filled(workspace);
  const db = new Database(workspace.path('.casebook', file));
  db.exec(`INSERT INTO migration VALUES ('999-later', '2030-01-01')`);
  db.close();
  const before = readFileSync(workspace.path('.casebook', file));
  expect((await workspace.engine.listTraces({ text: 'question' }, call)).total).toBe(runs + 1);
  expect((await workspace.engine.openTrajectory({ trace: traceIdOf('run 7') }, call)).steps.length).toBeGreaterThan(0);
  const refusal = { code: 'index-newer', message: expect.stringMatching(/was written by a newer Casebook \(it has 999-later\), so it is open for reading only\.$/) as string, hint: 'Update Casebook, or move the file aside and import the exports again.' };
  await expect(workspace.import('b.jsonl')).rejects.toMatchObject(refusal);
  await expect(rebuild(workspace)).rejects.toMatchObject(refusal);
  await expect((async () => workspace.engine.removeTraces({ trace: traceIdOf('run 7') }, call))()).rejects.toMatchObject(refusal);
  // Labels are text files.
  await workspace.engine.labelTrace({ trace: traceIdOf('run 7'), by: 'ana', change: { note: 'still works' } }, call);
  expect(await labelOf(workspace)).toBe('still works');
  workspace.restart();
  expect(readFileSync(workspace.path('.casebook', file)).equals(before)).toBe(true);
  rmSync(workspace.path('.casebook', 'casebook.db'));
  rmSync(workspace.path('.casebook', 'search.db'));
  expect((await workspace.import('a.jsonl', 'b.jsonl')).traces).toBe(runs + 1);
});
