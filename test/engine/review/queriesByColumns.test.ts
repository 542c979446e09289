import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TraceSummary } from '../../../src/core/model/trajectory.ts';
import type { GroupQuery, TraceQuery } from '../../../src/protocol/traceApi.ts';
import { chatSpan, otlpRequest, textMessage, traceIdOf } from '../otlpLines.ts';
import { call, TemporaryWorkspace } from '../temporaryWorkspace.ts';

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!;
let workspace: TemporaryWorkspace;
let all: readonly TraceSummary[];

/** Runs with and without clocks, of three users, that called one of two tools or none; some labelled, some judged by their users. */
beforeAll(async () => {
  workspace = new TemporaryWorkspace();
  const dated = Array.from({ length: 24 }, (_, n) => {
    const trace = `dated${n}`;
    const attributes = { ...(n % 4 === 0 ? {} : { 'user.id': pick(['ana', 'ben'], n) }), ...(n % 3 === 0 ? { 'casebook.user.role': 'sales' } : {}), ...(n % 5 === 0 ? { 'casebook.feedback': 'rejected' } : {}) };
    const start = (n * 7) % 24 * 3_600_000;
    return otlpRequest(
      { trace, id: 'root', start, end: start + (n % 6) * 1000, attributes, ...(n % 7 === 0 ? { failed: 'timeout' } : {}) },
      chatSpan({ trace, id: 'chat', parent: 'root', start, end: start + 5, attributes: { 'gen_ai.request.model': pick(['small', 'large'], n) } }, [textMessage('user', `Where is order ${n}?`)], textMessage('assistant', pick(['It was delivered.', 'Nobody knows.'], n))),
      ...(n % 3 === 2 ? [] : [{ trace, id: 'look', parent: 'root', name: `execute_tool ${pick(['getOrder', 'search'], n)}`, start, end: start + 1, attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': pick(['getOrder', 'search'], n) } }]),
    );
  });
  workspace.write('dated.jsonl', dated.join('\n'));
  workspace.write('undated.jsonl', Array.from({ length: 6 }, (_, n) => JSON.stringify({ id: `undated${n}`, messages: [{ role: 'user', content: `Undated ${n}` }, { role: 'assistant', content: 'It was delivered.' }] })).join('\n'));
  await workspace.import('undated.jsonl');
  await workspace.import('dated.jsonl');
  for (const [n, change] of [{ verdict: 'pass' }, { class: { class: 'wrong_tool' }, note: 'Never delivered, says the shop' }, { verdict: 'defer' }, { class: { class: 'tool_arguments' } }, { verdict: 'fail' }].entries()) {
    await workspace.engine.labelTrace({ trace: n === 4 ? 'undated2' : traceIdOf(`dated${n * 5}`), by: 'ana', change: change as { verdict: 'pass' } }, call);
  }
  workspace.write('said.csv', `runId,feedback\nundated1,rejected\n${traceIdOf('dated10')},accepted\n${traceIdOf('dated14')},accepted\n`);
  await workspace.engine.importFeedback({ path: workspace.path('said.csv') }, call);
  all = (await workspace.engine.listTraces({ sort: 'newest' }, call)).traces;
});
afterAll(() => workspace[Symbol.dispose]());

const optional = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 1 });
const filter = fc.record({
  user: optional('ana', 'ben', 'nobody', null), role: optional('sales', null), tool: optional('getOrder', 'search', null), model: optional('small', 'large', null), failure: optional('wrong_tool', 'tool_selection', 'tool_arguments', null),
  unlabelled: optional(true, false), failing: optional(true, false), minLatencyMs: optional(2000, 4000), since: optional('2025-10-09T15:00:00Z'), until: optional('2025-10-09'), file: optional('dated.jsonl', 'undated.jsonl'), inFile: optional('dated.jsonl', 'nowhere'),
  text: optional('delivered', '"nobody knows"', 'order', 'shop', '""'),
}).map((query) => Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as TraceQuery);

function isMeant(trace: TraceSummary, query: TraceQuery): boolean {
  const says = [trace.query, trace.answer, ...trace.toolsCalled, trace.label?.note].join('\n').toLowerCase();
  const held = <T>(wanted: T | null | undefined, has: readonly (T | null)[]) => wanted === undefined || (wanted === null ? has.filter((each) => each !== null).length === 0 : has.includes(wanted));
  return held(query.user, [trace.userId]) && held(query.role, [trace.facts.role ?? null]) && held(query.tool, trace.toolsCalled) && held(query.model, trace.models) && held(query.failure, [trace.label?.class?.class ?? null, trace.label?.class?.mode ?? null])
    && (query.unlabelled === undefined || query.unlabelled === (trace.label === null)) && (query.failing === undefined || query.failing === (trace.failing !== null)) && (query.minLatencyMs === undefined || (trace.latencyMs ?? -1) >= query.minLatencyMs)
    && (query.since === undefined || (trace.startUs ?? -1) >= Date.parse(query.since) * 1000) && (query.until === undefined || (trace.startUs ?? Infinity) < (Date.parse(query.until) + 86_400_000) * 1000)
    && (query.file === undefined || trace.file === query.file) && (query.inFile === undefined || trace.file === query.inFile) && (query.text === undefined || (query.text !== '""' && says.includes(query.text.replaceAll('"', ''))));
}

test('any filter gives what a look at each trace gives, in each order, page by page', async () => {
  await fc.assert(fc.asyncProperty(filter, fc.constantFrom('newest', 'oldest', 'slowest', 'costliest'), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 12 }), async (query, sort, limit, offset) => {
    const meant = all.filter((trace) => isMeant(trace, query));
    const list = await workspace.engine.listTraces({ ...query, sort }, call);
    expect(list).toMatchObject({ total: meant.length, failing: meant.filter(({ failing }) => failing !== null).length, unlabelled: meant.filter(({ label }) => label === null).length });
    const ids = list.traces.map(({ id }) => id);
    const by = { newest: ({ startUs }: TraceSummary) => startUs ?? -1, oldest: ({ startUs }: TraceSummary) => -(startUs ?? Infinity), slowest: ({ latencyMs }: TraceSummary) => latencyMs ?? -1, costliest: ({ costUsd }: TraceSummary) => costUsd ?? -1 }[sort];
    expect(list.traces.map(by)).toEqual(meant.map(by).toSorted((a, b) => b - a));
    expect(new Set(ids)).toEqual(new Set(meant.map(({ id }) => id)));
    expect((await workspace.engine.listTraces({ ...query, sort, limit, offset }, call)).traces.map(({ id }) => id)).toEqual(ids.slice(offset, offset + limit));
  }), { numRuns: 400 });
});

