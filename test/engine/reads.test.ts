import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { GroupQuery, TraceQuery } from '../../src/protocol/traceApi.ts';
import { chatSpan, otlpRequest, textMessage, traceIdOf } from './otlpLines.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

/** Four runs of different length and end, with a tool, users and words of their own. */
async function withRuns(): Promise<TemporaryWorkspace> {
  const workspace = new TemporaryWorkspace();
  const run = (trace: string, start: number, duration: number, { tool = 'getOrder', model = 'small', user = 'u1', text = 'Where is my order?', failed }: { tool?: string; model?: string; user?: string; text?: string; failed?: string } = {}) =>
    otlpRequest(
      { trace, id: 'root', start, end: start + duration, attributes: { 'user.id': user, 'session.id': `s-${user}`, 'casebook.user.role': 'agent', 'casebook.use_case': 'orders' }, ...(failed === undefined ? {} : { failed }) },
      { ...chatSpan({ trace, id: 'ask', parent: 'root', start: start + 1, end: start + 2 }, [textMessage('user', text)], textMessage('assistant', `Answer to ${trace}`)), attributes: { ...chatSpan({ trace, id: 'ask' }, [textMessage('user', text)], textMessage('assistant', `Answer to ${trace}`)).attributes, 'gen_ai.request.model': model } },
      { trace, id: 'use', parent: 'root', start: start + 3, end: start + 4, name: `execute_tool ${tool}`, attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': tool, 'gen_ai.tool.call.arguments': '{"id":"12345"}' } },
    );
  workspace.write('export.jsonl', [
    run('alpha', 0, 100), run('beta', 86_400_000, 5000, { tool: 'issueRefund', user: 'u2', text: 'Refund the blue kettle, please' }),
    run('gamma', 2 * 86_400_000, 20, { model: 'large', failed: 'timeout' }), run('delta', 3 * 86_400_000, 900, { text: 'Größe der Jacke: "L" (neu)' }),
  ].join('\n'));
  await workspace.import('export.jsonl');
  return workspace;
}
const name = (nativeId: string) => Buffer.from(nativeId, 'hex').toString().replace(/\0+$/, '');

describe('groups', () => {
  test.each<[GroupQuery, [string | null, number, number][]]>([
    [{ by: 'user' }, [['u1', 3, 1], ['u2', 1, 0]]],
    [{ by: 'session' }, [['s-u1', 3, 1], ['s-u2', 1, 0]]],
    [{ by: 'tool' }, [['getOrder', 3, 1], ['issueRefund', 1, 0]]],
    [{ by: 'model', failing: true }, [['large', 1, 1]]],
    [{ by: 'model', tool: 'getOrder' }, [['small', 2, 0], ['large', 1, 1]]],
    [{ by: 'tool', tool: 'getOrder', model: 'large' }, [['getOrder', 1, 1]]],
    [{ by: 'failure' }, [[null, 4, 1]]],
    [{ by: 'role' }, [['agent', 4, 1]]],
    [{ by: 'tag' }, [[null, 4, 1]]],
    [{ by: 'useCase', text: 'kettle' }, [['orders', 1, 0]]],
    [{ by: 'file' }, [['export.jsonl', 4, 1]]],
    [{ by: 'user', text: '*' }, []],
  ])('%j', async (query, expected) => {
    using workspace = await withRuns();
    const { groups } = await workspace.engine.groupTraces(query, call);
    expect(groups.map(({ value, total, failing }) => [value, total, failing])).toEqual(expected);
  });

  test('those without a value come last, and are found by null', async () => {
    using workspace = await withRuns();
    workspace.write('plain.json', JSON.stringify([{ role: 'user', content: 'Hi' }, { role: 'assistant', content: 'Hello' }]));
    await workspace.import('plain.json');
    for (const by of ['tool', 'model', 'user', 'session'] as const) {
      const { groups } = await workspace.engine.groupTraces({ by }, call);
      expect(groups.at(-1)).toMatchObject({ value: null, total: 1 });
      expect((await workspace.engine.listTraces({ [by]: null }, call)).traces.map((each) => [each.format, each.formatTitle])).toEqual([['chat', 'Chat messages']]);
    }
  });
});

describe('the list', () => {
  test.each<[TraceQuery, string[]]>([
    [{}, ['delta', 'gamma', 'beta', 'alpha']],
    [{ sort: 'oldest', limit: 2 }, ['alpha', 'beta']],
    [{ sort: 'slowest' }, ['beta', 'delta', 'alpha', 'gamma']],
    [{ limit: 1, offset: 1 }, ['gamma']],
    [{ tool: 'issueRefund' }, ['beta']],
    [{ tool: 'getOrder', sort: 'oldest' }, ['alpha', 'gamma', 'delta']],
    [{ tool: 'getOrder', model: 'large' }, ['gamma']],
    [{ model: 'small', user: 'u1' }, ['delta', 'alpha']],
    [{ role: 'agent', useCase: 'orders', session: 's-u2' }, ['beta']],
    [{ minLatencyMs: 900 }, ['delta', 'beta']],
    [{ since: '2025-10-10' }, ['delta', 'gamma', 'beta']],
    [{ since: '2025-10-10', until: '2025-10-11' }, ['gamma', 'beta']],
    [{ failing: true }, ['gamma']],
    [{ failing: false, sort: 'oldest' }, ['alpha', 'beta', 'delta']],
    [{ text: 'refund' }, ['beta']],
    [{ text: '"blue kettle"' }, ['beta']],
    [{ text: '"kettle blue"' }, []],
    [{ text: 'kettle blue' }, ['beta']],
    [{ text: 'kett' }, ['beta']],
    [{ text: 'grosse' }, []],
    [{ text: 'größe' }, ['delta']],
    [{ text: 'GROSSE OR kettle' }, []],
    [{ text: 'order' , tool: 'getOrder' }, ['gamma', 'alpha']],
    [{ text: '"unclosed AND (' }, []],
    [{ text: '*' }, []],
    [{ text: '  ' }, ['delta', 'gamma', 'beta', 'alpha']],
    [{ text: 'answer -alpha' }, ['alpha']],
    [{ tag: 'none' }, []],
    [{ user: null }, []],
    [{ tool: null, model: null }, []],
    [{ failure: null, tool: 'issueRefund' }, ['beta']],
    [{ file: 'export.jsonl', model: 'large' }, ['gamma']],
    [{ file: 'other.jsonl' }, []],
  ])('%j', async (query, expected) => {
    using workspace = await withRuns();
    const { traces, total } = await workspace.engine.listTraces(query, call);
    expect(traces.map(({ nativeId }) => name(nativeId))).toEqual(expected);
    if (query.limit === undefined) expect(total).toBe(expected.length);
    else expect(total).toBe(4);
  });

  test('has traces without a clock behind all others, whichever comes first', async () => {
    using workspace = await withRuns();
    for (const n of ['one', 'two']) {
      workspace.write(`${n}.json`, JSON.stringify({ messages: [{ role: 'user', content: `${n}?` }, { role: 'assistant', content: 'Yes.' }] }));
      await workspace.import(`${n}.json`);
    }
    const listed = async (query: TraceQuery) => (await workspace.engine.listTraces(query, call)).traces.map(({ nativeId, startUs, query: asked }) => (startUs === null ? asked : name(nativeId)));
    expect(await listed({ sort: 'newest' })).toEqual(['delta', 'gamma', 'beta', 'alpha', 'two?', 'one?']);
    const oldest = ['alpha', 'beta', 'gamma', 'delta', 'one?', 'two?'];
    expect(await listed({ sort: 'oldest' })).toEqual(oldest);
    for (const limit of [1, 2, 3, 5]) {
      const pages = await Promise.all([0, 1, 2, 3, 4, 5, 6].map(async (page) => listed({ sort: 'oldest', limit, offset: page * limit })));
      expect(pages.flat()).toEqual(oldest);
    }
    const { groups } = await workspace.engine.groupTraces({ by: 'file' }, call);
    expect(groups.map(({ value }) => value)).toEqual(['export.jsonl', 'one.json', 'two.json']);
    expect(groups[1]?.newestUs).toBeNull();
  });

  test('says how many there are, fail and wait for a label', async () => {
    using workspace = await withRuns();
    const label = async (trace: string, verdict: 'pass' | 'fail') => workspace.engine.labelTrace({ trace: traceIdOf(trace), by: 'ana', change: { verdict } }, call);
    expect(await workspace.engine.listTraces({ limit: 1 }, call)).toMatchObject({ total: 4, failing: 1, unlabelled: 4 });
    await label('alpha', 'fail');
    await label('gamma', 'pass');
    expect(await workspace.engine.listTraces({ failing: true }, call)).toMatchObject({ total: 1, failing: 1, unlabelled: 0, traces: [{ nativeId: traceIdOf('alpha'), failing: 'label' }] });
    expect(await workspace.engine.listTraces({}, call)).toMatchObject({ total: 4, failing: 1, unlabelled: 2 });
  });

  test('a time that is none is refused', async () => {
    using workspace = await withRuns();
    await expect((async () => workspace.engine.listTraces({ since: 'last week' }, call))()).rejects.toMatchObject({ code: 'bad-time' });
  });

  test('full text is made again when its file is gone', async () => {
    using workspace = await withRuns();
    workspace.restart();
    for (const end of ['', '-wal', '-shm']) rmSync(workspace.path(`.casebook/search.db${end}`), { force: true });
    expect((await workspace.engine.listTraces({ text: 'kettle' }, call)).total).toBe(1);
    expect(workspace.logged).toEqual(['info: Full text was made again for 4 traces.']);
  });

  test('traces without a clock stand where they were imported, and are neither before nor after a time', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('chat.jsonl', JSON.stringify({ messages: [{ role: 'user', content: 'hello there' }, { role: 'assistant', content: 'hi' }] }));
    await workspace.import('chat.jsonl');
    expect((await workspace.engine.listTraces({}, call)).traces).toMatchObject([{ startUs: null, query: 'hello there' }]);
    expect((await workspace.engine.listTraces({ since: '2000-01-01' }, call)).total).toBe(0);
  });
});

