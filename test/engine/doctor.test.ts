import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ImportProgress } from '../../src/protocol/importApi.ts';
import type { CallContext } from '../../src/protocol/rpc.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

const lines = (...values: readonly object[]) => values.map((each) => `${JSON.stringify(each)}\n`).join('');
const run = (runId: string, more: object = {}) => ({ runId, query: 'Where is order 12?', toolsConsidered: ['getOrder'], toolSelected: 'getOrder', response: 'On its way.', ...more });
const examining = call as CallContext<ImportProgress>;

let temporary: TemporaryWorkspace;
beforeEach(() => {
  // Where throw-away folders are made, so that what is left there is seen.
  temporary = new TemporaryWorkspace();
  mkdirSync(temporary.path('tmp'));
  vi.stubEnv('TMPDIR', temporary.path('tmp'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  temporary[Symbol.dispose]();
});
const leftBehind = () => readdirSync(temporary.path('tmp'));

describe('examining exports', () => {
  test('says per file how the six questions are answered and what adds the rest', async () => {
    const path = temporary.write('runs.jsonl', lines(run('r1', { userFeedback: 'accepted' }), run('r2')));
    const { files, traces } = await temporary.engine.examineExports({ paths: [path] }, examining);
    expect(traces).toBe(2);
    expect(files).toMatchObject([{ path: 'runs.jsonl', format: 'flat', traces: 2, new: 2, warnings: [] }]);
    expect(files[0]?.questions.map(({ id, answered, share }) => [id, answered, share.have])).toEqual([
      ['query', 'all', 2], ['toolsConsidered', 'all', 2], ['toolPicked', 'some', 0], ['context', 'none', 0], ['response', 'all', 2], ['feedback', 'some', 1],
    ]);
    expect(files[0]?.advice.find(({ framework }) => framework === 'flat')?.settings.map(({ adds }) => adds)).toEqual([['feedback'], ['user']]);
  });

  test('knows an instrumentation by the scope of its spans', async () => {
    const span = { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174', name: 'chat', startTimeUnixNano: '1', endTimeUnixNano: '2', attributes: [{ key: 'gen_ai.operation.name', value: { stringValue: 'chat' } }] };
    const path = temporary.write('otlp.json', JSON.stringify({ resourceSpans: [{ scopeSpans: [{ scope: { name: 'strands.telemetry.tracer' }, spans: [span] }] }] }));
    const { files } = await temporary.engine.examineExports({ paths: [path] }, examining);
    expect(files[0]?.advice[0]).toMatchObject({ framework: 'strands', because: 'scope strands.telemetry.tracer' });
  });

  test('leaves nothing behind, and nothing in the workspace', async () => {
    const path = temporary.write('runs.jsonl', lines(run('r1')));
    await temporary.engine.examineExports({ paths: [path] }, examining);
    expect(leftBehind()).toEqual([]);
    expect(existsSync(temporary.path('.casebook'))).toBe(false);
    expect((await temporary.engine.listTraces({}, call)).total).toBe(0);
  });

  test('leaves nothing behind when it fails or is cancelled', async () => {
    const path = temporary.write('runs.jsonl', lines(run('r1')));
    await expect(temporary.engine.examineExports({ paths: [path], format: 'no-such' }, examining)).rejects.toMatchObject({ code: 'no-such-format' });
    expect(leftBehind()).toEqual([]);
    const controller = new AbortController();
    controller.abort();
    expect(await temporary.engine.examineExports({ paths: [path] }, { signal: controller.signal, progress() {} })).toMatchObject({ cancelled: true });
    expect(leftBehind()).toEqual([]);
  });

  test('says once what files with pieces of one trace lack, of the whole trace', async () => {
    for (const name of ['agent-pier1.jsonl', 'subagents.jsonl']) temporary.write(`session/${name}`, readFileSync(new URL(`../fixtures/formats/claude-code/${name}`, import.meta.url), 'utf8'));
    temporary.write('session/runs.jsonl', lines(run('r1')));
    const { files, traces } = await temporary.engine.examineExports({ paths: [temporary.path('session')] }, examining);
    expect(traces).toBe(2);
    expect(files.map(({ path, beside = [], traces: held }) => [path, beside, held])).toEqual([['session/agent-pier1.jsonl', ['session/subagents.jsonl'], 1], ['session/runs.jsonl', [], 1]]);
    const { completeness, toolCalls } = files[0]!;
    expect(toolCalls).toBe(completeness!.arguments.of);
  });

  test('is not kept from looking by what was imported before', async () => {
    const path = temporary.write('runs.jsonl', lines(run('r1')));
    await temporary.import('runs.jsonl');
    expect((await temporary.engine.examineExports({ paths: [path] }, examining)).files).toMatchObject([{ new: 1, unchanged: 0 }]);
  });

  test('says why a file is no trace, without questions', async () => {
    const path = temporary.write('notes.json', '{"title":"a note"}');
    const { files } = await temporary.engine.examineExports({ paths: [path] }, examining);
    expect(files).toMatchObject([{ format: null, questions: [], advice: [] }]);
    expect(files[0]?.error).toContain('notes.json');
  });
});

describe('advice on an imported file', () => {
  test('is that of examining it', async () => {
    const path = temporary.write(join('exports', 'runs.jsonl'), lines(run('r1'), run('r2', { userId: 'ana' })));
    await temporary.import('exports/runs.jsonl');
    const { files } = await temporary.engine.examineExports({ paths: [path] }, examining);
    expect(await temporary.engine.adviseOnFile({ file: 'exports/runs.jsonl' }, call)).toEqual({ advice: files[0]?.advice });
  });
  test('is none for a file that was not imported', async () => expect(await temporary.engine.adviseOnFile({ file: 'nowhere.json' }, call)).toEqual({ advice: [] }));
});
