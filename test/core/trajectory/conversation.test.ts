import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/core/model/json.ts';
import type { Message, MessagePart } from '../../../src/core/model/message.ts';
import type { Span } from '../../../src/core/model/span.ts';
import type { Thread } from '../../../src/core/model/thread.ts';
import { assemble } from '../../../src/core/trajectory/assemble.ts';
import { isThreadKnown, stepDetail, threadAhead } from '../../../src/core/trajectory/detail.ts';
import { threadsOf } from '../../../src/core/trajectory/conversation/thread.ts';
import { assistant, span, tool, trace, user } from './spans.ts';

const system = (text: string): Message => ({ role: 'system', parts: [{ type: 'text', text }] });
const result = (callId: string | null, value: Json, more: { name?: string; isError?: boolean } = {}): Message => ({ role: 'tool', parts: [{ type: 'toolResult', callId, result: value, ...more }] });
const said = ({ parts }: Message): string => parts.map((part: MessagePart) => (part.type === 'text' ? part.text : part.type)).join(' ');

/** A thread as text: who said what, or the call with its step, arguments, result and status; `*` what belongs to the step. */
const drawn = (thread: Thread | undefined): string[] => (thread?.items ?? []).map((item) => {
  const mark = item.current ? '*' : '';
  if (item.type === 'message') return `${mark}${item.message.role}${item.step === null ? '' : ` ${item.step}`}: ${said(item.message)}`;
  const { name, arguments: args, result: value, status } = item.call;
  return `${mark}${name} ${item.step} ${JSON.stringify(args) ?? '-'} ${JSON.stringify(value) ?? '-'} ${status}`;
});
const threadAt = (spans: readonly Span[], n: number) => threadsOf(assemble(spans))(n);
const at = (spans: readonly Span[], n: number) => drawn(threadAt(spans, n));

describe('the conversation of a session log, whose calls hold what came since the one before', () => {
  const made = { synthetic: true } as const;
  const log: readonly Span[] = [
    span('run', { ...made, kind: 'agent', name: 'session', input: [user('Cancel my flights'), user('yes'), user('yes')] }),
    span('turn1', { ...made, kind: 'agent', name: 'turn', parentId: 'run', input: [user('Cancel my flights')] }),
    span('m1', { ...made, kind: 'llm', parentId: 'turn1', input: [user('Cancel my flights')], output: [assistant('Who are you?')] }),
    span('turn2', { ...made, kind: 'agent', name: 'turn', parentId: 'run', input: [user('yes')] }),
    span('m2', { ...made, kind: 'llm', parentId: 'turn2', input: [user('yes')], output: [assistant('Let me see.', { id: 'c1', name: 'look', arguments: { q: 'a' } })] }),
    tool('t1', 'look', {}, { ...made, parentId: 'm2', callId: 'c1', tool: { name: 'look', callId: 'c1', description: null, status: 'ok', result: 'found' } }),
    span('m3', { ...made, kind: 'llm', parentId: 'turn2', input: [result('c1', 'found')], output: [assistant('Sure?')] }),
    span('turn3', { ...made, kind: 'agent', name: 'turn', parentId: 'run', input: [user('yes')] }),
    span('m4', { ...made, kind: 'llm', parentId: 'turn3', input: [user('yes')], output: [assistant('Done.')] }),
    span('rest', { ...made, parentId: 'turn3', name: 'after the last model call', input: [user('Bye')] }),
  ];
  const whole = ['user: Cancel my flights', 'assistant 3: Who are you?', 'user: yes', 'assistant 5: Let me see.', 'look 6 {"q":"a"} "found" ok', 'assistant 7: Sure?', 'user: yes', 'assistant 9: Done.', 'user: Bye'];

  test('is at the root all that was said, in order, though a user said the same thing twice', () => {
    expect(at(log, 1)).toEqual(whole);
    expect(threadAt(log, 1)).toMatchObject({ whole: true, leftOut: null });
  });

  test('is at a step all of it up to there', () => {
    expect(at(log, 3)).toEqual([whole[0], `*${whole[1]}`]);
    expect(at(log, 5)).toEqual([...whole.slice(0, 3), `*${whole[3]}`, whole[4]]);
    expect(at(log, 6)).toEqual([...whole.slice(0, 4), `*${whole[4]}`]);
    expect(at(log, 7)).toEqual([...whole.slice(0, 5), `*${whole[5]}`]);
    expect(at(log, 4)).toEqual(whole.slice(0, 6));
    expect(threadAt(log, 4)?.whole).toBe(false);
  });

  test('ends with what the log has after the last call, and the last word is the answer', () => {
    expect(threadAt(log, 1)?.items.flatMap((item, index) => (item.type === 'message' && item.last ? [index] : []))).toEqual([7]);
    expect(threadAt(log, 3)?.items.some((item) => item.type === 'message' && item.last)).toBe(false);
  });
});