describe('finding a trace', () => {
  test('by either id, or the beginning of either', async () => {
    using workspace = await withRuns();
    const native = traceIdOf('beta');
    const found = await workspace.engine.findTrace({ trace: native }, call);
    for (const ref of [found.id, native.slice(0, 6), found.id.slice(0, 9)]) expect((await workspace.engine.findTrace({ trace: ref }, call)).id).toBe(found.id);
  });

  test('the exact id wins over those that begin with it', async () => {
    using workspace = new TemporaryWorkspace();
    const run = (answer: string) => JSON.stringify({ runId: 'r1', query: 'q', toolsConsidered: [], toolSelected: null, response: answer });
    workspace.write('runs.jsonl', `${run('a')}\n${run('b')}`);
    await workspace.import('runs.jsonl');
    expect((await workspace.engine.findTrace({ trace: 'r1' }, call)).nativeId).toBe('r1');
    expect((await workspace.engine.findTrace({ trace: 'r1#' }, call)).nativeId).toBe('r1#2');
  });

  const open = async (workspace: TemporaryWorkspace, trace: string) => workspace.engine.openTrajectory({ trace }, call);
  test('what is ambiguous, unknown, or nowhere yet is said with the way on', async () => {
    using empty = new TemporaryWorkspace();
    await expect(open(empty, 'abc')).rejects.toMatchObject({ code: 'no-such-trace', message: 'There is no trace abc: nothing has been imported yet.' });
    using workspace = await withRuns();
    await expect(open(workspace, 'tr_')).rejects.toMatchObject({ code: 'ambiguous-trace', message: expect.stringMatching(/^tr_ could be any of 4 traces: [0-9a-f]{32} \(tr_[0-9a-f]{12}\), /) as string, hint: 'Type more of the id.' });
    await expect(open(workspace, 'nope')).rejects.toMatchObject({ code: 'no-such-trace', message: 'There is no trace nope.', hint: expect.stringContaining(traceIdOf('delta')) as string });
  });
});

