import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { engineParsers } from '../../src/protocol/engineApi.ts';
import type { TextHits } from '../../src/protocol/traceApi.ts';
import { chatSpan, otlpRequest, spanIdOf, textMessage, traceIdOf } from './otlpLines.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

type Said = { readonly trace: string; readonly start: number; readonly asked: string; readonly answered: string; readonly wraps?: boolean };

/** A span that holds question and answer, an agent's or a call that wraps others, and two calls, of which the second repeats the first. */
const conversation = ({ trace, start, asked, answered, wraps = false }: Said): string => {
  const at = (id: string, from: number) => ({ trace, id, parent: 'root', start: start + from, end: start + from + 1 });
  const [question, thought, answer] = [textMessage('user', asked), textMessage('assistant', 'I look it up.'), textMessage('assistant', answered)];
  return otlpRequest(
    chatSpan({ trace, id: 'root', start, end: start + 9, attributes: wraps ? {} : { 'gen_ai.operation.name': 'invoke_agent' } }, [question], answer),
    chatSpan(at('first', 1), [question], thought),
    chatSpan(at('second', 3), [question, thought, textMessage('user', 'Thank you, Zoë')], answer),
  );
};
const marked = ({ hits }: TextHits) => hits.map(({ trace, step, excerpt, from, to }) => [trace.nativeId, step, excerpt.slice(from, to)]);
const lines = (...all: readonly Said[]): string => `${all.map(conversation).join('\n')}\n`;

test('each hit shows its sentence and the step that says it, the newest trace first', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('a.jsonl', lines(
    { trace: 'old', start: 0, asked: 'Where is the kettle of order 12345?', answered: 'It is on its way.', wraps: true },
    { trace: 'new', start: 1000, asked: 'Cancel it', answered: `${'Well. '.repeat(60)}The Kettle is\nlost. ${'So. '.repeat(90)}` },
    { trace: 'other', start: 500, asked: 'Hi', answered: 'Hello' },
  ));
  await workspace.import('a.jsonl');
  const found = await workspace.engine.searchTexts({ text: 'kettle' }, call);
  expect(marked(found)).toEqual([[traceIdOf('new'), 3, 'Kettle'], [traceIdOf('old'), 1, 'kettle']]);
  expect(found.traces).toBe(2);
  for (const text of ['way', 'lost']) expect((await workspace.engine.searchTexts({ text }, call)).hits.map(({ step }) => step)).toEqual([3]);
  expect(found.hits[0]!.excerpt).toMatch(/^…(?:\S+ )*Well\. The Kettle is lost\. So\. .*…$/u);
  expect(found.hits[0]!.excerpt.length).toBeLessThan(260);
  expect(found.hits[0]!.name).toMatch(/^chat/u);
  expect(found.hits[1]!.excerpt).toBe('Where is the kettle of order 12345?');
});

test('words are found as full text finds them, and a query narrows them', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('a.jsonl', lines(
    { trace: 'one', start: 0, asked: 'Order 7 of ÉMILE, and again: the late order of the shop', answered: 'Yes' },
    { trace: 'two', start: 9, asked: 'a late order', answered: 'No' },
  ));
  await workspace.import('a.jsonl');
  const find = async (text: string, more: object = {}) => marked(await workspace.engine.searchTexts({ text, ...more }, call));
  expect(await find('"late order" shop')).toEqual([[traceIdOf('one'), 1, 'late order']]);
  expect(await find('LATE ord')).toEqual([[traceIdOf('two'), 1, 'late ord'], [traceIdOf('one'), 1, 'late ord']]);
  expect(await find('emile')).toEqual([[traceIdOf('one'), 1, 'ÉMILE']]);
  expect(await find('zoe')).toEqual([[traceIdOf('two'), 3, 'Zoë'], [traceIdOf('one'), 3, 'Zoë']]);
  expect(await find('late', { limit: 1 })).toEqual([[traceIdOf('two'), 1, 'late']]);
  expect(await find('late', { until: '1970-01-01T00:00:00Z' })).toEqual([]);
  for (const nothing of ['', ' ', '"', '*', 'nowhere', 'rder']) expect(await find(nothing)).toEqual([]);
  expect(() => engineParsers.searchTexts.parse({ text: 'x', offset: 1 })).toThrow('offset');
});

