import { expect, test } from 'vitest';
import type { FailureRow } from '../../../src/core/model/failureLog.ts';
import { call, TemporaryWorkspace } from '../temporaryWorkspace.ts';

const run = (id: string) => JSON.stringify({ id, messages: [{ role: 'user', content: `Where is order ${id}?` }, { role: 'assistant', content: 'Delivered.' }] });

async function imported(): Promise<TemporaryWorkspace> {
  const workspace = new TemporaryWorkspace();
  workspace.write('runs.jsonl', ['abc123', 'def456', 'ghi789'].map(run).join('\n'));
  await workspace.import('runs.jsonl');
  return workspace;
}

const rowsOf = async (workspace: TemporaryWorkspace, filter = ''): Promise<ReadonlyMap<string, FailureRow>> =>
  new Map((await workspace.engine.failureLog({ filter }, call)).rows.map((row) => [row.run === 'none' ? row.note : row.nativeId, row]));

const sheet = [
  'Run ID;Failure Type;Root Cause;Fix;State;Comment;Priority',
  'abc123;Wrong tool;"Vague tool name;\nold one";Renamed function;Done;;high',
  'def456;Hallucinations;No source doc;Added missing doc;In progress;;',
  'zzz;Slow response;Too much context;Scoped retrieval;open;;',
  ';Grumpy on Mondays;;;soon;;',
  '',
].join('\r\n');

test('a spreadsheet of failures becomes labels: of traces that are here, of runs that are not, and of none', async () => {
  using workspace = await imported();
  const path = workspace.write('week 1.csv', `\uFEFF${sheet}`);
  const preview = await workspace.engine.importFailures({ path, by: 'ana', dryRun: true }, call);
  expect((await rowsOf(workspace)).size).toBe(0);
  const report = await workspace.engine.importFailures({ path, by: 'ana' }, call);
  expect(report).toEqual({ ...preview, written: true });
  expect(report).toMatchObject({
    file: 'week 1.csv', rows: 4, added: 4, changed: 0, known: 0, matched: 2, missing: 1, unnamed: 1, unknownColumns: ['Priority'],
    unknownTypes: [{ type: 'Grumpy on Mondays', rows: 1 }], warnings: [{ line: 6, message: 'The status soon is none of open, fixing and handled; the failure counts as open.' }], replaced: 0,
  });
  const rows = await rowsOf(workspace);
  expect(rows.get('abc123')).toMatchObject({ run: 'imported', class: 'tool_selection', mode: 'wrong_tool', cause: 'Vague tool name;\nold one', fix: 'Renamed function', status: 'handled', by: 'ana' });
  expect(rows.get('def456')).toMatchObject({ class: 'answer_quality', mode: 'hallucination', status: 'fixing' });
  expect(rows.get('zzz')).toMatchObject({ run: 'missing', mode: 'slow_response' });
  expect(rows.get('Grumpy on Mondays')).toMatchObject({ run: 'none', file: 'week 1.csv', class: null });

  expect(await workspace.engine.importFailures({ path, by: 'ana' }, call)).toMatchObject({ added: 0, known: 4, written: false });
  // Once its type is a class, the same row is in it and no row of its own.
  workspace.write('casebook/taxonomy.yaml', 'classes:\n  - id: grumpy\n    name: Grumpy on Mondays\n');
  expect(await workspace.engine.importFailures({ path, by: 'ana' }, call)).toMatchObject({ added: 1, changed: 1, known: 3 });
  expect((await rowsOf(workspace)).get('Grumpy on Mondays')).toMatchObject({ class: 'grumpy' });
  await workspace.engine.undoLabel({ by: 'ana' }, call);
  expect(await workspace.engine.undoLabel({ by: 'ana' }, call)).toMatchObject({ traces: { length: 4 } });
  expect((await rowsOf(workspace)).size).toBe(0);
});