test('a step beyond what a page can show is cut, and says what was cut', async () => {
  using workspace = new TemporaryWorkspace();
  const text = 'long words '.repeat(300_000);
  workspace.write('export.jsonl', otlpRequest(chatSpan({ trace: 'one', id: 'ask', start: 0, end: 1 }, [textMessage('user', text), textMessage('user', 'short')], textMessage('assistant', 'ok'))));
  await workspace.import('export.jsonl');
  const detail = await workspace.engine.readStep({ trace: traceIdOf('one'), n: 1 }, call);
  expect(detail.cuts).toEqual([{ path: 'span.input[0].parts[0].text', shown: 100_000, whole: text.length }]);
  expect(detail.span.input[0]!.parts[0]).toEqual({ type: 'text', text: text.slice(0, 100_000) });
  expect(detail.span.input[1]!.parts[0]).toEqual({ type: 'text', text: 'short' });
  await expect((async () => workspace.engine.readStep({ trace: traceIdOf('one'), n: 2 }, call))()).rejects.toMatchObject({ code: 'no-such-step' });
});

test('long texts of a summary are cut in the list and whole for one trace', async () => {
  using workspace = new TemporaryWorkspace();
  const question = 'why? '.repeat(1000).trim();
  workspace.write('export.jsonl', otlpRequest(chatSpan({ trace: 'one', id: 'ask', start: 0, end: 1 }, [textMessage('user', question)], textMessage('assistant', 'ok'))));
  await workspace.import('export.jsonl');
  const [listed] = (await workspace.engine.listTraces({}, call)).traces;
  expect(listed!.query).toBe(`${question.slice(0, 239)}…`);
  expect((await workspace.engine.findTrace({ trace: traceIdOf('one') }, call)).query).toBe(question);
  expect((await workspace.engine.openTrajectory({ trace: traceIdOf('one') }, call)).summary.query).toBe(question);
});

