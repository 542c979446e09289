import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ReplayLine } from '../../../src/core/model/replayed.ts';
import type { Call, Trial } from '../../../src/core/model/trace.ts';
import { compareReplayed, normalAnswer, outcomeOfReplay, partingOf } from '../../../src/core/runs/replayed.ts';
import { replayLineOf } from '../../../src/core/runs/replayLines.ts';
import { replaySummary } from '../../../src/core/runs/replaySummary.ts';
import { drawn } from '../../../src/core/statistics/drawn.ts';

/** Names of calls; names joined by `+` were called in one turn, a `!` behind a name is an error, `?` a blocked call. */
function callsOf(text: string): Call[] {
  return text.split(' ').filter(Boolean).flatMap((block, group) => block.split('+').map((name): Omit<Call, 'index'> => ({
    name: name.replace(/[!?]$/, ''), args: {}, groupId: block.includes('+') ? `g${group}` : null, status: name.endsWith('!') ? 'error' : name.endsWith('?') ? 'blocked' : 'ok', startUs: null, endUs: null, spanId: null, step: null,
  }))).map((call, index) => ({ ...call, index }));
}

function trialOf(calls: string, output: string | null = 'in transit', part: Partial<Trial> = {}): Trial {
  return {
    calls: callsOf(calls), output, retrieved: null, citations: null, state: null, approvals: null, escalated: null, terminal: 'finished', fallback: null,
    latencyMs: null, costUsd: null, tokens: null, turns: null, feedback: null, redacted: [], ...part,
  };
}

const judged = (recorded: Trial, now: Trial) => outcomeOfReplay(compareReplayed(recorded, now));

describe('a recorded run beside the one of today', () => {
  test('the same tools in the same order, by name', () => {
    expect(judged(trialOf('find get'), trialOf('find get'))).toEqual({ outcome: 'same', reason: null });
    expect(judged(trialOf('find get'), trialOf('get find'))).toEqual({ outcome: 'changed', reason: 'tools: call 1: find, now get' });
    expect(judged(trialOf('find'), trialOf('find get'))).toEqual({ outcome: 'changed', reason: 'tools: call 2: none, now get' });
    expect(judged(trialOf('find get'), trialOf('find'))).toEqual({ outcome: 'changed', reason: 'tools: call 2: get, now none' });
  });

  test('calls of one turn have no order, whichever side says so', () => {
    expect(judged(trialOf('a+b c'), trialOf('b a c')).outcome).toBe('same');
    expect(judged(trialOf('b a c'), trialOf('a+b c')).outcome).toBe('same');
    expect(judged(trialOf('a+b c'), trialOf('a c b'))).toEqual({ outcome: 'changed', reason: 'tools: call 2: b, now c' });
    expect(judged(trialOf('a+a b'), trialOf('a b'))).toEqual({ outcome: 'changed', reason: 'tools: call 2: a, now b' });
  });

  test('a retry after an error is one call, a blocked one is none', () => {
    expect(judged(trialOf('get! get'), trialOf('get get?')).outcome).toBe('same');
  });

  test('a target that does not tell its calls is held to its answer', () => {
    const plain = trialOf('', 'In  transit\n', { callsUnknown: true });
    expect(judged(trialOf('find'), plain)).toEqual({ outcome: 'same', reason: 'as far as it can be told: the tools are unknown of the target' });
    expect(compareReplayed(trialOf('find'), plain).tools).toEqual({ same: null, recorded: ['find'], now: null, difference: null });
    expect(judged(trialOf('find', null), plain)).toEqual({ outcome: 'n/a', reason: 'nothing to compare: the tools are unknown of the target and the answer is unknown in the trace' });
  });

  test('answers: case, white space and spelling of characters do not count, numbers and words do', () => {
    expect(normalAnswer(' Ｔhe\n ﬁle ')).toBe(normalAnswer('the file'));
    expect(normalAnswer('{"b": 1, "a": [1.0]}')).toBe(normalAnswer('{"a":[1],"b":1}'));
    expect(normalAnswer('{not JSON')).toBe('{not json');
    expect(judged(trialOf('', 'costs 5'), trialOf('', 'costs 6'))).toEqual({ outcome: 'changed', reason: 'answer: 0.86 similar' });
    expect(compareReplayed(trialOf('', 'x'.repeat(5000)), trialOf('', 'y'.repeat(5000))).answer).toMatchObject({ same: false, similarity: null });
  });

  test('how it ended counts where both are known', () => {
    expect(judged(trialOf('a'), trialOf('a', 'in transit', { terminal: 'escalated' }))).toEqual({ outcome: 'changed', reason: 'ended: finished, now escalated' });
    expect(judged(trialOf('a'), trialOf('a', 'in transit', { terminal: null })).outcome).toBe('same');
  });

  test('time and cost are told, and never a change by themselves', () => {
    const compared = compareReplayed(trialOf('a', 'x', { latencyMs: 100, costUsd: 0.5 }), trialOf('a', 'x', { latencyMs: 250 }));
    expect(compared.latencyMs).toEqual({ recorded: 100, now: 250, delta: 150 });
    expect(compared.costUsd).toEqual({ recorded: 0.5, now: null, delta: null });
    expect(outcomeOfReplay(compared).outcome).toBe('same');
  });

  test('blocks fit exactly where an order of all names does', () => {
    const blocks = fc.array(fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 3 }), { maxLength: 3 });
    const orders = ([first, ...others]: readonly (readonly string[])[]): readonly string[] => {
      if (!first) return [''];
      const permuted = (names: readonly string[]): readonly string[] => (names.length === 0 ? [''] : names.flatMap((name, at) => permuted(names.toSpliced(at, 1)).map((rest) => name + rest)));
      const rest = orders(others);
      return permuted(first).flatMap((head) => rest.map((tail) => head + tail));
    };
    fc.assert(fc.property(blocks, blocks, (a, b) => {
      const known = new Set(orders(a));
      expect(partingOf(a, b) === null).toBe(orders(b).some((order) => known.has(order)));
    }));
  });
});