test('groups count what a look at each trace counts', async () => {
  const valuesOf: Readonly<Partial<Record<GroupQuery['by'], (trace: TraceSummary) => readonly (string | null)[]>>> = {
    user: ({ userId }) => [userId], role: ({ facts }) => [facts.role ?? null], failure: ({ label }) => [label?.class?.class ?? null], file: ({ file }) => [file],
    tool: ({ toolsCalled }) => (toolsCalled.length === 0 ? [null] : [...new Set(toolsCalled)]), model: ({ models }) => (models.length === 0 ? [null] : models),
  };
  await fc.assert(fc.asyncProperty(filter, fc.constantFrom(...Object.entries(valuesOf)), async (query, [by, values]) => {
    const meant = all.filter((trace) => isMeant(trace, query));
    const expected = [...Map.groupBy(meant.flatMap((trace) => values(trace).map((value) => ({ value, trace }))), ({ value }) => value)]
      .map(([value, those]) => ({ value, total: those.length, failing: those.filter(({ trace }) => trace.failing !== null).length, newestUs: those.reduce<number | null>((newest, { trace }) => (trace.startUs === null ? newest : Math.max(newest ?? 0, trace.startUs)), null) }));
    const { groups } = await workspace.engine.groupTraces({ ...query, by: by as GroupQuery['by'] }, call);
    expect(groups.toSorted((a, b) => ((a.value ?? '') < (b.value ?? '') ? -1 : 1))).toEqual(expected.toSorted((a, b) => ((a.value ?? '') < (b.value ?? '') ? -1 : 1)));
  }), { numRuns: 200 });
});

test('words of a note are found as long as the label says them', async () => {
  const found = async () => (await workspace.engine.listTraces({ text: 'turnstile' }, call)).total;
  expect(await found()).toBe(0);
  await workspace.engine.labelTrace({ trace: 'undated4', by: 'ana', change: { cause: 'A turnstile was stuck' } }, call);
  expect(await found()).toBe(1);
  await workspace.engine.labelTrace({ trace: 'undated4', by: 'ana', change: { cause: '', note: 'Turnstiles' } }, call);
  expect(await found()).toBe(1);
  await workspace.engine.undoLabel({ by: 'ana' }, call);
  await workspace.engine.undoLabel({ by: 'ana' }, call);
  expect(await found()).toBe(0);
});
