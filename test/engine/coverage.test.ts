import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Coverage } from '../../src/core/model/coverage.ts';
import { chatSpan, otlpRequest, textMessage, traceIdOf } from './otlpLines.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

const run = (id: string, query: string, tool = 'getOrder', answer = 'Order 12345 was delivered.') => JSON.stringify({
  id,
  messages: [
    { role: 'user', content: query },
    { role: 'assistant', content: null, tool_calls: [{ id: `c-${id}`, type: 'function', function: { name: tool, arguments: '{"orderId":"12345"}' } }] },
    { role: 'tool', tool_call_id: `c-${id}`, content: '{"status":"delivered"}' },
    { role: 'assistant', content: answer },
  ],
});
const queries = { first: 'Where is order 12345 now?', again: 'where is my order 12345 now', right: 'Where is order 12345 now please?', other: 'Cancel my subscription today', good: 'Thanks a lot' };

/** Five runs, four of them labelled as failed, and a case made from the first. */
async function labelled(): Promise<{ readonly workspace: TemporaryWorkspace; readonly idOf: (native: string) => Promise<string> } & Disposable> {
  const workspace = new TemporaryWorkspace();
  const { engine } = workspace;
  workspace.write('runs.jsonl', Object.entries(queries).map(([id, query]) => run(id, query, id === 'right' ? 'getShipment' : 'getOrder')).join('\n'));
  await workspace.import('runs.jsonl');
  const idOf = async (native: string) => (await engine.findTrace({ trace: native }, call)).id;
  for (const native of ['first', 'again', 'right', 'other']) {
    await engine.labelTrace({ trace: native, by: 'ana', change: { verdict: 'fail', class: native === 'other' ? { class: 'answer_quality' } : { class: 'tool_selection', mode: 'wrong_tool' }, note: 'Never looked at the shipment' } }, call);
  }
  await engine.labelTrace({ trace: 'good', by: 'ana', change: { verdict: 'pass' } }, call);
  return { workspace, idOf, [Symbol.dispose]: () => workspace[Symbol.dispose]() };
}

const classOf = ({ classes }: Coverage, id: string) => classes.find((each) => each.id === id);

test('a failure is caught by the case made from it once that is active, and by nothing before', async () => {
  using given = await labelled();
  const { workspace, idOf } = given;
  const { engine } = workspace;
  const before = await engine.coverage({}, call);
  expect(before.cases).toMatchObject({ all: 0, active: 0 });
  expect(before.backTest).toMatchObject({ failures: 4, caught: 0, own: 0, asked: 0, share: 0, notImported: 0, withoutQuery: 0 });
  expect(classOf(before, 'tool_selection')).toMatchObject({ failures: 3, cases: 0, unguarded: true });

  const made = await engine.makeCase({ trace: 'first', findingsSeen: false }, call);
  const drafted = await engine.coverage({}, call);
  expect(drafted.cases).toMatchObject({ all: 1, active: 0, needProof: 1, proven: 1, drafts: 1 });
  expect(drafted.backTest).toMatchObject({ caught: 0, withCase: 1 });
  expect(classOf(drafted, 'tool_selection')).toMatchObject({ cases: 1, active: 0, proven: 1, unguarded: true });

  const file = made.file.slice(workspace.folder.length + 1);
  workspace.write(file, workspace.read(file).replace('status: draft', 'status: active'));
  // What a release asks for says nothing of what would have been caught.
  workspace.write('casebook/release.yaml', 'tiers: [\n');
  const coverage = await engine.coverage({}, call);
  expect(coverage.cases).toMatchObject({ all: 1, active: 1, drafts: 0, broken: 0 });
  // Two runs called the forbidden tool; one asked the same and did not; nobody asks what the last one did.
  expect(coverage.backTest).toMatchObject({ failures: 4, caught: 2, own: 1, asked: 3, share: 0.5 });
  expect(coverage.backTest.missed.map(({ nativeId, why, class: of, nearest }) => [nativeId, why, of, nearest?.caseId ?? null]).toSorted()).toEqual([['other', 'unasked', 'answer_quality', null], ['right', 'passed', 'tool_selection', made.id]]);
  expect(classOf(coverage, 'tool_selection')).toMatchObject({ active: 1, unguarded: false });
  expect(coverage.classes[0]).toMatchObject({ id: 'answer_quality', failures: 1, unguarded: true });
  expect(coverage.traces).toBe(5);
  expect(coverage.tools).toMatchObject({ seen: 5, covered: 4, share: 0.8, values: [{ value: 'getOrder', traces: 4, active: 1 }, { value: 'getShipment', traces: 1, active: 0 }] });
  expect(coverage.stale).toEqual([]);
  expect(coverage.health).toMatchObject({ size: { cases: 1, stands: 'below' }, added: { count: 1, dated: 1, undated: 0 }, converted: { count: 1, n: 4 }, proven: { count: 1, n: 1 }, withPath: { n: 1 }, tags: { share: null } });
  // The runs are older than the proof, so nothing came back, and nothing was reviewed since.
  expect(coverage.health.recurrence).toMatchObject([{ id: 'tool_selection', n: 0, share: null }]);
  expect(coverage.health.levels).toEqual([{ level: 'breach', said: 'answer_quality has 1 labelled failure and no active case whose proof holds.' }]);
  expect(await engine.coverage({}, call)).toBe(coverage);

  // Labels, traces and cases count as they are now.
  await engine.labelTrace({ trace: 'other', by: 'ana', change: { verdict: 'pass' } }, call);
  expect((await engine.coverage({}, call)).backTest.failures).toBe(3);
  await engine.removeTraces({ trace: await idOf('again') }, call);
  expect((await engine.coverage({}, call)).backTest).toMatchObject({ failures: 2, caught: 1, notImported: 1 });
  rmSync(made.recordingFile);
  const unproven = await engine.coverage({}, call);
  expect(unproven.cases).toMatchObject({ active: 0, drafts: 1, proven: 0 });
  expect(unproven.stale.map(({ caseId, reasons }) => [caseId, ...reasons.map(({ kind }) => kind)])).toEqual([[made.id, 'recordingMissing']]);
});