test('arguments and results of a tool are found at its call, also where only messages tell of them', async () => {
  using workspace = new TemporaryWorkspace();
  const long = `a parcel, ${'very '.repeat(60)}far`;
  const conversationOf = (id: string, note: string) => ({ id, messages: [
    { role: 'user', content: 'Where?' },
    { role: 'assistant', content: null, tool_calls: [{ id: 'c1', type: 'function', function: { name: 'track', arguments: JSON.stringify({ note: `needle ${note}` }) } }] },
    { role: 'tool', tool_call_id: 'c1', content: `pin ${note}` },
    { role: 'assistant', content: 'There.' },
  ] });
  workspace.write('chat.jsonl', `${JSON.stringify(conversationOf('r1', long))}\n`);
  await workspace.import('chat.jsonl');
  const named = async (text: string) => (await workspace.engine.searchTexts({ text }, call)).hits.map(({ name, step }) => [name, step]);
  const { steps } = await workspace.engine.openTrajectory({ trace: 'r1' }, call);
  const tool = steps.find(({ kind }) => kind === 'tool')!;
  expect(await named('needle')).toEqual([['track', tool.n]]);
  expect(await named('pin')).toEqual([['track', tool.n]]);
});

test('what only a span says is found at it: a short call, why it failed, a document; what a message says too is found once', async () => {
  using workspace = new TemporaryWorkspace();
  const at = (id: string, start: number) => ({ trace: 'one', id, parent: 'root', start, end: start + 1 });
  const documents = [{ id: 'd1', score: 0.5, content: 'Parcels go by sledge.' }, { id: 'd2', score: 0.4, content: `By boat, ${'very '.repeat(60)}slow` }];
  workspace.write('a.jsonl', `${otlpRequest(
    chatSpan({ trace: 'one', id: 'root', start: 0, end: 9 }, [textMessage('user', 'Where?')], textMessage('assistant', 'There.')),
    { ...at('call', 1), failed: 'The loom is stuck', attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'track', 'gen_ai.tool.call.arguments': '{"order":"needle 7"}', 'gen_ai.tool.call.result': '{"at":"harbour"}' } },
    { ...at('again', 3), attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'track', 'gen_ai.tool.call.result': '"thimble"' } },
    { ...at('look', 5), attributes: { 'gen_ai.operation.name': 'retrieval', 'gen_ai.retrieval.documents': JSON.stringify(documents) } },
    chatSpan(at('told', 7), [{ role: 'tool', parts: [{ type: 'tool_call_response', id: null, response: 'thimble' }] }], textMessage('assistant', 'There.')),
  )}\n`);
  await workspace.import('a.jsonl');
  const { steps } = await workspace.engine.openTrajectory({ trace: traceIdOf('one') }, call);
  const numbers = new Map(steps.map(({ n, spanId }) => [spanId, n]));
  const expectFound = async () => {
    for (const [text, span] of [['needle', 'call'], ['harbour', 'call'], ['loom', 'call'], ['sledge', 'look'], ['boat', 'look']] as const) {
      expect((await workspace.engine.searchTexts({ text }, call)).hits.map(({ step }) => step), text).toEqual([numbers.get(spanIdOf(span))]);
    }
    expect((await workspace.engine.searchTexts({ text: 'thimble' }, call)).hits).toHaveLength(1);
  };
  await expectFound();
  workspace.restart();
  for (const name of ['search.db', 'search.db-wal', 'search.db-shm']) rmSync(workspace.path('.casebook', name), { force: true });
  await expectFound();
  const [failed, looked] = await Promise.all(['call', 'look'].map((span) => workspace.engine.readStep({ trace: traceIdOf('one'), n: numbers.get(spanIdOf(span))! }, call)));
  expect(failed!.span).toMatchObject({ statusMessage: 'The loom is stuck', tool: { arguments: { order: 'needle 7' }, result: { at: 'harbour' } } });
  expect(looked!.documents.map(({ id, content }) => [id, content])).toEqual(documents.map(({ id, content }) => [id, content]));
});

test('one trace does not hide the others, and its hits stand in the order of its steps', async () => {
  using workspace = new TemporaryWorkspace();
  const talk = (trace: string, start: number) => otlpRequest(...Array.from({ length: 9 }, (_, n) => chatSpan({ trace, id: `s${n}`, start: start + n, end: start + n + 1 }, [textMessage('user', `needle ${n}`)], textMessage('assistant', 'ok'))));
  workspace.write('a.jsonl', `${talk('one', 0)}\n${talk('two', 100)}\n`);
  await workspace.import('a.jsonl');
  expect(marked(await workspace.engine.searchTexts({ text: 'needle' }, call)).map(([trace, step]) => [trace, step])).toEqual([1, 2, 3].map((n) => [traceIdOf('two'), n]).concat([1, 2, 3].map((n) => [traceIdOf('one'), n])));
  await workspace.engine.removeTraces({ trace: traceIdOf('two') }, call);
  expect((await workspace.engine.searchTexts({ text: 'needle' }, call)).traces).toBe(1);
});
