import { describe, expect, test } from 'vitest';
import type { StepDetail } from '../../src/core/model/trajectory.ts';
import { chatSpan, otlpRequest, textMessage, traceIdOf } from './otlpLines.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

/** Turns of a model call and the call of a tool that it asked for: so many spans in all, with a root. */
async function withLongRun(spans: number): Promise<TemporaryWorkspace & { readonly trace: string }> {
  const workspace = new TemporaryWorkspace();
  const trace = 'long';
  const turns = Array.from({ length: (spans - 1) / 2 }, (_, turn) => {
    const asked = { role: 'assistant', parts: [{ type: 'text', content: `Turn ${turn}` }, { type: 'tool_call', id: `call${turn}`, name: 'getOrder', arguments: { id: turn } }] };
    const times = { parent: 'root', start: turn * 10, end: turn * 10 + 4 };
    return [
      chatSpan({ trace, id: `ask${turn}`, ...times }, [textMessage('user', 'Where are my orders?')], asked),
      { trace, id: `use${turn}`, ...times, start: turn * 10 + 5, end: turn * 10 + 9, name: 'execute_tool getOrder', attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'getOrder', 'gen_ai.tool.call.id': `call${turn}`, 'gen_ai.tool.call.result': `{"status":"shipped","turn":${turn},"note":"${'on its way '.repeat(40)}"}` } },
    ];
  });
  workspace.write('long.jsonl', otlpRequest({ trace, id: 'root', start: 0, end: spans * 10 }, ...turns.flat()));
  await workspace.import('long.jsonl');
  const [found] = (await workspace.engine.listTraces({ limit: 1 }, call)).traces;
  return Object.assign(workspace, { trace: found!.id });
}

const soonAt = (workspace: { readonly engine: TemporaryWorkspace['engine']; readonly trace: string }, n: number): Promise<StepDetail> => Promise.resolve(workspace.engine.readStep({ trace: workspace.trace, n, thread: true, soon: true }, call));
const withoutThread = ({ thread: _, partial: __, ...rest }: StepDetail) => rest;

describe('a long trace that was not read yet', () => {
  test('tells a step from the steps around it, the same as from the whole', async () => {
    using workspace = await withLongRun(2001);
    const early = await Promise.all([2, 1000, 1001, 2001].map((n) => soonAt(workspace, n)));
    expect(early.map(({ partial }) => partial)).toEqual([true, true, true, true]);
    const late = await Promise.all([2, 1000, 1001, 2001].map((n) => workspace.engine.readStep({ trace: workspace.trace, n, thread: true }, call)));
    expect(late.map(({ partial }) => partial)).toEqual([undefined, undefined, undefined, undefined]);
    expect(early.map(withoutThread)).toEqual(late.map(withoutThread));
    expect(early[1]?.calls).toMatchObject([{ step: 1001, arguments: { id: 499 }, result: { turn: 499 }, status: 'ok' }]);
    expect(early[1]?.thread?.items.filter((item) => item.type === 'message' && item.current)).toHaveLength(1);
    expect((late[1]?.thread?.items.length ?? 0) + (late[1]?.thread?.leftOut?.count ?? 0)).toBeGreaterThan(1000);
    expect(await soonAt(workspace, 1000)).toEqual(late[1]);
  });

  test('is read anew when it changed meanwhile', async () => {
    using workspace = await withLongRun(2001);
    const reading = workspace.engine.readStep({ trace: workspace.trace, n: 1000, thread: true }, call);
    workspace.write('more.jsonl', otlpRequest({ trace: 'long', id: 'last', parent: 'root', start: 99_000, end: 99_001, name: 'later' }));
    await workspace.import('more.jsonl');
    expect((await reading).n).toBe(1000);
    expect((await workspace.engine.readStep({ trace: workspace.trace, n: 2002, thread: true }, call)).span.name).toBe('later');
  });

  test('is not read on for who does not wait any more, nor after the end', async () => {
    using workspace = await withLongRun(2001);
    const leaving = new AbortController();
    const left = workspace.engine.readStep({ trace: workspace.trace, n: 1000, thread: true }, { ...call, signal: leaving.signal });
    leaving.abort();
    expect(await Promise.resolve(left).then(() => 'read', (error: Error) => error.name)).toBe('AbortError');
    const open = workspace.engine.readStep({ trace: workspace.trace, n: 1001, thread: true }, call);
    workspace.engine.close();
    expect(await Promise.resolve(open).then(() => 'read', (error: Error) => error.name)).toBe('AbortError');
  });
});

test('others are answered while long traces are compared', async () => {
  using workspace = await withLongRun(4001);
  let turns = 0;
  let isDone = false;
  const comparing = Promise.resolve(workspace.engine.compareSides({ a: { trace: workspace.trace }, b: { trace: workspace.trace } }, call)).finally(() => (isDone = true));
  while (!isDone) {
    turns++;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect((await comparing).a.steps).toBe(4001);
  expect(turns).toBeGreaterThan(5);
});

test('a short trace is whole at once', async () => {
  using workspace = await withLongRun(21);
  expect((await soonAt(workspace, 2)).partial).toBeUndefined();
  expect(workspace.trace).not.toBe(traceIdOf('long'));
});