describe('the conversation of calls that repeat the whole history', () => {
  const asked = assistant('', { id: 'c1', name: 'look', arguments: { q: 'a' } });
  const history: readonly Span[] = [
    span('root', { kind: 'agent', startUs: 0, endUs: 99, input: [user('yes')], output: [assistant('Done.')] }),
    span('m1', { kind: 'llm', parentId: 'root', startUs: 1, endUs: 9, input: [system('Be kind.'), user('yes')], output: [asked] }),
    tool('t1', 'look', {}, { parentId: 'root', startUs: 10, endUs: 19, callId: 'c1', tool: { name: 'look', callId: 'c1', description: null, status: 'ok' } }),
    span('m2', { kind: 'llm', parentId: 'root', startUs: 20, endUs: 29, input: [system('Be kind.'), user('yes'), asked, result('c1', 'found')], output: [assistant('Sure?')] }),
    span('m3', { kind: 'llm', parentId: 'root', startUs: 30, endUs: 39, input: [system('Be kind.'), user('yes'), asked, result('c1', 'found'), assistant('Sure?  '), user('yes')], output: [assistant('Done.')] }),
  ];

  test('tells each message once, and joins a call with its result across steps', () => {
    expect(at(history, 1)).toEqual(['system: Be kind.', 'user: yes', 'look 3 {"q":"a"} "found" ok', 'assistant 4: Sure?', 'user: yes', 'assistant 5: Done.']);
    expect(at(history, 3)).toEqual(['system: Be kind.', 'user: yes', '*look 3 {"q":"a"} "found" ok']);
  });

  test('knows a call again without ids, and a history that begins later', () => {
    const unnamed = assistant('', { id: null, name: 'look', arguments: { q: 'a' } });
    const window = history.map((each) => (each.id === 'm2' ? { ...each, input: [unnamed, result(null, 'found')] } : each.id === 'm3' ? { ...each, input: [assistant('Sure?'), user('yes')] } : each));
    expect(at(window, 1)).toEqual(at(history, 1));
  });

  test('tells a prompt once that changes with the time of day', () => {
    const long = `Be kind. ${'x'.repeat(300)}`;
    const dated = history.map((each) => ({ ...each, input: each.input.map((message) => (message.role === 'system' ? system(`${long} ${each.id}`) : message)) }));
    expect(at(dated, 1).filter((line) => line.startsWith('system'))).toHaveLength(1);
  });
});

