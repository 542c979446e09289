import { describe, expect, test } from 'vitest';
import type { SourceRecord } from '../../../src/core/formats/format.ts';
import { createSessionLog } from '../../../src/core/formats/sessionLog.ts';
import type { At, SessionLog } from '../../../src/core/formats/sessionLog.ts';
import type { Json } from '../../../src/core/model/json.ts';
import type { Message } from '../../../src/core/model/message.ts';
import type { Span } from '../../../src/core/model/span.ts';
import { assemble } from '../../../src/core/trajectory/assemble.ts';
import { answerOf, callsOf, queryOf } from '../../../src/core/trajectory/observe.ts';
import { createSpanJoin, orderSpans } from '../../../src/store/merge.ts';

const source = { file: 'log.jsonl', records: [] };
const text = (said: string): Message => ({ role: 'user', parts: [{ type: 'text', text: said }] });

/** Entries one record each, told by what they do with the log. */
type Entry = (log: SessionLog, at: At) => void;
const asks = (said: string): Entry => (log, at) => log.user(text(said), at, true);
const says = (said: string, id?: string): Entry => (log, at) => log.assistant({ id: id ?? null, parts: [{ type: 'text', text: said }] }, at);
const calls = (name: string, callId: string | null, id?: string): Entry => (log, at) => log.assistant({ id: id ?? null, parts: [{ type: 'toolCall', id: callId, name, arguments: { of: name } }] }, at);
const gives = (callId: string | null, result: string): Entry => (log, at) => log.result({ callId, result }, at);

/** Joined as the store does; `cuts`: reading stops there and goes on from what was kept. */
function read(entries: readonly Entry[], cuts: readonly number[] = []): readonly Span[] {
  const join = createSpanJoin([]);
  let kept: Json | undefined;
  for (const [n, from] of [0, ...cuts].entries()) {
    const log = createSessionLog(kept);
    const part = entries.slice(from, [...cuts, entries.length][n]);
    part.forEach((entry, index) => {
      const record: SourceRecord = { value: null, line: from + index + 1, offset: (from + index) * 10, length: 10 };
      const at: At = { place: { file: source.file, line: record.line, offset: record.offset, length: 10 }, timeUs: (from + index) * 1_000_000 };
      entry(log, at);
      if (index === part.length - 1) log.end(at.place);
      for (const span of log.fragment('s', record, source).spans) join.add({ span, position: span.seq });
    });
    kept = JSON.parse(JSON.stringify(log.state())) as Json;
  }
  return [...orderSpans(join.all())].map(({ span }) => span);
}

const shape = (spans: readonly Span[]) => assemble(spans).steps.map(({ depth, kind, name, spanId }) => `${' '.repeat(depth)}${kind} ${name} ${spanId}`);

describe('one prompt', () => {
  const log = [asks('Count the files'), says('Let me look', 'm1'), calls('ls', 'c1', 'm1'), calls('pwd', 'c2', 'm1'), gives('c1', 'a b'), gives('c2', '/'), says('Two', 'm2')];

  test('is a session, its model calls, and their tools', () => {
    expect(shape(read(log))).toEqual(['agent session run', ' llm assistant llm:m1', '  tool ls llm:m1/c1', '  tool pwd llm:m1/c2', ' llm assistant llm:m2']);
  });

  test('a model call is given what came since the one before', () => {
    const [root, first, , , last] = read(log);
    expect(root?.input).toEqual([text('Count the files')]);
    expect(first?.input).toEqual([text('Count the files')]);
    expect(last?.input.map((message) => message.parts[0])).toMatchObject([{ type: 'toolResult', callId: 'c1', result: 'a b' }, { type: 'toolResult', callId: 'c2', result: '/' }]);
  });

  test('question, answer and calls are found', () => {
    const assembled = assemble(read(log));
    expect(queryOf(assembled)).toEqual({ query: 'Count the files', userTurns: 1 });
    expect(answerOf(assembled)).toBe('Two');
    expect(callsOf(assembled).map(({ name, result, startUs, endUs }) => [name, result, startUs, endUs])).toEqual([['ls', 'a b', 2e6, 4e6], ['pwd', '/', 3e6, 5e6]]);
  });
});

describe('several prompts', () => {
  const log = [asks('Count the files'), calls('ls', null), gives(null, 'a b'), says('Two'), asks('And folders?'), calls('ls', null), gives(null, ''), says('None'), asks('Thanks')];

  test('are turns of the session', () => {
    expect(shape(read(log))).toEqual([
      'agent session run', ' agent turn run/turn-1', '  llm assistant call-1', '   tool ls call-1/1', '  llm assistant call-2',
      ' agent turn run/turn-2', '  llm assistant call-3', '   tool ls call-3/1', '  llm assistant call-4', ' agent turn run/turn-3',
    ]);
  });

  test('the first is the question, the last turn has the answer, or none yet', () => {
    expect(queryOf(assemble(read(log)))).toEqual({ query: 'Count the files', userTurns: 3 });
    expect(answerOf(assemble(read(log)))).toBeNull();
    expect(answerOf(assemble(read(log.slice(0, -1))))).toBe('None');
  });

  test('read in parts they are the same', () => {
    const whole = read(log);
    for (let cut = 1; cut < log.length; cut++) expect(read(log, [cut]), `cut after entry ${cut}`).toEqual(whole);
    expect(read(log, log.map((_, at) => at).slice(1))).toEqual(whole);
  });
});

test('a sub-agent stands under the call that started it, and its answer is not the session’s', () => {
  const log: Entry[] = [
    asks('Look'), says('I send someone', 'm1'), calls('Task', 'c1', 'm1'),
    (it, at) => it.agent('a', { callId: 'c1' }, at),
    (it, at) => it.user(text('Go'), { ...at, agent: 'a' }, true),
    (it, at) => it.assistant({ id: 's1', parts: [{ type: 'toolCall', id: 'x', name: 'grep' }] }, { ...at, agent: 'a' }),
    (it, at) => it.result({ callId: 'x', result: '1' }, { ...at, agent: 'a' }),
    (it, at) => it.assistant({ id: 's2', parts: [{ type: 'text', text: 'Found' }] }, { ...at, agent: 'a' }),
  ];
  const whole = read(log);
  expect(shape(whole)).toEqual(['agent session run', ' llm assistant llm:m1', '  tool Task llm:m1/c1', '   agent sub-agent agent:a', '    llm assistant llm:s1', '     tool grep llm:s1/x', '    llm assistant llm:s2']);
  expect(answerOf(assemble(whole))).toBe('I send someone');
  for (let cut = 1; cut < log.length; cut++) expect(read(log, [cut])).toEqual(whole);
});

test('refused and failed calls say so, a result without a call is kept', () => {
  const spans = read([asks('Do'), calls('rm', 'c1'), (it, at) => it.result({ callId: 'c1', result: 'no', status: 'blocked' }, at), calls('ls', 'c2'), (it, at) => it.result({ callId: 'c2', result: 'oops', status: 'error' }, at), gives('c9', 'stray')]);
  expect(spans.filter((span) => span.tool).map(({ name, status, tool }) => [name, status, tool?.status])).toEqual([['rm', 'unset', 'blocked'], ['ls', 'error', 'error'], ['unknown tool', 'unset', 'ok']]);
});