test('removing by file takes all its traces, and their text', async () => {
  using workspace = await withRuns();
  workspace.write('other.jsonl', otlpRequest({ trace: 'epsilon', id: 'root', start: 0, end: 1 }));
  await workspace.import('other.jsonl');
  expect(await workspace.engine.removeTraces({ trace: workspace.path('export.jsonl') }, call)).toEqual({ removed: 4, files: 1 });
  expect((await workspace.engine.listTraces({}, call)).traces.map(({ nativeId }) => name(nativeId))).toEqual(['epsilon']);
  expect((await workspace.engine.listTraces({ text: 'kettle' }, call)).total).toBe(0);
  expect((await workspace.engine.listTraces({ tool: 'getOrder' }, call)).total).toBe(0);
  expect((await workspace.import('export.jsonl')).files[0]).toMatchObject({ new: 4 });
});

test('cases that were made from a trace stand with it', async () => {
  using workspace = await withRuns();
  const { id } = await workspace.engine.findTrace({ trace: traceIdOf('alpha') }, call);
  workspace.write('casebook/recordings/where-is-my-order-1.json', JSON.stringify({ casebook: 1, case: 'where-is-my-order-1', source: { traceId: id } }));
  expect((await workspace.engine.listTraces({ sort: 'oldest', limit: 2 }, call)).traces.map(({ cases }) => cases)).toEqual([['where-is-my-order-1'], []]);
});

test('a broken config is refused with file and line, and read again when it is mended', async () => {
  using workspace = await withRuns();
  const list = () => workspace.import('export.jsonl');
  workspace.write('casebook/config.yaml', 'casebook: 1\nredaction:\n  secrets: maybe\n');
  await expect(list()).rejects.toMatchObject({ code: 'broken-config', message: expect.stringMatching(/^casebook\/config\.yaml:3:12 CB803 secrets is one of on, off; not maybe\.$/) as string });
  workspace.write('casebook/config.yaml', 'targets:\n  null:\n    type: comand\n  b: {}\ntimezon: UTC\n');
  await expect(list()).rejects.toMatchObject({ message: 'casebook/config.yaml:3:11 CB803 type has no value comand. Did you mean command?', hint: 'And 2 more; casebook validate shows all.' });
  workspace.write('casebook/config.yaml', 'defaultTarget: nowhere\n');
  await expect(list()).resolves.toMatchObject({ traces: 4 });
  workspace.write('casebook/config.yaml', 'casebook: 1\nredaction: [');
  await expect(list()).rejects.toMatchObject({ code: 'broken-config', message: expect.stringMatching(/^casebook\/config\.yaml:2:\d+ CB801 /) as string });
  workspace.write('casebook/config.yaml', 'casebook: 1\n');
  await expect(list()).resolves.toMatchObject({ traces: 4 });
});

test('an index that is deleted while it is open is begun anew', async () => {
  using workspace = await withRuns();
  for (const file of ['casebook.db', 'casebook.db-wal', 'casebook.db-shm', 'search.db', 'search.db-wal', 'search.db-shm']) rmSync(workspace.path('.casebook', file), { force: true });
  expect((await workspace.engine.listTraces({}, call)).total).toBe(0);
  expect((await workspace.import('export.jsonl')).files[0]).toMatchObject({ new: 4 });
  expect((await workspace.engine.listTraces({ text: 'kettle' }, call)).total).toBe(1);
});

test('signals read facts where config.yaml says they stand', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('export.jsonl', otlpRequest({ trace: 'alpha', id: 'root', attributes: { 'acme.risk': 'high', 'acme.degraded': 'true' } }));
  await workspace.import('export.jsonl');
  const found = async () => (await workspace.engine.readInsights({ trace: traceIdOf('alpha') }, call)).signals.map(({ id }) => id);
  expect(await found()).toEqual([]);
  workspace.write('casebook/config.yaml', 'casebook: 1\nfacts:\n  risk: [acme.risk]\n  fallback: [acme.degraded]\n');
  expect(await found()).toEqual(['fallbackUsed', 'highRiskWithoutReview']);
  workspace.write('casebook/config.yaml', 'casebook: 1\nfacts:\n  risk: [acme.risk]\n  fallback: [acme.degraded]\nsignals:\n  off: [fallbackUsed]\n');
  expect(await found()).toEqual(['highRiskWithoutReview']);
});
