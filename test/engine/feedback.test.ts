import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

const run = (id: string, feedback: string | null = null) => `${JSON.stringify({ runId: id, userId: 'ana', query: `Where is ${id}?`, toolsConsidered: ['a'], toolSelected: 'a', response: 'There.', userFeedback: feedback, latencyMs: 5 })}\n`;

describe('feedback that arrives apart', () => {
  test('is joined with its trace whichever comes first', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('runs.jsonl', run('r1') + run('r2'));
    workspace.write('thumbs.csv', 'runId,feedback,comment\nr1,👎,"wrong, place"\nr3,up,\n');
    const before = await workspace.engine.importFeedback({ path: workspace.path('thumbs.csv') }, call);
    expect(before).toMatchObject({ file: 'casebook/feedback/thumbs.jsonl', rows: 2, added: 2, matched: 0, unmatched: ['r1', 'r3'] });
    await workspace.import('runs.jsonl');
    const list = await workspace.engine.listTraces({}, call);
    expect(list.failing).toBe(1);
    expect(list.traces.find((each) => each.nativeId === 'r1')).toMatchObject({ feedback: 'rejected', failing: 'rejected', facts: { feedback: 'rejected' } });
    expect((await workspace.engine.listTraces({ failing: true }, call)).traces.map((each) => each.nativeId)).toEqual(['r1']);
    expect((await workspace.engine.findTrace({ trace: 'r1' }, call)).feedback).toBe('rejected');
  });

  test('is added once, and later rows stand', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('runs.jsonl', run('r1', 'rejected'));
    await workspace.import('runs.jsonl');
    workspace.write('a.jsonl', '{"traceId":"r1","feedback":"accepted","at":"2026-11-02"}\n{"traceId":"r1","feedback":"rejected","at":"2026-11-01"}\n');
    expect(await workspace.engine.importFeedback({ path: workspace.path('a.jsonl'), source: 'Chat Widget' }, call)).toMatchObject({ added: 2, matched: 2 });
    const written = workspace.read('casebook/feedback/chat-widget.jsonl');
    expect(await workspace.engine.importFeedback({ path: workspace.path('a.jsonl'), source: 'Chat Widget' }, call)).toMatchObject({ added: 0, known: 2 });
    expect(workspace.read('casebook/feedback/chat-widget.jsonl')).toBe(written);
    expect((await workspace.engine.listTraces({}, call)).traces[0]).toMatchObject({ feedback: 'accepted', failing: null });
    expect((await workspace.engine.listTraces({}, call)).failing).toBe(0);
  });

  test('and labels count in an import as they do in the list', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('runs.jsonl', run('r1', 'rejected') + run('r2') + run('r3'));
    expect((await workspace.import('runs.jsonl')).failing).toBe(1);
    workspace.write('a.jsonl', '{"traceId":"r1","feedback":"accepted"}\n{"traceId":"r2","feedback":"rejected"}\n');
    await workspace.engine.importFeedback({ path: workspace.path('a.jsonl') }, call);
    const { id } = await workspace.engine.findTrace({ trace: 'r3' }, call);
    await workspace.engine.labelTrace({ trace: id, by: 'ana', change: { verdict: 'fail' } }, call);
    expect((await workspace.engine.listTraces({}, call)).failing).toBe(2);
    expect((await workspace.import('runs.jsonl')).failing).toBe(2);
  });

  test('of two branches is joined by git, unless its folder says otherwise', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('a.jsonl', '{"traceId":"r1","feedback":"accepted"}\n');
    await workspace.engine.importFeedback({ path: workspace.path('a.jsonl') }, call);
    expect(workspace.read('casebook/feedback/.gitattributes')).toBe('*.jsonl merge=union\n');
    workspace.write('casebook/feedback/.gitattributes', 'mine\n');
    workspace.write('b.jsonl', '{"traceId":"r2","feedback":"accepted","at":"yesterday"}\n');
    expect(await workspace.engine.importFeedback({ path: workspace.path('b.jsonl') }, call)).toMatchObject({ added: 1, warningCount: 0, undatedCount: 1, undated: [{ line: 1, message: 'It counts without a time: at is "yesterday", which is no time.' }] });
    expect(workspace.read('casebook/feedback/.gitattributes')).toBe('mine\n');
  });

  test('has no secrets in it', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('a.jsonl', '{"traceId":"r1","feedback":"rejected","note":"it printed AKIAQ3EGRZLTPXN5WVDA to me"}\n');
    expect((await workspace.engine.importFeedback({ path: workspace.path('a.jsonl') }, call)).redactions).toEqual({ 'aws-access-key': 1 });
    expect(workspace.read('casebook/feedback/a.jsonl')).not.toContain('AKIAQ3EGRZLTPXN5WVDA');
  });

  test('that cannot be read is told line by line, and nothing is made where nothing is added', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('a.jsonl', '{"traceId":"r1","feedback":"so-so"}\n{"feedback":"up"}\nnot json\n');
    const report = await workspace.engine.importFeedback({ path: workspace.path('a.jsonl') }, call);
    expect(report).toMatchObject({ rows: 3, added: 0, warningCount: 3 });
    expect(report.warnings.map(({ line }) => line).sort()).toEqual([1, 2, 3]);
    expect(existsSync(workspace.path('casebook'))).toBe(false);
  });

  test('a table with semicolons and a byte order mark is a table', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('a.csv', '\uFEFFtraceId;feedback;colour\r\nr1;edited;red\r\n');
    expect(await workspace.engine.importFeedback({ path: workspace.path('a.csv') }, call)).toMatchObject({ added: 1, unknownColumns: ['colour'] });
  });
});
