import { appendFileSync, renameSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { otlpRequest, traceIdOf } from '../otlpLines.ts';
import { call, TemporaryWorkspace } from '../temporaryWorkspace.ts';

const [one, two, three] = ['one', 'two', 'three'].map(traceIdOf) as [string, string, string];

async function withTraces(): Promise<TemporaryWorkspace> {
  const workspace = new TemporaryWorkspace();
  workspace.write('export.jsonl', ['one', 'two', 'three'].map((trace) => otlpRequest({ trace, id: 'root', start: 0, end: 9 })).join('\n'));
  await workspace.import('export.jsonl');
  return workspace;
}
const idOf = async (workspace: TemporaryWorkspace, native: string) => (await workspace.engine.findTrace({ trace: native }, call)).id;
const labelOf = async (workspace: TemporaryWorkspace, native: string) => (await workspace.engine.findTrace({ trace: native }, call)).label;
const warningOf = async (workspace: TemporaryWorkspace) => (await workspace.engine.listTraces({}, call)).warning;
const event = (trace: string, more: object) => JSON.stringify({ v: 1, id: '01', at: '2026-11-19T10:00:00.000Z', by: 'mei', trace: { id: trace, sha256: '' }, kind: 'verdict', value: 'fail', ...more });
const mei = 'casebook/labels/mei.jsonl';

describe('a journal that was damaged or changed by hand', () => {
  test('behind an event that was cut off the next one counts', async () => {
    using workspace = await withTraces();
    const id = await idOf(workspace, one);
    workspace.write(mei, `{"v":1,"id":"cut of${event(id, {})}\n`);
    expect(await labelOf(workspace, one)).toMatchObject({ verdict: 'fail' });
    expect(await warningOf(workspace)).toBe('casebook/labels/mei.jsonl line 1 begins with an event that is cut off and left out; the one behind it counts.');
  });

  test('a value that was changed counts as written; one that cannot be is left out and said', async () => {
    using workspace = await withTraces();
    const [first, second] = [await idOf(workspace, one), await idOf(workspace, two)];
    workspace.write(mei, `${event(first, {})}\n${event(second, { id: '02' })}\n`);
    expect(await labelOf(workspace, two)).toMatchObject({ verdict: 'fail' });
    workspace.write(mei, `${event(first, { value: 'pass' })}\n${event(second, { id: '02', value: 'perhaps' })}\n`);
    expect(await labelOf(workspace, one)).toMatchObject({ verdict: 'pass' });
    expect(await labelOf(workspace, two)).toBeNull();
    expect(await warningOf(workspace)).toMatch(/^casebook\/labels\/mei\.jsonl line 2 is no label event that Casebook knows and is left out: value is none of /);
    workspace.write(mei, `${event(first, { at: 'yesterday' })}\n{"v":1\n`);
    expect(await warningOf(workspace)).toBe('casebook/labels/mei.jsonl line 1 is left out: at is "yesterday", which is no time. There is 1 more such line; casebook validate lists them.');
  });

  test('a mended line is no trouble any more, and nothing was rewritten meanwhile', async () => {
    using workspace = await withTraces();
    const id = await idOf(workspace, one);
    const text = `${event(id, {})}\n{"v":1,"id"\n`;
    workspace.write(mei, text);
    expect(await warningOf(workspace)).toMatch(/line 2 is not JSON/);
    await workspace.engine.labelTrace({ trace: two, by: 'mei', change: { verdict: 'pass' } }, call);
    expect(workspace.read(mei).startsWith(text)).toBe(true);
    workspace.write(mei, workspace.read(mei).replace('{"v":1,"id"\n', ''));
    expect(await warningOf(workspace)).toBeUndefined();
    expect(await labelOf(workspace, two)).toMatchObject({ verdict: 'pass' });
  });

  test('of a merge conflict that was left in it both sides count, and the marks are named', async () => {
    using workspace = await withTraces();
    const [a, b, c] = [await idOf(workspace, one), await idOf(workspace, two), await idOf(workspace, three)];
    workspace.write(mei, `${event(a, {})}\n<<<<<<< HEAD\n${event(b, { id: '02' })}\n=======\n${event(c, { id: '03', value: 'pass' })}\n>>>>>>> other\n`);
    expect([await labelOf(workspace, one), await labelOf(workspace, two), await labelOf(workspace, three)]).toMatchObject([{ verdict: 'fail' }, { verdict: 'fail' }, { verdict: 'pass' }]);
    expect(await warningOf(workspace)).toBe('casebook/labels/mei.jsonl line 2 is a mark of a merge conflict. The lines of both sides count; take out the marks. There are 2 more such lines; casebook validate lists them.');
    // What is said next begins a line of its own and counts last.
    await workspace.engine.labelTrace({ trace: one, by: 'mei', change: { verdict: 'pass' } }, call);
    expect(await labelOf(workspace, one)).toMatchObject({ verdict: 'pass' });
  });

  test('times of any form and clocks out of order decide by when it was said', async () => {
    using workspace = await withTraces();
    const id = await idOf(workspace, one);
    workspace.write(mei, `${event(id, { id: '02', at: '2026-11-19T12:30:00+02:00', value: 'pass' })}\n${event(id, { id: '01', at: '2026-11-19T10:15:00.000Z' })}\n`);
    expect(await labelOf(workspace, one)).toMatchObject({ verdict: 'pass', at: '2026-11-19T10:30:00.000Z' });
    expect(await warningOf(workspace)).toBeUndefined();
    appendFileSync(workspace.path(mei), `${event(id, { id: '03', at: '2031-01-01T00:00:00.000Z' })}\n`);
    expect(await warningOf(workspace)).toBe('casebook/labels/mei.jsonl line 3 is dated 2031-01-01 00:00, which is still to come: until then it stands over all that its reviewer says.');
    // But what is said here and now still counts last.
    expect(await workspace.engine.labelTrace({ trace: one, by: 'mei', change: { verdict: 'defer' } }, call)).toMatchObject({ verdict: 'defer' });
  });
});

test('an event that stands in two journals, or twice in one, counts once', async () => {
  using workspace = await withTraces();
  const id = await idOf(workspace, one);
  workspace.write(mei, `${event(id, {})}\n${event(id, {})}\n`);
  workspace.write('casebook/labels/copy.jsonl', `${event(id, {})}\n`);
  expect(await labelOf(workspace, one)).toMatchObject({ by: 'mei', verdict: 'fail' });
  await workspace.engine.undoLabel({ by: 'mei' }, call);
  expect(await labelOf(workspace, one)).toBeNull();
  expect(workspace.read(mei).split('\n')).toHaveLength(4);
});

describe('a reviewer with another name', () => {
  test('a journal whose file was renamed counts as whose its events are, and it is explained', async () => {
    using workspace = await withTraces();
    await workspace.engine.labelTrace({ trace: one, by: 'ana', change: { verdict: 'fail' } }, call);
    renameSync(workspace.path('casebook/labels/ana.jsonl'), workspace.path('casebook/labels/anna.jsonl'));
    expect(await labelOf(workspace, one)).toMatchObject({ by: 'ana', verdict: 'fail' });
    expect(workspace.logged).toContain("warn: casebook/labels/anna.jsonl holds events of ana; they count as ana's. If that is anna under an earlier name, list it in casebook/config.yaml: reviewers: [{name: anna, was: [ana]}].");
  });

  test('names of others are written out, short and few', async () => {
    using workspace = await withTraces();
    const id = await idOf(workspace, one);
    workspace.write(mei, `${['\u001b[31mevil\u202e', 'x'.repeat(5000), 'y', 'z', 'z2'].map((by, n) => event(id, { id: `0${n}`, by })).join('\n')}\n`);
    await warningOf(workspace);
    const said = workspace.logged.filter((line) => line.includes('holds events of'));
    expect(said).toEqual([expect.stringMatching(/^warn: casebook\/labels\/mei\.jsonl holds events of \\u001b\[31mevil\\u202e, x{60}…, y and 2 more; they count as theirs\. If that is mei /u)]);
    await expect(async () => workspace.engine.labelTrace({ trace: one, by: 'n'.repeat(300), change: { verdict: 'fail' } }, call)).rejects.toThrow(`"${'n'.repeat(60)}…" cannot be a reviewer's name: it has 300 letters, and a name at most 60.`);
  });

  test('names that config.yaml maps are one person\'s: both journals count as hers, and she may undo what she said before', async () => {
    using workspace = await withTraces();
    await workspace.engine.labelTrace({ trace: one, by: 'ana', change: { verdict: 'fail', note: 'old' } }, call);
    await workspace.engine.labelTrace({ trace: one, by: 'jonas', change: { verdict: 'pass' } }, call);
    workspace.write('casebook/config.yaml', 'reviewers: [{name: Anna, was: [ana, a.m]}]\n');
    await workspace.engine.labelTrace({ trace: one, by: 'anna', change: { note: 'new' } }, call);
    expect(await labelOf(workspace, one)).toMatchObject({ by: 'anna', verdict: 'fail', note: 'new' });
    expect((await workspace.engine.listLabels({}, call)).labelled[0]?.labels.own.map(({ by }) => by)).toEqual(['jonas', 'anna']);
    // Git still knows her by the earlier name.
    await workspace.engine.undoLabel({ by: 'ana' }, call);
    expect(await workspace.engine.undoLabel({ by: 'ana' }, call)).toMatchObject({ undone: 'verdict, note', label: null, hidden: 1 });
    expect(workspace.logged.filter((line) => line.includes('holds events of'))).toEqual([]);
  });

  test('while config.yaml is broken, names stay as they were', async () => {
    using workspace = await withTraces();
    workspace.write('casebook/config.yaml', 'reviewers: [{name: anna, was: [ana]}]\n');
    workspace.write('casebook/labels/ana.jsonl', `${event(await idOf(workspace, one), { by: 'ana' })}\n`);
    expect(await labelOf(workspace, one)).toMatchObject({ by: 'anna' });
    workspace.write('casebook/config.yaml', 'reviewers: [{name: anna, was\n');
    expect((await workspace.engine.listLabels({}, call)).labelled[0]?.labels.label).toMatchObject({ by: 'anna' });
  });
});

test('a label under the export\'s own id goes to its trace, whichever comes first', async () => {
  using workspace = await withTraces();
  workspace.write(mei, `${event(one, {})}\n${event('run-9', { id: '02', kind: 'note', value: 'from a table' })}\n`);
  expect(await labelOf(workspace, one)).toMatchObject({ by: 'mei', verdict: 'fail' });
  expect((await workspace.engine.listLabels({ orphans: true }, call)).labelled).toMatchObject([{ id: 'run-9', labels: { label: { note: 'from a table' } } }]);
  workspace.write('more.jsonl', JSON.stringify({ id: 'run-9', messages: [{ role: 'user', content: 'Where?' }, { role: 'assistant', content: 'Here.' }] }));
  await workspace.import('more.jsonl');
  expect(await labelOf(workspace, 'run-9')).toMatchObject({ note: 'from a table' });
  expect(await workspace.engine.undoLabel({ by: 'mei', trace: one }, call)).toMatchObject({ trace: await idOf(workspace, one), undone: 'verdict', label: null });
  expect(await labelOf(workspace, one)).toBeNull();
  expect(await workspace.engine.redoLabel({ by: 'mei' }, call)).toMatchObject({ label: { verdict: 'fail' } });
  expect((await workspace.engine.listLabels({ orphans: true }, call)).labelled).toEqual([]);
});

test('one change of many traces is one request: undone as one and redone as one', async () => {
  using workspace = await withTraces();
  expect(await workspace.engine.labelTraces({ traces: [one, two, three, one], by: 'ana', change: { class: { class: 'wrong_tool' } } }, call)).toEqual({ traces: 3, replaced: 0 });
  expect((await workspace.engine.listTraces({ failure: 'tool_selection' }, call)).total).toBe(3);
  await workspace.engine.labelTrace({ trace: one, by: 'ana', change: { note: 'x' } }, call);
  await workspace.engine.undoLabel({ by: 'ana' }, call);
  expect(await workspace.engine.undoLabel({ by: 'ana' }, call)).toMatchObject({ undone: 'verdict, class', traces: { length: 3 } });
  expect((await workspace.engine.listTraces({ unlabelled: true }, call)).total).toBe(3);
  expect(await workspace.engine.redoLabel({ by: 'ana' }, call)).toMatchObject({ undone: 'verdict, class', traces: { length: 3 }, label: { verdict: 'fail' } });
  expect(await workspace.engine.redoLabel({ by: 'ana' }, call)).toMatchObject({ undone: 'note', label: { note: 'x' } });
  expect(await workspace.engine.redoLabel({ by: 'ana' }, call)).toBeNull();
  expect(await workspace.engine.redoLabel({ by: 'jonas' }, call)).toBeNull();
});

describe('what is written behind others\' events', () => {
  const events = (workspace: TemporaryWorkspace) => workspace.read(mei).trim().split('\n').map((line) => JSON.parse(line) as { at: string; trace: { id: string } });

  test('one event of a clock that was years ahead dates nothing but what is said of its own trace', async () => {
    using workspace = await withTraces();
    const [first] = [await idOf(workspace, one), await idOf(workspace, two)];
    workspace.write(mei, `${event(first, { at: '2031-01-01T00:00:00.000Z' })}\n`);
    await workspace.engine.labelTrace({ trace: two, by: 'mei', change: { verdict: 'pass' } }, call);
    await workspace.engine.labelTrace({ trace: one, by: 'mei', change: { verdict: 'pass' } }, call);
    await workspace.engine.labelTrace({ trace: three, by: 'mei', change: { verdict: 'pass' } }, call);
    expect(events(workspace).map(({ at }) => at.slice(0, 4))).toEqual(['2031', '2026', '2031', '2026']);
    expect(await labelOf(workspace, one)).toMatchObject({ verdict: 'pass' });
  });

  test('git is told to keep the lines of both sides, once, and never over somebody\'s own file', async () => {
    using workspace = await withTraces();
    await workspace.engine.labelTrace({ trace: one, by: 'mei', change: { verdict: 'pass' } }, call);
    expect(workspace.read('casebook/labels/.gitattributes')).toBe('*.jsonl merge=union\n');
    workspace.write('casebook/labels/.gitattributes', '# ours\n');
    await workspace.engine.labelTrace({ trace: one, by: 'ana', change: { verdict: 'pass' } }, call);
    expect(workspace.read('casebook/labels/.gitattributes')).toBe('# ours\n');
  });
});