test('what was exported comes back as it is, whoever imports it, and an edited cell is all that is new', async () => {
  using workspace = await imported();
  await workspace.engine.importFailures({ path: workspace.write('week.csv', sheet), by: 'ana' }, call);
  await workspace.engine.labelTrace({ trace: 'ghi789', by: 'jonas', change: { class: { class: 'policy_boundary' }, note: '=1+1', cause: '\'=quoted, \n ', owner: ' \t' } }, call);
  const { text, rows } = await workspace.engine.exportFailures({ to: 'csv' }, call);
  expect(rows).toBe(5);
  expect(await workspace.engine.importFailures({ path: workspace.write('again.csv', text), by: 'maria' }, call)).toMatchObject({ rows: 5, added: 0, known: 5, unknownColumns: [] });
  const edited = await workspace.engine.importFailures({ path: workspace.write('edited.csv', text.replace('Renamed function', 'Renamed twice')), by: 'ana' }, call);
  expect(edited).toMatchObject({ added: 1, changed: 1, known: 4 });
  expect((await rowsOf(workspace)).get('abc123')).toMatchObject({ fix: 'Renamed twice', mode: 'wrong_tool', status: 'handled' });
  // Either of the two columns of its class may be the one that was edited, and what is no class goes behind the note.
  const now = (await workspace.engine.exportFailures({ to: 'csv' }, call)).text;
  const policy = (type: string, of: string) => now.replace(/^(ghi789),Policy,(.*?),Policy,/msu, `$1,${type},$2,${of},`);
  for (const [type, of] of [['Policy', 'Recovery'], ['Hallucination', 'Policy']] as const) {
    const { added } = await workspace.engine.importFailures({ path: workspace.write('edited.csv', policy(type, of)), by: 'jonas' }, call);
    expect([added, (await rowsOf(workspace)).get('ghi789')?.className]).toEqual([1, type === 'Policy' ? 'Recovery' : 'Answer']);
    await workspace.engine.undoLabel({ by: 'jonas' }, call);
  }
  await workspace.engine.importFailures({ path: workspace.write('edited.csv', policy('Grumpy', 'Policy')), by: 'jonas' }, call);
  expect((await rowsOf(workspace)).get('ghi789')).toMatchObject({ className: 'Policy', note: '=1+1 (failure type: Grumpy)' });
  expect(await workspace.engine.importFailures({ path: workspace.path('edited.csv'), by: 'jonas' }, call)).toMatchObject({ added: 0, known: 5 });
});

test('an edited cell of another\'s failure says that alone, and gives no verdict: whoever wrote it agrees with nobody by it', async () => {
  using workspace = await imported();
  await workspace.engine.labelTrace({ trace: 'abc123', by: 'maria', change: { class: { class: 'tool_selection' }, note: 'never looked', cause: 'vague name' } }, call);
  const { id } = (await rowsOf(workspace)).get('abc123')!;
  const report = await workspace.engine.editFailure({ trace: id, by: 'jonas', edit: { fix: 'rename it, key sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ' } }, call);
  expect(report).toMatchObject({ over: 'maria', replaced: 1, row: { by: 'maria', others: ['jonas'], class: 'tool_selection', note: 'never looked', cause: 'vague name', owner: '' } });
  const said = workspace.read('casebook/labels/jonas.jsonl').trim().split('\n').map((line) => (JSON.parse(line) as { kind: string }).kind);
  expect(said).toEqual(['fix']);
  const { shared, pairs, reviewers } = await workspace.engine.agreement({}, call);
  expect([shared, pairs, reviewers]).toEqual([0, [], [expect.objectContaining({ by: 'jonas', pass: 0, fail: 0, without: 1 }), expect.objectContaining({ by: 'maria', fail: 1 })]]);
  expect(report.row?.fix).not.toContain('abcdefgh');
  // A status and an owner of hers, too; an emptied cell takes her words out of the log, and not out of her journal.
  expect(await workspace.engine.editFailure({ trace: id, by: 'jonas', edit: { status: 'handled' } }, call)).toMatchObject({ over: 'maria', row: { by: 'maria', status: 'handled', disagree: false } });
  expect(await workspace.engine.editFailure({ trace: id, by: 'jonas', edit: { cause: '' } }, call)).toMatchObject({ row: { by: 'maria', cause: '' } });
  await workspace.engine.undoLabel({ by: 'jonas' }, call);
  expect((await rowsOf(workspace)).get('abc123')).toMatchObject({ cause: 'vague name' });
  await workspace.engine.undoLabel({ by: 'jonas' }, call);
  await workspace.engine.undoLabel({ by: 'jonas' }, call);
  expect((await rowsOf(workspace)).get('abc123')).toMatchObject({ by: 'maria', fix: '' });

  // A class sorts it without speaking for anybody.
  expect(await workspace.engine.editFailure({ trace: id, by: 'jonas', edit: { class: { class: 'recovery_behavior' } } }, call)).toMatchObject({ over: null, row: { by: 'maria', className: 'Recovery' } });
  expect(await workspace.engine.editFailure({ trace: id, by: 'maria', edit: { status: 'fixing', owner: 'tools' } }, call)).toMatchObject({ over: null, row: { by: 'maria', status: 'fixing', owner: 'tools', ownerFrom: 'label' } });
  await expect((async () => workspace.engine.editFailure({ trace: id, by: 'maria', edit: { class: { class: 'nonsense' } } }, call))()).rejects.toThrow('There is no failure class nonsense in use.');
});