describe('a call and its result', () => {
  /** As an export that tells of the calls in one step and of the results in a later one; the tool spans have no call ids. */
  const spread: readonly Span[] = [
    span('root', { kind: 'agent', startUs: 0, endUs: 99 }),
    span('m1', { kind: 'llm', parentId: 'root', startUs: 1, endUs: 9, input: [user('Plan')], output: [assistant('', { id: 'c1', name: 'book', arguments: { city: 'Bonn' } }, { id: 'c2', name: 'search', arguments: { city: 'Bonn' } })] }),
    span('t1', { kind: 'tool', parentId: 'm1', startUs: 10, endUs: 12, status: 'error', tool: { name: 'book', callId: null, description: null, status: 'error' } }),
    span('t2', { kind: 'tool', parentId: 'm1', startUs: 10, endUs: 14, tool: { name: 'search', callId: null, description: null, status: 'ok' } }),
    span('m2', { kind: 'llm', parentId: 'root', startUs: 20, endUs: 29, input: [result('c1', 'No rooms'), result('c2', ['a park'])], output: [assistant('Sorry.')] }),
  ];

  test('are one card at the place of the call', () => {
    expect(at(spread, 1)).toEqual(['user: Plan', 'book 3 {"city":"Bonn"} "No rooms" error', 'search 4 {"city":"Bonn"} ["a park"] ok', 'assistant 5: Sorry.']);
    expect(at(spread, 3)).toEqual(['user: Plan', '*book 3 {"city":"Bonn"} "No rooms" error', 'search 4 {"city":"Bonn"} ["a park"] ok']);
    expect(at(spread, 5).at(-1)).toBe('*assistant 5: Sorry.');
  });

  test('are joined in the details of the step, too', () => {
    expect(stepDetail(trace(spread), 3)?.calls).toEqual([{ step: 3, callId: 'c1', name: 'book', status: 'error', arguments: { city: 'Bonn' }, result: 'No rooms' }]);
  });

  test('of another agent keep name, arguments and step', () => {
    const apart = [...spread, span('other', { kind: 'agent', parentId: 'root', startUs: 40, endUs: 60 }), span('m3', { kind: 'llm', parentId: 'other', startUs: 41, endUs: 49, input: [result('c1', 'No rooms')], output: [assistant('Hm.')] })];
    expect(at(apart, 6)).toEqual(['book 3 {"city":"Bonn"} "No rooms" error', 'assistant 7: Hm.']);
  });

  test('without a call have no name, once', () => {
    const lost = result('gone', 'x');
    expect(at([span('m1', { kind: 'llm', input: [lost], output: [assistant('a')] }), span('m2', { kind: 'llm', input: [lost, assistant('a')], output: [assistant('b')] })], 2)).toEqual(['Tool result null - "x" null', 'assistant 1: a', '*assistant 2: b']);
  });

  test('are one card for two spans of which one lies within the other, and one each for attempts', () => {
    const run = (id: string, startUs: number, endUs = startUs + 5) => span(id, { kind: 'tool', parentId: 'root', startUs, endUs, tool: { name: 'book', callId: 'c1', description: null, status: 'ok' } });
    const calls = (...runs: readonly Span[]) => at([spread[0]!, { ...spread[1]!, output: [assistant('', { id: 'c1', name: 'book' })] }, ...runs, spread[4]!], 1).filter((line) => line.startsWith('book'));
    expect(calls(run('a', 10), run('b', 11, 14))).toHaveLength(1);
    expect(calls(run('a', 10), run('b', 14)).map((line) => line.slice(0, 6))).toEqual(['book 3', 'book 4']);
  });

  test('are those of their own turn where a model counts its calls anew in each', () => {
    const call = (q: string) => assistant('', { id: 'call_0', name: 'look', arguments: { q } });
    const first = [user('Go'), call('a'), result('call_0', 'A')];
    const turns = [
      span('m1', { kind: 'llm', input: [user('Go')], output: [call('a')] }), tool('t1', 'look', {}, { callId: 'call_0', tool: { name: 'look', callId: 'call_0', description: null, status: 'ok' } }),
      span('m2', { kind: 'llm', input: first, output: [call('b')] }), tool('t2', 'look', {}, { callId: 'call_0', tool: { name: 'look', callId: 'call_0', description: null, status: 'ok' } }),
      span('m3', { kind: 'llm', input: [...first, call('b'), result('call_0', 'B')], output: [assistant('Done.')] }),
    ];
    expect(at(turns, 5)).toEqual(['user: Go', 'look 2 {"q":"a"} "A" ok', 'look 4 {"q":"b"} "B" ok', '*assistant 5: Done.']);
  });

  test('are told once though a wrapper tells of them first', () => {
    const inner = span('inner', { kind: 'llm', parentId: 'm1', startUs: 2, endUs: 8, input: [user('Plan')], output: spread[1]!.output });
    expect(at([spread[0]!, { ...spread[1]!, counted: false }, inner, ...spread.slice(2)], 1)).toHaveLength(4);
  });
});

