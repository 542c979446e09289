import { appendFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { LabelChange } from '../../src/core/model/label.ts';
import { chatSpan, otlpRequest, textMessage, traceIdOf } from './otlpLines.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

async function withTrace(...names: string[]): Promise<TemporaryWorkspace> {
  const workspace = new TemporaryWorkspace();
  workspace.write('export.jsonl', names.map((trace) => otlpRequest({ trace, id: 'root', start: 0, end: 9 }, { trace, id: 'look', parent: 'root', start: 1, end: 2 })).join('\n'));
  await workspace.import('export.jsonl');
  return workspace;
}
const one = traceIdOf('one');
const lines = (workspace: TemporaryWorkspace, by: string) => workspace.read(`casebook/labels/${by}.jsonl`).split('\n');

test('a label is a line an event in the reviewer\'s journal, and is in the list at once', async () => {
  using workspace = await withTrace('one', 'two');
  const label = await workspace.engine.labelTrace({ trace: one, by: 'ana', change: { verdict: 'fail', class: { class: 'tool_selection', mode: 'wrong_tool' }, firstWrongStep: 2, note: 'searched' } }, call);
  expect(label).toMatchObject({ by: 'ana', verdict: 'fail', firstWrong: { step: 2, span: '6c6f6f6b00000000' }, note: 'searched' });
  const written = lines(workspace, 'ana').slice(0, -1).map((line) => JSON.parse(line) as { v: number; id: string; kind: string; at: string; by: string; trace: { id: string; sha256: string } });
  expect(written.map(({ kind }) => kind)).toEqual(['verdict', 'class', 'anchor', 'note']);
  expect(new Set(written.map(({ id }) => id)).size).toBe(4);
  const { traces } = await workspace.engine.listTraces({ failure: 'wrong_tool' }, call);
  expect(traces).toMatchObject([{ nativeId: one, failing: 'label', label }]);
  expect(written.every(({ v, by, at, trace }) => v === 1 && by === 'ana' && at === '2026-11-20T10:00:00.000Z' && trace.id === traces[0]!.id && trace.sha256 === traces[0]!.sha256)).toBe(true);
  expect(await workspace.engine.listTraces({ unlabelled: true }, call)).toMatchObject({ total: 1, traces: [{ nativeId: traceIdOf('two') }] });
});

test('a failure class alone says that the run failed; a mode stands for its class', async () => {
  using workspace = await withTrace('one');
  expect(await workspace.engine.labelTrace({ trace: one, by: 'ana', change: { class: { class: 'wrong_tool' } } }, call)).toMatchObject({ verdict: 'fail', class: { class: 'tool_selection', mode: 'wrong_tool' } });
  expect(await workspace.engine.labelTrace({ trace: one, by: 'ana', change: { verdict: 'defer' } }, call)).toMatchObject({ verdict: 'defer' });
  expect(await workspace.engine.labelTrace({ trace: one, by: 'ana', change: { class: { class: 'evidence_quality' } } }, call)).toMatchObject({ verdict: 'fail', class: { class: 'evidence_quality' } });
  await workspace.engine.labelTrace({ trace: one, by: 'ana', change: { verdict: 'pass' } }, call);
  expect(await workspace.engine.labelTrace({ trace: one, by: 'ana', change: { class: { class: 'tool_selection' } } }, call)).toMatchObject({ verdict: 'pass' });
});

test('an undo takes back the last request as a whole, one after the other', async () => {
  using workspace = await withTrace('one', 'two');
  await workspace.engine.labelTrace({ trace: one, by: 'ana', change: { verdict: 'fail', note: 'a' } }, call);
  await workspace.engine.labelTrace({ trace: traceIdOf('two'), by: 'ana', change: { verdict: 'pass' } }, call);
  await workspace.engine.labelTrace({ trace: one, by: 'jonas', change: { verdict: 'pass' } }, call);
  await workspace.engine.labelTrace({ trace: one, by: 'ana', change: { note: 'b', cause: 'c' } }, call);
  const undo = async (trace?: string) => workspace.engine.undoLabel({ by: 'ana', trace }, call);
  expect(await undo()).toMatchObject({ undone: 'note, root cause', label: { by: 'jonas' } });
  expect(await undo(one)).toMatchObject({ undone: 'verdict, note', label: null, hidden: 1 });
  expect(await undo(one)).toBeNull();
  expect(await undo()).toMatchObject({ undone: 'verdict', label: null });
  expect(await undo()).toBeNull();
});

test('labels outlive the index, and a trace that is taken out of it', async () => {
  using workspace = await withTrace('one');
  const label = await workspace.engine.labelTrace({ trace: one, by: 'ana', change: { verdict: 'fail' } }, call);
  expect(await workspace.engine.removeTraces({ trace: one }, call)).toEqual({ removed: 1 });
  expect((await workspace.engine.listTraces({}, call)).total).toBe(0);
  workspace.restart();
  rmSync(workspace.path('.casebook'), { recursive: true });
  await workspace.import('export.jsonl');
  expect((await workspace.engine.findTrace({ trace: one }, call)).label).toEqual(label);
});

describe('the texts of a label', () => {
  const answer = 'Order 7 was\n**delivered** on Monday.';
  async function withAnswer(): Promise<TemporaryWorkspace> {
    const workspace = await withTrace('one');
    workspace.write('answered.jsonl', otlpRequest(chatSpan({ trace: 'two', id: 'chat', start: 0, end: 5 }, [textMessage('user', 'Where is order 7?')], textMessage('assistant', answer))));
    await workspace.import('answered.jsonl');
    return workspace;
  }
  const two = traceIdOf('two');
  // Put together here, so that no scanner takes this file for a leak.
  const key = ['sk', 'proj', 'Zx81kQpL3vNc7RtY2mWb9HfD4sGj6AeU'].join('-');

  test('likely secrets are replaced before they are written, and counted', async () => {
    using workspace = await withAnswer();
    const label = await workspace.engine.labelTrace({ trace: two, by: 'ana', change: { verdict: 'fail', note: `leaks ${key}`, cause: `the key ${key}`, fix: 'none' } }, call);
    expect(label).toMatchObject({ replaced: 2, fix: 'none', note: expect.stringMatching(/^leaks \[secret:[\w-]+\]$/) as string });
    expect(workspace.read('casebook/labels/ana.jsonl')).not.toContain(key.slice(0, 12));
    expect(await workspace.engine.labelTrace({ trace: two, by: 'ana', change: { note: 'clean' } }, call)).not.toHaveProperty('replaced');
  });

  test('a workspace that keeps its secrets keeps them here too', async () => {
    using workspace = await withAnswer();
    workspace.write('casebook/config.yaml', 'redaction: {secrets: off}\n');
    expect(await workspace.engine.labelTrace({ trace: two, by: 'ana', change: { note: `leaks ${key}` } }, call)).toMatchObject({ note: `leaks ${key}` });
  });

  test('wrong words are kept as they stand in the answer', async () => {
    using workspace = await withAnswer();
    const marked = async (wrongWords: string) => (await workspace.engine.labelTrace({ trace: two, by: 'ana', change: { wrongWords } }, call)).wrongWords;
    expect(await marked('**delivered** on Monday.')).toBe('**delivered** on Monday.');
    expect(await marked(' 7 was  **delivered**')).toBe('7 was\n**delivered**');
    expect(await marked('')).toBe('');
  });

  test('words that the answer does not say are refused, and nothing is written', async () => {
    using workspace = await withAnswer();
    await expect((async () => workspace.engine.labelTrace({ trace: two, by: 'ana', change: { verdict: 'fail', wrongWords: 'was shipped' } }, call))()).rejects.toMatchObject({ code: 'no-such-words', message: 'The answer does not say “was shipped”. It begins “Order 7 was **delivered** on Monday.”.' });
    await expect((async () => workspace.engine.labelTrace({ trace: one, by: 'ana', change: { wrongWords: 'was shipped' } }, call))()).rejects.toMatchObject({ code: 'no-such-words', message: `Trace ${one} records no answer, so no words of it can be marked.` });
    expect(existsSync(workspace.path('casebook/labels'))).toBe(false);
  });
});

describe('a journal that others write too', () => {
  const event = (more: object) => JSON.stringify({ v: 1, id: '01', at: '2026-11-19T10:00:00.000Z', by: 'mei', trace: { id: 'tr_x', sha256: '' }, ...more });

  test('lines that are broken, unknown or newer are left out and named, and the others count', async () => {
    using workspace = await withTrace('one');
    const { id } = await workspace.engine.findTrace({ trace: one }, call);
    workspace.write('casebook/labels/mei.jsonl', `{"v":1,"id":"cut off\n${event({ kind: 'dance', value: 1 })}\n${event({ v: 2, kind: 'verdict', value: 'fail' })}\n\n${event({ kind: 'verdict', value: 'fail', trace: { id, sha256: '' } })}\r\n`);
    expect((await workspace.engine.findTrace({ trace: one }, call)).label).toMatchObject({ by: 'mei', verdict: 'fail' });
    expect(workspace.logged).toEqual(['warn: casebook/labels/mei.jsonl line 1 is not JSON and is left out. There are 2 more such lines; casebook validate lists them.']);
  });

  test('behind a line that lacks its end a new one is begun', async () => {
    using workspace = await withTrace('one');
    await workspace.engine.labelTrace({ trace: one, by: 'ana', change: { verdict: 'fail' } }, call);
    appendFileSync(workspace.path('casebook/labels/ana.jsonl'), '{"half');
    expect(await workspace.engine.labelTrace({ trace: one, by: 'ana', change: { note: 'still here' } }, call)).toMatchObject({ verdict: 'fail', note: 'still here' });
    expect(lines(workspace, 'ana')[1]).toBe('{"half');
  });

  test('what another window appended is seen, and what it took away is gone', async () => {
    using workspace = await withTrace('one');
    using other = new TemporaryWorkspace({ folder: workspace.folder });
    await other.engine.labelTrace({ trace: one, by: 'jonas', change: { verdict: 'pass' } }, call);
    expect((await workspace.engine.findTrace({ trace: one }, call)).label).toMatchObject({ by: 'jonas' });
    rmSync(workspace.path('casebook/labels/jonas.jsonl'));
    expect((await workspace.engine.findTrace({ trace: one }, call)).label).toBeNull();
  });
});

test.each([
  [{ trace: one, by: 'ana', change: { class: { class: 'tool_slection' } } }, 'no-such-class', /^There is no failure class tool_slection\. Did you mean tool_selection\?$/],
  [{ trace: one, by: 'ana', change: { class: { class: 'rong_tool' } } }, 'no-such-class', /^There is no failure class rong_tool\. Did you mean wrong_tool\?$/],
  [{ trace: one, by: 'ana', change: { class: { class: 'tool_arguments', mode: 'wrong_tool' } } }, 'no-such-class', /^wrong_tool is a mode of tool_selection, not of tool_arguments\.$/],
  [{ trace: one, by: 'ana', change: { class: { class: 'tool_selection', mode: 'wrong_tol' } } }, 'no-such-class', /^tool_selection has no mode wrong_tol\. Did you mean wrong_tool\?$/],
  [{ trace: one, by: 'ana', change: { firstWrongStep: 9 } }, 'no-such-step', /has no step 9; its steps are 1 to 2\.$/],
  [{ trace: one, by: '../..', change: { verdict: 'fail' as const } }, 'bad-reviewer', /cannot be a reviewer's name/],
  [{ trace: one, by: 'ana', change: {} }, 'nothing-to-label', /^Nothing was said/],
  [{ trace: 'zz', by: 'ana', change: { verdict: 'fail' as const } }, 'no-such-trace', /^There is no trace zz\.$/],
])('%j is refused with a sentence', async (request, code, message) => {
  using workspace = await withTrace('one');
  await expect((async () => workspace.engine.labelTrace(request, call))()).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
});

describe('the last good step and the first wrong one', () => {
  test.each([
    [{}, { firstWrongStep: 1, lastGoodStep: 2 }, 'Step 1 is not marked: step 2 is the last good one, so the first wrong one comes after it.'],
    [{ firstWrongStep: 2 }, { lastGoodStep: 2 }, 'Step 2 is not marked: step 2 is the first wrong one, so the last good one comes before it.'],
    [{ lastGoodStep: 2 }, { firstWrongStep: 1 }, 'Step 1 is not marked: step 2 is the last good one, so the first wrong one comes after it.'],
  ])('after %j, %j is refused and nothing is written', async (before, change, message) => {
    using workspace = await withTrace('one');
    await workspace.engine.labelTrace({ trace: one, by: 'ana', change: { verdict: 'fail', ...before } }, call);
    const written = lines(workspace, 'ana').length;
    await expect((async () => workspace.engine.labelTrace({ trace: one, by: 'ana', change }, call))()).rejects.toMatchObject({ code: 'bad-order', message });
    expect(lines(workspace, 'ana')).toHaveLength(written);
  });

  test('both are moved at once, and one goes where the other is taken back', async () => {
    using workspace = await withTrace('one');
    const label = async (change: LabelChange, by = 'ana') => workspace.engine.labelTrace({ trace: one, by, change }, call);
    expect(await label({ firstWrongStep: 1 })).toMatchObject({ firstWrong: { step: 1 } });
    expect(await label({ firstWrongStep: 2, lastGoodStep: 1 })).toMatchObject({ firstWrong: { step: 2 }, lastGood: { step: 1 } });
    expect(await label({ firstWrongStep: null, lastGoodStep: 2 })).toMatchObject({ firstWrong: null, lastGood: { step: 2 } });
    // What another reviewer marked binds nobody; the two are not put together into what neither said.
    expect(await label({ verdict: 'fail' })).toMatchObject({ lastGood: { step: 2 } });
    expect(await label({ verdict: 'fail', firstWrongStep: 1 }, 'ben')).toMatchObject({ by: 'ben', firstWrong: { step: 1 }, lastGood: null });
  });
});

describe('a label whose trace is not imported', () => {
  const orphan = (id: string, at: string) => `${JSON.stringify({ v: 1, id: `${id}-a`, at, by: 'ana', trace: { id, sha256: '' }, kind: 'verdict', value: 'fail' })}\n`;
  async function withOrphans(): Promise<TemporaryWorkspace> {
    const workspace = await withTrace('one');
    workspace.write('casebook/labels/ana.jsonl', `${orphan('run-77/x', '2026-11-19T10:00:00.000Z')}${orphan('run-78', '2026-11-19T10:00:01.000Z')}`);
    return workspace;
  }

  test('is found by what was written of it, or the beginning of that', async () => {
    using workspace = await withOrphans();
    expect(await workspace.engine.readLabels({ trace: 'run-77' }, call)).toMatchObject({ trace: 'run-77/x', orphan: true, labels: { label: { by: 'ana', verdict: 'fail' } } });
    expect(await workspace.engine.readLabels({ trace: one }, call)).toMatchObject({ orphan: false, labels: { label: null, own: [] } });
    expect(() => workspace.engine.readLabels({ trace: 'run-7' }, call)).toThrow('run-7 could be any of 2 labelled traces that are not imported: run-77/x, run-78.');
    expect(() => workspace.engine.readLabels({ trace: 'run-9' }, call)).toThrow('There is no trace run-9.');
    expect(() => workspace.engine.readLabels({ trace: '' }, call)).toThrow('There is no trace .');
  });

  test('is labelled, taken back and done again as others are', async () => {
    using workspace = await withOrphans();
    expect(await workspace.engine.labelTrace({ trace: 'run-77/x', by: 'ana', change: { class: { class: 'wrong_tool' }, status: 'handled' } }, call)).toMatchObject({ class: { class: 'tool_selection' }, status: 'handled' });
    expect(await workspace.engine.undoLabel({ by: 'ana', trace: 'run-77' }, call)).toMatchObject({ trace: 'run-77/x', label: { class: null, status: null } });
    expect(await workspace.engine.undoLabel({ by: 'ana', trace: 'run-77' }, call)).toMatchObject({ label: null });
    expect(await workspace.engine.redoLabel({ by: 'ana', trace: 'run-77' }, call)).toMatchObject({ label: { verdict: 'fail' } });
    expect(await workspace.engine.labelTraces({ traces: ['run-78', one], by: 'ben', change: { owner: 'mia' } }, call)).toMatchObject({ traces: 2 });
  });

  test('has neither steps nor words to mark', async () => {
    using workspace = await withOrphans();
    await expect((async () => workspace.engine.labelTrace({ trace: 'run-78', by: 'ana', change: { firstWrongStep: 1 } }, call))()).rejects.toMatchObject({ code: 'no-such-step', message: 'run-78 is not imported, so it has no steps to mark.' });
    await expect((async () => workspace.engine.labelTrace({ trace: 'run-78', by: 'ana', change: { wrongWords: 'x' } }, call))()).rejects.toMatchObject({ code: 'no-such-words', message: 'run-78 is not imported, so no words of its answer can be marked.' });
  });
});

describe('a decision between reviewers', () => {
  test('needs two that differ, and may be decided otherwise', async () => {
    using workspace = await withTrace('one');
    const { trace } = await workspace.engine.readLabels({ trace: one }, call);
    const decide = async (verdict: 'pass' | 'fail', value?: { class: string }) => workspace.engine.adjudicate({ trace, by: 'mia', verdict, ...(value ? { class: value } : {}) }, call);
    await workspace.engine.labelTrace({ trace, by: 'ana', change: { class: { class: 'tool_selection' } } }, call);
    await expect(decide('fail')).rejects.toMatchObject({ code: 'nothing-to-decide', message: `There is nothing to decide about ${trace}: only ana has judged it.` });
    await workspace.engine.labelTrace({ trace, by: 'ben', change: { verdict: 'fail' } }, call);
    await expect(decide('fail')).rejects.toMatchObject({ code: 'nothing-to-decide', message: `There is nothing to decide about ${trace}: ana and ben do not differ on pass or fail, nor on the class.` });
    await workspace.engine.labelTrace({ trace, by: 'ben', change: { verdict: 'pass' } }, call);
    await expect(decide('fail', { class: 'wrong_tol' })).rejects.toMatchObject({ code: 'no-such-class', message: 'There is no failure class wrong_tol. Did you mean wrong_tool?' });
    await decide('fail', { class: 'wrong_tool' });
    expect(await workspace.engine.readLabels({ trace }, call)).toMatchObject({ labels: { label: { by: 'mia', verdict: 'fail', class: { class: 'tool_selection', mode: 'wrong_tool' } }, disagree: false } });
    await decide('pass');
    expect(await workspace.engine.readLabels({ trace }, call)).toMatchObject({ labels: { label: { verdict: 'pass' } } });
    expect(await workspace.engine.undoLabel({ by: 'mia', trace }, call)).toMatchObject({ undone: 'adjudication', label: { verdict: 'fail' } });
  });
});

test('a reviewer who is called like a device has a journal that every system can check out; one that is there is read', async () => {
  using workspace = await withTrace('one');
  const { trace } = await workspace.engine.readLabels({ trace: one }, call);
  workspace.write('casebook/labels/con.jsonl', `${JSON.stringify({ v: 1, id: 'a', at: '2026-11-19T10:00:00.000Z', by: 'con', trace: { id: trace, sha256: '' }, kind: 'verdict', value: 'fail' })}\n`);
  expect(await workspace.engine.labelTrace({ trace, by: 'con@acme.com', change: { note: 'n' } }, call)).toMatchObject({ by: 'con', verdict: 'fail', note: 'n' });
  expect(workspace.read('casebook/labels/con_.jsonl').split('\n')).toHaveLength(2);
  expect(workspace.logged).toEqual([]);
});

test('a folder in the place of a journal is said in words, and kept from being written to', async () => {
  using workspace = await withTrace('one');
  mkdirSync(workspace.path('casebook/labels/ana.jsonl'), { recursive: true });
  expect(await workspace.engine.listLabels({}, call)).toMatchObject({ warning: 'casebook/labels/ana.jsonl is a folder and not a file; its labels are missing.' });
  await expect((async () => workspace.engine.labelTrace({ trace: one, by: 'ana', change: { verdict: 'fail' } }, call))()).rejects.toMatchObject({ message: expect.stringMatching(/^The label was not saved: .*ana\.jsonl is a folder, and a file belongs there\.$/) as string });
});

test('a reviewer\'s name is made fit for a file', async () => {
  using workspace = await withTrace('one');
  expect(await workspace.engine.labelTrace({ trace: one, by: 'Ana María/2', change: { verdict: 'pass' } }, call)).toMatchObject({ by: 'ana-maría-2' });
  expect(lines(workspace, 'ana-maría-2')).toHaveLength(2);
});

test('a labels folder that is none takes no trace away: the list says what is missing, and a label says why it was not saved', async () => {
  using workspace = await withTrace('one');
  workspace.write('casebook/labels', 'a file where a folder belongs');
  for (let time = 0; time < 2; time++) {
    expect(await workspace.engine.listTraces({}, call)).toMatchObject({ total: 1, warning: 'casebook/labels is a file and not a folder; all labels are missing.' });
  }
  expect(workspace.logged.filter((line) => line.startsWith('error'))).toHaveLength(1);
  await expect(async () => workspace.engine.labelTrace({ trace: one, by: 'ana', change: { verdict: 'pass' } }, call)).rejects.toThrow(/^The label was not saved: /);
});