test('a trace of which more came since makes its case stale', async () => {
  using workspace = new TemporaryWorkspace();
  const asks = chatSpan({ trace: 'run', id: 'ask', start: 1, end: 2 }, [textMessage('user', 'Where is it?')], textMessage('assistant', 'It was delivered'));
  workspace.write('a.json', otlpRequest(asks));
  workspace.write('b.json', otlpRequest({ trace: 'run', id: 'late', start: 3, end: 4 }));
  await workspace.import('a.json');
  const made = await workspace.engine.makeCase({ trace: traceIdOf('run'), findingsSeen: false }, call);
  expect((await workspace.engine.coverage({}, call)).stale).toEqual([]);
  await workspace.import('b.json');
  expect((await workspace.engine.coverage({}, call)).stale.map(({ caseId, reasons }) => [caseId, ...reasons.map(({ kind }) => kind)])).toEqual([[made.id, 'traceChanged']]);
});

test('live traffic is counted by tool, use case, tag and role, and held against what active cases name', async () => {
  using workspace = new TemporaryWorkspace();
  const live = (trace: string, facts: Readonly<Record<string, string>>, tools: readonly string[]) => otlpRequest(
    { trace, id: 'root', start: 0, end: 9, attributes: facts },
    ...tools.map((tool, n) => ({ trace, id: `t${n}`, parent: 'root', start: n + 1, end: n + 2, name: `execute_tool ${tool}`, attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': tool, 'gen_ai.tool.call.arguments': '{}' } })),
  );
  workspace.write('live.jsonl', [
    live('one', { 'casebook.use_case': 'orders', 'casebook.user.role': 'agent' }, ['getOrder', 'refund']), live('two', { 'casebook.use_case': 'orders' }, ['getOrder', 'getOrder']),
    live('three', { 'casebook.use_case': 'returns' }, []), live('four', {}, []),
  ].join('\n'));
  await workspace.import('live.jsonl');
  workspace.write('casebook/cases/a.case.yaml', 'id: a\nkind: capability\nquery: q\nexpectedTool: getOrder\nmetadata: {coverage: [basics], segment: {useCase: returns}}\n');
  workspace.write('casebook/cases/b.case.yaml', 'id: b\nkind: capability\nstatus: draft\nquery: r\nexpectedTool: refund\nmetadata: {segment: {role: agent}}\n');
  const { tools, useCases, tags, roles } = await workspace.engine.coverage({}, call);
  expect(tools).toEqual({
    values: [{ value: 'getOrder', traces: 2, share: 0.5, cases: 1, active: 1 }, { value: 'refund', traces: 1, share: 0.25, cases: 1, active: 0 }],
    seen: 3, covered: 2, share: 2 / 3, without: 2,
  });
  expect(useCases).toMatchObject({ values: [{ value: 'orders', traces: 2, active: 0 }, { value: 'returns', traces: 1, active: 1 }], share: 1 / 3, without: 1 });
  expect(roles).toMatchObject({ values: [{ value: 'agent', traces: 1, cases: 1, active: 0 }], share: 0, without: 3 });
  expect(tags).toEqual({ values: [{ value: 'basics', traces: 0, share: 0, cases: 1, active: 1 }], seen: 0, covered: 0, share: null, without: 4 });
});

test('cases that ask nearly the same are found, by their variants too, and pairs of them told', async () => {
  using workspace = new TemporaryWorkspace();
  const file = (id: string, more: string) => workspace.write(`casebook/cases/${id}.case.yaml`, `id: ${id}\nkind: capability\nexpectedTool: null\n${more}\n`);
  file('status', 'query: Where is order 12345 now?\nvariants: [Has my parcel arrived yet?]');
  file('again', 'query: where is order 12345 NOW');
  file('archived', 'query: Where is order 12345 now?\nstatus: archived');
  file('other', 'query: Cancel my subscription');
  workspace.write('casebook/cases/broken.case.yaml', 'id: broken\nquery: [\n');
  const { engine } = workspace;
  expect(await engine.similarQueries({ query: 'Where is order 12345 now' }, call)).toEqual([
    { caseId: 'again', file: 'casebook/cases/again.case.yaml', query: 'where is order 12345 NOW', similarity: 1 },
    { caseId: 'status', file: 'casebook/cases/status.case.yaml', query: 'Where is order 12345 now?', similarity: 1 },
  ]);
  expect(await engine.similarQueries({ query: 'has my parcel arrived', except: 'again' }, call)).toMatchObject([{ caseId: 'status', variant: 'Has my parcel arrived yet?' }]);
  expect(await engine.similarQueries({ query: 'has my parcel arrived', least: 0.99 }, call)).toEqual([]);
  const { duplicates, cases } = await engine.coverage({}, call);
  expect(duplicates).toEqual({ pairs: [{ a: { caseId: 'again', file: 'casebook/cases/again.case.yaml', query: 'where is order 12345 NOW' }, b: { caseId: 'status', file: 'casebook/cases/status.case.yaml', query: 'Where is order 12345 now?' }, similarity: 1 }], more: 0 });
  expect(cases).toMatchObject({ all: 4, active: 3, archived: 1, withPath: 3, broken: 1, needProof: 0 });
});

test('a draft names the other cases that ask nearly the same, and not itself', async () => {
  using given = await labelled();
  const { engine } = given.workspace;
  const first = await engine.makeCase({ trace: 'first', findingsSeen: false }, call);
  expect(first.similar).toBeUndefined();
  const draft = await engine.draftCase({ trace: 'again' }, call);
  expect(draft.similar).toMatchObject([{ caseId: first.id, query: queries.first }]);
  expect(draft.similar![0]!.similarity).toBeGreaterThan(0.8);
  expect((await engine.makeCase({ trace: 'again', findingsSeen: false }, call)).similar?.map(({ caseId }) => caseId)).toEqual([first.id]);
});

test('without cases, labels and traces there is nothing to have a share of', async () => {
  using workspace = new TemporaryWorkspace();
  const { cases, traces, tools, backTest, stale, duplicates, unclassified } = await workspace.engine.coverage({}, call);
  expect({ traces, share: tools.share, backTest, stale, duplicates, unclassified }).toEqual({
    traces: 0, share: null, stale: [], duplicates: { pairs: [], more: 0 }, unclassified: 0,
    backTest: { failures: 0, caught: 0, own: 0, asked: 0, withCase: 0, share: null, notImported: 0, withoutQuery: 0, missed: [] },
  });
  expect(cases.all).toBe(0);
  await expect(workspace.engine.coverage({}, { ...call, signal: AbortSignal.abort(new Error('Left')) })).resolves.toBeDefined();
});