describe('who talks with whom', () => {
  const judged: readonly Span[] = [
    span('root', { name: 'run' }),
    span('judge', { kind: 'agent', parentId: 'root', name: 'evaluator_agent run' }),
    span('m0', { kind: 'llm', parentId: 'judge', input: [user('Rate this')], output: [assistant('good')] }),
    span('writer', { kind: 'agent', parentId: 'root', name: 'writer' }),
    span('m1', { kind: 'llm', parentId: 'writer', input: [user('Write')], output: [assistant('', { id: 'c', name: 'research' })] }),
    tool('t', 'research', {}, { parentId: 'writer', callId: 'c' }),
    span('sub', { kind: 'agent', parentId: 't' }),
    span('m2', { kind: 'llm', parentId: 'sub', input: [user('Find')], output: [assistant('found')] }),
    span('m3', { kind: 'llm', parentId: 'writer', input: [result('c', 'found')], output: [assistant('Here it is')] }),
  ];

  test('evaluators and sub-agents keep to themselves', () => {
    expect(at(judged, 1)).toEqual(['user: Write', 'research 6 {} "found" ok', 'assistant 9: Here it is']);
    expect(at(judged, 2)).toEqual(['user: Rate this', 'assistant 3: good']);
    expect(at(judged, 3)).toEqual(['user: Rate this', '*assistant 3: good']);
    expect(at(judged, 7)).toEqual(['user: Find', 'assistant 8: found']);
    expect(at(judged, 8)).toEqual(['user: Find', '*assistant 8: found']);
  });

  test('an evaluation by itself is the conversation', () => {
    expect(at(judged.slice(0, 3), 1)).toEqual(['user: Rate this', 'assistant 3: good']);
  });

  test('an agent tells what its model calls do not', () => {
    const silent = [span('root', { kind: 'agent', input: [user('Who?')], output: [assistant('Nobody.')] }), span('m', { kind: 'llm', parentId: 'root', input: [system('Look.')] }), tool('t', 'look', {}, { parentId: 'root' })];
    expect(at(silent, 1)).toEqual(['system: Look.', 'user: Who?', 'look 3 {} - ok', 'assistant 1: Nobody.']);
    expect(at(silent.filter(({ kind }) => kind !== 'llm'), 1)).toEqual(['user: Who?', 'look 2 {} - ok', 'assistant 1: Nobody.']);
  });

  test('a guardrail shows what it said after what was said before it', () => {
    const guarded = [span('m', { kind: 'llm', input: [user('Hi')], output: [assistant('Hello')] }), span('g', { kind: 'guardrail', input: [assistant('Hello')], output: [assistant('allowed')] })];
    expect(at(guarded, 2)).toEqual(['user: Hi', 'assistant 1: Hello', '*assistant 2: allowed']);
  });
});

describe('a conversation of many steps', () => {
  const turns = Array.from({ length: 10_000 }, (_, index): Span[] => [
    span(`m${index}`, { kind: 'llm', parentId: 'root', synthetic: true, input: [index === 0 ? user('Go') : result(`c${index - 1}`, 'ok')], output: [assistant(`turn ${index}`, { id: `c${index}`, name: 'run' })] }),
    tool(`t${index}`, 'run', {}, { parentId: `m${index}`, callId: `c${index}` }),
  ]).flat();
  const threads = threadsOf(assemble([span('root', { kind: 'agent' }), ...turns]));

  test('is cut to what a page can hold, and says what is left out', () => {
    const whole = threads(1)!;
    expect(whole.items.length).toBeLessThan(2000);
    expect(whole.items.length + whole.leftOut!.count).toBe(20_001);
    expect([said((whole.items[0] as { message: Message }).message), whole.items.at(-1)?.step]).toEqual(['Go', 20_001]);
    const late = threads(19_000)!;
    expect(late.items.length).toBeLessThan(2000);
    expect(late.items.some((item) => item.current)).toBe(true);
    expect(late.leftOut?.before).toBeGreaterThan(0);
  });

  test('is told near a step first, and further where more of it is wanted, in the same places', () => {
    for (const n of [1, 10_000, 19_000]) {
      const [near, long] = [threads(n)!, threads(n, true)!];
      const keys = (items: typeof near.items) => items.map(({ key }) => key);
      expect(near.items.length).toBeLessThan(250);
      expect(long.items.length).toBeGreaterThan(2 * near.items.length);
      expect(long.items.length + long.leftOut!.count).toBe(near.items.length + near.leftOut!.count);
      expect(keys(long.items)).toEqual(expect.arrayContaining(keys(near.items)));
      expect(near.items.filter(({ current }) => current)).toEqual(long.items.filter(({ current }) => current));
    }
  });

  test('is worked out in time', () => {
    const from = performance.now();
    for (let n = 1000; n < 20_000; n += 1000) threads(n);
    expect(performance.now() - from).toBeLessThan(2000);
  });
});

