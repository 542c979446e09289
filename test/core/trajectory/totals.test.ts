import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formats } from '../../../src/core/formats/registry.ts';
import type { Span } from '../../../src/core/model/span.ts';
import { emptySpan } from '../../../src/core/model/span.ts';
import type { Usage } from '../../../src/core/model/usage.ts';
import { tokensOf } from '../../../src/core/trajectory/totals.ts';
import { asWrapper, isWrapperCall } from '../../../src/core/trajectory/wrapperCalls.ts';
import { createSpanJoin, orderSpans } from '../../../src/store/merge.ts';
import { readBytes } from '../formats/readBytes.ts';

const usage = (level: Usage['level'], input: number | null, output: number | null): Usage => ({ input, output, level, cachedRead: null, cacheWrite: null, reasoning: null });
const span = (id: string, parentId: string | null, kind: Span['kind'], used: Usage | null, counted = true): Span => ({ ...emptySpan(id, 0, id), parentId, kind, usage: used, counted });
const told = (...spans: readonly Span[]) => {
  const { counted, ...rest } = tokensOf(spans);
  return { ...rest, counted: [...counted] };
};

test('calls count, and the sum on the agent above them does not', () => {
  expect(told(span('a', null, 'agent', usage('aggregate', 30, 3)), span('b', 'a', 'llm', usage('leaf', 10, 1)), span('c', 'a', 'llm', usage('leaf', 20, 2))))
    .toEqual({ input: 30, output: 3, inputFrom: 'calls', outputFrom: 'calls', counted: ['b', 'c'] });
});

test('a count that no call has is taken from the whole, the other one from the calls', () => {
  expect(told(span('run', null, 'agent', usage('aggregate', 105, 15)), span('b', 'run', 'llm', usage('leaf', null, 15))))
    .toEqual({ input: 105, output: 15, inputFrom: 'whole', outputFrom: 'calls', counted: ['b'] });
});

test('where only a whole has counts it counts, and says so', () => {
  expect(told(span('run', null, 'agent', usage('aggregate', 10, null), false), span('b', 'run', 'llm', null))).toEqual({ input: 10, output: null, inputFrom: 'whole', outputFrom: null, counted: ['run'] });
});

test('sums beside each other are added, a sum within another is not, a running total stands alone', () => {
  expect(told(span('a', null, 'other', usage('aggregate', 10, 1), false), span('b', 'x', 'other', usage('aggregate', 20, 2), false), span('x', 'a', 'other', null), span('c', null, 'other', usage('aggregate', 5, 1), false)))
    .toMatchObject({ input: 15, output: 2, counted: ['a', 'c'] });
  expect(told(span('run', null, 'agent', usage('cumulative', 10, 1)), span('b', null, 'agent', usage('aggregate', 9, 1)))).toMatchObject({ input: 10, output: 1, counted: ['run'] });
});

test('nothing recorded is nothing known', () => {
  expect(told(span('a', null, 'llm', null))).toEqual({ input: null, output: null, inputFrom: null, outputFrom: null, counted: [] });
});

/** Each file of fixtures, as an import joins it. */
function* fixtures(): Generator<readonly [string, readonly Span[]]> {
  for (const format of formats) {
    const folder = new URL(`../../fixtures/formats/${format.id}/`, import.meta.url);
    for (const name of existsSync(folder) ? readdirSync(folder).filter((each) => /\.jsonl?$/.test(each) && !each.endsWith('.expected.json')) : []) {
      const joins = new Map<string, ReturnType<typeof createSpanJoin>>();
      for (const { nativeId, spans } of readBytes(format, [readFileSync(new URL(name, folder))], name).fragments) {
        const join = joins.get(nativeId) ?? createSpanJoin([]);
        joins.set(nativeId, join);
        for (const each of spans) join.add({ span: each, position: each.seq });
      }
      for (const [id, join] of joins) {
        const spans = orderSpans(join.all()).map((placed) => placed.span);
        const wraps = isWrapperCall(spans);
        yield [`${format.id}/${name} ${id}`, spans.map((each) => (wraps(each) ? asWrapper(each) : each))];
      }
    }
  }
}

describe('the counted spans of each fixture add up to its totals', () => {
  test.each([...fixtures()])('%s', (_name, spans) => {
    const { counted, input, output, inputFrom, outputFrom } = tokensOf(spans);
    const sum = (pick: (each: Usage) => number | null) => {
      const counts = spans.flatMap((each) => (each.usage !== null && counted.has(each.id) ? (pick(each.usage) ?? []) : []));
      return counts.length === 0 ? null : counts.reduce((a, b) => a + b);
    };
    const from = inputFrom === 'calls' || outputFrom === 'calls' ? 'calls' : 'whole';
    if (inputFrom === from) expect(sum((each) => each.input)).toBe(input);
    if (outputFrom === from) expect(sum((each) => each.output)).toBe(output);
    if (from === 'calls') expect(spans.filter((each) => counted.has(each.id)).every((each) => each.counted && each.usage?.level === 'leaf')).toBe(true);
  });
});