test('a replay is summed up over what both sides know', () => {
  const of = (recorded: Trial, now: Trial) => { const compared = compareReplayed(recorded, now); return { compared, ...outcomeOfReplay(compared) }; };
  const summary = replaySummary([
    of(trialOf('a', 'x', { latencyMs: 100, costUsd: 1 }), trialOf('b', 'x', { latencyMs: 50, costUsd: 2 })), of(trialOf('a', 'x', { latencyMs: 300 }), trialOf('a', 'x', { latencyMs: 400 })), { outcome: 'error' },
  ]);
  expect(summary).toEqual({
    counts: { changed: 1, same: 1, error: 1, 'n/a': 0 },
    differs: { tools: { changed: 1, n: 2 }, answer: { changed: 0, n: 2 }, terminal: { changed: 0, n: 2 } },
    latencyMsP50: { n: 2, recorded: 100, now: 50 }, costUsd: { n: 1, recorded: 1, now: 2 },
  });
  expect(replaySummary([]).costUsd).toEqual({ n: 0, recorded: null, now: null });
});

test('a line is found among others, the last whole one of its trace', () => {
  const line = ReplayLine.parse({ traceId: 'tr_1', nativeId: 'n', query: 'q', startUs: null, outcome: 'same', reason: null, notes: [], at: 'now', target: 'bot', observed: trialOf('a') });
  const text = ['not JSON tr_1', JSON.stringify({ ...line, query: 'old' }), JSON.stringify({ ...line, traceId: 'tr_2', query: '"tr_1"' }), JSON.stringify(line), JSON.stringify(line).slice(0, -9)].join('\n');
  expect(replayLineOf(text, 'tr_1')).toEqual(line);
  expect(replayLineOf(text, 'tr_3')).toBeUndefined();
});

describe('a sample', () => {
  const ids = Array.from({ length: 100 }, (_, index) => `t${index}`);

  test('is the same for the same seed, whatever the order, and another for another', () => {
    expect(drawn(ids, 10, 1).toSorted()).toEqual(drawn(ids.toReversed(), 10, 1).toSorted());
    expect(drawn(ids, 10, 1)).not.toEqual(drawn(ids, 10, 2));
    expect(drawn(ids, 100, 1)).toEqual(ids);
    expect(new Set(drawn(ids, 10, 3)).size).toBe(10);
  });

  test('takes each as likely as the others', () => {
    const counts = new Map(ids.slice(0, 5).map((id) => [id, 0]));
    for (let seed = 0; seed < 2000; seed++) for (const id of drawn(ids.slice(0, 5), 2, seed)) counts.set(id, (counts.get(id) ?? 0) + 1);
    for (const count of counts.values()) expect(Math.abs(count - 800)).toBeLessThan(110);
  });
});