test('whoever judged otherwise is not made to say the opposite by editing a cell', async () => {
  using workspace = await imported();
  await workspace.engine.labelTrace({ trace: 'abc123', by: 'jonas', change: { verdict: 'pass' } }, call);
  await workspace.engine.labelTrace({ trace: 'abc123', by: 'maria', change: { verdict: 'fail' } }, call);
  const { id } = (await rowsOf(workspace)).get('abc123')!;
  await expect((async () => workspace.engine.editFailure({ trace: id, by: 'jonas', edit: { fix: 'x' } }, call))()).rejects.toThrow('The log shows maria\'s label, and yours is another: pass.');
  await workspace.engine.labelTrace({ trace: 'def456', by: 'jonas', change: { class: { class: 'answer_quality' } } }, call);
  await workspace.engine.labelTrace({ trace: 'def456', by: 'maria', change: { class: { class: 'tool_selection' } } }, call);
  const other = (await rowsOf(workspace)).get('def456')!;
  await expect((async () => workspace.engine.editFailure({ trace: other.id, by: 'jonas', edit: { fix: 'x' } }, call))()).rejects.toThrow('yours is another: fail, Answer.');
});

test('tables that spreadsheets write otherwise are read, and others are refused with what is missing', async () => {
  using workspace = await imported();
  const utf16 = Buffer.from('\uFEFFRun\tCategory\tWhy\r\nabc123\tTool choice\tÄ\r\nabc123\t\tB\r\n', 'utf16le');
  const report = await workspace.engine.importFailures({ path: workspace.write('tabs.txt', utf16), by: 'ana' }, call);
  expect(report).toMatchObject({ rows: 2, added: 1, warnings: [{ line: 3, message: expect.stringContaining('stands on line 2, too') }] });
  expect((await rowsOf(workspace)).get('abc123')).toMatchObject({ class: 'tool_selection', cause: 'Ä; B' });
  const windows = workspace.write('windows.csv', Buffer.from('Run ID,Fix\r\ndef456,f\xfcr alle\r\n', 'latin1'));
  await workspace.engine.importFailures({ path: windows, by: 'ana' }, call);
  expect((await rowsOf(workspace)).get('def456')).toMatchObject({ fix: 'für alle' });
  const wrong = async (name: string, content: string) => workspace.engine.importFailures({ path: workspace.write(name, content), by: 'ana' }, call);
  await expect(wrong('other.csv', 'name,price\na,1\n')).rejects.toThrow('The first line of other.csv names no column of a failure log: name, price.');
  await expect(wrong('empty.csv', '')).rejects.toThrow('empty.csv is empty.');
});