describe('the conversation of an agent whose model calls two instrumentations saw, one of them without the agent around it', () => {
  const instructions = system('You look things up.');
  const question = user('What is new?');
  const asks = assistant('', { id: 'c1', name: 'search', arguments: { q: 'new' } });
  const found = result('c1', 'Three things.');
  const framework = { kind: 'llm', counted: false } as const;
  const seen: readonly Span[] = [
    span('main', { startUs: 0, endUs: 100 }),
    span('agent', { kind: 'agent', parentId: 'main', startUs: 1, endUs: 90, input: [question], output: [assistant('Three things are new.')] }),
    span('chain1', { parentId: 'agent', startUs: 2, endUs: 20, input: [question] }),
    span('m1', { ...framework, parentId: 'chain1', startUs: 3, endUs: 20, input: [instructions, question], output: [asks] }),
    tool('t1', 'search', { q: 'new' }, { parentId: 'agent', startUs: 21, endUs: 30, result: 'Three things.' }),
    span('chain2', { parentId: 'agent', startUs: 31, endUs: 80, input: [question] }),
    span('m2', { ...framework, parentId: 'chain2', startUs: 31, endUs: 80, input: [instructions, question, asks, found], output: [assistant('Three things are new.')] }),
    span('http1', { kind: 'llm', parentId: 'main', startUs: 4, endUs: 19, input: [instructions, question], output: [asks] }),
    span('http2', { kind: 'llm', parentId: 'main', startUs: 32, endUs: 79, input: [instructions, question, asks, found], output: [assistant('Three things are new.')] }),
  ];

  test('is begun by the instructions, and answered by the call that is looked at', () => {
    expect(at(seen, 7)).toEqual(['system: You look things up.', 'user: What is new?', 'search 5 {"q":"new"} "Three things." ok', '*assistant 7: Three things are new.']);
    expect(threadAt(seen, 7)?.items.at(-1)).toMatchObject({ last: true });
  });
  test('is at the other account, and at the root, the same by its own steps', () => {
    expect(at(seen, 9)).toEqual(['system: You look things up.', 'user: What is new?', 'search 5 {"q":"new"} "Three things." ok', '*assistant 9: Three things are new.']);
    expect(at(seen, 1)).toEqual(['system: You look things up.', 'user: What is new?', 'search 5 {"q":"new"} "Three things." ok', 'assistant 9: Three things are new.']);
    expect(threadAt(seen, 1)?.items.at(-1)).toMatchObject({ last: true });
  });
});

test('a search that is no tool call shows what it was asked for', () => {
  const search = (input: Json, parts: Partial<Span> = {}) => span('search', { kind: 'retrieval', name: 'Retriever', attributes: { 'input.value': input }, documents: [{ id: 'a', content: 'x', score: null, version: null, updatedAt: null, source: null, metadata: {} }], ...parts });
  const shown = (of: Span) => [at([of], 1), stepDetail(trace([of]), 1)?.calls.map((call) => call.arguments)];
  expect(shown(search('opening hours'))).toEqual([['*Retriever 1 "opening hours" - null'], ['opening hours']]);
  expect(shown(search({ query: 'opening hours' }))).toEqual([['*Retriever 1 "opening hours" - null'], ['opening hours']]);
  expect(shown(search(''))).toEqual([['*Retriever 1 - - null'], []]);
  expect(stepDetail(trace([span('plain', { attributes: { 'input.value': 'x' } })]), 1)?.calls).toEqual([]);
});

test('who leaves a conversation before it is read leaves what was done of it', () => {
  const assembled = assemble([span('run', { kind: 'agent' }), span('m1', { kind: 'llm', parentId: 'run', input: [user('Hello')], output: [assistant('Hi')] })]);
  for (let tries = 0; tries < 20 && !isThreadKnown(assembled, 2); tries++) {
    const work = threadAhead(assembled, 2);
    work.next();
    work.next();
    work.return();
  }
  expect(isThreadKnown(assembled, 2)).toBe(true);
});