test('under blind review no row, number, filter, order, export or refusal tells what others said of a run that one has not judged', async () => {
  using workspace = await imported();
  const ids = new Map((await workspace.engine.listTraces({}, call)).traces.map(({ id, nativeId }) => [nativeId, id]));
  const label = async (by: string, trace: string, change: object) => await workspace.engine.labelTrace({ trace, by, change }, call);
  await label('ada', 'abc123', { verdict: 'defer' });
  await label('bob', 'abc123', { verdict: 'fail', class: { class: 'tool_selection' }, note: 'Bob saw this', cause: 'His cause', owner: 'bobs-team' });
  await label('bob', 'ghi789', { verdict: 'pass', note: 'Bob likes it' });
  await label('ada', 'def456', { verdict: 'fail', class: { class: 'answer_quality' }, note: 'Ada saw that' });
  const { engine } = workspace;
  const everything = async (by: string) => [
    ...await Promise.all([{}, { filter: 'class:tool_selection' }, { filter: 'bobs-team' }, { sort: 'owner' } as const, { trace: ids.get('abc123')! }].map(async (choice) => JSON.stringify(await engine.failureLog({ by, ...choice }, call)))),
    ...await Promise.all((['csv', 'markdown'] as const).map(async (to) => (await engine.exportFailures({ to, by }, call)).text)),
    ...await Promise.all((['csv', 'jsonl', 'otlp'] as const).map(async (format) => (await engine.exportLabels({ format, by }, call)).text)),
  ].join('\n');

  const seen = await everything('ada');
  expect(seen).toContain('Ada saw that');
  expect(seen).not.toMatch(/Bob|His cause|tool_selection|Tool choice|bobs?-team"|"bob"/u);
  // Whether bob passed or failed them, they are left out alike.
  expect(await engine.failureLog({ by: 'ada' }, call)).toMatchObject({ total: 1, all: 1, classes: 1, hidden: 2, totals: [{ class: 'answer_quality', failures: 1 }] });
  expect(await engine.failureLog({ by: 'ada', trace: ids.get('abc123')! }, call)).toMatchObject({ at: null });
  expect((await engine.failureLog({ by: 'ada', filter: 'class:tool_selection' }, call)).total).toBe(0);
  // Nobody has given a name yet.
  expect(await engine.failureLog({ by: '' }, call)).toMatchObject({ all: 0, hidden: 3 });
  await expect((async () => await engine.editFailure({ trace: ids.get('abc123')!, by: 'ada', edit: { owner: 'me' }, blind: true }, call))()).rejects.toMatchObject({ code: 'hidden' });
  await expect((async () => await engine.editFailure({ trace: ids.get('ghi789')!, by: 'ada', edit: { owner: 'me' }, blind: true }, call))()).rejects.toMatchObject({ code: 'hidden' });

  // Asked for by name: all, and of how many that one would have to judge oneself.
  expect(await engine.failureLog({ by: 'ada', all: true }, call)).toMatchObject({ all: 2, hidden: 2 });
  expect(await engine.exportFailures({ to: 'csv', by: 'ada', all: true }, call)).toMatchObject({ rows: 2, hidden: 2, text: expect.stringContaining('Bob saw this') });
  expect(await engine.exportLabels({ format: 'csv', by: 'ada', all: true }, call)).toMatchObject({ labels: 4, hidden: 2, text: expect.stringContaining('Bob likes it') });

  await label('ada', 'abc123', { verdict: 'fail' });
  expect(await engine.failureLog({ by: 'ada' }, call)).toMatchObject({ all: 2, hidden: 1 });
  workspace.write('casebook/config.yaml', 'review:\n  blind: false\n');
  expect(await engine.failureLog({ by: 'cleo' }, call)).toMatchObject({ all: 2, hidden: 0 });
});

test('a row finds its run by the beginning of its id; what a terminal would obey is shown in tables, and comes back as nothing new', async () => {
  using workspace = await imported();
  await workspace.engine.labelTrace({ trace: 'abc123', by: 'ana', change: { verdict: 'fail', note: 'gone: \u001b[31mred \u202Eback' } }, call);
  for (const to of ['csv', 'markdown'] as const) {
    const { text } = await workspace.engine.exportFailures({ to }, call);
    expect(text).toContain('gone: red ‹U+202E›back');
    expect(text).not.toContain('\u202E');
  }
  const { text } = await workspace.engine.exportFailures({ to: 'csv' }, call);
  expect(await workspace.engine.importFailures({ path: workspace.write('again.csv', text), by: 'ana' }, call)).toMatchObject({ added: 0, known: 1 });
  const { id } = (await rowsOf(workspace)).get('abc123')!;
  const report = await workspace.engine.importFailures({ path: workspace.write('short.csv', `Run ID,Fix,Cost\n${id.slice(0, 9)},rename,0.4\n`), by: 'ana' }, call);
  expect(report).toMatchObject({ matched: 1, missing: 0, notKept: ['Cost'] });
  expect((await rowsOf(workspace)).get('abc123')).toMatchObject({ id, fix: 'rename' });
});
